"""The timeline: events by period and theme, in total or within a decade or a year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ecosystem.models import Theme
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition
from ecosystem.visuals.timeline.events import TimelineEvent, iter_distinct_events, list_timeline_events

# The first year with its own column; earlier columns are decades.
BY_YEAR_FROM = 2010


@dataclass(frozen=True)
class TimelinePeriod:
    """A column: a decade, a year, or a month; `month` 0 is for dates of the year without a month."""

    first: int
    last: int
    month: int | None = None

    def contains(self, year: int, month: int = 0) -> bool:
        return self.first <= year <= self.last and (self.month is None or self.month == month)

    @property
    def is_decade(self) -> bool:
        return self.last > self.first

    @property
    def is_year(self) -> bool:
        return self.last == self.first and self.month is None


class Timeline:
    """Filtered events; `decade` or `year` is the selected time."""

    def __init__(
        self, events: Iterable[TimelineEvent], *, themes=(), decade: int | None = None, year: int | None = None
    ):
        self.all_events = list(iter_distinct_events(events))
        self.selected_themes = list(themes)
        self.year = year
        self.decade = decade if year is None else None

    @classmethod
    def from_filters(cls, *, themes=(), kinds=(), event_types=(), decade=None, year=None) -> "Timeline":
        events = [
            event
            for event in list_timeline_events()
            if (not themes or set(themes) & set(event.themes))
            and (not kinds or event.record_kind in kinds)
            and (not event_types or event.event_type in event_types)
        ]
        return cls(events, themes=themes, decade=decade, year=year)

    @cached_property
    def events(self) -> list[TimelineEvent]:
        """Newest first."""
        return [event for event in self.all_events if self._is_in_selected_time(event)]

    def _is_in_selected_time(self, event: TimelineEvent) -> bool:
        year = event.date.parts[0]
        if self.year is not None:
            return year == self.year
        return self.decade is None or self.decade <= year < self.decade + 10

    @cached_property
    def periods(self) -> list[TimelinePeriod]:
        """Earliest first, including empty ones."""
        if self.year is not None:
            return [TimelinePeriod(self.year, self.year, month) for month in range(13)]
        if self.decade is not None:
            return [TimelinePeriod(year, year) for year in range(self.decade, self.decade + 10)]
        years = [event.date.parts[0] for event in self.all_events]
        if not years:
            return []
        first, last = min(years), max(years)
        decades = [TimelinePeriod(year, year + 9) for year in range(first // 10 * 10, BY_YEAR_FROM, 10)]
        return [
            *decades,
            *(TimelinePeriod(year, year) for year in range(max(first // 10 * 10, BY_YEAR_FROM), last + 1)),
        ]

    @cached_property
    def theme_rows(self) -> list[tuple[str, str]]:
        """`(slug, name)` of the selected themes, else of all; with an empty one last if an event has none of them."""
        themes = [(theme.slug, theme.name) for theme in get_cached_vocabulary(Theme)]
        rows = [row for row in themes if not self.selected_themes or row[0] in self.selected_themes]
        return [*rows, ("", "")] if any(not self.get_theme_row(event) for event in self.events) else rows

    def get_theme_row(self, event: TimelineEvent) -> str:
        """Return the theme of the row of an event: the first selected theme of its record."""
        return next((slug for slug in event.themes if not self.selected_themes or slug in self.selected_themes), "")

    @cached_property
    def counts(self) -> dict[tuple[str, TimelinePeriod], int]:
        by_month = Counter((self.get_theme_row(event), event.date.parts[:2]) for event in self.events)
        counts: Counter[tuple[str, TimelinePeriod]] = Counter()
        for (theme, month), number in by_month.items():
            counts[theme, next(period for period in self.periods if period.contains(*month))] += number
        return dict(counts)


@per_edition
def list_event_decades() -> list[int]:
    """Return the first years of the decades with events, latest first."""
    return sorted({year // 10 * 10 for year in list_event_years()}, reverse=True)


@per_edition
def list_event_years() -> list[int]:
    return sorted({event.date.parts[0] for event in list_timeline_events()}, reverse=True)
