"""A layout with one node in the middle and its neighbours in a column on each side."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point, format_point

WIDTH, ROW_HEIGHT, MARGIN = 900.0, 25.0, 34.0
# The position of the left column; the right one mirrors it.
COLUMN_X = 300.0
# The gap between curves to the same node.
STRAND = 4.0


@dataclass(frozen=True)
class FanSpoke:
    """`anchor` is that of the neighbour's name."""

    point: Point
    anchor: str
    curves: list[str]


@dataclass(frozen=True)
class FanLayout:
    width: float
    height: float
    centre: Point
    spokes: list[FanSpoke]


def lay_out_fan(strands: Sequence[int]) -> FanLayout:
    """Place neighbours in two columns, the first half on the left; `strands` is the number of curves of each."""
    left = (len(strands) + 1) // 2
    height = max(left, 1) * ROW_HEIGHT + 2 * MARGIN
    centre = Point(WIDTH / 2, height / 2)
    spokes = []
    for i, count in enumerate(strands):
        is_left = i < left
        row, rows = (i, left) if is_left else (i - left, len(strands) - left)
        y = height / 2 + (row - (rows - 1) / 2) * ROW_HEIGHT
        x = COLUMN_X if is_left else WIDTH - COLUMN_X
        point = Point(x, y)
        curves = [_build_curve(centre, Point(x, y + (j - (count - 1) / 2) * STRAND)) for j in range(count)]
        spokes.append(FanSpoke(point, "end" if is_left else "start", curves))
    return FanLayout(WIDTH, height, centre, spokes)


def _build_curve(start: Point, end: Point) -> str:
    bend = (end.x - start.x) / 2
    controls = f"{format_point(start.x + bend, start.y)} {format_point(end.x - bend * 0.9, end.y)}"
    return f"M{format_point(start.x, start.y)}C{controls} {format_point(end.x, end.y)}"
