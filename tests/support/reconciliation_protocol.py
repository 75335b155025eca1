"""The forms that the Reconciliation Service API 0.2 lays down, as JSON schemas.

Written from the text of the specification (W3C Entity Reconciliation Community
Group, https://reconciliation-api.github.io/specs/0.2/), and stricter where we
are: nothing stands in an answer that the protocol does not name. With
RECONCILIATION_SCHEMAS set to a folder that holds the schemas which the group
publishes (https://reconciliation-api.github.io/specs/0.2/schemas/), every
answer is validated with those as well.
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


def _object(required, optional=None):
    properties = required | (optional or {})
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items, **rules):
    return {"type": "array", "items": items} | rules


NAMED = _object({"id": TEXT, "name": TEXT})
DESCRIBED = _object({"id": TEXT, "name": TEXT}, {"description": TEXT})
TYPE = _object({"id": TEXT, "name": TEXT}, {"broader": _list(NAMED, minItems=1)})
FEATURE = _object({"id": TEXT, "value": {"type": ["number", "boolean"]}})
CANDIDATE = _object(
    {
        "id": TEXT,
        "name": TEXT,
        "type": _list(NAMED),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
    },
    {"description": TEXT, "features": _list(FEATURE)},
)
PLACE_HOLDER = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
SUGGESTING = _object(
    {"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}},
    {"flyout_service_url": ADDRESS, "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}},
)
CHOICE = _object({"value": TEXT, "name": TEXT})
SETTING = _object(
    {"name": TEXT, "label": TEXT, "type": {"enum": ["number", "text", "checkbox", "select"]}},
    {"default": True, "help_text": TEXT, "choices": _list(CHOICE, minItems=1)},
)
CELL = {
    "oneOf": [
        _object({}),
        DESCRIBED,
        _object({"str": TEXT}),
        _object({"int": {"type": "integer"}}),
        _object({"float": {"type": "number"}}),
        _object({"date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}}),
    ]
}
SCHEMAS = {
    "manifest": _object(
        {"versions": _list(TEXT, contains={"const": "0.2"}), "name": TEXT}
        | {"identifierSpace": ADDRESS, "schemaSpace": ADDRESS},
        {
            "documentation": ADDRESS,
            "logo": ADDRESS,
            "serviceVersion": TEXT,
            "view": _object({"url": PLACE_HOLDER}),
            "feature_view": _object({"url": PLACE_HOLDER}),
            "defaultTypes": _list(TYPE, uniqueItems=True),
            "batchSize": {"type": "integer", "minimum": 1},
            "preview": _object(
                {"url": PLACE_HOLDER, "width": {"type": "integer"}, "height": {"type": "integer"}},
            ),
            "suggest": _object({}, {"entity": SUGGESTING, "type": SUGGESTING, "property": SUGGESTING}),
            "extend": _object(
                {},
                {
                    "propose_properties": _object({"service_url": ADDRESS, "service_path": TEXT}),
                    "property_settings": _list(SETTING),
                },
            ),
        },
    ),
    "reconciliation-result-batch": {
        "type": "object",
        "additionalProperties": _object({"result": _list(CANDIDATE)}),
    },
    "suggest-entities-response": _object(
        {"result": _list(_object({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": _list(NAMED)}))}
    ),
    "suggest-types-response": _object({"result": _list(TYPE)}),
    "suggest-properties-response": _object({"result": _list(DESCRIBED)}),
    "data-extension-response": _object(
        {
            "meta": _list(_object({"id": TEXT, "name": TEXT}, {"type": NAMED})),
            "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _list(CELL)}},
        }
    ),
    # No schema of these is published.
    "property-proposal": _object(
        {"type": {"type": "string"}, "properties": _list(NAMED)}, {"limit": {"type": "integer", "minimum": 1}}
    ),
    "flyout-response": _object({"id": TEXT, "html": TEXT}),
}
SPACE = "https://reconciliation-api.github.io/specs/0.2/schemas/"


def faults(name, answer):
    """Return what is wrong with an answer, by all schemas there are for it."""
    validators = [Draft7Validator(SCHEMAS[name]), *_published(name)]
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for one in validators for e in one.iter_errors(answer)]


@cache
def _published(name):
    folder = Path(os.environ.get("RECONCILIATION_SCHEMAS", "/nowhere"))
    path = folder / f"{name}.json"
    if not path.exists():
        return []
    schemas = {one.name: json.loads(one.read_text(encoding="utf-8")) for one in folder.glob("*.json")}
    registry = Registry().with_resources(
        (f"{SPACE}{file}", DRAFT7.create_resource(schema)) for file, schema in schemas.items()
    )
    return [Draft7Validator(schemas[path.name], registry=registry)]
