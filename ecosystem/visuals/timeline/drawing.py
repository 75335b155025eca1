"""The line of time as a picture: discs for how much happened, or within a year a mark for each thing."""

from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from django.utils.translation import gettext as _, pgettext

from ecosystem.core.partial_dates import month_name
from ecosystem.visuals.geometry.shapes import Point, outline, written
from ecosystem.visuals.geometry.swarm_layout import lanes
from ecosystem.visuals.timeline.data import Period, Timeline
from ecosystem.visuals.timeline.events import Event, Happening

WIDTH = 1180
# Room for the names of the themes, under the years, and between the last column and the edge.
LEFT, HEAD, RIGHT, FOOT = 190.0, 38.0, 16.0, 10.0
ROW = 56.0
LARGEST, SMALLEST = 24.0, 3.5
# A mark within a year, and the room from one to the next.
MARK, PITCH = 5.0, 13.0
# Under what a theme's name stands: where nothing is known but the year there is more to stack.
UNKNOWN = 150.0
SHAPES = {Happening.ANNOUNCED: "diamond", Happening.BEGAN: "disc", Happening.ENDED: "square"}


@dataclass(frozen=True)
class Column:
    period: Period
    x: str
    # What stands over it, line by line.
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Disc:
    """How much happened of a theme in a period."""

    x: str
    y: str
    radius: str
    theme: str
    theme_name: str
    number: int
    period: Period
    label: str


@dataclass(frozen=True)
class Mark:
    """One thing that happened, as wide as its date is inexact."""

    event: Event
    theme: str
    path: str


@dataclass(frozen=True)
class Row:
    theme: str
    name: str
    y: str
    middle: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    columns: list[Column]
    rows: list[Row]
    discs: list[Disc]
    marks: list[Mark]
    # Where columns of decades end and those of years begin.
    divide: str = ""

    @property
    def file_height(self) -> int:
        return self.height + 30

    @property
    def foot(self) -> int:
        return self.height - int(FOOT)


def label(period: Period) -> str:
    """Return what stands over a column."""
    if period.month:
        return month_name(period.month)
    if period.month == 0:
        return pgettext("over a column of time", "only the year known")
    return _("%(decade)ss") % {"decade": period.first} if period.is_decade else str(period.first)


def _lines(period: Period) -> tuple[str, ...]:
    # The word for a decade is wider than its column in any of the languages.
    return (f"{period.first}–", str(period.last)) if period.is_decade else (str(period.first),)


def drawn(timeline: Timeline) -> Drawing:
    return _by_day(timeline) if timeline.year is not None else _by_period(timeline)


def _by_period(timeline: Timeline) -> Drawing:
    periods = timeline.periods
    step = (WIDTH - LEFT - RIGHT) / max(len(periods), 1)
    xs = {period: LEFT + step * (i + 0.5) for i, period in enumerate(periods)}
    most = max(timeline.counts.values(), default=1)
    largest = min(LARGEST, step / 2 - 1, ROW / 2 - 2)
    rows, discs = [], []
    for i, (theme, name) in enumerate(timeline.rows):
        top = HEAD + i * ROW
        rows.append(Row(theme, str(name), written(top), written(top + ROW / 2)))
        for period in periods:
            if number := timeline.counts.get((theme, period), 0):
                radius = max(SMALLEST, largest * sqrt(number / most))
                at = (written(xs[period]), written(top + ROW / 2), written(radius))
                discs.append(Disc(*at, theme, str(name), number, period, label(period)))
    columns = [Column(p, written(xs[p]), _lines(p)) for p in periods]
    divide = next((written(xs[b] - step / 2) for a, b in pairwise(periods) if a.is_decade and b.is_year), "")
    height = int(HEAD + len(rows) * ROW + FOOT)
    return Drawing(WIDTH, height, columns, rows, discs, [], divide)


def _by_day(timeline: Timeline) -> Drawing:
    year = timeline.year
    left = LEFT + UNKNOWN
    step = (WIDTH - left - RIGHT) / 12
    rows, marks, top = [], [], HEAD
    for theme, name in timeline.rows:
        own = [event for event in timeline.events if timeline.row_of(event) == theme]
        unknown = [event for event in own if len(event.date.parts) == 1]
        known = [event for event in own if len(event.date.parts) > 1]
        spans = [_span(event, year, left, step) for event in known]
        found = lanes(spans, PITCH - 2 * MARK)
        across = int((UNKNOWN - 20) // PITCH)
        stacked = max(max(found, default=0) + 1, -(-len(unknown) // across), 2)
        bottom = top + stacked * PITCH + 16
        rows.append(Row(theme, str(name), written(top), written((top + bottom) / 2)))
        for i, event in enumerate(unknown):
            at = Point(LEFT + PITCH * (i % across) + MARK, bottom - 14 - (i // across) * PITCH)
            marks.append(Mark(event, theme, outline(SHAPES[event.happening], at, MARK)))
        for event, (start, end), lane in zip(known, spans, found, strict=True):
            marks.append(Mark(event, theme, _shape(event, start, end, bottom - 14 - lane * PITCH)))
        top = bottom
    columns = [Column(period, written(_middle(period, left, step)), (label(period),)) for period in timeline.periods]
    return Drawing(WIDTH, int(top + FOOT), columns, rows, [], marks, written(left))


def _middle(period: Period, left: float, step: float) -> float:
    return left + step * (period.month - 0.5) if period.month else LEFT + UNKNOWN / 2 - 10


def _span(event: Event, year: int, left: float, step: float) -> tuple[float, float]:
    """Return from where to where a mark reaches: a month where the day is not known, else the width of a mark."""
    month, day = (*event.date.parts, 0)[1:3]
    start = left + step * (month - 1)
    if not day:
        return start + 3, start + step - 3
    at = start + step * (day - 0.5) / monthrange(year, month)[1]
    return at - MARK, at + MARK


def _shape(event: Event, start: float, end: float, y: float) -> str:
    if len(event.date.parts) == 3:
        return outline(SHAPES[event.happening], Point((start + end) / 2, y), MARK)
    return f"M{written(start)},{written(y - 2.5)}H{written(end)}v5H{written(start)}Z"
