"""Collaborations: the list, the page of one and its structured data."""

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports.record_columns import FILE_FORMATS
from ecosystem.models import Collaboration
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import CollaborationFilterSet
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import count_by_column, count_by_organisation, count_by_reach, count_by_record
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
        "theme": count_by_column("themes__slug"),
        "kind": count_by_column("kind"),
        "reach": count_by_reach,
        "application": count_by_column("applications__slug"),
        "organisation": count_by_organisation("participants"),
        "initiative": count_by_record("initiative"),
        "ai": count_by_column("ai"),
    }


class CollaborationDetail(RecordDetail):
    model = Collaboration


class CollaborationJson(RecordJson):
    model = Collaboration
