"""The history of records: each verb that changes one leaves its whole state, with who, when and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy
from reversion.models import Revision, Version

from ecosystem.history import snapshots
from ecosystem.models import RECORDS, Change, ChangeKind, ChangeRole, editions
from ecosystem.models.changes import FOLLOWED

__all__ = ["SITE", "Signature", "begin", "forget", "leave", "leave_many", "present"]

# So many records at once: with what belongs to them a few thousand rows.
CHUNK = 200


@dataclass(frozen=True)
class Signature:
    """Who makes a change, in which role, and why; readers see the role and the reason."""

    role: str = ChangeRole.SITE
    user: Any = None
    reason: str = ""
    is_correction: bool = False

    @property
    def says_why(self) -> bool:
        """Whether it need not say why, as the site itself does not, or does."""
        return self.role == ChangeRole.SITE or bool(self.reason.strip())


SITE = Signature()
SAY_WHY = gettext_lazy("Say why: readers see it in the history of the record.")
# To say that a record is entered, ready or still true is to say why.
SPEAKS_FOR_ITSELF = {ChangeKind.ENTERED, ChangeKind.PUBLISHED, ChangeKind.CONFIRMED}
NEWLY_SAID = {ChangeKind.ENTERED, ChangeKind.PUBLISHED}
# What one transaction leaves lies no further apart.
MOST_APART = timedelta(minutes=1)


def leave(record, kind: str, by: Signature = SITE) -> None:
    """Write down what a change has made of a record; to be called at its end, inside its transaction."""
    leave_many(type(record), {record.pk: kind}, by)


@transaction.atomic
def leave_many(model, kinds: dict[int, str], by: Signature = SITE) -> None:
    """Write down the states of records of one model, by their numbers, each with what was done to it.

    A record that is merely said to have changed, and has not, leaves nothing.
    Raises ValidationError where somebody changes what is public and does not say why.
    """
    if kinds:
        # Numbers and moments come in the order in which changes are seen, so that whoever follows them misses none.
        editions.hold()
    for keys in batched(kinds, CHUNK, strict=False):
        records = list(_whole(model).filter(pk__in=keys))
        before = _last_states(model, keys)
        found = [_written(record, kinds[record.pk], before.get(record.pk), by) for record in records]
        drafts = [draft for draft in found if draft]
        # Many at once: a revision by itself would ask the database four times for each record.
        Revision.objects.bulk_create([change.revision for change, _versions in drafts])
        Version.objects.bulk_create([version for _change, versions in drafts for version in versions], batch_size=500)
        Change.objects.bulk_create([change for change, _versions in drafts])


def begin() -> int:
    """Write down the present state of every record that has no history yet; return how many there were."""
    count = 0
    for model in RECORDS:
        name = model._meta.model_name
        known = Change.objects.filter(**{f"{name}__isnull": False}).values(name)
        new = list(model.objects.exclude(pk__in=known).values_list("pk", flat=True))
        leave_many(model, dict.fromkeys(new, ChangeKind.ENTERED))
        count += len(new)
    return count


def present(record) -> snapshots.State:
    """Return the state in which a record is now."""
    whole = _whole(type(record)).get(pk=record.pk)
    return snapshots.of(type(record), _versions(whole, Revision()))


def forget(record) -> None:
    """Delete the history of a record that is about to be deleted, and never was public."""
    Revision.objects.filter(change__in=Change.objects.of(record)).delete()


def _whole(model):
    """Return the records with all that is kept of them fetched."""
    lists = [f.name for f in model.plain_lists()]
    rows = [
        Prefetch(name, model._meta.get_field(name).related_model.objects.order_by("pk")) for name in FOLLOWED[model]
    ]
    return model.objects.order_by("pk").prefetch_related(*lists, *rows)


def _written(record, kind, before, by):
    """Return the change and its versions, both unsaved; None where there is nothing to tell."""
    revision = Revision(date_created=timezone.now(), user=by.user, comment=by.reason)
    versions = list(_versions(record, revision))
    after = snapshots.of(type(record), versions)
    fields = snapshots.changed(before, after) if before else []
    if kind == ChangeKind.CHANGED and before and not fields:
        return None
    is_public = record.is_public or kind == ChangeKind.ARCHIVED
    if is_public and not by.says_why and kind not in SPEAKS_FOR_ITSELF:
        raise ValidationError(SAY_WHY)
    change = Change(
        **{record._meta.model_name: record},
        revision=revision,
        kind=kind,
        role=by.role,
        reason=by.reason,
        fields=fields,
        is_public=is_public,
        # Where nothing stood before, or nothing differs, nothing was wrong: a load tells all of its records at once.
        is_correction=by.is_correction and kind not in NEWLY_SAID and (bool(fields) or not before),
    )
    if change.is_correction and before:
        change.wrong_since = _wrong_since(record, fields, before)
    return change, versions


def _versions(record, revision) -> Iterator[Version]:
    rows: Iterable = [record, *(row for name in FOLLOWED[type(record)] for row in getattr(record, name).all())]
    for row in rows:
        yield Version(
            revision=revision,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            db=DEFAULT_DB_ALIAS,
            format="json",
            serialized_data=serializers.serialize("json", [row]),
            object_repr=str(record),
        )


def _last_states(model, keys) -> dict[int, snapshots.State]:
    """Return the newest state that is written down of each record, by the record's number."""
    name = f"{model._meta.model_name}_id"
    newest: dict[int, Change] = {}
    for change in Change.objects.filter(**{f"{name}__in": keys}).order_by("pk"):
        newest[getattr(change, name)] = change
    revisions = {change.revision_id: key for key, change in newest.items()}
    versions: dict[int, list] = {}
    for version in Version.objects.filter(revision__in=revisions):
        versions.setdefault(revisions[version.revision_id], []).append(version)
    return {key: snapshots.of(model, rows) for key, rows in versions.items()}


def _wrong_since(record, fields, before):
    """Return the moment since which any of the fields said in public what it said until now."""
    since = None
    fields = [name for name in fields if name not in snapshots.NEVER_WRONG] or fields
    for change in Change.objects.of(record).with_states().order_by("-pk"):
        still = set(fields) - set(snapshots.changed(snapshots.of_change(change), before))
        if not still:
            break
        if change.is_public:
            since = change.made_at
    else:
        # It said so from the first; where it was public by then, it may have been so before this history of it began.
        if change.is_public:
            since = min(since, record.published_at or since)
    return since
