"""The support finder as a page and as a calendar."""

from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView, View

from ecosystem.exports import icalendar
from ecosystem.models import Application, Initiative
from ecosystem.support.filters import SupportFilterSet
from ecosystem.support.overview import build_support_overview
from ecosystem.support.schemes import SupportQuery, SupportResults
from ecosystem.web.filtered_pages import FilteredPageMixin, get_early_file_response
from ecosystem.web.lists.listing import FilterSelection

# How long past events stay in the calendar.
PAST_EVENTS_PERIOD = timedelta(days=365)
TITLES = {
    "starts": gettext_lazy("Starts: %(name)s"),
    "applications_close": gettext_lazy("Application deadline: %(name)s"),
    "ends": gettext_lazy("Ends: %(name)s"),
}


def get_support_schemes():
    """Return the public initiatives that give support."""
    return Initiative.objects.published().giving_support().with_state()


def build_support_results(listing):
    filters = listing.filterset.active_filters
    query = SupportQuery(
        filters.get("audience", ()),
        filters.get("support", ()),
        filters.get("application", ()),
        filters.get("amount_min"),
        filters.get("q", ""),
        filters.get("call_status", ()),
    )
    return SupportResults(listing.filterset.qs, query)


class FindSupport(FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Find support")
    page_description = gettext_lazy(
        "Funding, mentoring, workspace, computing power, visas and tax relief for AI in Hong Kong: "
        "who offers it, to whom, how much, the deadline and where to apply."
    )
    template_name = "ecosystem/find_support.html"
    filterset_class = SupportFilterSet

    def get_queryset(self):
        return get_support_schemes()

    def get_context_data(self, **kwargs):
        results = build_support_results(self.listing)
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


@method_decorator(cache_control(public=True, max_age=3600), name="dispatch")
class FindSupportCalendar(View):
    """The openings and deadlines of the results, for calendar subscriptions."""

    def get(self, request):
        listing = FilterSelection(request.path, request.GET, SupportFilterSet, get_support_schemes())
        if response := get_early_file_response(listing):
            return response
        title = listing.format_title(f"HKAI · {FindSupport.page_title}")
        body = icalendar.render_icalendar(title, self.iter_events(build_support_results(listing).shown_offers))
        headers = {"Content-Disposition": 'inline; filename="hkai-support.ics"'}
        return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)

    def iter_events(self, offers):
        oldest = localdate() - PAST_EVENTS_PERIOD
        for offer in offers:
            scheme = offer.initiative
            for field, title in TITLES.items():
                if (when := getattr(scheme, field)) and when.last_day >= oldest:
                    yield icalendar.CalendarEvent(
                        key=f"{scheme.slug}.{field}",
                        when=when,
                        title=title % {"name": scheme.name},
                        text=self.format_event_text(scheme, when),
                        url=settings.SITE_URL + scheme.get_absolute_url(),
                        changed_at=scheme.updated_at,
                    )

    def format_event_text(self, scheme, when):
        date = _("Date in the source: %(date)s (Hong Kong time).") % {"date": when.format_localized()}
        return f"{date}\n{scheme.summary}"
