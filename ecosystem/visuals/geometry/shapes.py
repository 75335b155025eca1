"""Points and boxes in the units of a picture, and how wide a text is."""

import unicodedata
from dataclasses import dataclass
from math import hypot

# Widths in ems of a plain sans-serif; a little more than most, so that what is said to fit does.
WIDE, CAPITAL, NARROW, OTHER = 1.0, 0.7, 0.34, 0.56
NARROW_LETTERS = frozenset("fijlrtI.,:;'’()[]|!/ -·")
# The part of a line's height that stands above its base line.
ASCENT = 0.8


@dataclass(frozen=True)
class Point:
    x: float
    y: float

    def distance(self, other: "Point") -> float:
        return hypot(self.x - other.x, self.y - other.y)


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def within(self, margin: float) -> "Box":
        """Return what is left of the box with a margin on all sides."""
        return Box(self.left + margin, self.top + margin, self.right - margin, self.bottom - margin)


def around(centre: Point, radius: float) -> Box:
    return Box(centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is at this size, in the units of the size."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW@%&" else OTHER


def shortened(text: str, size: float, width: float) -> str:
    """Return the text, or as much of its beginning as fits with an ellipsis."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,·(（、-") + "…"


def written(number: float) -> str:
    """Return a coordinate as SVG has it, to a tenth of a unit and no longer than it must be."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def outline(shape: str, centre: Point, radius: float) -> str:
    """Return the path of a mark about as large as a disc of the radius: a square, a diamond, a triangle or a disc."""
    x, y = centre.x, centre.y
    corners = {
        "square": [(-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)],
        "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        "triangle": [(0, -1.25), (1.2, 0.85), (-1.2, 0.85)],
    }.get(shape)
    if corners is None:
        r = written(radius)
        return f"M{written(x - radius)},{written(y)}a{r},{r} 0 1,0 {written(2 * radius)},0a{r},{r} 0 1,0 {written(-2 * radius)},0Z"
    return "M" + "L".join(f"{written(x + dx * radius)},{written(y + dy * radius)}" for dx, dy in corners) + "Z"
