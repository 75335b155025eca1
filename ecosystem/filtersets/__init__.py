"""The filters of the lists, as the address contract names them."""

from ecosystem.filtersets.answers import ApplicationFilterSet, SearchFilterSet, SupportFilterSet
from ecosystem.filtersets.changes import ChangeFilterSet
from ecosystem.filtersets.indicators import IndicatorFilterSet
from ecosystem.filtersets.map import MapFilterSet
from ecosystem.filtersets.network import NetworkFilterSet
from ecosystem.filtersets.records import CollaborationFilterSet, InitiativeFilterSet, OrganisationFilterSet
from ecosystem.filtersets.sources import SourceFilterSet
from ecosystem.filtersets.timeline import TimelineFilterSet

__all__ = [
    "ApplicationFilterSet",
    "ChangeFilterSet",
    "CollaborationFilterSet",
    "IndicatorFilterSet",
    "InitiativeFilterSet",
    "MapFilterSet",
    "NetworkFilterSet",
    "OrganisationFilterSet",
    "SearchFilterSet",
    "SourceFilterSet",
    "SupportFilterSet",
    "TimelineFilterSet",
]
