"""The lists of the API: what each is made of, by which filters, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from django.http import QueryDict

from ecosystem.api import changes, collaborations, indicators, initiatives, organisations, places, sources
from ecosystem.api.pagination import Asked, page
from ecosystem.models import Change, Collaboration, Indicator, Initiative, Organisation, Place, Source
from ecosystem.records.change_filters import ChangeFilterSet
from ecosystem.records.filters import CollaborationFilterSet, InitiativeFilterSet, OrganisationFilterSet
from ecosystem.records.source_filters import SourceFilterSet
from ecosystem.visuals.indicators.filters import IndicatorFilterSet


@dataclass(frozen=True)
class List:
    """A list by the filters of its page; `module` says what of each thing is told, in the list and of one."""

    name: str
    rows: Callable
    filterset_class: type
    module: ModuleType
    asks: type[Asked] = Asked

    def asked(self, data: QueryDict) -> Asked:
        return self.asks(self.name, data, self.filterset_class, self.rows())

    def page(self, data: QueryDict) -> dict:
        return page(self.asked(data), self.module.fetched, self.module.in_list)


LISTS = {
    each.name: each
    for each in (
        List("organisations", Organisation.objects.published, OrganisationFilterSet, organisations),
        # One of the filters asks for the state.
        List("initiatives", lambda: Initiative.objects.published().with_state(), InitiativeFilterSet, initiatives),
        List("collaborations", Collaboration.objects.published, CollaborationFilterSet, collaborations),
        List("places", Place.objects.all, places.PlaceFilterSet, places),
        List("sources", Source.objects.published, SourceFilterSet, sources),
        List("changes", Change.objects.published, ChangeFilterSet, changes, changes.AskedSince),
        List("indicators", lambda: Indicator.objects.published().with_figures(), IndicatorFilterSet, indicators),
    )
}
