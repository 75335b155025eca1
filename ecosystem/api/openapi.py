"""The OpenAPI 3.1 description of the API: the library's, with what only the directory knows."""

import json

from django.conf import settings
from django.utils.translation import gettext, gettext_noop as _
from ninja.responses import NinjaJSONEncoder

from ecosystem.api import docs_examples, openapi_parameters, vocabularies
from ecosystem.api.errors import ProblemDetails
from ecosystem.api.lists import LISTS
from ecosystem.api.record_urls import BASE
from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.models.edition_cache import kept
from ecosystem.web.problem_details import ADVICE, CONTENT_TYPE, TITLES, explanations

SLUG = openapi_parameters.SLUG_FORM["pattern"]
NUMBER = openapi_parameters.NUMBER_FORM["pattern"]
PATHS = {
    "slug": openapi_parameters.SLUG_FORM,
    "id": openapi_parameters.NUMBER_FORM,
    "name": {"type": "string", "enum": list(vocabularies.NAMES)},
}
ABOUT = _(
    "Hong Kong’s AI ecosystem as data: who is in it, what has been set up, who works with whom, and on which page each "
    "fact was read. For reading only, without a key, from any site. Texts come in three languages at once; what is not "
    "known is null."
)
HEADERS = {
    "ETag": _("Of the edition: the same until something public changes; send it back in If-None-Match"),
    "RateLimit-Policy": _("How many requests one address may make in how many seconds"),
    "RateLimit": _("How many of them are left, and in how many seconds the count begins anew"),
    "Location": _("The new address"),
    "Retry-After": _("After how many seconds to go on"),
}
TRANSLATED = ("description", "summary")


def described(api) -> dict:
    """Return the description in the language of the moment; its texts alone differ between languages."""
    return kept(f"api-description-{languages.current()}", lambda: _described(api))


def _described(api):
    said = json.loads(json.dumps(api.get_openapi_schema(path_prefix=BASE), cls=NinjaJSONEncoder))
    said["info"] |= {
        "description": ABOUT,
        "license": {"name": "CC BY 4.0", "url": LICENCE},
        "contact": {"name": "HKAI · 香港AI", "url": explanations()},
    }
    said["servers"] = [{"url": settings.SITE_URL}]
    said["externalDocs"] = {"url": explanations()}
    said["components"]["schemas"]["ProblemDetails"] = _own_schema(ProblemDetails, said)
    said["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    said["components"]["responses"] = {str(status): _error(status) for status in TITLES} | {
        "301": {"description": _("It stands at another address for ever"), "headers": _headers("Location")},
        "304": {"description": _("Nothing has changed since"), "headers": _headers("ETag")},
    }
    for path, methods in said["paths"].items():
        _complete(path.removeprefix(BASE), methods["get"])
    return _translated(_without_titles(said))


def _complete(name, operation):
    """Add to an operation its parameters, its errors and an example."""
    keys = [parameter["name"] for parameter in operation["parameters"]]
    operation["parameters"] = [openapi_parameters.of_path(key, PATHS[key]) for key in keys]
    if name in LISTS:
        operation["parameters"] += openapi_parameters.of_list(LISTS[name].asked(docs_examples.NOTHING))
    answer = operation["responses"]["200"]
    answer["headers"] = _headers("ETag", "RateLimit", "RateLimit-Policy")
    if (example := docs_examples.of(name)) is not None:
        answer["content"]["application/json"]["example"] = example
    errors = (
        {"304", "412", "429", "500"}
        | ({"301", "404", "410"} if keys else set())
        | ({"400"} if name in LISTS else set())
    )
    operation["responses"] |= {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(errors)}


def _error(status):
    names = ("RateLimit", "RateLimit-Policy", *(["Retry-After"] if status == 429 else []))
    return {
        "description": f"{gettext(TITLES[status])}. {gettext(ADVICE[status])}",
        "headers": _headers(*names),
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }


def _headers(*names):
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _own_schema(model, said):
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    said["components"]["schemas"] |= schema.pop("$defs", {})
    return schema


def _without_titles(said):
    """Leave out the titles that the library makes of names; a property may be called so, too."""
    if isinstance(said, list):
        return [_without_titles(each) for each in said]
    if not isinstance(said, dict):
        return said
    return {
        name: value if name == "example" else _without_titles(value)
        for name, value in said.items()
        if not (name == "title" and isinstance(value, str) and said.keys() & {"type", "anyOf", "$ref", "enum", "const"})
    }


def _translated(said):
    if isinstance(said, list):
        return [_translated(each) for each in said]
    if not isinstance(said, dict):
        return said
    return {
        name: value
        if name == "example"
        else gettext(value)
        if name in TRANSLATED and isinstance(value, str) and value
        else _translated(value)
        for name, value in said.items()
    }
