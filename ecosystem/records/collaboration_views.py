"""Collaborations: the list and the page of one."""

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports.record_columns import FORMS
from ecosystem.models import Collaboration
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import CollaborationFilterSet
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_body, by_column, by_reach, by_record
from ecosystem.web.record_views import RecordList


class CollaborationList(RecordList):
    page_title = _("Collaborations")
    page_description = _(
        "Joint laboratories, memoranda and partnerships of Hong Kong’s AI, within the city and across the boundary, "
        "with their parties and sources."
    )
    things = npgettext_lazy("after a number", "collaboration", "collaborations", "n")
    model = Collaboration
    template = "collaboration_list.html"
    filterset_class = CollaborationFilterSet
    sorts = (
        listing.BY_NAME,
        listing.BY_UPDATE,
        listing.Sort("-announced", _("Latest announced"), listing.by_date("announced")),
        listing.Sort("announced", _("Earliest announced"), listing.by_date("announced", newest_first=False)),
        listing.Sort("-starts", _("Newest first"), listing.by_date("starts")),
    )
    forms = FORMS
    facet_counters = {
        "theme": by_column("themes__slug"),
        "kind": by_column("kind"),
        "reach": by_reach,
        "application": by_column("applications__slug"),
        "organisation": by_body("participants"),
        "initiative": by_record("initiative"),
        "ai": by_column("ai"),
    }


class CollaborationDetail(RecordDetail):
    model = Collaboration


class CollaborationJson(RecordJson):
    model = Collaboration
