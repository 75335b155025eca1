"""Organisations: the list, the page of one and its structured data."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.models import Organisation, Theme
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import OrganisationFilterSet, count_by_relationship
from ecosystem.records.involvement import OrganisationInvolvement
from ecosystem.visuals.map.locator import draw_locator_map
from ecosystem.visuals.network.data import get_network
from ecosystem.visuals.network.query import NetworkQuery
from ecosystem.web.list_files import FILE_FORMATS
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import count_records, list_ancestors, values_of_column
from ecosystem.web.record_views import RecordList


class OrganisationList(RecordList):
    page_title = _("Organisations")
    page_description = _(
        "Government departments, universities, laboratories, banks, companies and investors in AI in "
        "Hong Kong, with sources. Filter by theme, type, application area and location."
    )
    count_label = npgettext_lazy("after a number", "organisation", "organisations", "n")
    model = Organisation
    template = "organisation_list.html"
    filterset_class = OrganisationFilterSet
    sorts = (
        listing.SORT_BY_NAME,
        listing.SORT_BY_UPDATE,
        listing.SortOption("-founded", _("Newest first"), listing.build_date_sort("founded")),
        listing.SortOption("founded", _("Oldest first"), listing.build_date_sort("founded", newest_first=False)),
    )
    file_formats = FILE_FORMATS
    facet_counters = {
        "theme": count_records(values_of_column("themes__slug")),
        "kind": count_records(values_of_column("kind")),
        "application": count_by_relationship,
        "tie": count_by_relationship,
        "support": count_records(values_of_column("support__slug")),
        "region": count_records(values_of_column("place__region")),
        "district": count_records(values_of_column("place__district")),
        "parent": count_records(list_ancestors),
        "ai": count_records(values_of_column("ai")),
    }


class OrganisationDetail(RecordDetail):
    model = Organisation

    @cached_property
    def involvement(self):
        return OrganisationInvolvement(self.object)

    def get_related_timeline_records(self):
        return [part.record for part in (*self.involvement.initiatives, *self.involvement.collaborations)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "standing": self.involvement,
            "asked": NetworkQuery(get_network(), {"organisation": [self.object]}),
            "themes": get_cached_vocabulary(Theme),
            "locator": draw_locator_map(self.object.place) if self.object.place else None,
            "indicators": self.involvement.indicators,
        }


class OrganisationJson(RecordJson):
    model = Organisation
