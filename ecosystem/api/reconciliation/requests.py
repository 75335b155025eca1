"""What a client asks, read from JSON: checked, or refused in plain words. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# So many queries in one batch; the manifest says so.
BATCH = 25
# So many identifiers, and so many properties, in one request for values.
MOST_IDS, MOST_PROPERTIES = 500, 60
SHOWN, MOST_SHOWN = 5, 50
# A name, or a value of a property, is never longer; of values so many are compared in one query.
LONGEST, MOST_KNOWN = 300, 20
STRICT = ("any", "all", "should")


class Refused(ValueError):
    """What cannot be answered; `status` is that of HTTP, the text says why."""

    def __init__(self, text: str, status: int = 400):
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Query:
    """One thing to be found: by name, by what else is known of it, or both."""

    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = SHOWN
    # What is known besides: for each property the values it may have.
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Extension:
    """Which properties of which entities are wanted, each with what the client has set for it."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())


def read_queries(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their keys."""
    batch = _read(text, "queries")
    if not isinstance(batch, dict):
        raise Refused(_("“%(name)s” is to be an object, with a query under each key.") % {"name": "queries"})
    if len(batch) > BATCH:
        told = {"n": len(batch), "most": BATCH}
        raise Refused(_("There are %(n)d queries in this batch; at most %(most)d are answered at once.") % told, 413)
    return {key: _query(key, said) for key, said in batch.items()}


def read_extension(text: str) -> Extension:
    said = _read(text, "extend")
    if not isinstance(said, dict):
        raise Refused(
            _("“%(name)s” is to be an object with “%(first)s” and “%(second)s”.")
            % {"name": "extend", "first": "ids", "second": "properties"}
        )
    ids, properties = said.get("ids"), said.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Refused(_("“%(name)s” is to be a list of identifiers.") % {"name": "ids"})
    if not isinstance(properties, list):
        raise Refused(_no_properties())
    if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
        told = {"ids": MOST_IDS, "properties": MOST_PROPERTIES}
        raise Refused(_("At most %(ids)d identifiers and %(properties)d properties are answered at once.") % told, 413)
    return Extension(tuple(ids), tuple(_wanted(one) for one in properties))


def _no_properties() -> str:
    return _("“%(name)s” is to be a list of objects, each with “%(part)s”.") % {"name": "properties", "part": "id"}


def _wanted(said: object) -> tuple[str, Mapping[str, object]]:
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        raise Refused(_no_properties())
    settings = said.get("settings") or {}
    if not isinstance(settings, dict):
        raise Refused(_("“%(name)s” is to be an object.") % {"name": "settings"})
    return said["id"], settings


def _read(text: str, name: str) -> object:
    """Return what a parameter holds as JSON."""
    try:
        said = json.loads(text, parse_constant=_no_constant)
    # Python refuses numbers of thousands of digits by a ValueError, and what is nested too deep by its own error.
    except (ValueError, RecursionError) as error:
        raise Refused(_("“%(name)s” is no JSON that can be read.") % {"name": name}) from error
    _check_characters(said, name)
    return said


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _check_characters(said: object, name: str) -> None:
    """Refuse what no database and no text can hold: the character of number 0, and halves of characters."""
    left = [said]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one
        elif isinstance(one, str) and any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in one):
            raise Refused(_("“%(name)s” holds characters that are none.") % {"name": name})


def _query(key: str, said: object) -> Query:
    if not isinstance(said, dict) or not ({"query", "properties"} & said.keys()):
        told = {"key": key[:60], "first": "query", "second": "properties"}
        raise Refused(_("The query under “%(key)s” has neither “%(first)s” nor “%(second)s”.") % told)
    text = said.get("query", "")
    if not isinstance(text, str):
        raise Refused(_("“%(name)s” under “%(key)s” is to be a text.") % _place("query", key))
    strict = said.get("type_strict") or "any"
    if strict not in STRICT:
        told = _place("type_strict", key) | {"words": ", ".join(STRICT)}
        raise Refused(_("“%(name)s” under “%(key)s” is to be one of these: %(words)s") % told)
    return Query(text[:LONGEST].strip(), _types(key, said), strict, _limit(key, said), _conditions(key, said))


def _place(name: str, key: str) -> dict[str, str]:
    """Return where something is wrong, as messages name it."""
    return {"name": name, "key": key[:60]}


def _types(key: str, said: dict) -> tuple[str, ...]:
    wanted = said.get("type") or []
    wanted = wanted if isinstance(wanted, list) else [wanted]
    # A client may send a type as it got it, with its name.
    ids = [one.get("id") if isinstance(one, dict) else one for one in wanted]
    if not all(isinstance(one, str) for one in ids):
        raise Refused(_("“%(name)s” under “%(key)s” is to be a type, or a list of types.") % _place("type", key))
    return tuple(dict.fromkeys(filter(None, ids)))


def _limit(key: str, said: dict) -> int:
    limit = said.get("limit")
    if limit is None:
        return SHOWN
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit != limit // 1 or limit < 1:
        raise Refused(_("“%(name)s” under “%(key)s” is to be a whole number of at least 1.") % _place("limit", key))
    return int(min(limit, MOST_SHOWN))


def _conditions(key: str, said: dict) -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = [] if said.get("properties") is None else said["properties"]
    if not isinstance(known, list):
        raise Refused(_("“%(name)s” under “%(key)s” is to be a list of what is known.") % _place("properties", key))
    conditions = tuple(_condition(key, one) for one in known[: MOST_KNOWN + 1])
    if len(conditions) > MOST_KNOWN or sum(len(values) for _pid, values in conditions) > MOST_KNOWN:
        told = _place("properties", key) | {"n": MOST_KNOWN}
        raise Refused(_("“%(name)s” under “%(key)s” hold more than %(n)d values; so many are compared at most.") % told)
    return conditions


def _condition(key: str, said: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(said, dict) or not isinstance(said.get("pid"), str) or "v" not in said:
        told = _place("properties", key) | {"first": "pid", "second": "v"}
        raise Refused(_("Each of “%(name)s” under “%(key)s” has “%(first)s” and “%(second)s”.") % told)
    values = said["v"] if isinstance(said["v"], list) else [said["v"]]
    return said["pid"], tuple(text for value in values[: MOST_KNOWN + 1] for text in _texts(value))


def _texts(value: object) -> list[str]:
    """Return a value as texts; one that was matched before is its identifier and its name."""
    if isinstance(value, dict):
        return [
            text for name in ("id", "name") if not isinstance(value.get(name), dict) for text in _texts(value.get(name))
        ]
    if value is None or isinstance(value, list):
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    text = f"{value:.0f}" if isinstance(value, float) and value == value // 1 else str(value)
    return [text[:LONGEST]] if text.strip() else []
