"""Parse update files and check the format of each entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from ecosystem.editing import field_values
from ecosystem.editing.loading.errors import LoadErrorDetail
from ecosystem.editing.loading.parse import clean_json_texts, list_file_fields, read_json_list
from ecosystem.models import RECORD_MODELS, Record

RECORD_MODELS_BY_KIND = {model._meta.model_name: model for model in RECORD_MODELS}
REQUIRED_KEYS = {"kind", "slug", "set", "sources"}
OPTIONAL_KEYS = {"reason", "correction"}
# `slug` and `status` have operations of their own, and no update compares a whole record with its sources.
FIXED_COLUMNS = {"slug", "status", "verified_on", "created_at", "updated_at", "published_at"}
NEW_SOURCE_KEYS = {"url", "title", "publisher", "published", "read_on", "grade", "supports"}
CITED_SOURCE_KEYS = {"url", "supports"}


@dataclass(frozen=True)
class RecordUpdate:
    """`texts` are the new values by column, as `field_values` reads them."""

    file: str
    model: type[Record]
    slug: str
    texts: dict[str, str]
    sources: list[dict[str, Any]]
    reason: str
    is_correction: bool

    @property
    def name(self) -> str:
        return f"{self.model._meta.model_name} {self.slug}"

    def build_error(self, field: str, what: str) -> LoadErrorDetail:
        return LoadErrorDetail(self.file, self.name, field, what)


def read_update_files(paths: list[Path], reason: str = "") -> tuple[list[RecordUpdate], list[LoadErrorDetail]]:
    """`reason` is for entries that give none."""
    updates: list[RecordUpdate] = []
    errors: list[LoadErrorDetail] = []
    files: dict[tuple[type[Record], str], str] = {}
    for path in paths:
        try:
            entries = clean_json_texts(read_json_list(path))
        except (OSError, ValueError) as error:
            errors.append(LoadErrorDetail(path.name, "", "", str(error)))
            continue
        for position, entry in enumerate(entries, start=1):
            wrong = list(_iter_entry_errors(entry, reason))
            if wrong:
                name = _name_entry(entry, position)
                errors += [LoadErrorDetail(path.name, name, field, what) for field, what in wrong]
                continue
            update = _build_update(path.name, {"reason": reason} | entry)
            first = files.setdefault((update.model, update.slug), path.name)
            if len(files) > len(updates):
                updates.append(update)
            else:
                errors.append(update.build_error("slug", f"already listed in {first}; combine both entries"))
    return updates, errors


def list_updatable_columns(model: type[Record]) -> set[str]:
    return ({f.name for f in list_file_fields(model)} | set(field_values.list_all_columns(model))) - FIXED_COLUMNS


def _name_entry(entry: Any, position: int) -> str:
    names = [entry.get("kind"), entry.get("slug")] if isinstance(entry, dict) else []
    return " ".join(names) if names and all(isinstance(name, str) for name in names) else f"entry {position}"


def _build_update(file: str, entry: dict[str, Any]) -> RecordUpdate:
    return RecordUpdate(
        file=file,
        model=RECORD_MODELS_BY_KIND[entry["kind"]],
        slug=entry["slug"],
        texts={name: _format_text(value) for name, value in entry["set"].items()},
        sources=entry["sources"],
        reason=entry["reason"],
        is_correction=entry.get("correction", False),
    )


def _format_text(value: Any) -> str:
    """Format a value as `field_values` reads it: a list has one entry a line."""
    if isinstance(value, list):
        return "\n".join(map(_format_text, value))
    if isinstance(value, dict):
        return f"{value['organisation']}: {value['role']}"
    return "" if value is None else str(value)


def _iter_entry_errors(entry: Any, reason: str) -> Iterator[tuple[str, str]]:
    """Yield `(key, what)` for each error."""
    if not isinstance(entry, dict):
        yield "", "is not an object"
        return
    yield from _iter_key_errors(entry, REQUIRED_KEYS, OPTIONAL_KEYS)
    yield from _iter_text_errors(entry, reason)
    if "set" in entry:
        yield from _iter_value_errors(RECORD_MODELS_BY_KIND.get(str(entry.get("kind"))), entry["set"])
    if "sources" in entry:
        yield from _iter_source_errors(entry["sources"])
    if not entry.get("set", True) and not entry.get("sources", True):
        yield "", "changes nothing: “set” and “sources” are empty"


def _iter_text_errors(entry: dict[str, Any], reason: str) -> Iterator[tuple[str, str]]:
    if "kind" in entry and not (isinstance(entry["kind"], str) and entry["kind"] in RECORD_MODELS_BY_KIND):
        yield "kind", f"{entry['kind']!r} is none of {', '.join(RECORD_MODELS_BY_KIND)}"
    for name in ("slug", "reason"):
        if name in entry and not (isinstance(entry[name], str) and entry[name].strip()):
            yield name, "must be a text that is not empty"
    if "reason" not in entry and not reason.strip():
        yield "reason", "is missing; give it here or with --reason"
    if not isinstance(entry.get("correction", False), bool):
        yield "correction", "must be true or false"


def _iter_key_errors(entry: dict, required: set[str], optional: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(required - entry.keys()):
        yield name, "is missing"
    for name in sorted(entry.keys() - required - optional):
        yield name, "no such key"


def _iter_value_errors(model: type[Record] | None, values: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(values, dict):
        yield "set", "must be an object of fields and their new values"
    elif model:
        known = list_updatable_columns(model)
        for name, value in values.items():
            if name in FIXED_COLUMNS:
                yield name, "cannot be set by an update"
            elif name not in known:
                yield name, "no such field"
            elif what := _find_type_error(model, name, value):
                yield name, what


def _find_type_error(model: type[Record], name: str, value: Any) -> str:
    field = model._meta.get_field(name)
    if name in field_values.ROLE_RELATIONS:
        is_fit, wanted = _is_role_list(value), "a list of objects with “organisation” and “role”"
    elif field_values.has_many_values(model, name):
        is_fit, wanted = _is_text_list(value), "a list of texts"
    elif isinstance(field, models.BooleanField):
        is_fit, wanted = isinstance(value, bool), "true or false"
    elif isinstance(field, models.IntegerField):
        is_fit, wanted = value is None or type(value) is int, "a whole number or null"
    else:
        is_fit, wanted = value is None or isinstance(value, str), "a text or null"
    return "" if is_fit else f"must be {wanted}"


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) and "\n" not in part for part in value)


def _is_role_list(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(part, dict) and part.keys() == {"organisation", "role"} and _is_text_list(list(part.values()))
        for part in value
    )


def _iter_source_errors(sources: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(sources, list):
        yield "sources", "must be a list"
        return
    for number, source in enumerate(sources, start=1):
        where = f"source {number}"
        if not isinstance(source, dict):
            yield where, "is not an object"
            continue
        required = NEW_SOURCE_KEYS if source.keys() - CITED_SOURCE_KEYS else CITED_SOURCE_KEYS
        for name, what in _iter_key_errors(source, required, set()):
            yield f"{where}: {name}", what
        if not (_is_text_list(source.get("supports", [""])) and source.get("supports", True)):
            yield f"{where}: supports", "must be a list of fields"
        for name in sorted(source.keys() - {"supports"}):
            is_empty_date = name == "published" and source[name] is None
            if not isinstance(source[name], str) and not is_empty_date:
                yield f"{where}: {name}", "must be a text"
