"""The filters of the lists, as the address contract names them."""

from ecosystem.filtersets.answers import ApplicationFilterSet, SearchFilterSet, SupportFilterSet
from ecosystem.filtersets.indicators import IndicatorFilterSet
from ecosystem.filtersets.network import NetworkFilterSet
from ecosystem.filtersets.records import CollaborationFilterSet, InitiativeFilterSet, OrganisationFilterSet

__all__ = [
    "ApplicationFilterSet",
    "CollaborationFilterSet",
    "IndicatorFilterSet",
    "InitiativeFilterSet",
    "NetworkFilterSet",
    "OrganisationFilterSet",
    "SearchFilterSet",
    "SupportFilterSet",
]
