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
    __doc__ = _("What the API is, and where its lists are.")

    name: str = Field(description=_("Name"))
    version: str = Field(description=_("The version of the API, which is part of every address"))
    edition: int = Field(description=_("A number that every change of public content raises"))
    licence: str = Field(description=_("The licence of everything that is answered"))
    credit: str = Field(description=_("Whom to name as the source"))
    description: str = Field(description=_("The OpenAPI description"))
    documentation: str = Field(description=_("The page that explains the API"))
    lists: dict[str, str] = Field(description=_("The lists, by name"))


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
