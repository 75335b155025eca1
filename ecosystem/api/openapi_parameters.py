"""The parameters of operations in OpenAPI; those of lists are built from their filters."""

from django.utils.translation import gettext_noop as _

from ecosystem.api import cursors
from ecosystem.api.dates import PARTIAL_DATE_SCHEMA
from ecosystem.api.pagination import DEFAULT_LIMIT, MAX_LIMIT
from ecosystem.web.filters import form_fields

AMOUNT_FILTERS = {"amount_basis", "amount_min", "amount_max"}
# A filter with more values is described by their pattern.
MAX_ENUM_VALUES = 2000
SLUG_SCHEMA = {"type": "string", "pattern": "^[a-z0-9]+(?:[-_][a-z0-9]+)*$", "maxLength": 60}
NUMBER_SCHEMA = {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}
DESCRIPTIONS = {
    "q": _("Search words, in any of the three languages"),
    "amount": _("Amounts in Hong Kong dollars; you can only compare amounts of the same type"),
    "since": _("Changed at or after this time, or on or after this date in Hong Kong"),
    "cursor": _("Cursor from the URL of the next page; do not create your own"),
    "limit": _("Number of items per page"),
    "slug": _("Permanent slug, used in web addresses"),
    "id": _("Identifier in URLs"),
    "name": _("Name of the vocabulary"),
}


def build_list_parameters(query) -> list[dict]:
    fields = query.filterset.form.fields
    schemas = {name: _get_field_schema(field) for name, field in fields.items()}
    labels = {name: DESCRIPTIONS.get(name, str(field.label)) for name, field in fields.items()}
    parameters = [_build_amount_parameter(schemas, labels)] if schemas.keys() >= AMOUNT_FILTERS else []
    parameters += [
        _build_query_parameter(name, labels[name], schema)
        for name, schema in schemas.items()
        if not (parameters and name in AMOUNT_FILTERS)
    ]
    schemas = query.extra_schemas | {
        "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        "cursor": {"type": "string", "pattern": cursors.CURSOR_PATTERN},
    }
    return parameters + [_build_query_parameter(name, DESCRIPTIONS[name], schema) for name, schema in schemas.items()]


def build_path_parameter(name: str, schema: dict) -> dict:
    return {"in": "path", "name": name, "required": True, "description": DESCRIPTIONS[name], "schema": schema}


def _build_query_parameter(name, description, schema):
    parameter = {"in": "query", "name": name, "required": False, "description": description, "schema": schema}
    return parameter | ({"style": "form", "explode": True} if schema.get("type") == "array" else {})


def _build_amount_parameter(schemas, labels):
    """Describe one parameter: a minimum or maximum requires exactly one basis.

    OpenAPI has no other way to describe that one parameter depends on another. In a URL they are three parameters.
    """
    described = {name: schemas[name] | {"description": labels[name]} for name in AMOUNT_FILTERS}
    any_basis = {"amount_basis": described["amount_basis"], "amount_min": False, "amount_max": False}
    one_basis = {"amount_basis": schemas["amount_basis"]["items"] | {"description": labels["amount_basis"]}}
    one_basis |= {name: described[name] for name in ("amount_min", "amount_max")}
    alternatives = [
        {"type": "object", "properties": any_basis},
        {"type": "object", "properties": one_basis, "required": ["amount_basis"]},
    ]
    parameter = _build_query_parameter("amount", DESCRIPTIONS["amount"], {"anyOf": alternatives})
    return parameter | {"style": "form", "explode": True}


def _get_field_schema(field) -> dict:
    if isinstance(field, form_fields.RecordsField):
        slugs = list(field.records().order_by("slug").values_list("slug", flat=True)[: MAX_ENUM_VALUES + 1])
        return _build_choices_schema(slugs, SLUG_SCHEMA)
    if isinstance(field, form_fields.ChoicesField):
        return _build_choices_schema([str(value) for value, _label in field.choices], {"type": "string"})
    if isinstance(field, form_fields.AmountFilterField):
        return {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
    return PARTIAL_DATE_SCHEMA if isinstance(field, form_fields.PartialDateFilterField) else {"type": "string"}


def _build_choices_schema(values, fallback):
    if not values:
        # An empty vocabulary: no value is valid.
        return {"type": "array", "items": {"type": "string"}, "maxItems": 0}
    return {
        "type": "array",
        "items": {"type": "string", "enum": values} if len(values) <= MAX_ENUM_VALUES else fallback,
    }
