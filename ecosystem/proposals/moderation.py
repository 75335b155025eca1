"""What becomes of proposals: the verbs by which they come in, are decided on, and are forgotten."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ecosystem.editing import citing_sources, field_values, publishing
from ecosystem.history.recording import Signature
from ecosystem.models import Aim, ChangeKind, ChangeRole, Fate, FormerSlug, Letter, Proposal, editions
from ecosystem.proposals import emails as letters, spam_limits


@editions.changing()
def receive(proposal):
    """Take in what a reader sent; whoever left an address is told.

    The limits are looked at once more, where no other proposal can come between the look and this one.
    """
    if faults := list(spam_limits.rate(proposal.sender)):
        raise ValidationError(faults)
    forget()
    if record := proposal.record:
        proposal.found = {name: field_values.written(record, name) for name in proposal.changes}
    proposal.full_clean()
    proposal.save()
    _write(proposal, Letter.RECEIVED)
    return proposal


@editions.changing()
def accept(
    proposal,
    *,
    by,
    seen,
    record_seen="",
    values=(),
    source=None,
    by_hand=False,
    is_borne_out=False,
    is_correction=False,
    **said,
):
    """Put the values in the place of what stands there, as a change of an editor's; all of it, or nothing.

    `values` are texts by column, `seen` and `record_seen` tell which state of the
    proposal and of its record the publisher looked at. With `source`, the values
    of one, the page becomes a source that bears out what was taken. `by_hand`
    says that the record was put right in its own form, `is_borne_out` that the
    sources that it has say what is taken, which otherwise bear it out no more,
    and are returned as its `withdrawn`; `is_correction` that what stood there was an error. Of a record that is not public nothing is taken so:
    what it said meanwhile would stand in the log once it is public again.
    """
    locked = _lock(proposal, seen)
    values = dict(values)
    _check_granted(locked, values, by_hand=by_hand)
    if is_correction:
        _check_correction(said.get("reason", ""), values)
    record = _lock_record(locked, record_seen) if locked.record else None
    if values:
        _check_taken(locked, is_borne_out=bool(source or is_borne_out))
    before = {name: field_values.written(record, name) for name in values}
    if values:
        signature = _signature(locked, by, said, is_correction=is_correction)
        locked.withdrawn = change(record, values, source=source, signature=signature, is_borne_out=is_borne_out)
    locked.taken = {name: [before[name], field_values.written(record, name)] for name in values}
    is_whole = by_hand or values.keys() >= locked.changes.keys()
    return _decide(locked, Fate.ACCEPTED if is_whole else Fate.PARTLY, by=by, **said)


@editions.changing()
def enter(proposal, *, by, seen, values, source=None, **said):
    """Make a draft of what a reader suggests as a new record; its editors do the rest."""
    locked = _lock(proposal, seen)
    record = locked.model(slug=values.get("slug") or _free_slug(locked.model, values.get("name_en", "")))
    texts = {name: text for name, text in values.items() if name not in {"slug", "ai"}}
    record.ai = values.get("ai", "")
    signature = _signature(locked, by, said)
    change(record, texts, source=source, signature=signature, kind=ChangeKind.ENTERED)
    setattr(locked, locked.suggests, record)
    locked.taken = {name: ["", text] for name, text in texts.items() if text}
    return _decide(locked, Fate.ACCEPTED, by=by, **said)


@editions.changing()
def decline(proposal, *, by, seen, **said):
    if not said.get("reason", "").strip():
        raise ValidationError({"reason": _("Say why: the reader and the public log are told.")})
    return _decide(_lock(proposal, seen), Fate.DECLINED, by=by, **said)


@editions.changing()
def leave_undecided(proposal, *, by, seen, **said):
    """Put a proposal aside, with a note for whoever comes next."""
    if not said.get("note", "").strip():
        raise ValidationError({"note": _("Say what is missing for a decision; only editors read it.")})
    # What is for everybody to read belongs to a decision; half a reason, or words cleared beforehand, are none.
    return _decide(_lock(proposal, seen), Fate.UNDECIDED, by=by, note=said["note"])


def change(record, values, *, signature, source=None, is_borne_out=False, kind=ChangeKind.CHANGED):
    """Change a record as its own form would, and let the reader's page bear it out; return the citations that no more do.

    The one place where an accepted proposal touches a record: it is concluded as
    an editor's change, refused whole where the public would see it lacking, and
    left in its history. A source that said so all along disputes it no more.
    """
    before = {} if is_borne_out or not record.pk else {name: field_values.written(record, name) for name in values}
    field_values.put(record, values)
    carried = field_values.fields_of(type(record), values) if source else ()
    withdrawn = citing_sources.withdraw(record, before, carried=carried)
    citing_sources.settle(record)
    if source:
        citing_sources.cite(record, values, source)
    publishing.conclude(record, kind, by=signature)
    return withdrawn


def state(proposal):
    """Return what tells one state of a proposal from the next."""
    return proposal.changed_at.isoformat()


def stale(proposal):
    """Return the columns that hold something else now than when the proposal came."""
    record = proposal.record
    found = proposal.found if record else {}
    return {name for name, text in found.items() if field_values.written(record, name) != text}


@editions.changing()
def forget():
    """Delete what was kept of readers only as long as it was of use; return how much of each."""
    now = timezone.now()

    def before(days):
        return now - timedelta(days=days)

    kept = Proposal.objects.exclude(sender="")
    senders = kept.filter(received_at__lt=before(1)).update(sender="")
    kept = Proposal.objects.exclude(email="")
    decided = kept.filter(decided_at__lt=before(settings.PROPOSAL_EMAIL_DAYS))
    old = kept.filter(received_at__lt=before(settings.PROPOSAL_EMAIL_MOST_DAYS))
    emails = (decided | old).update(email="", unsent="")
    unread = Proposal.objects.filter(decided_at__lt=before(settings.PROPOSAL_WORDS_DAYS), shows_words=False)
    words = unread.exclude(wrong="", right="", url="", changes={}).update(
        wrong="", right="", url="", changes={}, found={}
    )
    return {"senders": senders, "emails": emails, "words": words}


def _lock(proposal, seen):
    """Return the proposal as it stands, for this decision alone; of two at once the second is refused."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not locked.is_open:
        raise ValidationError(
            _("Somebody else decided meanwhile: “%(fate)s”. Nothing was changed.") % {"fate": locked.get_fate_display()}
        )
    if state(locked) != seen:
        raise ValidationError(_("Somebody else looked at it meanwhile and left a note. Nothing was changed."))
    return locked


def _check_granted(proposal, values, *, by_hand):
    """Refuse an acceptance by which nothing was done."""
    if not values and not by_hand:
        raise ValidationError(_("Nothing was chosen to be taken."))
    if proposal.aim == Aim.REMOVAL and not values and proposal.public_record:
        raise ValidationError(_("The record still is public. Archive it in its own form first, then accept this."))


def _check_correction(reason, values):
    """Refuse a correction that would stand nowhere, or say nothing."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say what was wrong: it stands among the corrections.")})
    if not values:
        told = _("Nothing is taken here, so tick it where you put the record right: in its own form, by its reason.")
        raise ValidationError({"is_correction": told})


def _check_taken(proposal, *, is_borne_out):
    """Refuse values of which the public would see what it must not, or could not see where they come from."""
    if not proposal.public_record:
        raise ValidationError(
            _(
                "The record is not public now, and the public log would tell what it says. Publish it first; or put it "
                "right in its own form, tick that you have, and take nothing here."
            )
        )
    if not is_borne_out:
        raise ValidationError(
            _("Say what bears it out: make the reader’s page a source, or tick that the present sources say so.")
        )


def _lock_record(proposal, seen):
    record = type(proposal.record).objects.select_for_update().get(pk=proposal.record.pk)
    if publishing.state_of(record) != seen:
        raise ValidationError(
            _(
                "The record was changed after you opened this page, so nothing was taken. Compare it anew, then press again."
            )
        )
    return record


def _decide(proposal, fate, *, by, reason="", note="", shows_words=False):
    proposal.fate = fate
    proposal.reason, proposal.note, proposal.shows_words = reason.strip(), note.strip(), shows_words
    proposal.changed_at = timezone.now()
    proposal.decided_by = by
    if not proposal.is_open:
        proposal.decided_at = proposal.changed_at
    proposal.full_clean()
    proposal.save()
    if not proposal.is_open:
        _write(proposal, Letter.DECIDED)
    forget()
    return proposal


def _signature(proposal, user, said, *, is_correction=False):
    """Return how an accepted change is signed: a reader's, whom a publisher followed, with the public reason."""
    reason = said.get("reason", "").strip() or str(proposal)
    return Signature(ChangeRole.READER, user, reason, is_correction=is_correction)


def _write(proposal, letter):
    if proposal.email:
        # Only what is in the database for good is told of.
        transaction.on_commit(partial(letters.send, proposal.pk, letter))


def _free_slug(model, name):
    """Return a slug for a name that no record of its kind has or had."""
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
