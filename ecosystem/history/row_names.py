"""What the rows are called that a state names by their numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ecosystem.history.snapshots import State, named
from ecosystem.models import RECORDS, WithheldValue


@dataclass
class Names:
    """The rows of some states, read at once; those of records that are not public are left out."""

    states: Iterable[State]
    known: dict[type, dict[int, Any]] = field(default_factory=dict)
    withheld: dict[int, WithheldValue] = field(default_factory=dict)

    def __post_init__(self):
        wanted = defaultdict(set)
        for state in self.states:
            for model, keys in named(state).items():
                wanted[model] |= keys
        for model, keys in wanted.items():
            rows = model.objects.published() if model in RECORDS else model.objects.all()
            self.known[model] = rows.in_bulk(keys) if keys else {}
        if numbers := {key for state in self.states for keys in state.withheld.values() for key in keys}:
            self.withheld = WithheldValue.objects.in_bulk(numbers)

    def of(self, model, keys) -> list[str]:
        return [str(row) for row in self.rows(model, keys)]

    def rows(self, model, keys) -> list:
        found = self.known.get(model, {})
        return [found[key] for key in keys if key in found]
