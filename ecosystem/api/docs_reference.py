"""The OpenAPI document as rows for the documentation page: operations with parameters, schemas with fields."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, pgettext

SCHEMA_PREFIX = "#/components/schemas/"
# A type with more values is shown by their count.
MAX_LISTED_VALUES = 30

Schema = dict[str, Any]


@dataclass(frozen=True)
class ApiValueType:
    """A translated label, the name of a schema, or the permitted values."""

    label: str = ""
    schema: str = ""
    values: tuple[str, ...] = ()
    is_list: bool = False
    is_optional: bool = False
    # The number of values, if they are too many to list.
    count: int = 0


@dataclass(frozen=True)
class ApiField:
    name: str
    description: str
    value_type: ApiValueType
    is_in_path: bool = False


@dataclass(frozen=True)
class ApiSchema:
    name: str
    description: str
    fields: list[ApiField]


@dataclass(frozen=True)
class ApiOperation:
    anchor: str
    path: str
    summary: str
    parameters: list[ApiField]
    answer: ApiValueType
    example: str
    example_url: str


def list_api_operations(document: Schema) -> list[ApiOperation]:
    return [
        _build_operation(path, methods["get"], document["servers"][0]["url"])
        for path, methods in document["paths"].items()
    ]


def list_api_schemas(document: Schema) -> list[ApiSchema]:
    return [
        ApiSchema(name, schema.get("description", ""), list(_iter_fields(schema)))
        for name, schema in sorted(document["components"]["schemas"].items())
        if "properties" in schema
    ]


def format_example_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _build_operation(path: str, operation: Schema, site: str) -> ApiOperation:
    parameters = [parameter for each in operation["parameters"] for parameter in _iter_parameters(each)]
    content = operation["responses"]["200"]["content"]["application/json"]
    example = content.get("example")
    return ApiOperation(
        anchor=operation["operationId"],
        path=path,
        summary=operation["summary"],
        parameters=parameters,
        answer=get_value_type(content["schema"]),
        example=format_example_json(example) if example is not None else "",
        example_url=_build_example_url(site + path, parameters, example),
    )


def _build_example_url(url: str, parameters: list[ApiField], example: Any) -> str:
    if example is None:
        return url
    for parameter in parameters:
        if parameter.is_in_path:
            url = url.replace(f"{{{parameter.name}}}", str(example[parameter.name]))
    return f"{url}?limit=1" if any(parameter.name == "limit" for parameter in parameters) else url


def _iter_parameters(parameter: Schema) -> Iterator[ApiField]:
    """Yield a parameter, or each of those that OpenAPI can only describe as one object."""
    schema = parameter["schema"]
    if "properties" not in schema.get("anyOf", [schema])[0]:
        is_in_path = parameter["in"] == "path"
        yield ApiField(parameter["name"], _get_first_paragraph(parameter), get_value_type(schema), is_in_path)
        return
    parts: Schema = {}
    for alternative in schema["anyOf"]:
        parts |= {name: part for name, part in alternative["properties"].items() if part and not parts.get(name)}
    for name, part in parts.items():
        yield ApiField(name, _get_first_paragraph(part), get_value_type(part))


def _iter_fields(schema: Schema) -> Iterator[ApiField]:
    for name, field in schema["properties"].items():
        yield ApiField(name, _get_first_paragraph(field), get_value_type(field))


def _get_first_paragraph(schema: Schema) -> str:
    """Leave out the definitions of values, which follow in a paragraph of their own."""
    return schema.get("description", "").partition("\n\n")[0]


def get_value_type(schema: Schema) -> ApiValueType:
    if "$ref" in schema:
        return ApiValueType(schema=schema["$ref"].removeprefix(SCHEMA_PREFIX))
    if "anyOf" in schema:
        return _get_union_type(schema["anyOf"])
    if schema.get("type") == "array":
        inner = get_value_type(schema.get("items", {}))
        return ApiValueType(inner.label, inner.schema, inner.values, is_list=True, count=inner.count)
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        label = _translate_type_name("string")
        if len(values) > MAX_LISTED_VALUES:
            return ApiValueType(label, count=len(values))
        return ApiValueType(label, values=tuple(values))
    return ApiValueType(_get_type_label(schema))


def _get_union_type(alternatives: list[Schema]) -> ApiValueType:
    types = [get_value_type(each) for each in alternatives if each.get("type") != "null"]
    first = types[0]
    label = first.label if len({each.label for each in types}) == 1 else _get_mixed_type_label(alternatives)
    is_optional = len(types) < len(alternatives)
    return ApiValueType(label, first.schema, first.values, first.is_list, is_optional, first.count)


def _get_mixed_type_label(alternatives: list[Schema]) -> str:
    return _translate_type_name(
        "partial-date" if any(each.get("format") == "date" for each in alternatives) else "number"
    )


def _get_type_label(schema: Schema) -> str:
    name, string_format = schema.get("type", "object"), schema.get("format", "")
    if name == "integer" and "maximum" in schema:
        return _("integer from %(least)s to %(most)s") % {"least": schema["minimum"], "most": schema["maximum"]}
    return _translate_type_name(string_format if string_format in {"date", "date-time", "partial-date"} else name)


def _translate_type_name(name: str) -> str:
    return {
        "string": pgettext("a type of data", "string"),
        "integer": pgettext("a type of data", "integer"),
        "number": pgettext("a type of data", "number"),
        "boolean": pgettext("a type of data", "boolean"),
        "object": pgettext("a type of data", "object"),
        "date": pgettext("a type of data", "date"),
        "partial-date": pgettext("a type of data", "partial date"),
        "date-time": pgettext("a type of data", "date and time"),
    }[name]
