"""What was wrong, and what is right: corrections of any records, with what became of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ecosystem.history import snapshots
from ecosystem.history.diff import Difference, differences
from ecosystem.history.row_names import Names
from ecosystem.models import Change


@dataclass(frozen=True)
class Correction:
    """A correction with what it put right; `undone` is the first change after it that brought something of that back."""

    change: Change
    differences: list[Difference]
    undone: Change | None


def corrections(changes: Iterable[Change]) -> list[Correction]:
    """Compare each correction with the public change of its record before it, and with those after it."""
    lines = defaultdict(list)
    changes = list(changes)
    for each in Change.objects.published().beside(changes):
        lines[each.record_key].append(each)
    around = {change: _around(change, lines[change.record_key]) for change in changes}
    wanted = {pk for before, later in around.values() for pk in [before, *later] if pk}
    rows = Change.objects.filter(pk__in=wanted | {change.pk for change in changes}).with_states()
    whole = {change.pk: change for change in rows}
    told = {pk: snapshots.of_change(change) for pk, change in whole.items()}
    names = Names(told.values())
    found = []
    for change, (before, later) in around.items():
        if before is None:
            found.append(Correction(change, [], None))
            continue
        shown = differences(told[before], told[change.pk], names, but=snapshots.NEVER_WRONG)
        wrong = _wrong(change)
        back = (pk for pk in later if wrong - set(snapshots.changed(told[before], told[pk])))
        found.append(Correction(change, shown, whole.get(next(back, None))))
    return found


def _wrong(change):
    return set(change.fields) - snapshots.NEVER_WRONG


def _around(change, line):
    """Return the number of the change before, or None, and those of the later ones that touched what was wrong."""
    place = [each.pk for each in line].index(change.pk)
    before = line[place - 1].pk if place else None
    return before, [each.pk for each in line[place + 1 :] if _wrong(change) & set(each.fields)]
