"""Parse fact files (Django's fixture format) and check the format of each object."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from ecosystem.core.control_characters import (
    DIRECTION_CHARACTERS,
    clean_text,
    map_json_texts,
)
from ecosystem.editing.loading.errors import LoadErrorDetail, list_load_errors
from ecosystem.models.base import KeyedModel

# PostgreSQL stores no NUL, a lone surrogate cannot be encoded, and a name or slug is one line.
INVALID_IN_TEXT = re.compile(r"[\x00\ud800-\udfff]")
INVALID_IN_LINE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass
class FactRow:
    """`key` is the flat natural key, with None for an empty relation."""

    file: str
    model: type[models.Model]
    fields: dict
    key: tuple = ()
    values: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " / ".join(str(part) for part in self.key if part is not None) or str(self.fields)[:60]

    def build_error(self, field: str, what: str) -> LoadErrorDetail:
        return LoadErrorDetail(self.file, self.name, field, what)


def read_fact_files(paths: list[Path]) -> tuple[list[FactRow], list[tuple[str, dict]], list[LoadErrorDetail]]:
    """Return the rows of fact tables, the `(file, object)` of other tables, and the errors."""
    rows, others, errors = [], [], []
    for path in paths:
        try:
            objects = read_json_list(path)
        except (OSError, ValueError) as error:
            errors.append(LoadErrorDetail(path.name, "", "", str(error)))
            continue
        for position, obj in enumerate(objects, start=1):
            try:
                model = apps.get_model(obj["model"])
                fields = {name: clean_json_texts(value) for name, value in dict(obj["fields"]).items()}
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                errors.append(LoadErrorDetail(path.name, f"object {position}", "model", f"no such table: {error}"))
                continue
            if issubclass(model, KeyedModel):
                rows.append(FactRow(path.name, model, fields))
            else:
                others.append((path.name, obj))
    for row in rows:
        errors += _check_row(row)
    return rows, others, errors + _find_duplicates(rows)


def read_json_list(path: Path) -> list:
    """Raise OSError or ValueError if the file is not a JSON list."""
    try:
        # utf-8-sig, because some programs write a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text; save the file as UTF-8 ({error})") from error
    objects = json.loads(text, object_pairs_hook=_reject_duplicate_names, parse_constant=_reject_constant)
    if not isinstance(objects, list):
        raise ValueError("must be a list of objects")
    return objects


def clean_json_texts(value):
    return map_json_texts(value, _clean_text)


def list_file_fields(model) -> list[models.Field]:
    """Return columns without primary key and computed ones, and many-to-many fields."""
    columns = [f for f in model._meta.local_fields if f.serialize]
    return columns + model.list_plain_m2m_fields()


def get_file_default(field: models.Field):
    return [] if field.many_to_many else field.get_default()


def iter_table_rows(model):
    relations = [f.name for f in model._meta.local_fields if f.is_relation]
    lists = [f.name for f in list_file_fields(model) if f.many_to_many]
    rows = model.objects.order_by().prefetch_related(*lists)
    return (rows.select_related(*relations) if relations else rows).iterator(chunk_size=2000)


def list_filled_relations(row: FactRow):
    return [f for f in row.model._meta.local_fields if f.is_relation and is_natural_key(row.fields.get(f.name))]


def _clean_text(text: str) -> str:
    """Keep bidirectional controls, to be refused: no file may say other than it shows."""
    return text if DIRECTION_CHARACTERS.search(text) else clean_text(text)


def _reject_duplicate_names(pairs):
    """`json` would take the last of duplicate names."""
    names = [name for name, _value in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"an object has {', '.join(sorted(twice))} twice")
    return dict(pairs)


def _reject_constant(name):
    raise ValueError(f"{name} is not JSON")


def _check_row(row: FactRow) -> list[LoadErrorDetail]:
    """Set the row's key and values; return the errors."""
    known = {f.name: f for f in list_file_fields(row.model)}
    for name in row.model.omitted_defaults:
        row.fields.setdefault(name, get_file_default(known[name]))
    row.key = _build_key(row)
    errors = [row.build_error(name, "no such field") for name in sorted(row.fields.keys() - known.keys())]
    errors += [row.build_error(name, "is missing") for name in known if name not in row.fields]
    for name, f in known.items():
        if name in row.fields:
            errors += _convert_value(row, f, row.fields[name])
    return errors


def _build_key(row: FactRow) -> tuple:
    key: list[str | None] = []
    for name in row.model.natural_key_fields:
        f, value = row.model._meta.get_field(name), row.fields.get(name)
        key += (value if isinstance(value, list) else [None]) if f.is_relation else [value]
    return tuple(str(part) if part is not None else None for part in key)


def _convert_value(row: FactRow, f: models.Field, value) -> list[LoadErrorDetail]:
    if what := _find_format_error(f, value):
        return [row.build_error(f.name, what)]
    if f.is_relation:
        return []
    try:
        row.values[f.name] = f.to_python(value)
    except ValidationError as error:
        return list_load_errors(error, file=row.file, record=row.name, field=f.name)
    return []


def _find_format_error(f: models.Field, value) -> str:
    if f.many_to_many:
        return _find_list_error(value)
    if value is None:
        return ""
    if f.is_relation:
        return "" if is_natural_key(value) else "is not a natural key"
    if isinstance(f, models.IntegerField):
        return "" if type(value) is int else f"{value!r} is not a whole number"
    if isinstance(f, models.CharField | models.TextField | models.DateField) and not isinstance(value, str):
        return f"{value!r} is not text"
    odd = INVALID_IN_TEXT if isinstance(f, models.TextField) else INVALID_IN_LINE
    return "contains a control character or half of a character" if odd.search(_join_json_texts(value)) else ""


def _find_list_error(value) -> str:
    if not isinstance(value, list) or not all(map(is_natural_key, value)):
        return "is not a list of natural keys"
    return next((f"{' / '.join(key)} is listed twice" for key in value if value.count(key) > 1), "")


def _join_json_texts(value) -> str:
    if isinstance(value, dict):
        return "".join(map(_join_json_texts, (*value, *value.values())))
    return value if isinstance(value, str) else "".join(map(_join_json_texts, value)) if isinstance(value, list) else ""


def is_natural_key(value) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _find_duplicates(rows: list[FactRow]) -> list[LoadErrorDetail]:
    seen: dict[tuple, FactRow] = {}
    errors = []
    for row in rows:
        first = seen.setdefault((row.model, row.key), row)
        if first is not row:
            errors.append(row.build_error(row.model.natural_key_fields[-1], f"already defined in {first.file}"))
    return errors
