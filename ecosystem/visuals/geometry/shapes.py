"""Points, boxes, marker paths, and estimates of text widths."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import hypot

# Widths of letters in ems of a sans-serif font, estimated on the high side.
WIDE, CAPITAL, NARROW, OTHER = 1.0, 0.7, 0.34, 0.56
# How much wider bold letters are.
BOLD = 1.1
NARROW_LETTERS = frozenset("fijlrtI.,:;'’()[]|!/ -·")
# The share of the line height above the base line.
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

    def contains(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def shrink(self, margin: float) -> "Box":
        return Box(self.left + margin, self.top + margin, self.right - margin, self.bottom - margin)


def build_disc_box(centre: Point, radius: float) -> Box:
    return Box(centre.x - radius, centre.y - radius, centre.x + radius, centre.y + radius)


def measure_text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Estimate the width in the units of `size`."""
    return size * sum(map(_measure_letter, text)) * (BOLD if is_bold else 1)


@lru_cache(maxsize=8192)
def _measure_letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return CAPITAL if letter.isupper() or letter in "mwMW@%&" else OTHER


def shorten_text(text: str, size: float, width: float) -> str:
    if measure_text_width(text, size) <= width:
        return text
    ellipsis_width = _measure_letter("…")
    lengths = accumulate(map(_measure_letter, text))
    prefix = text[: sum(size * (length + ellipsis_width) <= width for length in lengths)]
    return prefix.rstrip(" ,·(（、-") + "…"


def format_coordinate(number: float) -> str:
    """Format a coordinate for SVG, to a tenth of a unit without trailing zeros."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def format_point(x: float, y: float) -> str:
    return f"{format_coordinate(x)},{format_coordinate(y)}"


def build_marker_path(shape: str, centre: Point, radius: float) -> str:
    """Return the SVG path of a square, diamond, triangle or disc about as large as a disc of the radius."""
    x, y = centre.x, centre.y
    corners = {
        "square": [(-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)],
        "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        "triangle": [(0, -1.25), (1.2, 0.85), (-1.2, 0.85)],
    }.get(shape)
    if corners is None:
        start, r, diameter = format_point(x - radius, y), format_coordinate(radius), format_coordinate(2 * radius)
        return f"M{start}a{r},{r} 0 1,0 {diameter},0a{r},{r} 0 1,0 {format_coordinate(-2 * radius)},0Z"
    return "M" + "L".join(format_point(x + dx * radius, y + dy * radius) for dx, dy in corners) + "Z"
