"""Differences between a row of the database and its object in a file."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ecosystem.editing.loading.errors import LoadErrorDetail
from ecosystem.editing.loading.parse import FactRow, list_file_fields
from ecosystem.models.base import KeyedModel


def iter_row_differences(instance: KeyedModel, row: FactRow) -> Iterator[LoadErrorDetail]:
    for f in list_file_fields(row.model):
        if f.name in row.model.measured_fields:
            continue
        stored, given = _get_both_values(instance, row, f)
        if stored != given:
            yield row.build_error(
                f.name, f"the database has {_quote_value(stored)}, the file has {_quote_value(given)}"
            )


def _get_both_values(instance: KeyedModel, row: FactRow, f: Any) -> tuple[Any, Any]:
    if f.many_to_many:
        given = sorted(tuple(key) for key in row.fields[f.name])
        return sorted(other.natural_key() for other in getattr(instance, f.name).all()), given
    if f.is_relation:
        given = row.fields[f.name]
        stored = getattr(instance, f.name)
        return stored.natural_key() if stored else None, tuple(given) if given is not None else None
    stored, given = getattr(instance, f.attname), row.values[f.name]
    if isinstance(stored, datetime) and isinstance(given, datetime):
        return _truncate_to_milliseconds(stored), _truncate_to_milliseconds(given)
    return stored, given


def _truncate_to_milliseconds(moment: datetime) -> datetime:
    """Django writes milliseconds to files."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _quote_value(value: object) -> str:
    text = str(value)
    return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”"
