"""The line of time: what happened by period and theme, by the decade and the year or within one of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ecosystem.models import Theme
from ecosystem.models.cached_vocabulary import words
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.timeline.events import Event, every_event, once

# From this year on every year has a column of its own; before it every decade has.
BY_YEAR_FROM = 2010


@dataclass(frozen=True)
class Period:
    """A column: a decade, a year, a month, or a year of which the month is not known (then `month` is 0)."""

    first: int
    last: int
    month: int | None = None

    def holds(self, event: Event) -> bool:
        year, month = (*event.date.parts, 0)[:2]
        return self.first <= year <= self.last and (self.month is None or self.month == month)

    @property
    def is_decade(self) -> bool:
        return self.last > self.first

    @property
    def is_year(self) -> bool:
        return self.last == self.first and self.month is None


class Timeline:
    """Events that a question leaves; `decade` and `year` say what of the time is looked at."""

    def __init__(self, events: Iterable[Event], *, themes=(), decade: int | None = None, year: int | None = None):
        self.all = once(events)
        self.asked_themes = list(themes)
        self.year = year
        self.decade = decade if year is None else None

    @classmethod
    def asked(cls, *, themes=(), kinds=(), happenings=(), decade=None, year=None) -> "Timeline":
        events = [
            event
            for event in every_event()
            if (not themes or set(themes) & set(event.themes))
            and (not kinds or event.kind in kinds)
            and (not happenings or event.happening in happenings)
        ]
        return cls(events, themes=themes, decade=decade, year=year)

    @cached_property
    def events(self) -> list[Event]:
        """What lies in the time that is looked at, the newest first."""
        return [event for event in self.all if self._lies_in(event)]

    def _lies_in(self, event: Event) -> bool:
        year = event.date.parts[0]
        if self.year is not None:
            return year == self.year
        return self.decade is None or self.decade <= year < self.decade + 10

    @cached_property
    def periods(self) -> list[Period]:
        """The columns of the picture, the earliest first; a period in which nothing happened is one, too."""
        if self.year is not None:
            return [Period(self.year, self.year, month) for month in range(13)]
        if self.decade is not None:
            return [Period(year, year) for year in range(self.decade, self.decade + 10)]
        years = [event.date.parts[0] for event in self.all]
        if not years:
            return []
        first, last = min(years), max(years)
        decades = [Period(year, year + 9) for year in range(first // 10 * 10, BY_YEAR_FROM, 10)]
        return [*decades, *(Period(year, year) for year in range(max(first // 10 * 10, BY_YEAR_FROM), last + 1))]

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """The themes as `(slug, name)`: those asked for, else all; last what has none."""
        themes = [(theme.slug, theme.name) for theme in words(Theme)]
        found = [row for row in themes if not self.asked_themes or row[0] in self.asked_themes]
        return [*found, ("", "")] if any(not self.row_of(event) for event in self.events) else found

    def row_of(self, event: Event) -> str:
        """Return the theme in whose row an event stands: the first of its record that was asked for."""
        return next((slug for slug in event.themes if not self.asked_themes or slug in self.asked_themes), "")

    @cached_property
    def counts(self) -> dict[tuple[str, Period], int]:
        """How much happened, by theme and period."""
        found: defaultdict[tuple[str, Period], int] = defaultdict(int)
        for event in self.events:
            period = next(period for period in self.periods if period.holds(event))
            found[self.row_of(event), period] += 1
        return dict(found)


def decades() -> list[int]:
    """Return the decades in which anything happened, the latest first."""
    return kept("event-decades", lambda: sorted({year // 10 * 10 for year in years()}, reverse=True))


def years() -> list[int]:
    return kept("event-years", lambda: sorted({event.date.parts[0] for event in every_event()}, reverse=True))
