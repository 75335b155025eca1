"""Checks that need all rows to be written: rules across relations, publishing obstacles, changes for the history."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from ecosystem.editing import publishing
from ecosystem.editing.loading.errors import LoadErrorDetail, LoadRefusedError, list_load_errors
from ecosystem.editing.loading.parse import FactRow, list_filled_relations
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import RECORD_MODELS, ChangeKind, FormerSlug, Record, Source, Status
from ecosystem.models.changes import VERSIONED_RELATIONS


def find_load_errors(
    written: list[tuple], statuses: dict[tuple, str], listed: Collection[tuple]
) -> list[LoadErrorDetail]:
    """Check the written `(row, instance, is_new)`.

    `listed` holds `(model, natural key)` of all rows of the files; `statuses` maps `(model, primary key)` to the status
    before the load.
    """
    errors: list[LoadErrorDetail] = []
    touched: dict[tuple[type, int], FactRow] = {}
    for row, instance, is_new in written:
        errors += _iter_rule_errors(row, instance, is_new=is_new)
        if isinstance(instance, RECORD_MODELS) and is_unpublished_by_file(instance, statuses):
            errors.append(row.build_error("status", "what is public is archived, never made a draft again"))
        for other in (instance, *(getattr(instance, f.name) for f in list_filled_relations(row))):
            # An error is reported at the record's own row if it was written, else at the relation's.
            if isinstance(other, RECORD_MODELS) and (other is instance or (type(other), other.pk) not in touched):
                touched[type(other), other.pk] = row
    return [*errors, *_iter_twin_errors(written, listed), *_iter_obstacle_errors(touched)]


def is_unpublished_by_file(record: Record, statuses: Mapping[tuple, str]) -> bool:
    was_public = statuses.get((type(record), record.pk)) in {Status.PUBLISHED, Status.ARCHIVED}
    return was_public and record.status not in {Status.PUBLISHED, Status.ARCHIVED}


def map_loaded_changes(written: list[tuple], statuses: dict[tuple, str]) -> dict[type, dict[int, Any]]:
    """Return `{model: {primary key: kind of change}}` of records that were written, or whose relations were."""
    kinds: dict[type, dict[int, Any]] = {model: {} for model in RECORD_MODELS}
    for row, instance, is_new in written:
        if isinstance(instance, RECORD_MODELS):
            kinds[row.model][instance.pk] = ChangeKind.ENTERED if is_new else _get_change_kind(instance, statuses)
    for row, instance, _is_new in written:
        for f in list_filled_relations(row):
            if f.remote_field.name in VERSIONED_RELATIONS.get(f.related_model, ()) and (
                key := getattr(instance, f.attname)
            ):
                kinds[f.related_model].setdefault(key, ChangeKind.CHANGED)
    return kinds


def record_load_history(written: list[tuple], statuses: dict[tuple, str], by: ChangeAttribution) -> None:
    """Raise LoadRefusedError if a required reason is missing."""
    try:
        for model, kinds in map_loaded_changes(written, statuses).items():
            revisions.record_revisions(model, kinds, by)
    except ValidationError as error:
        raise LoadRefusedError([LoadErrorDetail("--reason", "", "", message) for message in error.messages]) from error


def _get_change_kind(record: Record, statuses: Mapping[tuple, str]) -> Any:
    before = statuses.get((type(record), record.pk), record.status)
    if before == record.status:
        return ChangeKind.CHANGED
    return {Status.PUBLISHED: ChangeKind.PUBLISHED, Status.ARCHIVED: ChangeKind.ARCHIVED}.get(
        record.status, ChangeKind.CHANGED
    )


def _iter_rule_errors(row: FactRow, instance: Any, *, is_new: bool) -> Iterator[LoadErrorDetail]:
    try:
        instance.clean()
    except ValidationError as error:
        yield from list_load_errors(error, file=row.file, record=row.name)
    if isinstance(instance, RECORD_MODELS) and not is_new and not instance.is_public:
        for what in publishing.find_lacking_dependents(instance):
            yield row.build_error("status", what)


def _iter_obstacle_errors(touched: Mapping[tuple[type, int], FactRow]) -> Iterator[LoadErrorDetail]:
    """Yield the obstacles of public records, each at the row that caused it."""
    former = set(FormerSlug.objects.values_list("kind", "slug"))
    for model in RECORD_MODELS:
        public = model.objects.published().for_publishing_check()
        for record in public.in_bulk([pk for kind, pk in touched if kind is model]).values():
            row = touched[model, record.pk]
            name = record.slug if row.model is model else f"{row.name}: {record.slug}"
            for what in (*publishing.find_publishing_obstacles(record), *_iter_address_conflicts(record, former)):
                yield LoadErrorDetail(row.file, name, "status", what)


def _iter_twin_errors(written: list[tuple], listed: Collection[tuple]) -> Iterator[LoadErrorDetail]:
    """Yield an error for each new source with the page of a stored one that the files leave out.

    Two that are both in the files are two pages, as an editor confirmed before they were dumped.
    """
    new = [(row, instance) for row, instance, is_new in written if is_new and isinstance(instance, Source)]
    stored: dict[str, str] = {}
    keys = {instance.address_key for _row, instance in new} - {""}
    for source in Source.objects.filter(address_key__in=keys).order_by("pk") if keys else ():
        if (Source, source.natural_key()) not in listed:
            stored.setdefault(source.address_key, source.url)
    for row, instance in new:
        if instance.address_key in stored:
            yield row.build_error("url", f"is the same page as the source {stored[instance.address_key]}")


def _iter_address_conflicts(record: Record, former: set[tuple[str, str]]) -> Iterator[str]:
    """`former` holds the `(kind, slug)` that redirect."""
    if (record._meta.model_name, record.slug) in former:
        yield from publishing.find_address_conflicts(record)
