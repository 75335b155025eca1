"""Outlines of land and districts: loaded, clipped to a frame and simplified."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecosystem.visuals.geometry.projection import MapProjection
from ecosystem.visuals.geometry.shapes import Box, Point, format_coordinate

LAND = Path(__file__).parent / "land"
# Outlines are clipped this far outside the frame, so that cut edges are invisible.
MARGIN = 8.0
# The tolerance of simplification in units of the drawing; smaller areas are not drawn.
TOLERANCE = 0.4

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Outline:
    """A named area as rings of `(longitude, latitude)`."""

    name: str
    rings: tuple[Ring, ...]


@cache
def load_outlines(file: str) -> tuple[Outline, ...]:
    collection = json.loads((LAND / f"{file}.geojson").read_text(encoding="utf-8"))
    return tuple(
        Outline(
            feature["properties"]["slug"],
            tuple(tuple((x, y) for x, y in ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon),
        )
        for feature in collection["features"]
    )


def build_outline_path(outline: Outline, view: MapProjection, tolerance: float = TOLERANCE) -> str:
    """Return the visible part as an SVG path; empty if there is none."""
    box = view.box.shrink(-MARGIN)
    parts = []
    for ring in outline.rings:
        points = _clip_ring([view.project_point(*degrees) for degrees in ring], box)
        points = simplify_line(points, tolerance)
        if len(points) > 2 and _compute_extent(points) > tolerance * 2:
            parts.append(_format_closed_path(points))
    return "".join(parts)


def _compute_extent(points: Sequence[Point]) -> float:
    return max(
        max(p.x for p in points) - min(p.x for p in points),
        max(p.y for p in points) - min(p.y for p in points),
    )


def _format_closed_path(points: Sequence[Point]) -> str:
    """Return a closed path with relative steps from the rounded previous point, so that errors do not add up."""
    x, y = round(points[0].x, 1), round(points[0].y, 1)
    steps = [f"M{format_coordinate(x)},{format_coordinate(y)}l"]
    for point in points[1:]:
        dx, dy = round(point.x, 1) - x, round(point.y, 1) - y
        x, y = round(point.x, 1), round(point.y, 1)
        if dx or dy:
            steps.append(f"{format_coordinate(dx)},{format_coordinate(dy)} ")
    return "".join(steps).rstrip() + "z"


def _clip_ring(points: list[Point], box: Box) -> list[Point]:
    """Clip a ring to a box (Sutherland–Hodgman)."""
    if not points or all(box.left <= p.x <= box.right and box.top <= p.y <= box.bottom for p in points):
        return points
    for axis, bound, is_least in (
        ("x", box.left, True),
        ("x", box.right, False),
        ("y", box.top, True),
        ("y", box.bottom, False),
    ):
        clipped: list[Point] = []
        for i, point in enumerate(points):
            last = points[i - 1]
            is_in, was_in = (_is_within(p, axis, bound, is_least=is_least) for p in (point, last))
            if is_in != was_in:
                clipped.append(_find_crossing(last, point, axis, bound))
            if is_in:
                clipped.append(point)
        points = clipped
    return points


def _is_within(point: Point, axis: str, bound: float, *, is_least: bool) -> bool:
    value = getattr(point, axis)
    return value >= bound if is_least else value <= bound


def _find_crossing(a: Point, b: Point, axis: str, bound: float) -> Point:
    start, end = getattr(a, axis), getattr(b, axis)
    share = (bound - start) / (end - start)
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def simplify_line(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Remove points that are not farther from the line than the tolerance (Douglas–Peucker)."""
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, distance = 0, tolerance
        for i in range(first + 1, last):
            off = _compute_line_distance(points[i], points[first], points[last])
            if off > distance:
                farthest, distance = i, off
        if farthest:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[i] for i in sorted(keep)]


def _compute_line_distance(point: Point, a: Point, b: Point) -> float:
    """Return the distance of a point from the line through `a` and `b`, or from `a` if both are equal."""
    length = a.distance(b)
    if not length:
        return point.distance(a)
    return abs((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)) / length


class Polygon:
    """Rings in the units of a drawing."""

    def __init__(self, rings: Iterable[Sequence[Point]]):
        self.rings = [list(ring) for ring in rings]
        self._boxes = [
            Box(min(p.x for p in ring), min(p.y for p in ring), max(p.x for p in ring), max(p.y for p in ring))
            for ring in self.rings
        ]

    def contains(self, point: Point) -> bool:
        """Whether a point is inside: a ray from it crosses the edges an odd number of times."""
        crossings = 0
        for ring, box in zip(self.rings, self._boxes, strict=True):
            if not (box.left <= point.x <= box.right and box.top <= point.y <= box.bottom):
                continue
            for i, b in enumerate(ring):
                a = ring[i - 1]
                if (a.y > point.y) != (b.y > point.y) and point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x):
                    crossings += 1
        return crossings % 2 == 1


# The number of candidate points across an area.
GRID = 24


def find_inmost_point(shape: Polygon) -> Point:
    """Return approximately the point of the largest ring that is farthest from its corners."""
    ring = max(shape.rings, key=lambda points: abs(_compute_ring_area(points)))
    left, right = min(p.x for p in ring), max(p.x for p in ring)
    top, bottom = min(p.y for p in ring), max(p.y for p in ring)
    places = [
        Point(left + (right - left) * (i + 0.5) / GRID, top + (bottom - top) * (j + 0.5) / GRID)
        for i in range(GRID)
        for j in range(GRID)
    ]
    polygon = Polygon([ring])
    inside = [place for place in places if polygon.contains(place)] or [Point((left + right) / 2, (top + bottom) / 2)]
    return max(inside, key=lambda place: min(place.distance(corner) for corner in ring))


def _compute_ring_area(points: Sequence[Point]) -> float:
    return sum(points[i - 1].x * p.y - p.x * points[i - 1].y for i, p in enumerate(points)) / 2
