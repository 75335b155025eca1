"""The lists of the API: the queryset, filters and serializers of each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from ecosystem.api import changes, collaborations, indicators, initiatives, organisations, places, sources
from ecosystem.api.pagination import ApiListQuery, build_api_page
from ecosystem.models import Change, Collaboration, Indicator, Initiative, Organisation, Place, Source
from ecosystem.records.change_filters import ChangeFilterSet
from ecosystem.records.filters import CollaborationFilterSet, InitiativeFilterSet, OrganisationFilterSet
from ecosystem.records.source_filters import SourceFilterSet
from ecosystem.visuals.indicators.filters import IndicatorFilterSet


@dataclass(frozen=True)
class ApiList:
    name: str
    get_queryset: Callable
    filterset_class: type
    prefetch: Callable
    serialize: Callable
    # Returns the details of one row by its slug or key, or None; changes have no details.
    find: Callable | None
    query_class: type[ApiListQuery] = ApiListQuery

    def build_query(self, data: QueryDict) -> ApiListQuery:
        return self.query_class(self.name, data, self.filterset_class, self.get_queryset())

    def build_page(self, data: QueryDict) -> dict:
        return build_api_page(self.build_query(data), self.prefetch, self.serialize)


LISTS = {
    each.name: each
    for each in (
        ApiList(
            "organisations",
            Organisation.objects.published,
            OrganisationFilterSet,
            organisations.prefetch_api_organisations,
            organisations.serialize_organisation,
            organisations.find_api_organisation,
        ),
        ApiList(
            "initiatives",
            # A filter needs the state.
            lambda: Initiative.objects.published().with_state(),
            InitiativeFilterSet,
            initiatives.prefetch_api_initiatives,
            initiatives.serialize_initiative,
            initiatives.find_api_initiative,
        ),
        ApiList(
            "collaborations",
            Collaboration.objects.published,
            CollaborationFilterSet,
            collaborations.prefetch_api_collaborations,
            collaborations.serialize_collaboration,
            collaborations.find_api_collaboration,
        ),
        ApiList(
            "places",
            Place.objects.all,
            places.PlaceFilterSet,
            places.prefetch_api_places,
            places.serialize_place,
            places.find_api_place,
        ),
        ApiList(
            "sources",
            Source.objects.published,
            SourceFilterSet,
            sources.prefetch_api_sources,
            sources.serialize_source,
            sources.find_api_source,
        ),
        ApiList(
            "changes",
            Change.objects.published,
            ChangeFilterSet,
            changes.prefetch_api_changes,
            changes.serialize_change,
            None,
            changes.ChangeListQuery,
        ),
        ApiList(
            "indicators",
            lambda: Indicator.objects.published().with_observations(),
            IndicatorFilterSet,
            indicators.prefetch_api_indicators,
            indicators.serialize_indicator,
            indicators.find_api_indicator,
        ),
    )
}
