"""The line of time: what was announced, began and ended, by theme; as a page, a picture, a table."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView

from ecosystem.exports import csv_files
from ecosystem.models import Organisation
from ecosystem.visuals.heat_table import Head, matrix
from ecosystem.visuals.svg_files import file_addresses, page_address, picture_file, selects, stands_alone
from ecosystem.visuals.timeline.data import Timeline
from ecosystem.visuals.timeline.drawing import drawn, label
from ecosystem.visuals.timeline.export import TIMELINE, sourced
from ecosystem.visuals.timeline.filters import TimelineFilterSet
from ecosystem.web.filtered_pages import Asked, AskedFile

# So many of the latest are named where all of the time is looked at; a decade or a year names all of its own.
NAMED = 40


def closer(timeline, theme):
    """Return the address at which each column of a theme's line of time is looked at closer."""
    names = {period: "decade" if period.is_decade else "year" for period in timeline.periods}
    return {period: f"{reverse('timeline')}?theme={theme}&{name}={period.first}" for period, name in names.items()}


class TimelineQuestion:
    filterset_class = TimelineFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def timeline(self) -> Timeline:
        chosen = {} if self.listing.problems else self.listing.filterset.chosen
        year, decade = (max(map(int, chosen[name])) if name in chosen else None for name in ("year", "decade"))
        return Timeline.asked(
            themes=chosen.get("theme", ()),
            kinds=chosen.get("kind", ()),
            happenings=chosen.get("what", ()),
            year=year,
            decade=decade,
        )

    @property
    def title(self):
        if self.timeline.year is not None:
            return str(self.timeline.year)
        if self.timeline.decade is not None:
            return _("%(decade)ss") % {"decade": self.timeline.decade}
        return _("By theme and time")

    @property
    def description(self):
        events = self.timeline.events
        if not events:
            return _("Nothing is on record here.")
        return ngettext(
            "%(n)s event from %(first)s to %(last)s, by theme. The table below says the same.",
            "%(n)s events from %(first)s to %(last)s, by theme. The table below says the same.",
            len(events),
        ) % {"n": len(events), "first": events[-1].date.localized(), "last": events[0].date.localized()}


class TimelinePage(TimelineQuestion, Asked, TemplateView):
    page_title = gettext_lazy("Timeline")
    page_description = gettext_lazy(
        "What was founded, announced, opened and closed in Hong Kong’s AI, by theme and year, each date as exact as its "
        "source."
    )
    template_name = "ecosystem/timeline.html"
    is_kept = True

    def get_context_data(self, **kwargs):
        timeline = self.timeline
        is_whole = timeline.year is None and timeline.decade is None
        return super().get_context_data(**kwargs) | {
            "timeline": timeline,
            "drawing": drawn(timeline),
            "drawing_title": self.title,
            "drawing_description": self.description,
            "addresses": {period: self.closer(period) for period in timeline.periods},
            "matrix": self.matrix() if timeline.year is None else None,
            "named": timeline.events[:NAMED] if is_whole else timeline.events,
            "unnamed": max(len(timeline.events) - NAMED, 0) if is_whole else 0,
            "selects": selects(self.listing, "theme", "kind", "what", "decade", "year"),
            "wider": self.wider(),
            "files": file_addresses(self.listing),
        }

    def closer(self, period, **changes):
        """Return the address at which a column is looked at closer."""
        if period.is_decade:
            return self.listing.address(decade=period.first, year=None, **changes)
        return self.listing.address(year=period.first, decade=None, **changes)

    def wider(self):
        """Return `(address, words)` of what the time looked at is a part of."""
        year, decade = self.timeline.year, self.timeline.decade
        found = []
        if year is not None:
            first = year // 10 * 10
            found.append((self.listing.address(year=None, decade=first), _("%(decade)ss") % {"decade": first}))
        if year is not None or decade is not None:
            found.append((self.listing.address(year=None, decade=None), _("All of the time")))
        return found

    def matrix(self):
        """Return the picture's twin: how much happened of each theme in each period."""
        timeline = self.timeline
        periods = {str(period.first): period for period in timeline.periods}
        rows = [Head(slug, name or _("No theme")) for slug, name in timeline.rows]
        columns = [Head(value, label(period), self.closer(period)) for value, period in periods.items()]
        return matrix(
            [("", rows)],
            columns,
            lambda row, column: timeline.counts.get((row.value, periods[column.value]), 0),
            lambda row, column: self.closer(periods[column.value], **({"theme": row.value} if row.value else {})),
        )


@stands_alone
class TimelinePicture(TimelineQuestion, AskedFile):
    """The picture as a file of its own, with its style and its credits."""

    def answer(self):
        context = {
            "timeline": self.timeline,
            "drawing": drawn(self.timeline),
            "title": self.title,
            "description": self.description,
            "addresses": {},
        }
        return picture_file("ecosystem/timeline.svg", "timeline", page_address(self.listing), context)


class TimelineTable(TimelineQuestion, AskedFile):
    """What happened, one a row, the newest first."""

    def answer(self):
        return csv_files.download("hkai-timeline", TIMELINE.header, TIMELINE.rows(sourced(self.timeline.events)))
