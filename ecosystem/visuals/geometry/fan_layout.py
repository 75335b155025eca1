"""One thing in the middle, what it is tied to in a column to either side, each with its name written out."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point, written

WIDTH, ROW, MARGIN = 900.0, 25.0, 34.0
# Where the inner ends of the two columns of names stand.
COLUMN = 300.0
# Between two curves to the same name.
STRAND = 4.0


@dataclass(frozen=True)
class Spoke:
    """Where the mark of one thing stands, to which side its name goes, and a curve to it for each of its strands."""

    at: Point
    anchor: str
    curves: list[str]


@dataclass(frozen=True)
class Fan:
    width: float
    height: float
    centre: Point
    spokes: list[Spoke]


def fan(strands: Sequence[int]) -> Fan:
    """Place things in two columns, the first half to the left; `strands` says how many curves lead to each."""
    left = (len(strands) + 1) // 2
    height = max(left, 1) * ROW + 2 * MARGIN
    centre = Point(WIDTH / 2, height / 2)
    spokes = []
    for i, count in enumerate(strands):
        is_left = i < left
        row, rows = (i, left) if is_left else (i - left, len(strands) - left)
        y = height / 2 + (row - (rows - 1) / 2) * ROW
        x = COLUMN if is_left else WIDTH - COLUMN
        at = Point(x, y)
        curves = [_curve(centre, Point(x, y + (j - (count - 1) / 2) * STRAND)) for j in range(count)]
        spokes.append(Spoke(at, "end" if is_left else "start", curves))
    return Fan(WIDTH, height, centre, spokes)


def _curve(start: Point, end: Point) -> str:
    bend = (end.x - start.x) / 2
    points = (start.x + bend, start.y, end.x - bend * 0.9, end.y, end.x, end.y)
    a, b, c, d, e, f = map(written, points)
    return f"M{written(start.x)},{written(start.y)}C{a},{b} {c},{d} {e},{f}"
