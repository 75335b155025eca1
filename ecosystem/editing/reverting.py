"""The verb that brings a record back to an earlier state."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from reversion.errors import RevertError

from ecosystem.core.languages import list_separator, parted
from ecosystem.editing import publishing
from ecosystem.history import snapshots
from ecosystem.history.recording import SITE
from ecosystem.models import RECORDS, ChangeKind, FormerSlug, editions
from ecosystem.models.changes import FOLLOWED
from ecosystem.models.field_labels import field_label

# What no state brings back: what became of the record, and where it stands.
LIFE = ("slug", "status", "created_at", "updated_at", "published_at")


@editions.changing()
def revert(record, change, *, by=SITE):
    """Bring a record, its relations and citations back to what a change left; its life and its address stay.

    A check that was made since was one of another text, so it goes too.
    """
    locked = type(record).objects.select_for_update().get(pk=record.pk)
    state = snapshots.of(type(record), change.revision.version_set.all())
    if reasons := [*_taken_over(record, change), *_merged(state), *_withheld(state)]:
        raise ValidationError(reasons)
    try:
        with transaction.atomic():
            change.revision.revert(delete=True)
            # What was spoken of then may be gone by now, which the database would notice at the very end only.
            connection.check_constraints()
    except (RevertError, IntegrityError) as error:
        raise ValidationError(
            _("Something that it spoke of then is no longer there, so it cannot be brought back.")
        ) from error
    reverted = type(record).objects.get(pk=record.pk)
    for name in LIFE:
        setattr(reverted, name, getattr(locked, name))
    reverted.save()
    publishing.conclude(reverted, ChangeKind.REVERTED, by=by)


def _merged(state):
    """Yield why a state cannot be brought back: what it names is a part of another record by now."""
    for model, keys in snapshots.named(state).items():
        if model in RECORDS:
            kind = model._meta.model_name
            merged = {row.slug: row for row in model.objects.removed().filter(pk__in=keys)}
            for former in FormerSlug.objects.filter(kind=kind, slug__in=merged).select_related(kind):
                said = {"record": merged[former.slug], "into": getattr(former, kind)}
                yield _("It named “%(record)s” then, which was merged into “%(into)s” since.") % said


def _withheld(state):
    """Yield why a state cannot be brought back: a part of it is no longer stored, so what came back would be another."""
    if state.withheld:
        fields = dict.fromkeys(field_label(state.model, parted(name)[0]) for name in state.withheld)
        yield _(
            "What it said of these fields was withheld since: %(fields)s. Change the record in its form instead."
        ) % {"fields": list_separator().join(map(str, fields))}


def _taken_over(record, change):
    """Yield why a state cannot be brought back: what belonged to the record then is another one's by now."""
    for name in FOLLOWED[type(record)]:
        relation = type(record)._meta.get_field(name)
        kept = change.revision.version_set.filter(
            content_type=ContentType.objects.get_for_model(relation.related_model)
        ).values_list("object_id", flat=True)
        rows = relation.related_model.objects.filter(pk__in=[int(key) for key in kept])
        for row in rows.exclude(**{relation.field.name: record}):
            yield _("“%(row)s” belonged to it then, and belongs to another record now.") % {"row": row}
