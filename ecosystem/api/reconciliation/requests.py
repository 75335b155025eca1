"""Parsing and validating the queries of clients: pure functions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ecosystem.core.control_characters import clean_text, map_json_texts
from ecosystem.web.problem_details import ProblemError

# Stated in the manifest.
MAX_BATCH_SIZE = 25
# In one data extension request.
MAX_IDS, MAX_PROPERTIES = 500, 60
# Candidates of a query.
DEFAULT_LIMIT, MAX_LIMIT = 5, 50
# A longer name or value is truncated.
MAX_TEXT_LENGTH = 300
# Of all properties of a query together.
MAX_PROPERTY_VALUES = 20
TYPE_STRICT_VALUES = ("any", "all", "should")


@dataclass(frozen=True)
class ReconciliationQuery:
    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = DEFAULT_LIMIT
    # `(property, values)` pairs.
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class DataExtensionQuery:
    """Each property has the settings of the client."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())


def parse_reconciliation_queries(text: str) -> dict[str, ReconciliationQuery]:
    batch = _parse_json(text, "queries")
    if not isinstance(batch, dict):
        raise ProblemError(_("“%(name)s” must be an object with a query under each key.") % {"name": "queries"})
    if len(batch) > MAX_BATCH_SIZE:
        message = _("This batch has %(n)d queries. The limit is %(most)d.")
        raise ProblemError(message % {"n": len(batch), "most": MAX_BATCH_SIZE}, 413)
    return {key: _parse_query(key, query) for key, query in batch.items()}


def parse_extension_query(text: str) -> DataExtensionQuery:
    extension = _parse_json(text, "extend")
    if not isinstance(extension, dict):
        raise ProblemError(
            _("“%(name)s” must be an object with “%(first)s” and “%(second)s”.")
            % {"name": "extend", "first": "ids", "second": "properties"}
        )
    ids, properties = extension.get("ids"), extension.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise ProblemError(_("“%(name)s” must be a list of identifiers.") % {"name": "ids"})
    if not isinstance(properties, list):
        raise ProblemError(_format_properties_error())
    if len(ids) > MAX_IDS or len(properties) > MAX_PROPERTIES:
        message = _("The limit is %(ids)d identifiers and %(properties)d properties per request.")
        raise ProblemError(message % {"ids": MAX_IDS, "properties": MAX_PROPERTIES}, 413)
    return DataExtensionQuery(tuple(ids), tuple(_parse_extended_property(prop) for prop in properties))


def _format_properties_error() -> str:
    return _("“%(name)s” must be a list of objects, each with “%(part)s”.") % {"name": "properties", "part": "id"}


def _parse_extended_property(prop: object) -> tuple[str, Mapping[str, object]]:
    if not isinstance(prop, dict) or not isinstance(prop.get("id"), str):
        raise ProblemError(_format_properties_error())
    settings = prop.get("settings") or {}
    if not isinstance(settings, dict):
        raise ProblemError(_("“%(name)s” must be an object.") % {"name": "settings"})
    return prop["id"], settings


def _parse_json(text: str, name: str) -> object:
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    # Numbers of thousands of digits raise ValueError, JSON that is nested too deeply RecursionError.
    except (ValueError, RecursionError) as error:
        raise ProblemError(_("“%(name)s” is not valid JSON.") % {"name": name}) from error
    _check_characters(value, name)
    return map_json_texts(value, clean_text)


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _check_characters(value: object, name: str) -> None:
    """Refuse NUL and lone surrogates, which no database can store."""
    remaining = [value]
    while remaining:
        part = remaining.pop()
        if isinstance(part, dict):
            remaining += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            remaining += part
        elif isinstance(part, str) and any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in part):
            raise ProblemError(_("“%(name)s” contains invalid characters.") % {"name": name})


def _parse_query(key: str, query: object) -> ReconciliationQuery:
    if not isinstance(query, dict) or not ({"query", "properties"} & query.keys()):
        values = {"key": key[:60], "first": "query", "second": "properties"}
        raise ProblemError(_("The query under “%(key)s” must have “%(first)s” or “%(second)s”.") % values)
    text = query.get("query", "")
    if not isinstance(text, str):
        raise ProblemError(_("“%(name)s” under “%(key)s” must be a string.") % _describe_position("query", key))
    strict = query.get("type_strict") or "any"
    if strict not in TYPE_STRICT_VALUES:
        values = _describe_position("type_strict", key) | {"words": ", ".join(TYPE_STRICT_VALUES)}
        raise ProblemError(_("“%(name)s” under “%(key)s” must be one of these: %(words)s") % values)
    return ReconciliationQuery(
        text[:MAX_TEXT_LENGTH].strip(),
        _parse_types(key, query),
        strict,
        _parse_limit(key, query),
        _parse_conditions(key, query),
    )


def _describe_position(name: str, key: str) -> dict[str, str]:
    return {"name": name, "key": key[:60]}


def _parse_types(key: str, query: dict) -> tuple[str, ...]:
    types = query.get("type") or []
    types = types if isinstance(types, list) else [types]
    # A client may send a type as it received it, with its name.
    ids = [entry.get("id") if isinstance(entry, dict) else entry for entry in types]
    if not all(isinstance(type_id, str) for type_id in ids):
        raise ProblemError(
            _("“%(name)s” under “%(key)s” must be a type or a list of types.") % _describe_position("type", key)
        )
    return tuple(dict.fromkeys(filter(None, ids)))


def _parse_limit(key: str, query: dict) -> int:
    limit = query.get("limit")
    if limit is None:
        return DEFAULT_LIMIT
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit != limit // 1 or limit < 1:
        raise ProblemError(
            _("“%(name)s” under “%(key)s” must be an integer of 1 or more.") % _describe_position("limit", key)
        )
    return int(min(limit, MAX_LIMIT))


def _parse_conditions(key: str, query: dict) -> tuple[tuple[str, tuple[str, ...]], ...]:
    properties = [] if query.get("properties") is None else query["properties"]
    if not isinstance(properties, list):
        raise ProblemError(
            _("“%(name)s” under “%(key)s” must be a list of property values.") % _describe_position("properties", key)
        )
    conditions = tuple(_parse_condition(key, prop) for prop in properties[: MAX_PROPERTY_VALUES + 1])
    value_count = sum(len(values) for _pid, values in conditions)
    if len(conditions) > MAX_PROPERTY_VALUES or value_count > MAX_PROPERTY_VALUES:
        message = _("“%(name)s” under “%(key)s” has more than %(n)d values, which is the limit.")
        raise ProblemError(message % (_describe_position("properties", key) | {"n": MAX_PROPERTY_VALUES}))
    return conditions


def _parse_condition(key: str, prop: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(prop, dict) or not isinstance(prop.get("pid"), str) or "v" not in prop:
        message = _("Each item of “%(name)s” under “%(key)s” must have “%(first)s” and “%(second)s”.")
        position = _describe_position("properties", key)
        raise ProblemError(message % (position | {"first": "pid", "second": "v"}))
    values = prop["v"] if isinstance(prop["v"], list) else [prop["v"]]
    return prop["pid"], tuple(text for value in values[: MAX_PROPERTY_VALUES + 1] for text in _list_texts(value))


def _list_texts(value: object) -> list[str]:
    """A record that was matched before has its identifier and name as texts."""
    if isinstance(value, dict):
        return [
            text
            for name in ("id", "name")
            if not isinstance(value.get(name), dict)
            for text in _list_texts(value.get(name))
        ]
    if value is None or isinstance(value, list):
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    text = f"{value:.0f}" if isinstance(value, float) and value == value // 1 else str(value)
    return [text[:MAX_TEXT_LENGTH]] if text.strip() else []
