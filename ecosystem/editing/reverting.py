"""The operation that reverts a record to an earlier version."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from reversion.errors import RevertError

from ecosystem.core.languages import get_list_separator, split_language_column
from ecosystem.editing import publishing
from ecosystem.history import snapshots
from ecosystem.history.revisions import SITE_ATTRIBUTION, ChangeAttribution
from ecosystem.models import RECORD_MODELS, Change, ChangeKind, FormerSlug, Record, editions
from ecosystem.models.changes import VERSIONED_RELATIONS
from ecosystem.models.field_labels import get_field_label

# Workflow fields and the slug, which reverting leaves as they are.
FIELDS_NOT_REVERTED = ("slug", "status", "created_at", "updated_at", "published_at")


@editions.edition_transaction()
def revert_record(record: Record, change: Change, *, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Revert a record, its relations and citations to their version after `change`; status and slug stay.

    `verified_on` is reverted too, because a later check was of other content. Raises ValidationError.
    """
    locked = type(record).objects.select_for_update().get(pk=record.pk)
    state = snapshots.build_snapshot(type(record), change.revision.version_set.all())
    if reasons := [
        *_iter_taken_over_reasons(record, change),
        *_iter_merged_reasons(state),
        *_iter_withheld_reasons(state),
    ]:
        raise ValidationError(reasons)
    try:
        with transaction.atomic():
            change.revision.revert(delete=True)
            # Rows that the version refers to may be deleted; deferred constraints would raise only on commit.
            connection.check_constraints()
    except (RevertError, IntegrityError) as error:
        raise ValidationError(
            _("This version cannot be restored because it refers to something that no longer exists.")
        ) from error
    reverted = type(record).objects.get(pk=record.pk)
    for name in FIELDS_NOT_REVERTED:
        setattr(reverted, name, getattr(locked, name))
    reverted.save()
    publishing.conclude_record_change(reverted, ChangeKind.REVERTED, by=by)


def _iter_merged_reasons(state: snapshots.RecordSnapshot) -> Iterator[str]:
    for model, keys in snapshots.collect_referenced_keys(state).items():
        if model in RECORD_MODELS:
            kind = model._meta.model_name
            merged = {row.slug: row for row in model.objects.removed().filter(pk__in=keys)}
            for former in FormerSlug.objects.filter(kind=kind, slug__in=merged).select_related(kind):
                names = {"record": merged[former.slug], "into": getattr(former, kind)}
                yield _("This version refers to “%(record)s”, which has since been merged into “%(into)s”.") % names


def _iter_withheld_reasons(state: snapshots.RecordSnapshot) -> Iterator[str]:
    if state.withheld:
        fields = dict.fromkeys(get_field_label(state.model, split_language_column(name)[0]) for name in state.withheld)
        yield _(
            "The values of these fields in this version have since been withheld: %(fields)s. Edit the record instead."
        ) % {"fields": get_list_separator().join(map(str, fields))}


def _iter_taken_over_reasons(record: Record, change: Change) -> Iterator[str]:
    for name in VERSIONED_RELATIONS[type(record)]:
        relation = type(record)._meta.get_field(name)
        keys = change.revision.version_set.filter(
            content_type=ContentType.objects.get_for_model(relation.related_model)
        ).values_list("object_id", flat=True)
        rows = relation.related_model.objects.filter(pk__in=[int(key) for key in keys])
        for row in rows.exclude(**{relation.field.name: record}):
            yield _("“%(row)s” belonged to this record then but now belongs to another record.") % {"row": row}
