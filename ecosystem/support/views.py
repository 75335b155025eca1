"""The support finder as a page and as a calendar."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from ecosystem.exports import initiative_events
from ecosystem.models import Application
from ecosystem.support.filters import SupportFilterSet
from ecosystem.support.offers import SupportQuery
from ecosystem.support.overview import build_support_overview
from ecosystem.support.results import SupportResults
from ecosystem.support.schemes import get_support_schemes
from ecosystem.web.filtered_pages import FilteredFileView, FilteredPageMixin


class SupportQueryMixin:
    filterset_class = SupportFilterSet

    def get_queryset(self):
        return get_support_schemes()

    def find_results(self):
        filters = self.listing.filterset.active_filters
        query = SupportQuery(
            filters.get("audience", ()),
            filters.get("support", ()),
            filters.get("application", ()),
            filters.get("amount_min"),
            filters.get("q", ""),
            filters.get("call_status", ()),
        )
        return SupportResults(self.listing.filterset.matching_keys, query)


class FindSupport(SupportQueryMixin, FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Find support")
    page_description = gettext_lazy(
        "Funding, mentoring, workspace, computing power, visas and tax relief for AI in Hong Kong: "
        "who offers it, to whom, how much, the deadline and where to apply."
    )
    template_name = "ecosystem/find_support.html"

    def get_context_data(self, **kwargs):
        results = self.find_results()
        return super().get_context_data(**kwargs) | {
            "offers": results,
            "calendar_address": f"{reverse('find-support-calendar')}?{self.listing.query}",
            "overview": None if results.query.has_criteria else build_support_overview(),
            "audience": self.listing.list_choices("audience"),
            "support": self.listing.list_choices("support"),
            "calls": self.listing.list_choices("call_status"),
            "sectors": self.list_sectors(),
        }

    def list_sectors(self):
        """Return `(sector, [(application, is chosen)])`."""
        chosen = self.listing.filterset.active_filters.get("application", ())
        terms = [(term, term.slug in chosen) for term in Application.objects.by_sector()]
        return [(sector, list(group)) for sector, group in groupby(terms, key=lambda item: item[0].sector)]


class FindSupportCalendar(SupportQueryMixin, FilteredFileView):
    def render_file(self):
        title = self.listing.format_title(str(FindSupport.page_title))
        return initiative_events.build_calendar_response(title, self.find_results().list_initiatives(), "hkai-support")
