"""Collaborations: the list, the page of one and its structured data."""

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.models import Collaboration
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import CollaborationFilterSet
from ecosystem.web.list_files import FILE_FORMATS
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import (
    count_records,
    list_reaches,
    values_of_column,
    values_of_organisations,
    values_of_record,
)
from ecosystem.web.record_views import RecordList


class CollaborationList(RecordList):
    page_title = _("Collaborations")
    page_description = _(
        "Joint laboratories, memoranda of understanding and partnerships on AI, within Hong Kong and "
        "cross-border, with participants and sources."
    )
    count_label = npgettext_lazy("after a number", "collaboration", "collaborations", "n")
    model = Collaboration
    template = "collaboration_list.html"
    filterset_class = CollaborationFilterSet
    sorts = (
        listing.SORT_BY_NAME,
        listing.SORT_BY_UPDATE,
        listing.SORT_NEWEST_FIRST,
        listing.SORT_OLDEST_FIRST,
        listing.SortOption("-announced", _("Latest announced first"), listing.build_date_sort("announced")),
        listing.SortOption(
            "announced", _("Earliest announced first"), listing.build_date_sort("announced", newest_first=False)
        ),
    )
    file_formats = FILE_FORMATS
    facet_counters = {
        "theme": count_records(values_of_column("themes__slug")),
        "kind": count_records(values_of_column("kind")),
        "reach": count_records(list_reaches),
        "application": count_records(values_of_column("applications__slug")),
        "organisation": count_records(values_of_organisations("participants")),
        "initiative": count_records(values_of_record("initiative")),
        "ai": count_records(values_of_column("ai")),
    }


class CollaborationDetail(RecordDetail):
    model = Collaboration


class CollaborationJson(RecordJson):
    model = Collaboration
