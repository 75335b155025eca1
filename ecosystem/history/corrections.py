"""Corrections, with what they changed and whether that was undone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecosystem.history import snapshots
from ecosystem.history.diff import FieldDiff, diff_snapshots
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change


@dataclass(frozen=True)
class Correction:
    """`undone` is the first later change that restored some of the error."""

    change: Change
    differences: list[FieldDiff]
    undone: Change | None


def list_corrections(changes: Iterable[Change]) -> list[Correction]:
    """Return each correction, compared with the public changes of its record before and after it."""
    histories = defaultdict(list)
    changes = list(changes)
    for each in Change.objects.published().for_records_of(changes):
        histories[each.record_key].append(each)
    neighbours = {change: _find_neighbour_changes(change, histories[change.record_key]) for change in changes}
    wanted = {pk for before, later in neighbours.values() for pk in [before, *later] if pk}
    rows = Change.objects.filter(pk__in=wanted | {change.pk for change in changes}).with_versions()
    by_key = {change.pk: change for change in rows}
    states = {pk: snapshots.build_change_snapshot(change) for pk, change in by_key.items()}
    names = SnapshotRowNames(states.values())
    corrections = []
    for change, (before, later) in neighbours.items():
        if before is None:
            corrections.append(Correction(change, [], None))
            continue
        differences = diff_snapshots(states[before], states[change.pk], names, but=snapshots.UNCORRECTABLE_FIELDS)
        wrong = _get_wrong_fields(change)
        undoing = (pk for pk in later if wrong - set(snapshots.list_changed_fields(states[before], states[pk])))
        corrections.append(Correction(change, differences, by_key.get(next(undoing, None))))
    return corrections


def _get_wrong_fields(change):
    return set(change.fields) - snapshots.UNCORRECTABLE_FIELDS


def _find_neighbour_changes(change, history):
    """Return the primary keys of the change before, or None, and of later changes of the corrected fields."""
    position = [each.pk for each in history].index(change.pk)
    before = history[position - 1].pk if position else None
    return before, [each.pk for each in history[position + 1 :] if _get_wrong_fields(change) & set(each.fields)]
