"""The changes of one record with their differences."""

from dataclasses import dataclass
from functools import cached_property

from ecosystem.history import snapshots
from ecosystem.history.diff import FieldDiff, diff_snapshots
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change


@dataclass(frozen=True)
class RecordHistoryEntry:
    """A change and its differences from the one before; `is_first` if there is none."""

    change: Change
    differences: list[FieldDiff]
    is_first: bool


class RecordHistorySlice:
    """A page of a history: `size` changes from `start`, newest first.

    Each change is compared with the one before it in the queryset `changes`, such as the public ones.
    """

    def __init__(self, changes, start: int, size: int):
        # One more, to compare the last with.
        self.changes = list(changes.with_versions().newest_first()[start : start + size + 1])
        self.size = size

    @property
    def previous_change(self) -> Change | None:
        return self.changes[self.size] if len(self.changes) > self.size else None

    @cached_property
    def entries(self) -> list[RecordHistoryEntry]:
        states = [snapshots.build_change_snapshot(change) for change in self.changes]
        names = SnapshotRowNames(states)
        entries = []
        for number, change in enumerate(self.changes[: self.size]):
            is_first = number + 1 == len(self.changes)
            differences = [] if is_first else diff_snapshots(states[number + 1], states[number], names)
            entries.append(RecordHistoryEntry(change, differences, is_first))
        return entries
