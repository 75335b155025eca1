"""The responses of the Reconciliation Service API 0.2 as JSON schemas.

Written from the text of the specification (W3C Entity Reconciliation Community Group,
https://reconciliation-api.github.io/specs/0.2/), but stricter: members that the protocol does not name are
errors. If RECONCILIATION_SCHEMAS is the path of a folder with the schemas that the group publishes
(https://reconciliation-api.github.io/specs/0.2/schemas/), responses are validated by those too.
"""

import json
import os
from functools import cache
from pathlib import Path

from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": r"^https?://"}


def _build_object_schema(required, optional=None):
    properties = required | (optional or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _build_list_schema(items, **rules):
    return {"type": "array", "items": items} | rules


NAMED = _build_object_schema({"id": TEXT, "name": TEXT})
DESCRIBED = _build_object_schema({"id": TEXT, "name": TEXT}, {"description": TEXT})
TYPE = _build_object_schema({"id": TEXT, "name": TEXT}, {"broader": _build_list_schema(NAMED, minItems=1)})
FEATURE = _build_object_schema({"id": TEXT, "value": {"type": ["number", "boolean"]}})
CANDIDATE = _build_object_schema(
    {
        "id": TEXT,
        "name": TEXT,
        "type": _build_list_schema(NAMED),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
    },
    {"description": TEXT, "features": _build_list_schema(FEATURE)},
)
PLACE_HOLDER = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
SUGGESTING = _build_object_schema(
    {"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    {"flyout_service_url": ADDRESS, "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}},
)
CHOICE = _build_object_schema({"value": TEXT, "name": TEXT})
SETTING = _build_object_schema(
    {"name": TEXT, "label": TEXT, "type": {"enum": ["number", "text", "checkbox", "select"]}},
    {"default": True, "help_text": TEXT, "choices": _build_list_schema(CHOICE, minItems=1)},
)
CELL = {
    "oneOf": [
        _build_object_schema({}),
        DESCRIBED,
        _build_object_schema({"str": TEXT}),
        _build_object_schema({"int": {"type": "integer"}}),
        _build_object_schema({"float": {"type": "number"}}),
        _build_object_schema({"date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}}),
    ]
}
SCHEMAS = {
    "manifest": _build_object_schema(
        {"versions": _build_list_schema(TEXT, contains={"const": "0.2"}), "name": TEXT}
        | {"identifierSpace": ADDRESS, "schemaSpace": ADDRESS},
        {
            "documentation": ADDRESS,
            "logo": ADDRESS,
            "serviceVersion": TEXT,
            "view": _build_object_schema({"url": PLACE_HOLDER}),
            "feature_view": _build_object_schema({"url": PLACE_HOLDER}),
            "defaultTypes": _build_list_schema(TYPE, uniqueItems=True),
            "batchSize": {"type": "integer", "minimum": 1},
            "preview": _build_object_schema(
                {"url": PLACE_HOLDER, "width": {"type": "integer"}, "height": {"type": "integer"}},
            ),
            "suggest": _build_object_schema({}, {"entity": SUGGESTING, "type": SUGGESTING, "property": SUGGESTING}),
            "extend": _build_object_schema(
                {},
                {
                    "propose_properties": _build_object_schema({"service_url": ADDRESS, "service_path": TEXT}),
                    "property_settings": _build_list_schema(SETTING),
                },
            ),
        },
    ),
    "reconciliation-result-batch": {
        "type": "object",
        "additionalProperties": _build_object_schema({"result": _build_list_schema(CANDIDATE)}),
    },
    "suggest-entities-response": _build_object_schema(
        {
            "result": _build_list_schema(
                _build_object_schema(
                    {"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": _build_list_schema(NAMED)}
                )
            )
        }
    ),
    "suggest-types-response": _build_object_schema({"result": _build_list_schema(TYPE)}),
    "suggest-properties-response": _build_object_schema({"result": _build_list_schema(DESCRIBED)}),
    "data-extension-response": _build_object_schema(
        {
            "meta": _build_list_schema(_build_object_schema({"id": TEXT, "name": TEXT}, {"type": NAMED})),
            "rows": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _build_list_schema(CELL)},
            },
        }
    ),
    # There are no published schemas for these.
    "property-proposal": _build_object_schema(
        {"type": {"type": "string"}, "properties": _build_list_schema(NAMED)},
        {"limit": {"type": "integer", "minimum": 1}},
    ),
    "flyout-response": _build_object_schema({"id": TEXT, "html": TEXT}),
}
SPACE = "https://reconciliation-api.github.io/specs/0.2/schemas/"


def find_protocol_errors(name, answer):
    """Validate a response by all its schemas; return the messages."""
    validators = [Draft7Validator(SCHEMAS[name]), *_load_published_validators(name)]
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for one in validators for e in one.iter_errors(answer)]


@cache
def _load_published_validators(name):
    folder = Path(os.environ.get("RECONCILIATION_SCHEMAS", "/nowhere"))
    path = folder / f"{name}.json"
    if not path.exists():
        return []
    schemas = {one.name: json.loads(one.read_text(encoding="utf-8")) for one in folder.glob("*.json")}
    registry = Registry().with_resources(
        (f"{SPACE}{file}", DRAFT7.create_resource(schema)) for file, schema in schemas.items()
    )
    return [Draft7Validator(schemas[path.name], registry=registry)]
