"""Initiatives: the list, the page of one, its structured data and its calendar."""

from functools import cached_property
from operator import attrgetter

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _, npgettext_lazy
from django.views.generic import View

from ecosystem.exports.initiative_events import build_calendar_response, has_calendar_events
from ecosystem.models import Collaboration, Initiative
from ecosystem.records.base import RecordDetail, RecordJson
from ecosystem.records.filters import InitiativeFilterSet
from ecosystem.web.list_files import CALENDAR_FORMAT, FILE_FORMATS
from ecosystem.web.lists import listing
from ecosystem.web.lists.facets import count_records, values_of_column, values_of_organisations
from ecosystem.web.record_views import RecordList
from ecosystem.web.redirects import SlugRedirectMixin


class InitiativeList(RecordList):
    page_title = _("Initiatives")
    page_description = _(
        "Strategies, funding, talent schemes, sandboxes, rules and systems for AI in Hong Kong, with "
        "amounts, dates and sources. Filter by status, target group and type."
    )
    count_label = npgettext_lazy("after a number", "initiative", "initiatives", "n")
    model = Initiative
    template = "initiative_list.html"
    filterset_class = InitiativeFilterSet
    sorts = (
        listing.SORT_BY_NAME,
        listing.SORT_BY_UPDATE,
        listing.SORT_NEWEST_FIRST,
        listing.SORT_OLDEST_FIRST,
        listing.SortOption(
            "-amount",
            _("Largest amount first"),
            listing.sort_by_amount,
            find_missing_filter=attrgetter("amount_sort_error"),
        ),
        listing.SortOption("-announced", _("Latest announced first"), listing.build_date_sort("announced")),
    )
    file_formats = FILE_FORMATS | CALENDAR_FORMAT
    facet_counters = {
        "theme": count_records(values_of_column("themes__slug")),
        "kind": count_records(values_of_column("kind")),
        "state": count_records(values_of_column("state")),
        "audience": count_records(values_of_column("audience__slug")),
        "support": count_records(values_of_column("support__slug")),
        "application": count_records(values_of_column("applications__slug")),
        "body": count_records(values_of_organisations("bodies")),
        "amount_basis": count_records(values_of_column("amount_basis")),
        "ai": count_records(values_of_column("ai")),
    }

    def get_queryset(self):
        return super().get_queryset().with_state()


class InitiativeDetail(RecordDetail):
    model = Initiative

    @cached_property
    def collaborations(self):
        return list(Collaboration.objects.published().under_initiatives([self.object]).for_list().by_date())

    def get_related_timeline_records(self):
        return [*self.object.public_parts, *self.collaborations]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "collaborations": self.collaborations,
            "indicators": self.object.indicators.published().for_list(),
            "has_calendar": has_calendar_events(self.object),
        }


class InitiativeJson(RecordJson):
    model = Initiative


class InitiativeCalendar(SlugRedirectMixin, View):
    model = Initiative

    def get(self, request, slug):
        initiative = get_object_or_404(self.model.objects.published(), slug=slug)
        return build_calendar_response(str(initiative.name), [initiative], f"hkai-{slug}")
