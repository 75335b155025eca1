"""Where a row of the database and its object in a file say different things."""

from collections.abc import Iterator
from datetime import datetime

from ecosystem.editing.loading.errors import Fault
from ecosystem.editing.loading.parse import Row, written_fields


def differences_of(instance, row: Row) -> Iterator[Fault]:
    for f in written_fields(row.model):
        if f.name in row.model.measured_fields:
            continue
        stored, given = _both(instance, row, f)
        if stored != given:
            yield row.fault(f.name, f"the database has {_shown(stored)}, the file has {_shown(given)}")


def _both(instance, row, f):
    """Return what the database and the file say of a field, in one form."""
    if f.many_to_many:
        given = sorted(tuple(key) for key in row.fields[f.name])
        return sorted(other.natural_key() for other in getattr(instance, f.name).all()), given
    if f.is_relation:
        given = row.fields[f.name]
        stored = getattr(instance, f.name)
        return stored.natural_key() if stored else None, tuple(given) if given is not None else None
    stored, given = getattr(instance, f.attname), row.values[f.name]
    if isinstance(stored, datetime) and isinstance(given, datetime):
        return _as_written(stored), _as_written(given)
    return stored, given


def _as_written(moment: datetime) -> datetime:
    """Return a moment as exact as Django writes it into files: to the millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _shown(value) -> str:
    text = str(value)
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"
