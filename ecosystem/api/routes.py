"""The addresses of the API and what answers at each."""

import re
from typing import ClassVar

from django.http import HttpResponsePermanentRedirect
from django.utils.translation import gettext_noop as _, override
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from ecosystem.api import changes, collaborations, indicators, initiatives, organisations, places, sources, vocabularies
from ecosystem.api.errors import Problem
from ecosystem.api.lists import LISTS
from ecosystem.api.openapi import NUMBER, SLUG, described
from ecosystem.api.record_urls import VERSION, api_url
from ecosystem.api.root import Root, root
from ecosystem.core.languages import ENGLISH
from ecosystem.history.redirects import Whereabouts, whereabouts
from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.web.problem_details import problem


class Renderer(JSONRenderer):
    """Writes Chinese as it is, which takes half the room of its numbers."""

    json_dumps_params: ClassVar[dict] = {"ensure_ascii": False}


api = NinjaAPI(
    title="HKAI · 香港AI",
    version=VERSION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
)


@api.exception_handler(Problem)
def say(request, error):
    return problem(error.status, error.faults, removal=error.removal)


def found(whole, key, *, pattern=SLUG, model=None):
    """Return one thing; an old address of a record leads to the new, one that was removed says when and why."""
    # PostgreSQL refuses to look for what no text of its can hold, so only what may be a key is looked for.
    if not re.fullmatch(pattern, key, re.ASCII):
        raise Problem(404)
    if thing := whole(key):
        return thing
    past = whereabouts(model, key) if model else Whereabouts()
    if past.target:
        return HttpResponsePermanentRedirect(api_url(f"{model._meta.model_name}s", past.target.slug))
    if past.is_removed:
        removal = past.removal
        raise Problem(410, removal=(removal.made_on, removal.reason) if removal else None)
    raise Problem(404)


def operation(path, response, operation_id, summary):
    return api.get(
        path, response=response, operation_id=operation_id, summary=summary, by_alias=True, url_name=operation_id
    )


@operation("/", Root, "root", _("What there is, and under which terms"))
def api_root(request):
    return root()


@operation(
    "/organisations",
    organisations.OrganisationPage,
    "list-organisations",
    _("Organisations, by the filters of their list"),
)
def organisation_list(request):
    return LISTS["organisations"].page(request.GET)


@operation(
    "/organisations/{slug}", organisations.Organisation, "read-organisation", _("All that is known of one organisation")
)
def organisation(request, slug: str):
    return found(organisations.whole, slug, model=Organisation)


@operation(
    "/initiatives", initiatives.InitiativePage, "list-initiatives", _("Initiatives, by the filters of their list")
)
def initiative_list(request):
    return LISTS["initiatives"].page(request.GET)


@operation("/initiatives/{slug}", initiatives.Initiative, "read-initiative", _("All that is known of one initiative"))
def initiative(request, slug: str):
    return found(initiatives.whole, slug, model=Initiative)


@operation(
    "/collaborations",
    collaborations.CollaborationPage,
    "list-collaborations",
    _("Collaborations, by the filters of their list"),
)
def collaboration_list(request):
    return LISTS["collaborations"].page(request.GET)


@operation(
    "/collaborations/{slug}",
    collaborations.Collaboration,
    "read-collaboration",
    _("All that is known of one collaboration"),
)
def collaboration(request, slug: str):
    return found(collaborations.whole, slug, model=Collaboration)


@operation("/places", places.PlacePage, "list-places", _("Places where organisations stand"))
def place_list(request):
    return LISTS["places"].page(request.GET)


@operation("/places/{slug}", places.Place, "read-place", _("One place, with the organisations that stand there"))
def place(request, slug: str):
    return found(places.whole, slug)


@operation("/sources", sources.SourcePage, "list-sources", _("The pages that were read, by the filters of their list"))
def source_list(request):
    return LISTS["sources"].page(request.GET)


@operation("/sources/{id}", sources.Source, "read-source", _("One page that was read, with all that rests on it"))
def source(request, id: str):  # noqa: A002 - the name of the parameter in the address
    return found(sources.whole, id, pattern=NUMBER)


@operation(
    "/indicators", indicators.IndicatorPage, "list-indicators", _("Published series with their figures, by theme")
)
def indicator_list(request):
    return LISTS["indicators"].page(request.GET)


@operation(
    "/indicators/{slug}", indicators.Indicator, "read-indicator", _("One published series with its figures and sources")
)
def indicator(request, slug: str):
    return found(indicators.whole, slug)


@operation(
    "/changes",
    changes.ChangePage,
    "list-changes",
    _("What was changed in the directory since a time, the oldest first"),
)
def change_list(request):
    return LISTS["changes"].page(request.GET)


@operation(
    "/vocabularies", vocabularies.Vocabularies, "list-vocabularies", _("Every word that a field or a filter may hold")
)
def vocabulary_list(request):
    return vocabularies.every()


@operation("/vocabularies/{name}", vocabularies.Vocabulary, "read-vocabulary", _("The words of one vocabulary"))
def vocabulary(request, name: str):
    return found(vocabularies.whole, name)


@operation("/openapi.json", dict, "describe", _("The OpenAPI 3.1 description of all this"))
def openapi(request):
    # As the names in it are; the page that explains the API has it in the reader's language.
    with override(ENGLISH):
        return described(api)
