"""Published figures over time: columns from nothing, or ranks with the first on top; what was not published is a gap."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.shapes import Box, Point, text_width

WIDTH, HEIGHT = 640.0, 260.0
TOP, BOTTOM, SIDE = 34.0, 34.0, 20.0
WIDEST_COLUMN, NARROWEST_COLUMN = 64.0, 8.0
VALUE = 19.0
# Figures farther apart than this are joined by no line.
YEAR = 366


@dataclass(frozen=True)
class Figure:
    """A figure of the span from one day to another, and how it is written."""

    first: date
    last: date
    value: float
    text: str

    @property
    def middle(self) -> float:
        return (self.first.toordinal() + self.last.toordinal()) / 2


@dataclass(frozen=True)
class Column:
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
    columns: list[Column]
    dots: list[Point]
    joins: list[tuple[Point, Point]]
    values: list[label_placement.Label]
    ticks: list[tuple[float, str]]


def chart(figures: Sequence[Figure], *, is_rank: bool = False, size: float = VALUE) -> Chart:
    """Draw figures in the order of time; a column or a dot stands in the middle of its span, on an even scale of time.

    `size` is that of the largest letters in which the chart is ever set.
    """
    figures = sorted(figures, key=lambda figure: (figure.middle, figure.first))
    if not figures:
        return Chart(WIDTH, HEIGHT, HEIGHT - BOTTOM, [], [], [], [], [])
    first = date(figures[0].first.year, 1, 1).toordinal()
    last = date(figures[-1].last.year, 12, 31).toordinal()

    def across(day: float) -> float:
        return SIDE + (day - first) / (last - first) * (WIDTH - 2 * SIDE)

    axis = HEIGHT - BOTTOM
    up = (_ranked if is_rank else _counted)([figure.value for figure in figures], axis)
    points = [Point(across(figure.middle), up(figure.value)) for figure in figures]
    return Chart(
        WIDTH,
        HEIGHT,
        axis,
        [] if is_rank else _columns(points, axis),
        points if is_rank else [],
        _joins(figures, points) if is_rank else [],
        _values(figures, points, size, 5.0 if is_rank else 1.0),
        _ticks(first, last, across, size),
    )


def _ranked(values: Sequence[float], axis: float) -> Callable[[float], float]:
    """Return the height of a rank: the best stands on top, that of one alone in the middle."""
    least, reach = min(values), max(values) - min(values)
    return lambda value: TOP + 10 + (value - least) / reach * (axis - TOP - 40) if reach else (TOP + axis) / 2


def _counted(values: Sequence[float], axis: float) -> Callable[[float], float]:
    """Return the height of a number over an axis that begins at nothing."""
    most = max(values)
    return lambda value: axis - (value / most if most > 0 else 0.0) * (axis - TOP)


def _columns(points: Sequence[Point], axis: float) -> list[Column]:
    width = _column_width([point.x for point in points])
    last = len(points) - 1
    return [Column(p.x - width / 2, p.y, width, axis - p.y, i == last) for i, p in enumerate(points)]


def _joins(figures: Sequence[Figure], points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Return the points of years that follow each other; over a gap none are joined."""
    return [
        (a, b)
        for (a, one), (b, other) in itertools.pairwise(zip(points, figures, strict=True))
        if other.first.toordinal() - one.last.toordinal() <= YEAR
    ]


def _column_width(places: Sequence[float]) -> float:
    """Return how wide columns may be so that none lies on another."""
    nearest = min((b - a for a, b in itertools.pairwise(places)), default=WIDEST_COLUMN)
    return max(min(WIDEST_COLUMN, nearest * 0.8), min(NARROWEST_COLUMN, nearest))


def _values(
    figures: Sequence[Figure], points: Sequence[Point], size: float, radius: float
) -> list[label_placement.Label]:
    """Write as many values over their marks as find room: the newest and the oldest first, then the greatest."""
    by_weight = sorted(range(len(figures)), key=lambda i: -figures[i].value)
    wishes = [
        label_placement.Wish(i, figures[i].text, _inward(points[i], figures[i].text, size), radius, size, is_above=True)
        for i in dict.fromkeys([len(figures) - 1, 0, *by_weight])
    ]
    return label_placement.place(wishes, Box(0, -TOP, WIDTH, HEIGHT))


def _inward(point: Point, text: str, size: float) -> Point:
    """Return where a text has its middle so that it does not reach over the edge."""
    half = min(text_width(text, size) / 2 + 1, WIDTH / 2)
    return Point(min(max(point.x, half), WIDTH - half), point.y)


def _ticks(first: int, last: int, across: Callable[[float], float], size: float) -> list[tuple[float, str]]:
    """Return the years under the axis, as many as find room, each in its middle."""
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    room = (WIDTH - 2 * SIDE) / len(years)
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if room * step >= 3.2 * size or step == 1000)
    return [(across(date(year, 7, 2).toordinal()), str(year)) for year in years if (years[-1] - year) % every == 0]
