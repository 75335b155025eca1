"""The timeline as a page, a drawing and a CSV file."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView

from ecosystem.models import Organisation
from ecosystem.visuals.heat_table import HeatTableHeading, build_heat_table
from ecosystem.visuals.svg_files import (
    apply_svg_csp,
    get_picture_file_addresses,
    get_picture_page_address,
    list_filter_selects,
    render_picture_file,
)
from ecosystem.visuals.timeline.data import Timeline
from ecosystem.visuals.timeline.drawing import draw_timeline, get_period_label
from ecosystem.visuals.timeline.export import TIMELINE_DATASET, iter_sourced_events
from ecosystem.visuals.timeline.filters import TimelineFilterSet
from ecosystem.web.filtered_pages import FilteredCsvView, FilteredFileView, FilteredPageMixin

# The number of events listed for the whole timeline; a decade or a year lists all.
NAMED = 40


def get_period_addresses(timeline, theme):
    names = {period: "decade" if period.is_decade else "year" for period in timeline.periods}
    return {period: f"{reverse('timeline')}?theme={theme}&{name}={period.first}" for period, name in names.items()}


class TimelineQueryMixin:
    filterset_class = TimelineFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def timeline(self) -> Timeline:
        filters = {} if self.listing.problems else self.listing.filterset.active_filters
        year, decade = (max(map(int, filters[name])) if name in filters else None for name in ("year", "decade"))
        return Timeline.from_filters(
            themes=filters.get("theme", ()),
            kinds=filters.get("kind", ()),
            event_types=filters.get("what", ()),
            year=year,
            decade=decade,
        )

    @property
    def drawing_title(self):
        if self.timeline.year is not None:
            return str(self.timeline.year)
        if self.timeline.decade is not None:
            return _("%(decade)ss") % {"decade": self.timeline.decade}
        return _("By theme and time")

    @property
    def drawing_description(self):
        events = self.timeline.events
        if not events:
            return _("No events to show")
        return ngettext(
            "%(n)s event from %(first)s to %(last)s, by theme. The table below gives the same information.",
            "%(n)s events from %(first)s to %(last)s, by theme. The table below gives the same information.",
            len(events),
        ) % {"n": len(events), "first": events[-1].date.format_localized(), "last": events[0].date.format_localized()}


class TimelinePage(TimelineQueryMixin, FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Timeline")
    page_description = gettext_lazy(
        "What was founded, announced, started and ended in Hong Kong’s AI ecosystem, by theme and "
        "year. Dates are only as precise as their sources."
    )
    template_name = "ecosystem/timeline.html"

    def get_context_data(self, **kwargs):
        timeline = self.timeline
        is_whole = timeline.year is None and timeline.decade is None
        return super().get_context_data(**kwargs) | {
            "timeline": timeline,
            "drawing": draw_timeline(timeline),
            "drawing_title": self.drawing_title,
            "drawing_description": self.drawing_description,
            "addresses": {period: self.get_zoom_in_address(period) for period in timeline.periods},
            "matrix": self.build_heat_table() if timeline.year is None else None,
            "named": timeline.events[:NAMED] if is_whole else timeline.events,
            "unnamed": max(len(timeline.events) - NAMED, 0) if is_whole else 0,
            "selects": list_filter_selects(self.listing, "theme", "kind", "what", "decade", "year"),
            "wider": self.list_zoom_out_links(),
            "files": get_picture_file_addresses(self.listing),
        }

    def get_zoom_in_address(self, period, **changes):
        if period.is_decade:
            return self.listing.build_address(decade=period.first, year=None, **changes)
        return self.listing.build_address(year=period.first, decade=None, **changes)

    def list_zoom_out_links(self):
        """Return `(address, label)` of the decade and the whole timeline around the selected time."""
        year, decade = self.timeline.year, self.timeline.decade
        links = []
        if year is not None:
            first = year // 10 * 10
            links.append((self.listing.build_address(year=None, decade=first), _("%(decade)ss") % {"decade": first}))
        if year is not None or decade is not None:
            links.append((self.listing.build_address(year=None, decade=None), _("Show all events")))
        return links

    def build_heat_table(self):
        """Return the table equivalent of the drawing."""
        timeline = self.timeline
        periods = {str(period.first): period for period in timeline.periods}
        rows = [HeatTableHeading(slug, name or _("No theme")) for slug, name in timeline.theme_rows]
        columns = [
            HeatTableHeading(value, get_period_label(period), self.get_zoom_in_address(period))
            for value, period in periods.items()
        ]
        return build_heat_table(
            [("", rows)],
            columns,
            lambda row, column: timeline.counts.get((row.value, periods[column.value]), 0),
            lambda row, column: self.get_zoom_in_address(
                periods[column.value], **({"theme": row.value} if row.value else {})
            ),
        )


@apply_svg_csp
class TimelinePicture(TimelineQueryMixin, FilteredFileView):
    def render_file(self):
        context = {
            "timeline": self.timeline,
            "drawing": draw_timeline(self.timeline),
            "title": self.drawing_title,
            "description": self.drawing_description,
            "addresses": {},
        }
        return render_picture_file(
            "ecosystem/timeline.svg", "timeline", get_picture_page_address(self.listing), context
        )


class TimelineTable(TimelineQueryMixin, FilteredCsvView):
    file_name = "hkai-timeline"
    table = TIMELINE_DATASET

    def iter_objects(self):
        return iter_sourced_events(self.timeline.events)
