"""What an accepted proposal has made of its record: the change, and the pages that bear it out since."""

from dataclasses import dataclass

from ecosystem.history import snapshots
from ecosystem.history.recording import MOST_APART
from ecosystem.models import Change, ChangeRole, Source


@dataclass(frozen=True)
class Outcome:
    """`sources` are those that bear more out since the change than before, as far as they are public."""

    change: Change
    sources: list[Source]


def outcome(proposal, record) -> Outcome | None:
    """Return what was made of a public record by a proposal; None where nothing was taken by itself."""
    if not proposal.taken or proposal.decided_at is None:
        return None
    changes = Change.objects.of(record)
    # Nothing else of this record can stand between the two, for a decision holds it.
    accepted = (
        changes.published()
        .filter(role=ChangeRole.READER)
        .made_between(proposal.decided_at - MOST_APART, proposal.decided_at)
    )
    change = accepted.with_states().newest_first().first()
    if change is None:
        return None
    before = changes.up_to(change).exclude(pk=change.pk).with_states().newest_first().first()
    known = snapshots.of_change(before).citations if before else {}
    gained = [
        key
        for key, said in snapshots.of_change(change).citations.items()
        if set(said.get("supports", ())) - set(known.get(key, {}).get("supports", ()))
    ]
    return Outcome(change, list(Source.objects.published().filter(pk__in=gained).in_order()))
