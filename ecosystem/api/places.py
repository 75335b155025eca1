"""Places in the API: schemas and serializers, with the organisations at a place."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.pagination import Page
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.references import Reference, serialize_reference
from ecosystem.api.texts import Text, serialize_text, serialize_text_or_none
from ecosystem.models import District, Organisation, Place as PlaceModel, Precision, Region
from ecosystem.models.page_addresses import build_permalink
from ecosystem.web.filters.base import FacetedFilterSet


class Site(Schema):
    __doc__ = _("A location, as precisely as it is known.")

    slug: str = Field(description=_("Permanent slug, used in web addresses"))
    api_url: str = Field(description=_("API URL"))
    name: Text = Field(description=_("Name"))
    precision: Literal[tuple(Precision.values)] = Field(description=_("How precisely the location is known"))
    region: Literal[tuple(Region.values)] = Field(description=_("Region"))
    district: Literal[tuple(District.values)] | None = Field(description=_("Hong Kong district"))
    city: Text | None = Field(description=_("City outside Hong Kong"))
    country: str = Field(description=_("Country or territory, ISO 3166 code"))
    latitude: float | None = Field(description=_("Latitude; exact sites only"))
    longitude: float | None = Field(description=_("Longitude; exact sites only"))


class PlaceInList(Site):
    __doc__ = _("A location as shown in the list.")

    page_url: str = Field(description=_("Web page URL, in English"))
    verified_on: date | None = Field(description=_("Date the location was last checked; null if never"))
    organisation_count: int = Field(description=_("Number of organisations there"))


class Place(PlaceInList):
    __doc__ = _("A location and the organisations there.")

    organisations: list[Reference] = Field(description=_("Organisations there"))


class PlacePage(Page):
    __doc__ = _("A page of the list of locations.")

    results: list[PlaceInList] = Field(description=_("Items on this page"))


class PlaceFilterSet(FacetedFilterSet):
    """No filters: the page of places has none either."""

    q = None

    class Meta:
        model = PlaceModel
        fields = ()


def serialize_place_location(place) -> dict:
    return {
        "slug": place.slug,
        "api_url": build_api_url("places", place.slug),
        "name": serialize_text(place, "name"),
        "precision": place.precision,
        "region": place.region,
        "district": place.district or None,
        "city": serialize_text_or_none(place, "city"),
        "country": place.country,
        "latitude": float(place.latitude) if place.is_site else None,
        "longitude": float(place.longitude) if place.is_site else None,
    }


def prefetch_api_places(queryset):
    return queryset.with_counts()


def serialize_place(place) -> dict:
    return serialize_place_location(place) | {
        "page_url": build_permalink(place),
        "verified_on": place.verified_on,
        "organisation_count": place.organisation_count,
    }


def find_api_place(slug: str) -> dict | None:
    place = PlaceModel.objects.with_counts().filter(slug=slug).first()
    if place is None:
        return None
    organisations = Organisation.objects.published().filter(place=place).only_names().order_by("slug")
    return serialize_place(place) | {
        "organisations": [serialize_reference(organisation) for organisation in organisations]
    }
