"""The description of the API as a person reads it: addresses with their parameters, shapes with their fields."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, pgettext

SHAPES = "#/components/schemas/"
# So many values of a parameter are written out.
MOST_VALUES = 30

Schema = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """What a field or parameter holds: a word for its type, or the name of a shape; or one of some values."""

    words: str = ""
    shape: str = ""
    values: tuple[str, ...] = ()
    is_list: bool = False
    is_optional: bool = False
    # How many values there are, where they are too many to write out.
    count: int = 0


@dataclass(frozen=True)
class Field:
    """A field of a shape, or a parameter of an address."""

    name: str
    about: str
    form: Form
    is_in_path: bool = False


@dataclass(frozen=True)
class Shape:
    """An object that answers are made of."""

    name: str
    about: str
    fields: list[Field]


@dataclass(frozen=True)
class Operation:
    """An address, what it takes, and what it answers."""

    anchor: str
    path: str
    summary: str
    parameters: list[Field]
    answer: Form
    example: str
    # The address of the example itself.
    example_url: str


def operations(document: Schema) -> list[Operation]:
    return [
        _operation(path, methods["get"], document["servers"][0]["url"]) for path, methods in document["paths"].items()
    ]


def shapes(document: Schema) -> list[Shape]:
    return [
        Shape(name, schema.get("description", ""), list(_fields(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema
    ]


def written(value: object) -> str:
    """Return an answer as it is read, line by line."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _operation(path: str, said: Schema, site: str) -> Operation:
    parameters = [parameter for each in said["parameters"] for parameter in _parameters(each)]
    content = said["responses"]["200"]["content"]["application/json"]
    example = content.get("example")
    return Operation(
        anchor=said["operationId"],
        path=path,
        summary=said["summary"],
        parameters=parameters,
        answer=form(content["schema"]),
        example=written(example) if example is not None else "",
        example_url=_example_url(site + path, parameters, example),
    )


def _example_url(url: str, parameters: list[Field], example: Any) -> str:
    if example is None:
        return url
    for parameter in parameters:
        if parameter.is_in_path:
            url = url.replace(f"{{{parameter.name}}}", str(example[parameter.name]))
    return f"{url}?limit=1" if any(parameter.name == "limit" for parameter in parameters) else url


def _parameters(said: Schema) -> Iterator[Field]:
    """Yield a parameter; those that depend on each other are one in the description, and apart in an address."""
    schema = said["schema"]
    if "properties" not in schema.get("anyOf", [schema])[0]:
        yield Field(said["name"], said["description"], form(schema), said["in"] == "path")
        return
    parts: Schema = {}
    for alternative in schema["anyOf"]:
        parts |= {name: part for name, part in alternative["properties"].items() if part and not parts.get(name)}
    for name, part in parts.items():
        yield Field(name, part["description"], form(part))


def _fields(schema: Schema) -> Iterator[Field]:
    for name, said in schema["properties"].items():
        yield Field(name, said.get("description", ""), form(said))


def form(schema: Schema) -> Form:
    """Return what a schema says of a value, in the reader's language."""
    if "$ref" in schema:
        return Form(shape=schema["$ref"].removeprefix(SHAPES))
    if "anyOf" in schema:
        return _either(schema["anyOf"])
    if schema.get("type") == "array":
        inner = form(schema.get("items", {}))
        return Form(inner.words, inner.shape, inner.values, is_list=True, count=inner.count)
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        many = len(values) > MOST_VALUES
        return Form(_word("string"), values=() if many else tuple(values), count=len(values) if many else 0)
    return Form(_of_type(schema))


def _either(alternatives: list[Schema]) -> Form:
    known = [form(each) for each in alternatives if each.get("type") != "null"]
    first = known[0]
    words = first.words if len({each.words for each in known}) == 1 else _mixed(alternatives)
    is_optional = len(known) < len(alternatives)
    return Form(words, first.shape, first.values, first.is_list, is_optional, first.count)


def _mixed(alternatives: list[Schema]) -> str:
    """Return the word for what is of several types: a figure, or a date of one exactness or another."""
    return _word("partial-date" if any(each.get("format") == "date" for each in alternatives) else "number")


def _of_type(schema: Schema) -> str:
    kind, style = schema.get("type", "object"), schema.get("format", "")
    if kind == "integer" and "maximum" in schema:
        return _("number from %(least)s to %(most)s") % {"least": schema["minimum"], "most": schema["maximum"]}
    return _word(style if style in {"date", "date-time", "partial-date"} else kind)


def _word(kind: str) -> str:
    return {
        "string": pgettext("a type of data", "text"),
        "integer": pgettext("a type of data", "whole number"),
        "number": pgettext("a type of data", "number"),
        "boolean": pgettext("a type of data", "true or false"),
        "object": pgettext("a type of data", "object"),
        "date": pgettext("a type of data", "day"),
        "partial-date": pgettext("a type of data", "year, month or day"),
        "date-time": pgettext("a type of data", "moment"),
    }[kind]
