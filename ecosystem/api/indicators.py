"""Indicators in the API: published series with every figure and its source."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDate
from ecosystem.api.pagination import Page
from ecosystem.api.record_urls import api_url
from ecosystem.api.records import slugs
from ecosystem.api.references import Reference, public_reference
from ecosystem.api.sources import Citation, CitedSource, citations, cited
from ecosystem.api.texts import Text, text
from ecosystem.models import Indicator as Row, Qualifier, Unit
from ecosystem.models.page_addresses import identity


class Observation(Schema):
    __doc__ = _("One figure of a series.")

    period: PartialDate = Field(description=_("The year, month or day that the figure is for"))
    value: int | float = Field(description=_("The figure, in plain units"))
    qualifier: Literal[tuple(Qualifier.values)] | None = Field(
        description=_("The word beside the figure; null where it stands as it was published")
    )
    source: CitedSource = Field(description=_("The page that says so"))


class IndicatorInList(Schema):
    __doc__ = _("A published series with its figures.")

    slug: str = Field(description=_("Its permanent name in addresses"))
    api_url: str = Field(description=_("Its address in the API"))
    page_url: str = Field(description=_("The address of its page, in English"))
    name: Text = Field(description=_("Name"))
    unit: Literal[tuple(Unit.values)] = Field(description=_("Unit"))
    unit_label: Text = Field(description=_("What is counted"))
    themes: list[str] = Field(description=_("Slugs of its themes"))
    organisation: Reference | None = Field(description=_("The organisation that publishes it"))
    verified_on: date | None = Field(
        description=_("The day on which somebody checked the series; null where nobody has")
    )
    observations: list[Observation] = Field(description=_("Its figures, the oldest first"))


class Indicator(IndicatorInList):
    __doc__ = _("A published series with its sources.")

    citations: list[Citation] = Field(description=_("Its sources, best first, with the fields that rest on each"))


class IndicatorPage(Page):
    __doc__ = _("A part of the list of indicators.")

    results: list[IndicatorInList] = Field(description=_("What this page of the list holds"))


def fetched(queryset):
    return queryset.for_list().prefetch_related("themes")


def in_list(indicator) -> dict:
    return {
        "slug": indicator.slug,
        "api_url": api_url("indicators", indicator.slug),
        "page_url": identity(indicator),
        "name": text(indicator, "name"),
        "unit": indicator.unit,
        "unit_label": text(indicator, "unit_label"),
        "themes": slugs(indicator.themes),
        "organisation": public_reference(indicator.organisation),
        "verified_on": indicator.verified_on,
        "observations": [_observation(each) for each in indicator.oldest_first],
    }


def whole(slug: str) -> dict | None:
    rows = fetched(Row.objects.published()).prefetch_related("citations__source")
    indicator = rows.filter(slug=slug).first()
    return indicator and in_list(indicator) | {"citations": citations(indicator)}


def _observation(observation):
    value = observation.value
    return {
        "period": observation.period.text,
        "value": int(value) if value == int(value) else float(value),
        "qualifier": observation.qualifier or None,
        "source": cited(observation.source),
    }
