"""Initiatives: the list and the page of one."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _, npgettext_lazy

from ecosystem.exports.record_columns import FORMS
from ecosystem.models import Collaboration, Initiative
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import InitiativeFilterSet
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import by_body, by_column
from ecosystem.web.record_views import RecordList


class InitiativeList(RecordList):
    page_title = _("Initiatives")
    page_description = _(
        "Strategies, funds, talent schemes, sandboxes, rules and systems in service of Hong Kong’s AI, with amounts, "
        "dates and sources: filter by state, audience and kind."
    )
    things = npgettext_lazy("after a number", "initiative", "initiatives", "n")
    model = Initiative
    template = "initiative_list.html"
    filterset_class = InitiativeFilterSet
    sorts = (
        listing.BY_NAME,
        listing.BY_UPDATE,
        listing.Sort("-starts", _("Newest first"), listing.by_date("starts")),
        listing.Sort("starts", _("Oldest first"), listing.by_date("starts", newest_first=False)),
        listing.Sort("-announced", _("Latest announced"), listing.by_date("announced")),
    )
    forms = FORMS
    facet_counters = {
        "theme": by_column("themes__slug"),
        "kind": by_column("kind"),
        "state": by_column("state"),
        "audience": by_column("audience__slug"),
        "support": by_column("support__slug"),
        "application": by_column("applications__slug"),
        "body": by_body("bodies"),
        "amount_basis": by_column("amount_basis"),
        "ai": by_column("ai"),
    }

    def get_queryset(self):
        return super().get_queryset().with_state()


class InitiativeDetail(RecordDetail):
    model = Initiative

    @cached_property
    def collaborations(self):
        return list(Collaboration.objects.published().under([self.object]).for_list().by_date())

    def get_others_in_line(self):
        return [*self.object.public_parts, *self.collaborations]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"collaborations": self.collaborations}


class InitiativeJson(RecordJson):
    model = Initiative
