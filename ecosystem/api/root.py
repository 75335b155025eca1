"""The entry point of the API: its lists and its licence."""

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.lists import LISTS
from ecosystem.api.record_urls import API_VERSION, build_api_url
from ecosystem.exports.licence import LICENCE
from ecosystem.models.edition_cache import get_current_edition
from ecosystem.web.problem_details import get_error_docs_url


class Root(Schema):
    __doc__ = _("What the API offers, and the URLs of its lists.")

    name: str = Field(description=_("Name"))
    version: str = Field(description=_("API version, which is part of every URL"))
    edition: int = Field(description=_("Content version: goes up by one with every change to public content"))
    licence: str = Field(description=_("Licence of all responses"))
    credit: str = Field(description=_("Credit to give as the source"))
    description: str = Field(description=_("OpenAPI description"))
    documentation: str = Field(description=_("API documentation page"))
    lists: dict[str, str] = Field(description=_("Lists, by name"))


def build_api_root() -> dict:
    return {
        "name": "HKAI · 香港AI",
        "version": API_VERSION,
        "edition": get_current_edition(),
        "licence": LICENCE,
        "credit": "HKAI · 香港AI",
        "description": build_api_url("openapi.json"),
        "documentation": get_error_docs_url(),
        "lists": {name: build_api_url(name) for name in (*LISTS, "vocabularies")},
    }
