"""The operations of the API."""

import re
from typing import ClassVar

from django.http import HttpResponsePermanentRedirect
from django.utils.translation import gettext_noop as _, override
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from ecosystem.api import changes, collaborations, indicators, initiatives, organisations, places, sources, vocabularies
from ecosystem.api.lists import LISTS
from ecosystem.api.openapi import NUMBER_PATTERN, SLUG_PATTERN, get_openapi_document
from ecosystem.api.record_urls import API_VERSION, build_api_url
from ecosystem.api.root import Root, build_api_root
from ecosystem.core.languages import ENGLISH
from ecosystem.history.redirects import SlugResolution, resolve_former_slug
from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.web.problem_details import ProblemError


class UnicodeJSONRenderer(JSONRenderer):
    """Writes Chinese unescaped, in half the space."""

    json_dumps_params: ClassVar[dict] = {"ensure_ascii": False}


api = NinjaAPI(
    title="HKAI · 香港AI",
    version=API_VERSION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=UnicodeJSONRenderer(),
)


@api.exception_handler(ProblemError)
def handle_problem_error(request, error):
    return error.build_response()


def find_object_or_redirect(find, key, *, pattern=SLUG_PATTERN, model=None):
    """Redirect a former slug; raise ProblemError for removed and unknown ones."""
    # PostgreSQL raises an error for NUL in a query, so only valid keys are looked up.
    if not re.fullmatch(pattern, key, re.ASCII):
        raise ProblemError(status=404)
    if found := find(key):
        return found
    resolution = resolve_former_slug(model, key) if model else SlugResolution()
    if resolution.target:
        return HttpResponsePermanentRedirect(build_api_url(f"{model._meta.model_name}s", resolution.target.slug))
    if resolution.is_removed:
        removal = resolution.removal
        raise ProblemError(status=410, removal=(removal.made_on, removal.reason) if removal else None)
    raise ProblemError(status=404)


def api_operation(path, response, operation_id, summary):
    return api.get(
        path, response=response, operation_id=operation_id, summary=summary, by_alias=True, url_name=operation_id
    )


@api_operation("/", Root, "root", _("What is available, and the terms of use"))
def api_root(request):
    return build_api_root()


@api_operation(
    "/organisations",
    organisations.OrganisationPage,
    "list-organisations",
    _("Organisations, with the filters of their list"),
)
def organisation_list(request):
    return LISTS["organisations"].build_page(request.GET)


@api_operation(
    "/organisations/{slug}", organisations.Organisation, "read-organisation", _("Full details of an organisation")
)
def organisation_detail(request, slug: str):
    return find_object_or_redirect(organisations.find_api_organisation, slug, model=Organisation)


@api_operation(
    "/initiatives", initiatives.InitiativePage, "list-initiatives", _("Initiatives, with the filters of their list")
)
def initiative_list(request):
    return LISTS["initiatives"].build_page(request.GET)


@api_operation("/initiatives/{slug}", initiatives.Initiative, "read-initiative", _("Full details of an initiative"))
def initiative_detail(request, slug: str):
    return find_object_or_redirect(initiatives.find_api_initiative, slug, model=Initiative)


@api_operation(
    "/collaborations",
    collaborations.CollaborationPage,
    "list-collaborations",
    _("Collaborations, with the filters of their list"),
)
def collaboration_list(request):
    return LISTS["collaborations"].build_page(request.GET)


@api_operation(
    "/collaborations/{slug}",
    collaborations.Collaboration,
    "read-collaboration",
    _("Full details of a collaboration"),
)
def collaboration_detail(request, slug: str):
    return find_object_or_redirect(collaborations.find_api_collaboration, slug, model=Collaboration)


@api_operation("/places", places.PlacePage, "list-places", _("Locations of organisations"))
def place_list(request):
    return LISTS["places"].build_page(request.GET)


@api_operation("/places/{slug}", places.Place, "read-place", _("A location and the organisations there"))
def place_detail(request, slug: str):
    return find_object_or_redirect(places.find_api_place, slug)


@api_operation("/sources", sources.SourcePage, "list-sources", _("Sources, with the filters of their list"))
def source_list(request):
    return LISTS["sources"].build_page(request.GET)


@api_operation("/sources/{id}", sources.Source, "read-source", _("A source and everything that cites it"))
def source_detail(request, id: str):  # noqa: A002 - the name of the parameter in the address
    return find_object_or_redirect(sources.find_api_source, id, pattern=NUMBER_PATTERN)


@api_operation(
    "/indicators", indicators.IndicatorPage, "list-indicators", _("Published indicators and their figures, by theme")
)
def indicator_list(request):
    return LISTS["indicators"].build_page(request.GET)


@api_operation(
    "/indicators/{slug}",
    indicators.Indicator,
    "read-indicator",
    _("A published indicator with its figures and sources"),
)
def indicator_detail(request, slug: str):
    return find_object_or_redirect(indicators.find_api_indicator, slug)


@api_operation(
    "/changes",
    changes.ChangePage,
    "list-changes",
    _("Changes to the directory since a given time, oldest first"),
)
def change_list(request):
    return LISTS["changes"].build_page(request.GET)


@api_operation(
    "/vocabularies", vocabularies.Vocabularies, "list-vocabularies", _("All values a field or filter can have")
)
def vocabulary_list(request):
    return vocabularies.list_api_vocabularies()


@api_operation("/vocabularies/{name}", vocabularies.Vocabulary, "read-vocabulary", _("The terms of a vocabulary"))
def vocabulary_detail(request, name: str):
    return find_object_or_redirect(vocabularies.find_api_vocabulary, name)


@api_operation("/openapi.json", dict, "describe", _("OpenAPI 3.1 description of this API"))
def openapi_document(request):
    # In English, as the names in it; the documentation page shows it in the reader's language.
    with override(ENGLISH):
        return get_openapi_document(api)
