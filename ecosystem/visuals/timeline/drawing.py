"""Drawings of the timeline: a disc for the number of events, or within a year a mark for each event."""

from calendar import monthrange
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, sqrt

from django.utils.translation import gettext as _, pgettext

from ecosystem.core.partial_dates import get_month_name
from ecosystem.visuals.geometry.shapes import Point, build_marker_path, format_coordinate, format_point
from ecosystem.visuals.geometry.swarm_layout import assign_lanes
from ecosystem.visuals.timeline.data import Timeline, TimelinePeriod
from ecosystem.visuals.timeline.events import EventType, TimelineEvent

WIDTH = 1180
# Room for the names of the themes, above and below the rows, and at the right edge.
LEFT, HEAD, RIGHT, FOOT = 190.0, 38.0, 16.0, 10.0
ROW = 56.0
LARGEST, SMALLEST = 24.0, 3.5
# The radius of a mark, and the distance between marks.
MARK, PITCH = 5.0, 13.0
# The width of the column for events of which only the year is known.
UNKNOWN = 150.0
SHAPES = {EventType.ANNOUNCED: "diamond", EventType.BEGAN: "disc", EventType.ENDED: "square"}


@dataclass(frozen=True)
class TimelineColumn:
    period: TimelinePeriod
    x: str
    # The lines of the heading.
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TimelineDisc:
    x: str
    y: str
    radius: str
    theme: str
    theme_name: str
    number: int
    period: TimelinePeriod
    label: str


@dataclass(frozen=True)
class TimelineMark:
    """The mark is as wide as the span of the date."""

    event: TimelineEvent
    theme: str
    path: str


@dataclass(frozen=True)
class TimelineRow:
    theme: str
    name: str
    y: str
    middle: str


@dataclass(frozen=True)
class TimelineDrawing:
    width: int
    height: int
    columns: list[TimelineColumn]
    rows: list[TimelineRow]
    discs: list[TimelineDisc]
    marks: list[TimelineMark]
    # The position between the columns of decades and those of years.
    divide: str = ""

    @property
    def file_height(self) -> int:
        return self.height + 30

    @property
    def foot(self) -> int:
        return self.height - int(FOOT)


def get_period_label(period: TimelinePeriod) -> str:
    if period.month:
        return get_month_name(period.month)
    if period.month == 0:
        return pgettext("over a column of time", "year only")
    return _("%(decade)ss") % {"decade": period.first} if period.is_decade else str(period.first)


# Of narrower columns, only every second, third and so on has a heading.
HEADING_WIDTH = 40.0


def _get_heading_lines(period: TimelinePeriod) -> tuple[str, ...]:
    # In all languages the word for a decade is wider than its column.
    return (f"{period.first}–", str(period.last)) if period.is_decade else (str(period.first),)


def draw_timeline(timeline: Timeline) -> TimelineDrawing:
    return _draw_by_period(timeline) if timeline.year is None else _draw_by_day(timeline, timeline.year)


def _draw_by_period(timeline: Timeline) -> TimelineDrawing:
    periods = timeline.periods
    step = (WIDTH - LEFT - RIGHT) / max(len(periods), 1)
    xs = {period: LEFT + step * (i + 0.5) for i, period in enumerate(periods)}
    most = max(timeline.counts.values(), default=1)
    largest = min(LARGEST, step / 2 - 1, ROW / 2 - 2)
    rows, discs = [], []
    for i, (theme, name) in enumerate(timeline.theme_rows):
        top = HEAD + i * ROW
        rows.append(TimelineRow(theme, str(name), format_coordinate(top), format_coordinate(top + ROW / 2)))
        for period in periods:
            if number := timeline.counts.get((theme, period), 0):
                radius = max(SMALLEST, largest * sqrt(number / most))
                position = (format_coordinate(xs[period]), format_coordinate(top + ROW / 2), format_coordinate(radius))
                discs.append(TimelineDisc(*position, theme, str(name), number, period, get_period_label(period)))
    # Counted from the newest, so that it has a heading.
    headed = periods[:: -ceil(HEADING_WIDTH / step)][::-1]
    columns = [TimelineColumn(p, format_coordinate(xs[p]), _get_heading_lines(p)) for p in headed]
    divide = next((format_coordinate(xs[b] - step / 2) for a, b in pairwise(periods) if a.is_decade and b.is_year), "")
    height = int(HEAD + len(rows) * ROW + FOOT)
    return TimelineDrawing(WIDTH, height, columns, rows, discs, [], divide)


def _draw_by_day(timeline: Timeline, year: int) -> TimelineDrawing:
    left = LEFT + UNKNOWN
    step = (WIDTH - left - RIGHT) / 12
    rows, marks, top = [], [], HEAD
    for theme, name in timeline.theme_rows:
        own = [event for event in timeline.events if timeline.get_theme_row(event) == theme]
        unknown = [event for event in own if len(event.date.parts) == 1]
        known = [event for event in own if len(event.date.parts) > 1]
        spans = [_get_mark_span(event, year, left, step) for event in known]
        lanes = assign_lanes(spans, PITCH - 2 * MARK)
        across = int((UNKNOWN - 20) // PITCH)
        stacked = max(max(lanes, default=0) + 1, -(-len(unknown) // across), 2)
        bottom = top + stacked * PITCH + 16
        rows.append(TimelineRow(theme, str(name), format_coordinate(top), format_coordinate((top + bottom) / 2)))
        for i, event in enumerate(unknown):
            point = Point(LEFT + PITCH * (i % across) + MARK, bottom - 14 - (i // across) * PITCH)
            marks.append(TimelineMark(event, theme, build_marker_path(SHAPES[event.event_type], point, MARK)))
        for event, (start, end), lane in zip(known, spans, lanes, strict=True):
            marks.append(TimelineMark(event, theme, _build_mark_path(event, start, end, bottom - 14 - lane * PITCH)))
        top = bottom
    columns = [
        TimelineColumn(period, format_coordinate(_get_column_middle(period, left, step)), (get_period_label(period),))
        for period in timeline.periods
    ]
    return TimelineDrawing(WIDTH, int(top + FOOT), columns, rows, [], marks, format_coordinate(left))


def _get_column_middle(period: TimelinePeriod, left: float, step: float) -> float:
    return left + step * (period.month - 0.5) if period.month else LEFT + UNKNOWN / 2 - 10


def _get_mark_span(event: TimelineEvent, year: int, left: float, step: float) -> tuple[float, float]:
    """Return start and end of a mark: the month if the day is unknown, else the width of a mark."""
    month, day = (*event.date.parts, 0)[1:3]
    start = left + step * (month - 1)
    if not day:
        return start + 3, start + step - 3
    x = start + step * (day - 0.5) / monthrange(year, month)[1]
    return x - MARK, x + MARK


def _build_mark_path(event: TimelineEvent, start: float, end: float, y: float) -> str:
    if len(event.date.parts) == 3:
        return build_marker_path(SHAPES[event.event_type], Point((start + end) / 2, y), MARK)
    return f"M{format_point(start, y - 2.5)}H{format_coordinate(end)}v5H{format_coordinate(start)}Z"
