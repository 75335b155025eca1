"""Charts of values over time: columns from zero, or ranks with the first on top; missing periods are gaps."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.shapes import Box, Point, measure_text_width

WIDTH, HEIGHT = 640.0, 260.0
TOP, BOTTOM, SIDE = 34.0, 34.0, 20.0
WIDEST_COLUMN, NARROWEST_COLUMN = 64.0, 8.0
VALUE_SIZE = 19.0
# Ranks more days apart than this are not joined.
YEAR = 366


@dataclass(frozen=True)
class ChartValue:
    """A value of the span from one day to another, with its formatted text."""

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


@dataclass(frozen=True)
class Chart:
    width: float
    height: float
    axis: float
    columns: list[ChartColumn]
    dots: list[Point]
    joins: list[tuple[Point, Point]]
    values: list[label_placement.PlacedLabel]
    ticks: list[tuple[float, str]]


def build_chart(values: Sequence[ChartValue], *, is_rank: bool = False, size: float = VALUE_SIZE) -> Chart:
    """Return a chart with a column or dot in the middle of each span, on a linear time scale.

    `size` is the largest font size in which the chart is shown.
    """
    values = sorted(values, key=lambda value: (value.middle, value.first))
    if not values:
        return Chart(WIDTH, HEIGHT, HEIGHT - BOTTOM, [], [], [], [], [])
    first = date(values[0].first.year, 1, 1).toordinal()
    last = date(values[-1].last.year, 12, 31).toordinal()

    def get_x(day: float) -> float:
        return SIDE + (day - first) / (last - first) * (WIDTH - 2 * SIDE)

    axis = HEIGHT - BOTTOM
    get_y = (_build_rank_scale if is_rank else _build_count_scale)([value.value for value in values], axis)
    points = [Point(get_x(value.middle), get_y(value.value)) for value in values]
    return Chart(
        WIDTH,
        HEIGHT,
        axis,
        [] if is_rank else _build_columns(points, axis),
        points if is_rank else [],
        _list_joins(values, points) if is_rank else [],
        _place_value_labels(values, points, size, 5.0 if is_rank else 1.0),
        _build_ticks(first, last, get_x, size),
    )


def _build_rank_scale(values: Sequence[float], axis: float) -> Callable[[float], float]:
    """Return the y scale of ranks: the best on top, equal ranks in the middle."""
    least, reach = min(values), max(values) - min(values)
    return lambda value: TOP + 10 + (value - least) / reach * (axis - TOP - 40) if reach else (TOP + axis) / 2


def _build_count_scale(values: Sequence[float], axis: float) -> Callable[[float], float]:
    """Return the y scale of numbers on an axis that begins at zero."""
    most = max(values)
    return lambda value: axis - (value / most if most > 0 else 0.0) * (axis - TOP)


def _build_columns(points: Sequence[Point], axis: float) -> list[ChartColumn]:
    width = _get_column_width([point.x for point in points])
    last = len(points) - 1
    return [ChartColumn(p.x - width / 2, p.y, width, axis - p.y, i == last) for i, p in enumerate(points)]


def _list_joins(values: Sequence[ChartValue], points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Return the pairs of points of consecutive years; gaps are not joined."""
    return [
        (a, b)
        for (a, one), (b, other) in itertools.pairwise(zip(points, values, strict=True))
        if other.first.toordinal() - one.last.toordinal() <= YEAR
    ]


def _get_column_width(places: Sequence[float]) -> float:
    """Return the width of columns that do not overlap."""
    nearest = min((b - a for a, b in itertools.pairwise(places)), default=WIDEST_COLUMN)
    return max(min(WIDEST_COLUMN, nearest * 0.8), min(NARROWEST_COLUMN, nearest))


def _place_value_labels(
    values: Sequence[ChartValue], points: Sequence[Point], size: float, radius: float
) -> list[label_placement.PlacedLabel]:
    """Place as many values as find room above their marks: the newest, the oldest, then the largest."""
    by_size = sorted(range(len(values)), key=lambda i: -values[i].value)
    requests = [
        label_placement.LabelRequest(
            i, values[i].text, _shift_inward(points[i], values[i].text, size), radius, size, is_above=True
        )
        for i in dict.fromkeys([len(values) - 1, 0, *by_size])
    ]
    return label_placement.place_labels(requests, Box(0, -TOP, WIDTH, HEIGHT))


def _shift_inward(point: Point, text: str, size: float) -> Point:
    """Return the middle of a text, moved so that it does not cross the edge."""
    half = min(measure_text_width(text, size) / 2 + 1, WIDTH / 2)
    return Point(min(max(point.x, half), WIDTH - half), point.y)


def _build_ticks(first: int, last: int, get_x: Callable[[float], float], size: float) -> list[tuple[float, str]]:
    """Return `(x, year)` of the years that find room below the axis."""
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    room = (WIDTH - 2 * SIDE) / len(years)
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if room * step >= 3.2 * size or step == 1000)
    return [(get_x(date(year, 7, 2).toordinal()), str(year)) for year in years if (years[-1] - year) % every == 0]
