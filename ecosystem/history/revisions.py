"""Record revisions: each operation stores the whole changed record, with user, time and reason."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Max, Prefetch, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy
from reversion.models import Revision, Version

from ecosystem.history import snapshots
from ecosystem.models import RECORD_MODELS, Change, ChangeKind, ChangeRole, Record, editions
from ecosystem.models.changes import ROLE_RELATIONS, VERSIONED_RELATIONS

# Records at once; with their relations a few thousand rows.
CHUNK = 200


@dataclass(frozen=True)
class ChangeAttribution:
    """`role` and `reason` are public."""

    role: Any = ChangeRole.SITE
    user: Any = None
    reason: str = ""
    is_correction: bool = False

    @property
    def has_required_reason(self) -> bool:
        return self.role == ChangeRole.SITE or bool(self.reason.strip())


SITE_ATTRIBUTION = ChangeAttribution()
REASON_REQUIRED_MESSAGE = gettext_lazy("Enter the reason. Readers will see it in the record’s history.")
# These explain themselves.
KINDS_WITHOUT_REASON = {ChangeKind.ENTERED, ChangeKind.PUBLISHED, ChangeKind.CONFIRMED}
KINDS_NEVER_CORRECTING = {ChangeKind.ENTERED, ChangeKind.PUBLISHED}
# The longest time between two changes of one transaction.
MAX_TRANSACTION_DURATION = timedelta(minutes=1)


def record_revision(record: Record, kind: Any, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Record a revision. Call last, inside the transaction. Raises ValidationError."""
    record_revisions(type(record), {record.pk: kind}, by)


# No savepoint: a refused change is rolled back as a whole.
@transaction.atomic(savepoint=False)
def record_revisions(model: type[Record], kinds: Mapping[int, Any], by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Record revisions of records of one model, by primary key, each with its kind of change.

    For `ChangeKind.CHANGED` without a difference nothing is recorded. Raises ValidationError if a public record is
    changed without a required reason.
    """
    if kinds:
        # Locked, so that primary keys and times are in the order of commits, and readers who poll miss no change.
        editions.lock_edition()
    for keys in batched(kinds, CHUNK, strict=False):
        _record_complete_records(list(_get_complete_records(model).filter(pk__in=keys)), kinds, by)


def read_complete_record(record: Record) -> Any:
    """Return a record as it is stored, with all relations that a revision contains, and the rows that it refers to."""
    model = type(record)
    relations = [f.name for f in model._meta.local_concrete_fields if f.is_relation]
    lists = [_prefetch_list(f) for f in model._meta.local_many_to_many]
    rows = model.objects.select_related(*relations)
    return rows.prefetch_related(*lists, *_prefetch_versioned_relations(model)).get(pk=record.pk)


def record_complete_revision(complete: Record, kind: Any, by: ChangeAttribution = SITE_ATTRIBUTION) -> None:
    """Record a revision of a record from `read_complete_record()`; call in a transaction that holds the edition."""
    _record_complete_records([complete], {complete.pk: kind}, by)


def begin_record_histories() -> int:
    """Return the number of records that had no history."""
    count = 0
    for model in RECORD_MODELS:
        name = model._meta.model_name
        known = Change.objects.of_record_kind(name).values(name)
        new = list(model.objects.exclude(pk__in=known).values_list("pk", flat=True))
        record_revisions(model, dict.fromkeys(new, ChangeKind.ENTERED))
        count += len(new)
    return count


def build_current_snapshot(record: Record) -> snapshots.RecordSnapshot:
    """Return the snapshot of a record as it is in the database."""
    return snapshots.build_snapshot(type(record), _build_versions(read_complete_record(record), Revision()))


def delete_record_history(record: Record) -> None:
    """Delete the history of a record that is about to be deleted and was never public."""
    Revision.objects.filter(change__in=Change.objects.for_record(record)).delete()


def _get_complete_records(model: type[Record]) -> Any:
    """Return records with all relations that revisions store prefetched; of the rows of lists, the primary keys."""
    lists = [Prefetch(f.name, f.related_model.objects.only("pk")) for f in model.list_plain_m2m_fields()]
    return model.objects.order_by("pk").prefetch_related(*lists, *_prefetch_versioned_relations(model))


def _prefetch_versioned_relations(model: type[Record]) -> Iterator[Prefetch]:
    for name in VERSIONED_RELATIONS[model]:
        rows = model._meta.get_field(name).related_model.objects.order_by("pk")
        yield Prefetch(name, rows.select_related("organisation") if name in ROLE_RELATIONS.values() else rows)


def _prefetch_list(field: Any) -> Prefetch:
    columns = field.related_model._meta.local_concrete_fields
    texts = [column.name for column in columns if isinstance(column, TextField)]
    return Prefetch(field.name, field.related_model.objects.defer(*texts))


def _record_complete_records(records: list[Record], kinds: Mapping[int, Any], by: ChangeAttribution) -> None:
    before = _load_last_snapshots(type(records[0]), [record.pk for record in records]) if records else {}
    built = [_build_change(record, kinds[record.pk], before.get(record.pk), by) for record in records]
    drafts = [draft for draft in built if draft]
    # In bulk: django-reversion would make four queries for each record.
    Revision.objects.bulk_create([change.revision for change, _versions in drafts])
    Version.objects.bulk_create([version for _change, versions in drafts for version in versions], batch_size=500)
    Change.objects.bulk_create([change for change, _versions in drafts])


def _build_change(
    record: Record, kind: Any, before: snapshots.RecordSnapshot | None, by: ChangeAttribution
) -> tuple[Change, list[Version]] | None:
    """Return the unsaved change and versions; None if nothing has changed."""
    revision = Revision(date_created=timezone.now(), user=by.user, comment=by.reason)
    versions = list(_build_versions(record, revision))
    fields = []
    if before:
        fields = snapshots.list_changed_fields(before, snapshots.build_snapshot(type(record), versions))
    if kind == ChangeKind.CHANGED and before and not fields:
        return None
    is_public = record.is_public or kind == ChangeKind.ARCHIVED
    if is_public and not by.has_required_reason and kind not in KINDS_WITHOUT_REASON:
        raise ValidationError(REASON_REQUIRED_MESSAGE)
    change = Change(
        **{record._meta.model_name: record},
        revision=revision,
        kind=kind,
        role=by.role,
        reason=by.reason,
        fields=fields,
        is_public=is_public,
        # A load marks all of its records as corrected, but only those with a difference are.
        is_correction=by.is_correction and kind not in KINDS_NEVER_CORRECTING and (bool(fields) or not before),
    )
    if change.is_correction and before:
        change.wrong_since = _find_wrong_since(record, fields, before)
    return change, versions


class _VersionSerializer(Serializer):
    """Django's serializer, which would build a query for each list that was prefetched."""

    def handle_m2m_field(self, obj, field):
        if field.remote_field.through._meta.auto_created:
            self._current[field.name] = [row.pk for row in getattr(obj, field.name).all()]


def _build_versions(record: Record, revision: Revision) -> Iterator[Version]:
    rows = [
        record,
        *(row for name in VERSIONED_RELATIONS[type(record)] for row in getattr(record, name).all()),
    ]
    name = str(record)
    for row, serialized in zip(rows, _VersionSerializer().serialize(rows), strict=True):
        yield Version(
            revision=revision,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            db=DEFAULT_DB_ALIAS,
            format="json",
            serialized_data=json.dumps([serialized], cls=DjangoJSONEncoder, ensure_ascii=False),
            object_repr=name,
        )


def _load_last_snapshots(model: type[Record], keys: Iterable[int]) -> dict[int, snapshots.RecordSnapshot]:
    kind = model._meta.model_name
    changes = Change.objects.order_by().for_records(kind, keys).values(kind)
    newest = changes.annotate(newest=Max("pk")).values("newest")
    versions: dict[int, list] = defaultdict(list)
    for version in Version.objects.filter(revision__change__in=newest).annotate(record=F(f"revision__change__{kind}")):
        versions[version.record].append(version)
    return {key: snapshots.build_snapshot(model, rows) for key, rows in versions.items()}


def _find_wrong_since(record: Record, fields: list[str], before: snapshots.RecordSnapshot) -> datetime | None:
    """Return the time since which any of the fields had its present value in public."""
    since: datetime | None = None
    fields = [name for name in fields if name not in snapshots.UNCORRECTABLE_FIELDS] or fields
    for change in Change.objects.for_record(record).with_versions().order_by("-pk"):
        still = set(fields) - set(snapshots.list_changed_fields(snapshots.build_change_snapshot(change), before))
        if not still:
            break
        if change.is_public:
            since = change.made_at
    else:
        # It had the value from the first version; if public by then, it may have been so before this history began.
        if change.is_public:
            since = min(change.made_at, record.published_at or change.made_at)
    return since
