"""What only shows when all rows are there: rules across relations, obstacles of what is public, which records changed."""

from django.core.exceptions import ValidationError

from ecosystem import publishing
from ecosystem.loading.faults import Fault, faults_of
from ecosystem.loading.read import relations
from ecosystem.models import RECORDS, ChangeKind
from ecosystem.models.history import FOLLOWED


def faults(written: list[tuple]) -> list[Fault]:
    """Return what is wrong, once each `(row, instance, is_new)` was written."""
    found, touched = [], {}
    for row, instance, is_new in written:
        found += _broken_rules(row, instance, is_new=is_new)
        for other in (instance, *(getattr(instance, f.name) for f in relations(row))):
            # A record answers for itself; a join that was written answers for a record that was not.
            if isinstance(other, RECORDS) and (other is instance or (type(other), other.pk) not in touched):
                touched[type(other), other.pk] = row
    return [*found, *_obstacles(touched)]


def changed_records(written: list[tuple]) -> dict[type, dict[int, str]]:
    """Return by model the numbers of the records that were written themselves or in what belongs to them, each with how."""
    found = {model: {} for model in RECORDS}
    for row, instance, is_new in written:
        if isinstance(instance, RECORDS):
            found[row.model][instance.pk] = ChangeKind.ENTERED if is_new else ChangeKind.CHANGED
    for row, instance, _is_new in written:
        for f in relations(row):
            if f.remote_field.name in FOLLOWED.get(f.related_model, ()) and (key := getattr(instance, f.attname)):
                found[f.related_model].setdefault(key, ChangeKind.CHANGED)
    return found


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
    for model in RECORDS:
        public = model.objects.published().with_what_obstacles_need()
        for record in public.in_bulk([pk for kind, pk in touched if kind is model]).values():
            row = touched[model, record.pk]
            name = record.slug if row.model is model else f"{row.name}: {record.slug}"
            for what in publishing.obstacles(record):
                yield Fault(row.file, name, "status", what)
