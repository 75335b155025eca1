"""The OpenAPI 3.1 document: that of django-ninja, completed by parameters, errors and examples."""

import json

from django.conf import settings
from django.utils.translation import gettext, gettext_noop as _
from ninja.responses import NinjaJSONEncoder

from ecosystem.api import docs_examples, openapi_parameters, vocabularies
from ecosystem.api.errors import ProblemDetails
from ecosystem.api.lists import LISTS
from ecosystem.api.record_urls import API_BASE
from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.models.definitions import find_vocabulary_of_values
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.web.problem_details import PROBLEM_ADVICE, PROBLEM_CONTENT_TYPE, PROBLEM_TITLES, get_error_docs_url

SLUG_PATTERN = openapi_parameters.SLUG_SCHEMA["pattern"]
NUMBER_PATTERN = openapi_parameters.NUMBER_SCHEMA["pattern"]
PATH_PARAMETER_SCHEMAS = {
    "slug": openapi_parameters.SLUG_SCHEMA,
    "id": openapi_parameters.NUMBER_SCHEMA,
    "name": {"type": "string", "enum": list(vocabularies.VOCABULARY_NAMES)},
}
API_DESCRIPTION = _(
    "Hong Kong’s AI ecosystem as data: organisations, initiatives, how they work together, and the "
    "source of each fact. Read-only, no key needed, open to any website. Text is in three languages. "
    "Unknown values are null."
)
HEADER_DESCRIPTIONS = {
    "ETag": _(
        "Identifies the content version: stays the same until public content changes; send it back in If-None-Match"
    ),
    "RateLimit-Policy": _("Requests allowed per IP address, and the period in seconds"),
    "RateLimit": _("Requests left, and seconds until the count resets"),
    "Location": _("The new URL"),
    "Retry-After": _("Seconds to wait before the next request"),
}
TRANSLATED_KEYS = ("description", "summary")


@per_edition_by(lambda _api: languages.get_current_language())
def get_openapi_document(api) -> dict:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix=API_BASE), cls=NinjaJSONEncoder))
    document["info"] |= {
        "description": API_DESCRIPTION,
        "license": {"name": "CC BY 4.0", "url": LICENCE},
        "contact": {"name": "HKAI · 香港AI", "url": get_error_docs_url()},
    }
    document["servers"] = [{"url": settings.SITE_URL}]
    document["externalDocs"] = {"url": get_error_docs_url()}
    document["components"]["schemas"]["ProblemDetails"] = _add_schema(ProblemDetails, document)
    document["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADER_DESCRIPTIONS.items()
    }
    document["components"]["responses"] = {str(status): _build_error_response(status) for status in PROBLEM_TITLES} | {
        "301": {
            "description": _("Permanently moved to another address"),
            "headers": _build_header_references("Location"),
        },
        "304": {"description": _("Not modified"), "headers": _build_header_references("ETag")},
    }
    for path, methods in document["paths"].items():
        _complete_operation(path.removeprefix(API_BASE), methods["get"])
    return _map_objects(document, lambda node: _describe_enum_values(_translate_texts(_remove_title(node))))


def _complete_operation(name, operation):
    keys = [parameter["name"] for parameter in operation["parameters"]]
    operation["parameters"] = [
        openapi_parameters.build_path_parameter(key, PATH_PARAMETER_SCHEMAS[key]) for key in keys
    ]
    if name in LISTS:
        operation["parameters"] += openapi_parameters.build_list_parameters(
            LISTS[name].build_query(docs_examples.EMPTY_QUERY)
        )
    success = operation["responses"]["200"]
    success["headers"] = _build_header_references("ETag", "RateLimit", "RateLimit-Policy")
    if (example := docs_examples.get_api_example(name)) is not None:
        success["content"]["application/json"]["example"] = example
    errors = (
        {"304", "412", "429", "500"}
        | ({"301", "404", "410"} if keys else set())
        | ({"400"} if name in LISTS else set())
    )
    operation["responses"] |= {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(errors)}


def _build_error_response(status):
    names = ("RateLimit", "RateLimit-Policy", *(["Retry-After"] if status == 429 else []))
    return {
        "description": f"{gettext(PROBLEM_TITLES[status])}. {gettext(PROBLEM_ADVICE[status])}",
        "headers": _build_header_references(*names),
        "content": {PROBLEM_CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }


def _build_header_references(*names):
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _add_schema(model, document):
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    document["components"]["schemas"] |= schema.pop("$defs", {})
    return schema


def _map_objects(node, change):
    """Apply `change` to each object in a JSON value, inner ones first; leave examples as they are."""
    if isinstance(node, list):
        return [_map_objects(each, change) for each in node]
    if not isinstance(node, dict):
        return node
    return change({name: value if name == "example" else _map_objects(value, change) for name, value in node.items()})


def _remove_title(node):
    """Remove the title that pydantic makes of a name, but no property called `title`."""
    if isinstance(node.get("title"), str) and node.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        del node["title"]
    return node


def _translate_texts(node):
    texts = {name: gettext(text) for name in TRANSLATED_KEYS if isinstance(text := node.get(name), str) and text}
    return node | texts


def _describe_enum_values(node):
    if isinstance(values := node.get("enum"), list) and (vocabulary := find_vocabulary_of_values(values)):
        lines = [f"- `{term.value}`: {term.definition}" for term in vocabulary.list_terms()]
        node["description"] = "\n\n".join(filter(None, [node.get("description"), "\n".join(lines)]))
    return node
