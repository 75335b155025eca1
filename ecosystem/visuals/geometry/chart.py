"""Charts of values over time: columns from zero, or ranks with the first on top; missing periods are gaps."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.shapes import ASCENT, Box, Point, build_disc_box, measure_text_width

WIDTH, HEIGHT = 640.0, 260.0
TOP, BOTTOM, SIDE = 42.0, 34.0, 20.0
# Values stand close to each other, so their lines have the full height of Chinese ones.
LINE = 1.45
# The length of a piece of a line between dots that no value may cover.
PIECE = 6.0
AXIS = HEIGHT - BOTTOM
DOT = 5.0
# Between the axis and the years, and between two years.
TICK, TICK_GAP = 5.0, 4.0
WIDEST_COLUMN, NARROWEST_COLUMN = 64.0, 8.0
VALUE_SIZE = 19.0
# Ranks more days apart than this are not joined.
YEAR = 366


@dataclass(frozen=True)
class ChartValue:
    first: date
    last: date
    value: float
    text: str

    @property
    def middle(self) -> float:
        return (self.first.toordinal() + self.last.toordinal()) / 2


@dataclass(frozen=True)
class ChartColumn:
    x: float
    y: float
    width: float
    height: float
    is_last: bool

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    axis: float
    columns: list[ChartColumn]
    dots: list[Point]
    joins: list[tuple[Point, Point]]
    values: list[label_placement.PlacedLabel]
    ticks: list["ChartTick"]


@dataclass(frozen=True)
class ChartTick:
    """A year below the axis: its mark is at `x`, its label in the middle of `box` with the base line `y`."""

    x: float
    y: float
    year: str
    box: Box


def build_chart(values: Sequence[ChartValue], *, is_rank: bool = False, size: float = VALUE_SIZE) -> Chart:
    """Return a chart with a column or dot in the middle of each span, on a linear time scale.

    `size` is the largest font size in which the chart is shown.
    """
    values = sorted(values, key=lambda value: (value.middle, value.first))
    if not values:
        return Chart(WIDTH, HEIGHT, AXIS, [], [], [], [], [])
    first = date(values[0].first.year, 1, 1).toordinal()
    last = date(values[-1].last.year, 12, 31).toordinal()

    def get_x(day: float) -> float:
        return SIDE + (day - first) / (last - first) * (WIDTH - 2 * SIDE)

    get_y = (_build_rank_scale if is_rank else _build_count_scale)([value.value for value in values], AXIS)
    points = [Point(get_x(value.middle), get_y(value.value)) for value in values]
    columns = [] if is_rank else _build_columns(points, AXIS)
    ticks = _place_ticks(values, get_x, size)
    joins = _list_joins(values, points) if is_rank else []
    discs = [build_disc_box(point, DOT) for point in points] if is_rank else []
    taken = [*(column.box for column in columns), *discs, *(box for a, b in joins for box in _cover_line(a, b))]
    return Chart(
        WIDTH,
        max(HEIGHT, *(tick.box.bottom for tick in ticks)),
        AXIS,
        columns,
        points if is_rank else [],
        joins,
        _place_value_labels(values, points, size, DOT if is_rank else 1.0, taken),
        ticks,
    )


def _build_rank_scale(values: Sequence[float], axis: float) -> Callable[[float], float]:
    """The best rank is on top; equal ranks are in the middle."""
    least, reach = min(values), max(values) - min(values)
    return lambda value: TOP + 10 + (value - least) / reach * (axis - TOP - 40) if reach else (TOP + axis) / 2


def _build_count_scale(values: Sequence[float], axis: float) -> Callable[[float], float]:
    most = max(values)
    return lambda value: axis - (value / most if most > 0 else 0.0) * (axis - TOP)


def _build_columns(points: Sequence[Point], axis: float) -> list[ChartColumn]:
    width = _get_column_width([point.x for point in points])
    last = len(points) - 1
    return [ChartColumn(p.x - width / 2, p.y, width, axis - p.y, i == last) for i, p in enumerate(points)]


def _list_joins(values: Sequence[ChartValue], points: Sequence[Point]) -> list[tuple[Point, Point]]:
    return [
        (a, b)
        for (a, one), (b, other) in itertools.pairwise(zip(points, values, strict=True))
        if other.first.toordinal() - one.last.toordinal() <= YEAR
    ]


def _cover_line(a: Point, b: Point) -> list[Box]:
    count = max(1, round(a.distance(b) / PIECE))
    steps = (number / count for number in range(1, count))
    return [build_disc_box(Point(a.x + (b.x - a.x) * step, a.y + (b.y - a.y) * step), 1.0) for step in steps]


def _get_column_width(places: Sequence[float]) -> float:
    nearest = min((b - a for a, b in itertools.pairwise(places)), default=WIDEST_COLUMN)
    return max(min(WIDEST_COLUMN, nearest * 0.8), min(NARROWEST_COLUMN, nearest))


def _place_value_labels(
    values: Sequence[ChartValue], points: Sequence[Point], size: float, radius: float, taken: Sequence[Box]
) -> list[label_placement.PlacedLabel]:
    """Place as many values as find room above their marks: the newest, the oldest, then the largest."""
    by_size = sorted(range(len(values)), key=lambda i: -values[i].value)
    requests = [
        label_placement.LabelRequest(
            i,
            values[i].text,
            _shift_inward(points[i], measure_text_width(values[i].text, size, is_bold=True)),
            radius,
            size,
            is_above=True,
            is_bold=True,
            line=LINE,
        )
        for i in dict.fromkeys([len(values) - 1, 0, *by_size])
    ]
    return label_placement.place_labels(requests, Box(0, 0, WIDTH, HEIGHT), taken)


def _shift_inward(point: Point, width: float) -> Point:
    """Move the middle of a text of this width so that it does not cross the edge."""
    half = min(width / 2 + 1, WIDTH / 2)
    return Point(min(max(point.x, half), WIDTH - half), point.y)


def _place_ticks(values: Sequence[ChartValue], get_x: Callable[[float], float], size: float) -> list[ChartTick]:
    """Place every year that has a value, in as many rows as they need."""
    ticks: list[ChartTick] = []
    ends: list[float] = []
    height = size * 1.15
    for year in sorted({value.first.year for value in values} | {value.last.year for value in values}):
        x = get_x(date(year, 7, 2).toordinal())
        width = measure_text_width(str(year), size)
        middle, half = _shift_inward(Point(x, AXIS), width).x, width / 2
        row = next((row for row, end in enumerate(ends) if middle - half >= end + TICK_GAP), len(ends))
        ends[row : row + 1] = [middle + half]
        top = AXIS + TICK + row * (height + 1)
        box = Box(middle - half, top, middle + half, top + height)
        ticks.append(ChartTick(x, top + height * ASCENT, str(year), box))
    return ticks
