"""Things in columns, each after what leads to it: ways between two, systems on what they build on."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point

WIDTH, ROW, MARGIN = 1180.0, 64.0, 40.0


@dataclass(frozen=True)
class Columns:
    width: float
    height: float
    points: dict[int, Point]
    # How wide a text under a point may be.
    room: float


def columns(layers: Sequence[Sequence[int]]) -> Columns:
    """Place the things of each layer below each other about the middle, the layers from left to right."""
    tallest = max((len(layer) for layer in layers), default=1)
    height = tallest * ROW + MARGIN
    step = WIDTH / max(len(layers), 1)
    points = {}
    for column, layer in enumerate(layers):
        for row, thing in enumerate(layer):
            points[thing] = Point(step * (column + 0.5), height / 2 + (row - (len(layer) - 1) / 2) * ROW - 8)
    return Columns(WIDTH, height, points, step * 0.92)
