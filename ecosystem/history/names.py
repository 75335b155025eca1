"""What the rows are called that a state names by their numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ecosystem.history.states import State, named
from ecosystem.models import RECORDS, Source


@dataclass
class Names:
    """The rows of some states, read at once; those of records that are not public are left out."""

    states: Iterable[State]
    known: dict[type, dict[int, Any]] = field(default_factory=dict)

    def __post_init__(self):
        wanted = defaultdict(set)
        for state in self.states:
            for model, keys in named(state).items():
                wanted[model] |= keys
        for model, keys in wanted.items():
            rows = model.objects.published() if model in RECORDS else model.objects.all()
            self.known[model] = rows.in_bulk(keys) if keys else {}

    def of(self, model, keys) -> list[str]:
        found = self.known.get(model, {})
        return [str(_named(found[key])) for key in keys if key in found]


def _named(row):
    return f"{row.title} ({row.publisher})" if isinstance(row, Source) else row
