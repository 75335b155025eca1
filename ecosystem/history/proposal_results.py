"""The result of an accepted proposal: the change, and the sources that support it."""

from dataclasses import dataclass

from ecosystem.history import snapshots
from ecosystem.history.revisions import MAX_TRANSACTION_DURATION
from ecosystem.models import Change, ChangeRole, Source


@dataclass(frozen=True)
class ProposalResult:
    """The change, and the public sources that support more fields since."""

    change: Change
    sources: list[Source]


def find_proposal_result(proposal, record) -> ProposalResult | None:
    """Return the result of a proposal in its public record; None if no value was accepted."""
    if not proposal.taken or proposal.decided_at is None:
        return None
    changes = Change.objects.for_record(record)
    # No other change of this record can be in this span, because a decision locks it.
    accepted = (
        changes.published()
        .filter(role=ChangeRole.READER)
        .made_between(proposal.decided_at - MAX_TRANSACTION_DURATION, proposal.decided_at)
    )
    change = accepted.with_versions().newest_first().first()
    if change is None:
        return None
    before = changes.up_to(change).exclude(pk=change.pk).with_versions().newest_first().first()
    known = snapshots.build_change_snapshot(before).citations if before else {}
    gained = [
        key
        for key, citation in snapshots.build_change_snapshot(change).citations.items()
        if set(citation.get("supports", ())) - set(known.get(key, {}).get("supports", ()))
    ]
    return ProposalResult(change, list(Source.objects.published().filter(pk__in=gained).in_order()))
