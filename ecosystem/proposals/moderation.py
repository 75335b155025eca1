"""The operations on proposals: receive, accept, decline, leave undecided, delete personal details."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ecosystem.editing import citing_sources, field_values, publishing
from ecosystem.editing.citing_sources import SourceWithdrawal
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Aim, ChangeKind, ChangeRole, Fate, FormerSlug, Letter, Proposal, editions
from ecosystem.proposals import emails, spam_limits


@editions.edition_transaction()
def receive_proposal(proposal: Proposal) -> Proposal:
    """Save the proposal of a reader, and confirm it by e-mail if an address was left.

    Raise ValidationError if a limit is exceeded: the form has checked the limits before, but only here
    can no other proposal be saved between the check and this one.
    """
    if errors := list(spam_limits.iter_proposal_limit_errors(proposal.sender)):
        raise ValidationError(errors)
    delete_reader_details()
    if record := proposal.record:
        proposal.found = {name: field_values.get_column_text(record, name) for name in proposal.changes}
    proposal.full_clean()
    proposal.save()
    _schedule_email(proposal, Letter.RECEIVED)
    return proposal


@editions.edition_transaction()
def accept_proposal(
    proposal: Proposal,
    *,
    by: Any,
    seen: str,
    record_seen: str = "",
    values: Mapping[str, str] | None = None,
    source: Mapping[str, Any] | None = None,
    by_hand: bool = False,
    is_supported: bool = False,
    is_correction: bool = False,
    reason: str = "",
    note: str = "",
    shows_words: bool = False,
) -> tuple[Proposal, list[SourceWithdrawal]]:
    """Accept a proposal, and change its record by `values` as an editor would.

    Return the proposal and the sources that no longer support a changed value. Raise ValidationError,
    and change nothing, if the proposal or the record was changed in the meantime or a rule is broken.

    `values`: the accepted texts by column; none may be taken for a record that is not public, for the
    public log would show them once it is. `seen`, `record_seen`: the versions of the proposal and of the
    record that the senior editor has seen. `source`: the columns of the reader's page as a Source, which then
    supports the values. `by_hand`: the record was corrected in its own form. `is_supported`: the
    present sources support the values too. `is_correction`: the previous values were an error.
    """
    values = values or {}
    locked = _lock_proposal(proposal, seen)
    _check_acceptance(locked, values, by_hand=by_hand)
    if is_correction:
        _check_correction(reason, values)
    record = _lock_record(locked, record_seen) if locked.record else None
    locked.taken = {}
    withdrawals: list[SourceWithdrawal] = []
    if values:
        _check_taken_values(locked, has_source=bool(source or is_supported))
        before = {name: field_values.get_column_text(record, name) for name in values}
        attribution = _build_attribution(locked, by, reason, is_correction=is_correction)
        withdrawals = apply_proposed_values(
            record, values, source=source, attribution=attribution, is_supported=is_supported
        )
        locked.taken = {name: [before[name], field_values.get_column_text(record, name)] for name in values}
    is_whole = by_hand or values.keys() >= locked.changes.keys()
    fate = Fate.ACCEPTED if is_whole else Fate.PARTLY
    return _save_decision(locked, fate, by=by, reason=reason, note=note, shows_words=shows_words), withdrawals


@editions.edition_transaction()
def create_draft_from_proposal(
    proposal: Proposal,
    *,
    by: Any,
    seen: str,
    values: Mapping[str, str],
    source: Mapping[str, Any] | None = None,
    reason: str = "",
    note: str = "",
    shows_words: bool = False,
) -> Proposal:
    """`values` are texts by column, `slug` and `ai` among them."""
    locked = _lock_proposal(proposal, seen)
    slug = values.get("slug") or _find_free_slug(locked.record_model, values.get("name_en", ""))
    record = locked.record_model(slug=slug, ai=values.get("ai", ""))
    texts = {name: text for name, text in values.items() if name not in {"slug", "ai"}}
    attribution = _build_attribution(locked, by, reason)
    apply_proposed_values(record, texts, source=source, attribution=attribution, kind=ChangeKind.ENTERED)
    setattr(locked, locked.suggests, record)
    locked.taken = {name: ["", text] for name, text in texts.items() if text}
    return _save_decision(locked, Fate.ACCEPTED, by=by, reason=reason, note=note, shows_words=shows_words)


@editions.edition_transaction()
def decline_proposal(
    proposal: Proposal, *, by: Any, seen: str, reason: str = "", note: str = "", shows_words: bool = False
) -> Proposal:
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Enter the reason. It will be sent to the reader and shown in the suggestions log.")}
        )
    locked = _lock_proposal(proposal, seen)
    return _save_decision(locked, Fate.DECLINED, by=by, reason=reason, note=note, shows_words=shows_words)


@editions.edition_transaction()
def leave_proposal_undecided(proposal: Proposal, *, by: Any, seen: str, note: str = "") -> Proposal:
    """Store a note for the other editors; a public reason belongs to a decision."""
    if not note.strip():
        raise ValidationError({"note": _("Enter what you need before you can decide. Only editors will see this.")})
    return _save_decision(_lock_proposal(proposal, seen), Fate.UNDECIDED, by=by, note=note)


def apply_proposed_values(
    record: Any,
    values: Mapping[str, str],
    *,
    attribution: ChangeAttribution,
    source: Mapping[str, Any] | None = None,
    is_supported: bool = False,
    kind: ChangeKind = ChangeKind.CHANGED,
) -> list[SourceWithdrawal]:
    """Change a record as its own form would, and let `source` support the values; return what no longer does.

    Only here does an accepted proposal change a record. The change is recorded in its history, and refused as a
    whole if a public record would lack something. A source that stated the new value before no longer disputes it.
    """
    is_changed = record.pk and not is_supported
    before = {name: field_values.get_column_text(record, name) for name in values} if is_changed else {}
    field_values.save_column_texts(record, values)
    fields = field_values.list_column_fields(type(record), values) if source else ()
    withdrawals = citing_sources.withdraw_changed_support(record, before, carried=fields)
    citing_sources.settle_agreed_disputes(record)
    if source:
        citing_sources.cite_source(record, fields, source)
    publishing.conclude_record_change(record, kind, by=attribution)
    return withdrawals


def get_proposal_version(proposal: Proposal) -> str:
    """Return a text that differs after each change of the proposal."""
    return proposal.changed_at.isoformat()


def find_stale_columns(proposal: Proposal) -> set[str]:
    record = proposal.record
    found = proposal.found if record else {}
    return {name for name, text in found.items() if field_values.get_column_text(record, name) != text}


@editions.edition_transaction()
def delete_reader_details() -> dict[str, int]:
    """Delete the personal details of readers that are no longer needed.

    Return how many proposals lost their `senders` (address hashes), `emails` and unpublished `words`.
    """
    now = timezone.now()

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    sender_count = Proposal.objects.exclude(sender="").filter(received_at__lt=before(1)).update(sender="")
    with_email = Proposal.objects.exclude(email="")
    decided = with_email.filter(decided_at__lt=before(settings.PROPOSAL_EMAIL_DAYS))
    old = with_email.filter(received_at__lt=before(settings.PROPOSAL_EMAIL_MOST_DAYS))
    email_count = (decided | old).update(email="", unsent="")
    unpublished = Proposal.objects.filter(decided_at__lt=before(settings.PROPOSAL_WORDS_DAYS), shows_words=False)
    word_count = unpublished.exclude(wrong="", right="", url="", changes={}).update(
        wrong="", right="", url="", changes={}, found={}
    )
    return {"senders": sender_count, "emails": email_count, "words": word_count}


def _lock_proposal(proposal: Proposal, seen: str) -> Proposal:
    """Lock and return the current row; raise ValidationError if it was decided or changed since it was `seen`."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not locked.is_open:
        raise ValidationError(
            _("Someone else has already decided: “%(fate)s”. Nothing was changed.")
            % {"fate": locked.get_fate_display()}
        )
    if get_proposal_version(locked) != seen:
        raise ValidationError(_("Someone else has reviewed this and left a note. Nothing was changed."))
    return locked


def _check_acceptance(proposal: Proposal, values: Mapping[str, str], *, by_hand: bool) -> None:
    if not values and not by_hand:
        raise ValidationError(_("Select at least one value to accept."))
    if proposal.aim == Aim.REMOVAL and not values and proposal.public_record:
        raise ValidationError(
            _("The record is still public. Archive it in the record itself first, then accept this suggestion.")
        )


def _check_correction(reason: str, values: Mapping[str, str]) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Enter what was wrong. It will be listed on the corrections page.")})
    if not values:
        message = _(
            "You have not accepted anything here. Mark this as a correction in the record "
            "itself, next to the reason for the change."
        )
        raise ValidationError({"is_correction": message})


def _check_taken_values(proposal: Proposal, *, has_source: bool) -> None:
    if not proposal.public_record:
        raise ValidationError(
            _(
                "The record is not public, and accepting this would reveal its content in the "
                "suggestions log. Publish it first, or correct it in the record itself, tick that "
                "you have done so and accept nothing here."
            )
        )
    if not has_source:
        raise ValidationError(
            _("Give evidence: add the reader’s page as a source, or tick that the existing sources support this.")
        )


def _lock_record(proposal: Proposal, seen: str) -> Any:
    record = type(proposal.record).objects.select_for_update().get(pk=proposal.record.pk)
    if publishing.get_record_version(record) != seen:
        raise ValidationError(
            _(
                "Someone has changed the record since you opened this page, so nothing was accepted. "
                "Check it again, then select the button again."
            )
        )
    return record


def _save_decision(
    proposal: Proposal, fate: Fate, *, by: Any, reason: str = "", note: str = "", shows_words: bool = False
) -> Proposal:
    proposal.fate = fate
    proposal.reason, proposal.note, proposal.shows_words = reason.strip(), note.strip(), shows_words
    proposal.changed_at = timezone.now()
    proposal.decided_by = by
    if not proposal.is_open:
        proposal.decided_at = proposal.changed_at
    proposal.full_clean()
    proposal.save()
    if not proposal.is_open:
        _schedule_email(proposal, Letter.DECIDED)
    delete_reader_details()
    return proposal


def _build_attribution(proposal: Proposal, user: Any, reason: str, *, is_correction: bool = False) -> ChangeAttribution:
    """Attribute the change to a reader and to the senior editor who accepted it, with the public reason."""
    return ChangeAttribution(ChangeRole.READER, user, reason.strip() or str(proposal), is_correction=is_correction)


def _schedule_email(proposal: Proposal, kind: Letter) -> None:
    if proposal.email:
        # Not before the commit: the e-mail must not report what is rolled back.
        transaction.on_commit(partial(emails.send_proposal_email, proposal.pk, kind))


def _find_free_slug(model: Any, name: str) -> str:
    """Return a slug for a name that no record of this kind has or had."""
    longest = model._meta.get_field("slug").max_length
    base = slugify(name)[: longest - 4].strip("-_") or model._meta.model_name
    former = FormerSlug.objects.filter(kind=model._meta.model_name)
    taken = {
        slug
        for rows in (model.objects, former)
        for slug in rows.filter(slug__startswith=base).values_list("slug", flat=True)
    }
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
