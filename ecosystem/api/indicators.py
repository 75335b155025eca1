"""Indicators in the API: schemas and serializers, with observations and their sources."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDateString
from ecosystem.api.pagination import Page
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.records import list_related_slugs
from ecosystem.api.references import Reference, serialize_public_reference
from ecosystem.api.sources import Citation, CitedSource, serialize_citations, serialize_cited_source
from ecosystem.api.texts import Text, serialize_text
from ecosystem.models import Indicator as IndicatorModel, Qualifier, Unit
from ecosystem.models.page_addresses import build_permalink


class Observation(Schema):
    __doc__ = _("A figure of an indicator.")

    period: PartialDateString = Field(description=_("The year, month or day the figure is for"))
    value: int | float = Field(description=_("The figure as a full number"))
    qualifier: Literal[tuple(Qualifier.values)] | None = Field(
        description=_("The qualifier of the figure; null if there is none")
    )
    source: CitedSource = Field(description=_("Source page"))


class IndicatorInList(Schema):
    __doc__ = _("A published indicator with its figures.")

    slug: str = Field(description=_("Permanent slug, used in web addresses"))
    api_url: str = Field(description=_("API URL"))
    page_url: str = Field(description=_("Web page URL, in English"))
    name: Text = Field(description=_("Name"))
    unit: Literal[tuple(Unit.values)] = Field(description=_("Unit"))
    unit_label: Text = Field(description=_("What is counted"))
    themes: list[str] = Field(description=_("Slugs of its themes"))
    organisation: Reference | None = Field(description=_("Organisation that publishes it"))
    initiatives: list[Reference] = Field(description=_("Initiatives that it measures"))
    verified_on: date | None = Field(description=_("Date the indicator was last checked; null if never"))
    observations: list[Observation] = Field(description=_("Figures, oldest first"))


class Indicator(IndicatorInList):
    __doc__ = _("A published indicator with its sources.")

    citations: list[Citation] = Field(description=_("Sources, best first, with the fields each is cited for"))


class IndicatorPage(Page):
    __doc__ = _("A page of the list of indicators.")

    results: list[IndicatorInList] = Field(description=_("Items on this page"))


def prefetch_api_indicators(queryset):
    return queryset.for_list().with_public_initiatives().prefetch_related("themes")


def serialize_indicator(indicator) -> dict:
    return {
        "slug": indicator.slug,
        "api_url": build_api_url("indicators", indicator.slug),
        "page_url": build_permalink(indicator),
        "name": serialize_text(indicator, "name"),
        "unit": indicator.unit,
        "unit_label": serialize_text(indicator, "unit_label"),
        "themes": list_related_slugs(indicator.themes),
        "organisation": serialize_public_reference(indicator.organisation),
        "initiatives": [serialize_public_reference(initiative) for initiative in indicator.public_initiatives],
        "verified_on": indicator.verified_on,
        "observations": [_serialize_observation(each) for each in indicator.observations_oldest_first],
    }


def find_api_indicator(slug: str) -> dict | None:
    rows = prefetch_api_indicators(IndicatorModel.objects.published()).prefetch_related("citations__source")
    indicator = rows.filter(slug=slug).first()
    return indicator and serialize_indicator(indicator) | {"citations": serialize_citations(indicator)}


def _serialize_observation(observation):
    value = observation.value
    return {
        "period": observation.period.text,
        "value": int(value) if value == int(value) else float(value),
        "qualifier": observation.qualifier or None,
        "source": serialize_cited_source(observation.source),
    }
