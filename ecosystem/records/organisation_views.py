"""Organisations: the list and the page of one body."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports.record_columns import FORMS
from ecosystem.models import Indicator, Organisation, Theme
from ecosystem.models.cached_vocabulary import words
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import OrganisationFilterSet
from ecosystem.records.involvement import Standing
from ecosystem.visuals.map.locator import locator
from ecosystem.visuals.network.graph import network
from ecosystem.visuals.network.query import AskedNetwork
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_application_or_tie, by_column, by_record
from ecosystem.web.record_views import RecordList


class OrganisationList(RecordList):
    page_title = _("Organisations")
    page_description = _(
        "Government bodies, universities, laboratories, banks, companies and investors of Hong Kong’s AI, with their "
        "sources: filter by theme, kind, application and place."
    )
    things = npgettext_lazy("after a number", "organisation", "organisations", "n")
    model = Organisation
    template = "organisation_list.html"
    filterset_class = OrganisationFilterSet
    sorts = (
        listing.BY_NAME,
        listing.BY_UPDATE,
        listing.Sort("-founded", _("Newest first"), listing.by_date("founded")),
        listing.Sort("founded", _("Oldest first"), listing.by_date("founded", newest_first=False)),
    )
    forms = FORMS
    facet_counters = {
        "theme": by_column("themes__slug"),
        "kind": by_column("kind"),
        "application": by_application_or_tie,
        "tie": by_application_or_tie,
        "support": by_column("support__slug"),
        "region": by_column("place__region"),
        "district": by_column("place__district"),
        "parent": by_record("parent"),
        "ai": by_column("ai"),
    }


class OrganisationDetail(RecordDetail):
    model = Organisation

    @cached_property
    def standing(self):
        return Standing(self.object)

    def get_others_in_line(self):
        return [part.record for part in (*self.standing.initiatives, *self.standing.collaborations)]

    def get_context_data(self, **kwargs):
        standing = self.standing
        return super().get_context_data(**kwargs) | {
            "standing": standing,
            "asked": AskedNetwork(network(), {"organisation": [self.object]}),
            "themes": words(Theme),
            "locator": locator(self.object.place) if self.object.place else None,
            "indicators": Indicator.objects.published().filter(organisation__in=list(standing.bodies)).for_list(),
        }


class OrganisationJson(RecordJson):
    model = Organisation
