"""Outlines of land and districts: read once, cut to what a picture shows, and no finer than it can show."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecosystem.visuals.geometry.projection import View
from ecosystem.visuals.geometry.shapes import Box, Point, written

LAND = Path(__file__).parent / "land"
# What lies this far outside a frame is cut off: far enough that no cut edge is seen.
MARGIN = 8.0
# What bends less than this many units is drawn straight, and what is smaller is not drawn.
TOLERANCE = 0.4

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Outline:
    """An area under its name, as rings of (longitude, latitude)."""

    name: str
    rings: tuple[Ring, ...]


@cache
def outlines(file: str) -> tuple[Outline, ...]:
    """Return the areas of one of the files beside this module."""
    found = json.loads((LAND / f"{file}.geojson").read_text(encoding="utf-8"))
    return tuple(
        Outline(
            feature["properties"]["slug"],
            tuple(tuple((x, y) for x, y in ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon),
        )
        for feature in found["features"]
    )


def path(outline: Outline, view: View, tolerance: float = TOLERANCE) -> str:
    """Return what of an area a view shows, as the path of SVG; empty where it shows none of it."""
    box = view.box.within(-MARGIN)
    parts = []
    for ring in outline.rings:
        points = _cut([view.point(*degrees) for degrees in ring], box)
        points = thinned(points, tolerance)
        if len(points) > 2 and _extent(points) > tolerance * 2:
            parts.append(_written(points))
    return "".join(parts)


def _extent(points: Sequence[Point]) -> float:
    return max(
        max(p.x for p in points) - min(p.x for p in points),
        max(p.y for p in points) - min(p.y for p in points),
    )


def _written(points: Sequence[Point]) -> str:
    """Return a closed path by steps, each from where the last one, as it is written, has led."""
    x, y = round(points[0].x, 1), round(points[0].y, 1)
    steps = [f"M{written(x)},{written(y)}l"]
    for point in points[1:]:
        dx, dy = round(point.x, 1) - x, round(point.y, 1) - y
        x, y = round(point.x, 1), round(point.y, 1)
        if dx or dy:
            steps.append(f"{written(dx)},{written(dy)} ")
    return "".join(steps).rstrip() + "z"


def _cut(points: list[Point], box: Box) -> list[Point]:
    """Return what of a ring lies in a box (Sutherland and Hodgman: one edge of the box after another)."""
    if not points or all(box.left <= p.x <= box.right and box.top <= p.y <= box.bottom for p in points):
        return points
    for axis, bound, is_least in (
        ("x", box.left, True),
        ("x", box.right, False),
        ("y", box.top, True),
        ("y", box.bottom, False),
    ):
        kept: list[Point] = []
        for i, point in enumerate(points):
            last = points[i - 1]
            is_in, was_in = (_is_within(p, axis, bound, is_least=is_least) for p in (point, last))
            if is_in != was_in:
                kept.append(_crossing(last, point, axis, bound))
            if is_in:
                kept.append(point)
        points = kept
    return points


def _is_within(point: Point, axis: str, bound: float, *, is_least: bool) -> bool:
    value = getattr(point, axis)
    return value >= bound if is_least else value <= bound


def _crossing(a: Point, b: Point, axis: str, bound: float) -> Point:
    start, end = getattr(a, axis), getattr(b, axis)
    share = (bound - start) / (end - start)
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def thinned(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Leave out what a line may lack without straying farther than the tolerance (Douglas and Peucker)."""
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = 0, tolerance
        for i in range(first + 1, last):
            off = _distance(points[i], points[first], points[last])
            if off > distance:
                farthest, distance = i, off
        if farthest:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[i] for i in sorted(keep)]


def _distance(point: Point, a: Point, b: Point) -> float:
    """Return how far a point lies from the line between two others; from the first where the two are one."""
    length = a.distance(b)
    if not length:
        return point.distance(a)
    return abs((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)) / length


class Shape:
    """Rings in the units of a picture."""

    def __init__(self, rings: Iterable[Sequence[Point]]):
        self.rings = [list(ring) for ring in rings]
        self._boxes = [
            Box(min(p.x for p in ring), min(p.y for p in ring), max(p.x for p in ring), max(p.y for p in ring))
            for ring in self.rings
        ]

    def holds(self, point: Point) -> bool:
        """Say whether a point lies within: a ray from it crosses the edges of the rings an odd number of times."""
        crossings = 0
        for ring, box in zip(self.rings, self._boxes, strict=True):
            if not (box.left <= point.x <= box.right and box.top <= point.y <= box.bottom):
                continue
            for i, b in enumerate(ring):
                a = ring[i - 1]
                if (a.y > point.y) != (b.y > point.y) and point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x):
                    crossings += 1
        return crossings % 2 == 1


# So many places across an area are tried for its middle.
GRID = 24


def inmost(shape: Shape) -> Point:
    """Return about the point of an area that lies farthest from its edge, in the largest of its rings."""
    ring = max(shape.rings, key=lambda points: abs(_area(points)))
    left, right = min(p.x for p in ring), max(p.x for p in ring)
    top, bottom = min(p.y for p in ring), max(p.y for p in ring)
    places = [
        Point(left + (right - left) * (i + 0.5) / GRID, top + (bottom - top) * (j + 0.5) / GRID)
        for i in range(GRID)
        for j in range(GRID)
    ]
    alone = Shape([ring])
    inside = [place for place in places if alone.holds(place)] or [Point((left + right) / 2, (top + bottom) / 2)]
    return max(inside, key=lambda place: min(place.distance(corner) for corner in ring))


def _area(points: Sequence[Point]) -> float:
    return sum(points[i - 1].x * p.y - p.x * points[i - 1].y for i, p in enumerate(points)) / 2
