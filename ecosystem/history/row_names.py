"""Names of the rows that snapshots refer to by primary key."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ecosystem.history.snapshots import RecordSnapshot, collect_referenced_keys
from ecosystem.models import RECORD_MODELS, WithheldValue


@dataclass
class SnapshotRowNames:
    """Fetches the rows that some snapshots refer to, at once; unpublished records are left out."""

    states: Iterable[RecordSnapshot]
    known: dict[type, dict[int, Any]] = field(default_factory=dict)
    withheld: dict[int, WithheldValue] = field(default_factory=dict)

    def __post_init__(self):
        wanted = defaultdict(set)
        for state in self.states:
            for model, keys in collect_referenced_keys(state).items():
                wanted[model] |= keys
        for model, keys in wanted.items():
            rows = model.objects.published() if model in RECORD_MODELS else model.objects.all()
            self.known[model] = rows.in_bulk(keys) if keys else {}
        if numbers := {key for state in self.states for keys in state.withheld.values() for key in keys}:
            self.withheld = WithheldValue.objects.in_bulk(numbers)

    def list_names(self, model, keys) -> list[str]:
        return [str(row) for row in self.list_rows(model, keys)]

    def list_rows(self, model, keys) -> list:
        rows = self.known.get(model, {})
        return [rows[key] for key in keys if key in rows]
