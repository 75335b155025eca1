"""Publishing obstacles, and the operations that change a record's status from draft to archived."""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.markdown import find_markdown_links
from ecosystem.history import revisions
from ecosystem.history.revisions import SITE_ATTRIBUTION, ChangeAttribution
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
    Record,
    Status,
    Theme,
    editions,
)
from ecosystem.models.base import KeyedModel, list_language_columns
from ecosystem.models.search import DerivedModel
from ecosystem.search import indexing

LEADING_ROLES = {"lead", "operator"}
# Readers know these rows by the row that they belong to.
OWNERS = {Citation: "record", Observation: "indicator", InitiativeBody: "initiative", Participation: "collaboration"}


def find_publishing_obstacles(record: Record) -> Iterator[str]:
    if not record.summary_en:
        yield _("It has no English summary.")
    if not record.summary_zh_hant:
        yield _("It has no Chinese summary.")
    if not record.citations.all():
        yield _("It has no source.")
    if not record.themes.all():
        yield _("It has no theme.")
    if isinstance(record, Organisation) and not record.place_id:
        yield _("It has no location.")
    if isinstance(record, Initiative) and not _list_public_organisations(record.involvements, LEADING_ROLES):
        yield _("No published organisation leads or operates it.")
    if isinstance(record, Collaboration) and len(_list_public_organisations(record.participations)) < 2:
        yield _("It has fewer than two published participants.")


@editions.edition_transaction()
def submit_for_review(record: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Add no change to the record's history."""
    _change_status(record, Status.IN_REVIEW, only_from={Status.DRAFT})


@editions.edition_transaction()
def send_back_to_editor(record: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    _change_status(record, Status.DRAFT, only_from={Status.IN_REVIEW})


@editions.edition_transaction()
def publish_record(record: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Raise ValidationError with all obstacles."""
    if missing := [*find_publishing_obstacles(record), *find_address_conflicts(record)]:
        raise ValidationError(missing)
    record.published_at = record.published_at or timezone.now()
    _change_status(record, Status.PUBLISHED, only_from={Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED})
    _record_and_index(revisions.read_complete_record(record), ChangeKind.PUBLISHED, by)


@editions.edition_transaction()
def archive_record(record: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Raise ValidationError if another public record depends on this one."""
    before = record.status, record.updated_at
    _change_status(record, Status.ARCHIVED, only_from={Status.PUBLISHED})
    if left := list(find_lacking_dependents(record)):
        # The transaction restores the row, this the instance.
        record.status, record.updated_at = before
        raise ValidationError(left)
    _record_and_index(revisions.read_complete_record(record), ChangeKind.ARCHIVED, by)


@editions.edition_transaction()
def confirm_record(record: Record, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Record that a public record was checked against its sources today and is still correct."""
    locked = type(record).objects.select_for_update().get(pk=record.pk)
    if not locked.is_public:
        raise ValidationError(
            _("You cannot do this because “%(record)s” is now “%(status)s”.")
            % {"record": record, "status": locked.get_status_display()}
        )
    # `updated_at` stays, because no content has changed.
    record.verified_on = timezone.localdate()
    record.save(update_fields=["verified_on"])
    revisions.record_revision(record, ChangeKind.CONFIRMED, by)
    editions.increment_edition()


@editions.edition_transaction()
def delete_unpublished_record(record: Record) -> None:
    """Raise ValidationError if the record was ever public, or is in use."""
    # Locked and read again, because it may have been published since the caller fetched it.
    if type(record).objects.select_for_update().get(pk=record.pk).was_ever_public:
        raise ValidationError(format_archive_instead_error(record))
    revisions.delete_record_history(record)
    _delete_unused(record)


@editions.edition_transaction()
def delete_shared_row(row: KeyedModel) -> None:
    """Raise ValidationError if the row, such as a source or place, is in use."""
    key = indexing.get_index_key(row)
    _delete_unused(row)
    indexing.reindex_keys({key})
    editions.increment_edition()


@editions.edition_transaction()
def conclude_shared_row(row: KeyedModel) -> None:
    """Call after a change of the row: update the search index and the edition."""
    if isinstance(row, Indicator):
        detach_from_empty_fields(row)
    indexing.reindex_rows(row)
    editions.increment_edition()


def get_record_version(record: KeyedModel) -> str:
    """Return a token for edit conflicts; empty for unsaved records and other rows."""
    changed_at = getattr(record, "updated_at", None)
    return changed_at.isoformat() if changed_at else ""


def find_address_conflicts(record: Record) -> Iterator[str]:
    """Yield a sentence if the slug redirects to another record."""
    kind = record._meta.model_name
    for former in FormerSlug.objects.filter(kind=kind, slug=record.slug).exclude(**{kind: record}):
        yield _("The address “%(slug)s” always redirects to “%(record)s”.") % {
            "slug": record.slug,
            "record": getattr(former, kind),
        }


def format_archive_instead_error(record: Record) -> str:
    return _("“%(record)s” has been public. Archive it instead.") % {"record": record}


def find_row_uses(row: KeyedModel) -> Iterator[str]:
    users: list[Any] = []
    for relation in row._meta.related_objects:
        # Derived rows are deleted with the row and rebuilt.
        if issubclass(relation.related_model, DerivedModel):
            continue
        if relation.many_to_many or relation.on_delete is models.PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: row})
            users += [getattr(user, OWNERS[type(user)]) if type(user) in OWNERS else user for user in rows]
    for user in dict.fromkeys(users):
        yield _("“%(user)s” uses “%(row)s”.") % {"user": user, "row": row}
    yield from _find_linking_introductions(row)


def find_lacking_dependents(record: Record) -> Iterator[str]:
    """Yield the obstacles that other public records, or introductions, would have without `record`."""
    if isinstance(record, Organisation):
        for kind in (Initiative, Collaboration):
            joins = record.involvements if kind is Initiative else record.participations
            joined = kind.objects.published().filter(pk__in=joins.values(f"{kind._meta.model_name}_id"))
            for other in joined:
                for reason in find_publishing_obstacles(other):
                    yield _("“%(record)s”: %(reason)s") % {"record": other, "reason": reason}
    yield from _find_linking_introductions(record)


def conclude_record_change(
    record: Record,
    kind: Any = ChangeKind.CHANGED,
    *,
    by: ChangeAttribution = SITE_ATTRIBUTION,
    is_validated: bool = False,
) -> None:
    """Complete a change of `record`, its relations and citations: validate, record a revision, and index.

    Call last, in the transaction of the change, which holds the edition. `is_validated`: a form has validated the
    columns in the same transaction. Raises ValidationError if a public record would have an obstacle.
    """
    complete = revisions.read_complete_record(record)
    if detach_from_empty_fields(complete):
        complete = revisions.read_complete_record(record)
    if is_validated:
        # What depends on relations, which the form saved after its validation.
        complete.clean()
    else:
        complete.full_clean()
    if complete.is_public and (missing := list(find_publishing_obstacles(complete))):
        raise ValidationError(missing)
    record.updated_at = complete.updated_at = timezone.now()
    complete.save(update_fields=["updated_at"])
    if complete.is_public:
        _record_and_index(complete, kind, by)
    else:
        revisions.record_complete_revision(complete, kind, by)


def detach_from_empty_fields(row: Record | Indicator) -> list[tuple[Citation, list[str]]]:
    """Return the changed citations with the withdrawn fields."""
    changed = [(citation, fields) for citation in row.citations.all() if (fields := citation.empty_fields)]
    for citation, fields in changed:
        citation.withdraw_fields(fields)
    return changed


def _change_status(record: Record, status: Any, *, only_from: Collection[Any]) -> None:
    # Locked, so that of two editors who press a button at once one is refused.
    current = type(record).objects.select_for_update().values_list("status", flat=True).get(pk=record.pk)
    if current not in only_from:
        raise ValidationError(
            _("You cannot do this because “%(record)s” is now “%(status)s”.")
            % {"record": record, "status": Status(current).label}
        )
    record.status = status
    record.updated_at = timezone.now()
    record.save(update_fields=["status", "updated_at", "published_at"])


def _record_and_index(complete: Record, kind: Any, by: ChangeAttribution) -> None:
    """The new edition empties the caches."""
    revisions.record_complete_revision(complete, kind, by)
    indexing.reindex_complete_record(complete)
    editions.increment_edition()


def _list_public_organisations(joins: Any, roles: Collection[str] | None = None) -> set[int]:
    return {
        join.organisation_id
        for join in joins.all()
        if join.organisation.is_public and (roles is None or join.role in roles)
    }


def _find_linking_introductions(row: KeyedModel) -> Iterator[str]:
    target = (row._meta.model_name, getattr(row, "slug", ""))
    for theme in Theme.objects.all():
        texts = (getattr(theme, name) for name in list_language_columns("introduction"))
        if any(target in find_markdown_links(text) for text in texts):
            yield _("The introduction to “%(theme)s” links to this record.") % {"theme": theme}


def _delete_unused(row: KeyedModel) -> None:
    if reasons := list(find_row_uses(row)):
        raise ValidationError(reasons)
    row.delete()
