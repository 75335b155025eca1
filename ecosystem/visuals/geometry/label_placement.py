"""Labels that overlap neither each other nor what they must not hide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from ecosystem.visuals.geometry.shapes import ASCENT, Box, Point, around, text_width

GAP = 3.0
# The side of the squares by which neighbours are found.
SQUARE = 60.0


@dataclass(frozen=True)
class Wish:
    """A text that is wanted beside a disc; `is_above` where it may stand nowhere else."""

    key: int
    text: str
    at: Point
    radius: float
    size: float
    is_above: bool = False


@dataclass(frozen=True)
class Label:
    """A text that found its place: where its base line begins, ends or has its middle."""

    key: int
    text: str
    x: float
    y: float
    anchor: str
    size: float
    box: Box


class Ground:
    """What is taken of a picture, found by squares."""

    def __init__(self, taken: Iterable[Box] = ()):
        self._squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in taken:
            self.take(box)

    def take(self, box: Box) -> None:
        for square in _squares(box):
            self._squares[square].append(box)

    def is_free(self, box: Box) -> bool:
        return not any(box.overlaps(other) for square in _squares(box) for other in self._squares[square])


def _squares(box: Box) -> list[tuple[int, int]]:
    columns = range(floor(box.left / SQUARE), floor(box.right / SQUARE) + 1)
    rows = range(floor(box.top / SQUARE), floor(box.bottom / SQUARE) + 1)
    return [(column, row) for column in columns for row in rows]


def place(wishes: Sequence[Wish], frame: Box, taken: Iterable[Box] = ()) -> list[Label]:
    """Give each wish the first free place beside its disc, in the order of the wishes; leave out what finds none.

    `taken` is what no label may hide. A disc may be hidden by no label but one
    that was placed before the disc's own turn came: the weightier come first.
    """
    ground = Ground(taken)
    placed = []
    for wish in wishes:
        own = around(wish.at, wish.radius)
        for label in _places(wish):
            if frame.holds(label.box) and ground.is_free(label.box):
                placed.append(label)
                ground.take(label.box)
                ground.take(own)
                break
    return placed


def _places(wish: Wish) -> Iterable[Label]:
    width, height = text_width(wish.text, wish.size), wish.size * 1.15
    reach = wish.radius + GAP
    x, y = wish.at.x, wish.at.y
    above = (x, y - reach - height, "middle")
    beside = [(x + reach, y - height / 2, "start"), (x - reach, y - height / 2, "end")]
    slanted = [
        (x + reach * 0.75, y + dy, anchor) for dy in (reach * 0.5, -reach * 0.5 - height) for anchor in ("start",)
    ] + [(x - reach * 0.75, y + dy, "end") for dy in (reach * 0.5, -reach * 0.5 - height)]
    for left, top, anchor in [above] if wish.is_above else [*beside, above, (x, y + reach, "middle"), *slanted]:
        start = {"start": left, "middle": left - width / 2, "end": left - width}[anchor]
        box = Box(start, top, start + width, top + height)
        yield Label(wish.key, wish.text, left, top + height * ASCENT, anchor, wish.size, box)
