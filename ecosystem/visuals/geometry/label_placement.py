"""Placement of labels without overlaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from ecosystem.visuals.geometry.shapes import ASCENT, Box, Point, build_disc_box, measure_text_width

GAP = 3.0
# The side of a square of the occupancy grid.
SQUARE = 60.0


@dataclass(frozen=True)
class LabelRequest:
    """`is_above` allows no other position than above the disc."""

    key: int
    text: str
    point: Point
    radius: float
    size: float
    is_above: bool = False
    is_bold: bool = False
    # The height of a line in ems.
    line: float = 1.15


@dataclass(frozen=True)
class PlacedLabel:
    """`x`, `y` are the position of `anchor` on the base line."""

    key: int
    text: str
    x: float
    y: float
    anchor: str
    size: float
    box: Box


class OccupancyGrid:
    """The occupied boxes of a drawing, indexed by squares."""

    def __init__(self, taken: Iterable[Box] = ()):
        self._squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in taken:
            self.occupy(box)

    def occupy(self, box: Box) -> None:
        for square in _list_grid_squares(box):
            self._squares[square].append(box)

    def is_free(self, box: Box) -> bool:
        return not any(box.overlaps(other) for square in _list_grid_squares(box) for other in self._squares[square])


def _list_grid_squares(box: Box) -> list[tuple[int, int]]:
    columns = range(floor(box.left / SQUARE), floor(box.right / SQUARE) + 1)
    rows = range(floor(box.top / SQUARE), floor(box.bottom / SQUARE) + 1)
    return [(column, row) for column in columns for row in rows]


def place_labels(requests: Sequence[LabelRequest], frame: Box, taken: Iterable[Box] = ()) -> list[PlacedLabel]:
    """Place each label at the first free position next to its disc; leave out those without room.

    Labels do not cover `taken` boxes, nor the discs of labels placed before: pass the most important first.
    """
    grid = OccupancyGrid(taken)
    placed = []
    for request in requests:
        for label in _iter_candidate_labels(request):
            if frame.contains(label.box) and grid.is_free(label.box):
                placed.append(label)
                grid.occupy(label.box)
                grid.occupy(build_disc_box(request.point, request.radius))
                break
    return placed


def _iter_candidate_labels(request: LabelRequest) -> Iterable[PlacedLabel]:
    width, height = measure_text_width(request.text, request.size, is_bold=request.is_bold), request.size * request.line
    reach = request.radius + GAP
    x, y = request.point.x, request.point.y
    above = (x, y - reach - height, "middle")
    beside = [(x + reach, y - height / 2, "start"), (x - reach, y - height / 2, "end")]
    slanted = [
        (x + side * reach * 0.75, y + dy, anchor)
        for side, anchor in ((1, "start"), (-1, "end"))
        for dy in (reach * 0.5, -reach * 0.5 - height)
    ]
    for left, top, anchor in [above] if request.is_above else [*beside, above, (x, y + reach, "middle"), *slanted]:
        start = {"start": left, "middle": left - width / 2, "end": left - width}[anchor]
        box = Box(start, top, start + width, top + height)
        yield PlacedLabel(request.key, request.text, left, top + height * ASCENT, anchor, request.size, box)
