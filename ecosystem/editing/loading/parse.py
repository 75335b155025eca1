"""Read files of facts into rows: the objects of Django's fixture format, checked one by one for their form."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from ecosystem.core.control_characters import trim
from ecosystem.editing.loading.errors import Fault, faults_of
from ecosystem.models.base import KeyedModel

# PostgreSQL stores no NUL, half of a surrogate pair is in no encoding, and a name or a slug is one line.
NOT_IN_TEXT = re.compile(r"[\x00\ud800-\udfff]")
NOT_IN_LINE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass
class Row:
    """One object of a file. `key` is its natural key, flat; None stands for a relation to nothing."""

    file: str
    model: type[models.Model]
    fields: dict
    key: tuple = ()
    values: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " / ".join(str(part) for part in self.key if part is not None) or str(self.fields)[:60]

    def fault(self, field: str, what: str) -> Fault:
        return Fault(self.file, self.name, field, what)


def read(paths: list[Path]) -> tuple[list[Row], list[tuple[str, dict]], list[Fault]]:
    """Return the rows of the directory's own tables, the raw objects of other tables by file, and what is wrong."""
    rows, others, faults = [], [], []
    for path in paths:
        try:
            objects = _parse(path)
        except (OSError, ValueError) as error:
            faults.append(Fault(path.name, "", "", str(error)))
            continue
        for position, found in enumerate(objects, start=1):
            try:
                model = apps.get_model(found["model"])
                fields = {name: trim(value) for name, value in dict(found["fields"]).items()}
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                faults.append(Fault(path.name, f"object {position}", "model", f"no such table: {error}"))
                continue
            if issubclass(model, KeyedModel):
                rows.append(Row(path.name, model, fields))
            else:
                others.append((path.name, found))
    for row in rows:
        faults += _check(row)
    return rows, others, faults + _twice(rows)


def written_fields(model) -> list[models.Field]:
    """Return the fields that a file writes: every column but the number and the computed ones, and plain lists."""
    columns = [f for f in model._meta.local_fields if f.serialize]
    return columns + model.plain_lists()


def rows_of(model):
    """Return all rows of a table with what their natural keys and lists need."""
    relations = [f.name for f in model._meta.local_fields if f.is_relation]
    lists = [f.name for f in written_fields(model) if f.many_to_many]
    rows = model.objects.order_by().prefetch_related(*lists)
    return (rows.select_related(*relations) if relations else rows).iterator(chunk_size=2000)


def relations(row: Row):
    """Return the row's relations to one other row, where they are filled."""
    return [f for f in row.model._meta.local_fields if f.is_relation and is_key(row.fields.get(f.name))]


def _parse(path: Path) -> list:
    """Return what a file holds; raise ValueError where that is no list in JSON."""
    try:
        # Some programs put a byte order mark before the text.
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"this is no text in UTF-8; save it anew as such ({error})") from error
    objects = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(objects, list):
        raise ValueError("this is no list of objects")
    return objects


def _once(pairs):
    """Refuse an object that names a field twice, of which JSON would keep the last."""
    names = [name for name, _value in pairs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"an object has {', '.join(sorted(twice))} twice")
    return dict(pairs)


def _no_number(name):
    raise ValueError(f"{name} is no JSON")


def _check(row: Row) -> list[Fault]:
    """Fill the row's key and plain values; return what is wrong with the form of its fields."""
    known = {f.name: f for f in written_fields(row.model)}
    row.key = _key(row)
    faults = [row.fault(name, "no such field") for name in sorted(row.fields.keys() - known.keys())]
    faults += [row.fault(name, "is missing") for name in known if name not in row.fields]
    for name, f in known.items():
        if name in row.fields:
            faults += _plain(row, f, row.fields[name])
    return faults


def _key(row: Row) -> tuple:
    key: list[str | None] = []
    for name in row.model.natural_key_fields:
        f, value = row.model._meta.get_field(name), row.fields.get(name)
        key += (value if isinstance(value, list) else [None]) if f.is_relation else [value]
    return tuple(str(part) if part is not None else None for part in key)


def _plain(row: Row, f: models.Field, value) -> list[Fault]:
    """Put what is no relation into the row's values, as Python has it."""
    if what := _wrong_form(f, value):
        return [row.fault(f.name, what)]
    if f.is_relation:
        return []
    try:
        row.values[f.name] = f.to_python(value)
    except ValidationError as error:
        return faults_of(error, file=row.file, record=row.name, field=f.name)
    return []


def _wrong_form(f: models.Field, value) -> str:
    """Return what is wrong with the form of a value in JSON; empty if nothing is."""
    if f.many_to_many:
        return _wrong_list(value)
    if value is None:
        return ""
    if f.is_relation:
        return "" if is_key(value) else "is no natural key"
    if isinstance(f, models.IntegerField):
        return "" if type(value) is int else f"{value!r} is no whole number"
    if isinstance(f, models.CharField | models.TextField | models.DateField) and not isinstance(value, str):
        return f"{value!r} is no text"
    odd = NOT_IN_TEXT if isinstance(f, models.TextField) else NOT_IN_LINE
    return "holds a control character, or half of a character" if odd.search(_text_of(value)) else ""


def _wrong_list(value) -> str:
    if not isinstance(value, list) or not all(map(is_key, value)):
        return "is no list of natural keys"
    return next((f"{' / '.join(key)} stands twice" for key in value if value.count(key) > 1), "")


def _text_of(value) -> str:
    """Return all that is written in a value of JSON, names of objects included."""
    if isinstance(value, dict):
        return "".join(map(_text_of, (*value, *value.values())))
    return value if isinstance(value, str) else "".join(map(_text_of, value)) if isinstance(value, list) else ""


def _is_text(value) -> bool:
    return isinstance(value, str)


def is_key(value) -> bool:
    """Whether a value of JSON is a natural key."""
    return isinstance(value, list) and all(map(_is_text, value))


def _twice(rows: list[Row]) -> list[Fault]:
    seen: dict[tuple, Row] = {}
    faults = []
    for row in rows:
        first = seen.setdefault((row.model, row.key), row)
        if first is not row:
            faults.append(row.fault(row.model.natural_key_fields[-1], f"stands twice, the first time in {first.file}"))
    return faults
