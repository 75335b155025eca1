"""What only shows when all rows are there: rules across relations, obstacles of what is public, which records changed."""

from django.core.exceptions import ValidationError

from ecosystem.editing import publishing
from ecosystem.editing.loading.errors import Fault, Refused, faults_of
from ecosystem.editing.loading.parse import relations
from ecosystem.history import recording
from ecosystem.history.recording import Signature
from ecosystem.models import RECORDS, ChangeKind, FormerSlug, Status
from ecosystem.models.changes import FOLLOWED


def faults(written: list[tuple], statuses: dict[tuple, str]) -> list[Fault]:
    """Return what is wrong, once each `(row, instance, is_new)` was written.

    `statuses` holds the status that a record had before, by its model and number.
    """
    found, touched = [], {}
    for row, instance, is_new in written:
        found += _broken_rules(row, instance, is_new=is_new)
        if isinstance(instance, RECORDS) and is_withdrawn(instance, statuses):
            found.append(row.fault("status", "what is public is archived, never made a draft again"))
        for other in (instance, *(getattr(instance, f.name) for f in relations(row))):
            # A record answers for itself; a join that was written answers for a record that was not.
            if isinstance(other, RECORDS) and (other is instance or (type(other), other.pk) not in touched):
                touched[type(other), other.pk] = row
    return [*found, *_obstacles(touched)]


def is_withdrawn(record, statuses) -> bool:
    """Whether a file takes a public record back, as if it never had been public."""
    was_public = statuses.get((type(record), record.pk)) in {Status.PUBLISHED, Status.ARCHIVED}
    return was_public and record.status not in {Status.PUBLISHED, Status.ARCHIVED}


def changed_records(written: list[tuple], statuses: dict[tuple, str]) -> dict[type, dict[int, str]]:
    """Return by model the numbers of the records that were written themselves or in what belongs to them, each with how."""
    found = {model: {} for model in RECORDS}
    for row, instance, is_new in written:
        if isinstance(instance, RECORDS):
            found[row.model][instance.pk] = ChangeKind.ENTERED if is_new else _what_was_done(instance, statuses)
    for row, instance, _is_new in written:
        for f in relations(row):
            if f.remote_field.name in FOLLOWED.get(f.related_model, ()) and (key := getattr(instance, f.attname)):
                found[f.related_model].setdefault(key, ChangeKind.CHANGED)
    return found


def leave_history(written: list[tuple], statuses: dict[tuple, str], by: Signature):
    """Write down the states of the records that were written; raise Refused where it is not said why."""
    try:
        for model, kinds in changed_records(written, statuses).items():
            recording.leave_many(model, kinds, by)
    except ValidationError as error:
        raise Refused([Fault("--reason", "", "", message) for message in error.messages]) from error


def _what_was_done(record, statuses) -> str:
    before = statuses.get((type(record), record.pk), record.status)
    if before == record.status:
        return ChangeKind.CHANGED
    return {Status.PUBLISHED: ChangeKind.PUBLISHED, Status.ARCHIVED: ChangeKind.ARCHIVED}.get(
        record.status, ChangeKind.CHANGED
    )


def _broken_rules(row, instance, *, is_new):
    try:
        instance.clean()
    except ValidationError as error:
        yield from faults_of(error, file=row.file, record=row.name)
    if isinstance(instance, RECORDS) and not is_new and not instance.is_public:
        for what in publishing.left_without(instance):
            yield row.fault("status", what)


def _obstacles(touched):
    """Yield the obstacles of the public records among these, each with the row that touched it."""
    former = set(FormerSlug.objects.values_list("kind", "slug"))
    for model in RECORDS:
        public = model.objects.published().with_what_obstacles_need()
        for record in public.in_bulk([pk for kind, pk in touched if kind is model]).values():
            row = touched[model, record.pk]
            name = record.slug if row.model is model else f"{row.name}: {record.slug}"
            for what in (*publishing.obstacles(record), *_address_taken(record, former)):
                yield Fault(row.file, name, "status", what)


def _address_taken(record, former):
    """Yield why the record may not stand at its address; `former` holds the addresses that lead elsewhere."""
    if (record._meta.model_name, record.slug) in former:
        yield from publishing.address_taken(record)
