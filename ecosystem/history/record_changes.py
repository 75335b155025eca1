"""The changes of one record, each with what it has changed."""

from dataclasses import dataclass
from functools import cached_property

from ecosystem.history import snapshots
from ecosystem.history.diff import Difference, differences
from ecosystem.history.row_names import Names
from ecosystem.models import Change


@dataclass(frozen=True)
class Entry:
    """One change, and how the record differed from the time before; the first of all has nothing before it."""

    change: Change
    differences: list[Difference]
    is_first: bool


class Past:
    """A part of a history: `size` changes from `start` on, of those that `changes` holds, the newest first.

    `changes` decides what may be seen: a change is compared with the one before it there.
    """

    def __init__(self, changes, start: int, size: int):
        # One more than is shown, for the last is compared with it.
        self.changes = list(changes.with_states().newest_first()[start : start + size + 1])
        self.size = size

    @property
    def before(self) -> Change | None:
        """The change before the last of those shown; None where the history begins with it."""
        return self.changes[self.size] if len(self.changes) > self.size else None

    @cached_property
    def entries(self) -> list[Entry]:
        told = [snapshots.of_change(change) for change in self.changes]
        names = Names(told)
        found = []
        for number, change in enumerate(self.changes[: self.size]):
            is_first = number + 1 == len(self.changes)
            changed = [] if is_first else differences(told[number + 1], told[number], names)
            found.append(Entry(change, changed, is_first))
        return found
