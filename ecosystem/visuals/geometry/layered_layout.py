"""A layout of nodes in columns, for the paths between two nodes."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point

WIDTH, ROW_HEIGHT, MARGIN = 1180.0, 64.0, 40.0


@dataclass(frozen=True)
class LayeredLayout:
    width: float
    height: float
    points: dict[int, Point]
    # The maximum width of a text below a point.
    room: float


def lay_out_layers(layers: Sequence[Sequence[int]]) -> LayeredLayout:
    tallest = max((len(layer) for layer in layers), default=1)
    height = tallest * ROW_HEIGHT + MARGIN
    step = WIDTH / max(len(layers), 1)
    points = {}
    for column, layer in enumerate(layers):
        for row, thing in enumerate(layer):
            points[thing] = Point(step * (column + 0.5), height / 2 + (row - (len(layer) - 1) / 2) * ROW_HEIGHT - 8)
    return LayeredLayout(WIDTH, height, points, step * 0.92)
