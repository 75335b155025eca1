"""The life of a record: what keeps it from the public, and the verbs that carry it from draft to archive."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.markdown import links
from ecosystem.history import recording
from ecosystem.history.recording import SITE
from ecosystem.models import (
    ChangeKind,
    Citation,
    Collaboration,
    FormerSlug,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Status,
    Theme,
    editions,
)
from ecosystem.models.search import Derived
from ecosystem.search import indexing

LEADING_ROLES = {"lead", "operator"}
# A row between two others is known to readers by the one that it belongs to.
OWNERS = {Citation: "record", Observation: "indicator", InitiativeBody: "initiative", Participation: "collaboration"}


def obstacles(record):
    """Yield each reason why `record` may not be public."""
    if not record.summary_en:
        yield _("It has no English summary.")
    if not record.summary_zh_hant:
        yield _("It has no Chinese summary.")
    if not record.citations.all():
        yield _("No source bears it out.")
    if not record.themes.all():
        yield _("It belongs to no theme.")
    if isinstance(record, Organisation) and not record.place_id:
        yield _("It has no place.")
    if isinstance(record, Initiative) and not _public_bodies(record.involvements, LEADING_ROLES):
        yield _("No published body leads or operates it.")
    if isinstance(record, Collaboration) and len(_public_bodies(record.participations)) < 2:
        yield _("It has fewer than two published parties.")


@editions.changing()
def submit(record, *, by=SITE):
    """Hand a draft to the publishers; this is no change of what it says."""
    _move(record, Status.IN_REVIEW, only_from={Status.DRAFT})


@editions.changing()
def send_back(record, *, by=SITE):
    """Hand a record in review back to its editor."""
    _move(record, Status.DRAFT, only_from={Status.IN_REVIEW})


@editions.changing()
def publish(record, *, by=SITE):
    """Make `record` public, or say everything that is still missing; an archived one comes back so too."""
    if missing := [*obstacles(record), *address_taken(record)]:
        raise ValidationError(missing)
    record.published_at = record.published_at or timezone.now()
    _move(record, Status.PUBLISHED, only_from={Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED})
    recording.leave(record, ChangeKind.PUBLISHED, by)
    _tell(record)


@editions.changing()
def archive(record, *, by=SITE):
    """Take `record` from the public, unless another public record would not hold without it."""
    before = record.status, record.updated_at
    _move(record, Status.ARCHIVED, only_from={Status.PUBLISHED})
    if left := list(left_without(record)):
        # The transaction takes the row back, and this the record in hand.
        record.status, record.updated_at = before
        raise ValidationError(left)
    recording.leave(record, ChangeKind.ARCHIVED, by)
    _tell(record)


@editions.changing()
def confirm(record, *, by=SITE):
    """Say that a public record was compared with its sources today, and still is true."""
    locked = type(record).objects.select_for_update().get(pk=record.pk)
    if not locked.is_public:
        raise ValidationError(
            _("“%(record)s” is now “%(status)s”; this cannot be done with it.")
            % {"record": record, "status": locked.get_status_display()}
        )
    # Nothing of it has changed, so neither has the day of its last change.
    record.verified_on = timezone.localdate()
    record.save(update_fields=["verified_on"])
    recording.leave(record, ChangeKind.CONFIRMED, by)
    _tell(record)


@editions.changing()
def delete(record):
    """Delete a record that never was public, unless something uses it; what was once public is archived instead."""
    # The row is locked and read anew: somebody may have published it since the caller looked.
    if type(record).objects.select_for_update().get(pk=record.pk).was_ever_public:
        raise ValidationError(was_public(record))
    recording.forget(record)
    _delete_unused(record)


@editions.changing()
def discard(row):
    """Delete a row that records share, such as a source or a place, unless something uses it."""
    key = indexing.key_of(row)
    _delete_unused(row)
    indexing.refresh_keys({key})
    editions.renew()


@editions.changing()
def revise(row):
    """End a change of a row that records share: whatever holds its names is found by the new ones."""
    if isinstance(row, Indicator):
        detach_from_empty_fields(row)
    _tell(row)


def state_of(record):
    """Return what tells one state of a record from the next; what is not saved yet, or is no record, has none."""
    changed_at = getattr(record, "updated_at", None)
    return changed_at.isoformat() if changed_at else ""


def address_taken(record):
    """Yield the reason why `record` may not stand at its address in public: that it leads to another one for ever."""
    kind = record._meta.model_name
    for former in FormerSlug.objects.filter(kind=kind, slug=record.slug).exclude(**{kind: record}):
        yield _("The address “%(slug)s” leads to “%(record)s” for ever.") % {
            "slug": record.slug,
            "record": getattr(former, kind),
        }


def was_public(record):
    return _("“%(record)s” was public once; archive it instead.") % {"record": record}


def uses(row):
    """Yield a sentence for each thing that would lack something without `row`."""
    users = []
    for relation in row._meta.related_objects:
        # What is derived goes with the row, and is written anew.
        if issubclass(relation.related_model, Derived):
            continue
        if relation.many_to_many or relation.on_delete is models.PROTECT:
            found = relation.related_model._default_manager.filter(**{relation.field.name: row})
            users += [getattr(user, OWNERS[type(user)]) if type(user) in OWNERS else user for user in found]
    for user in dict.fromkeys(users):
        yield _("“%(user)s” uses “%(row)s”.") % {"user": user, "row": row}
    yield from _introductions_that_link_to(row)


def left_without(record):
    """Yield a sentence for each public thing that would lack something once `record` is not public."""
    if isinstance(record, Organisation):
        for kind in (Initiative, Collaboration):
            joined = kind.objects.published().filter(pk__in=_joined(kind, record))
            for other in joined:
                for missing in obstacles(other):
                    yield _("“%(record)s”: %(reason)s") % {"record": other, "reason": missing}
    yield from _introductions_that_link_to(record)


def conclude(record, kind=ChangeKind.CHANGED, *, by=SITE):
    """End a change of `record`, its relations and citations: refuse it whole if the public would see it lacking.

    To be called inside the transaction of the change.
    """
    # Read anew: what was fetched before the change no longer counts.
    fresh = type(record).objects.get(pk=record.pk)
    detach_from_empty_fields(fresh)
    fresh.full_clean()
    if record.is_public:
        if missing := list(obstacles(fresh)):
            raise ValidationError(missing)
        _tell(fresh)
    record.updated_at = timezone.now()
    record.save(update_fields=["updated_at"])
    recording.leave(record, kind, by)


def detach_from_empty_fields(row):
    """Let no source support a field in which a record or series says nothing.

    Return the citations that this changed, each with the fields.
    """
    changed = [(citation, fields) for citation in row.citations.all() if (fields := citation.empty_fields)]
    for citation, fields in changed:
        citation.detach(fields)
    return changed


def _move(record, status, *, only_from):
    """Change the status in the database and on `record`, if it still is what the caller has seen."""
    # The row is locked, so that of two editors who press a button at once one is refused.
    seen = type(record).objects.select_for_update().values_list("status", flat=True).get(pk=record.pk)
    if seen not in only_from:
        raise ValidationError(
            _("“%(record)s” is now “%(status)s”; this cannot be done with it.")
            % {"record": record, "status": Status(seen).label}
        )
    record.status = status
    record.updated_at = timezone.now()
    record.save(update_fields=["status", "updated_at", "published_at"])


def _tell(row):
    """Let the search and all that is kept know of a change of public content."""
    indexing.refresh(row)
    editions.renew()


def _public_bodies(joins, roles=None):
    return {
        join.organisation_id
        for join in joins.all()
        if join.organisation.is_public and (roles is None or join.role in roles)
    }


def _introductions_that_link_to(row):
    target = (row._meta.model_name, getattr(row, "slug", ""))
    for theme in Theme.objects.all():
        texts = (theme.introduction_en, theme.introduction_zh_hant, theme.introduction_zh_hans)
        if any(target in links(text) for text in texts):
            yield _("The introduction of “%(theme)s” links to it.") % {"theme": theme}


def _delete_unused(row):
    if reasons := list(uses(row)):
        raise ValidationError(reasons)
    row.delete()


def _joined(kind, organisation):
    name = kind._meta.model_name
    joins = organisation.involvements if kind is Initiative else organisation.participations
    return joins.values(f"{name}_id")
