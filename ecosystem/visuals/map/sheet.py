"""Sheets: a map as its template writes it down, and what every map has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _, pgettext

from ecosystem.models import District, Place
from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.callouts import Callout
from ecosystem.visuals.geometry.outlines import outlines, path
from ecosystem.visuals.geometry.projection import View
from ecosystem.visuals.geometry.shapes import Box, Point, written
from ecosystem.visuals.map.data import City, Spot

TERRITORY = View(113.80, 22.14, 114.46, 22.57, 1180)
BAY = View(112.2, 21.7, 115.1, 23.6, 680)
EAST_ASIA = View(96, 17, 131, 47, 680)
# From the Atlantic eastward, so that the ways over the Pacific are whole.
WORLD = View(-25, -48, 335, 74, 1180)
HONG_KONG = (114.17, 22.31)
# How high the letters of a name are.
NAME = 13.0


@dataclass(frozen=True)
class Ground:
    """A district: its outline, how deep its tint is, and what stands in it."""

    path: str
    district: District
    number: int
    step: int


@dataclass(frozen=True)
class Disc:
    """A site, a city, or several sites that lie too near each other to be told apart here."""

    x: str
    y: str
    radius: str
    kind: str
    number: int
    spots: tuple[Spot, ...] = ()
    city: City | None = None
    # Where several sites come apart: the place to look at, and how close.
    closer: tuple[Place, int] | None = None
    # Where it leads.
    address: str = ""

    @property
    def place(self) -> Place | None:
        return self.spots[0].place if self.spots else None


@dataclass(frozen=True)
class Text:
    text: str
    x: str
    y: str
    anchor: str
    look: str
    number: int | None = None
    lang: str = ""


@dataclass(frozen=True)
class Link:
    """The collaborations that join a city with Hong Kong, as a curve."""

    path: str
    width: str
    city: City


@dataclass(frozen=True)
class Sheet:
    """A map: everything that its template writes down."""

    width: float
    height: float
    look: str = ""
    land: list[str] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    graticule: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    scale: str = ""

    @property
    def file_height(self) -> float:
        # Its credits stand beneath it.
        return self.height + 30


def degrees_of(place: Place) -> tuple[float, float]:
    """Return the longitude and the latitude of a place."""
    return float(place.longitude), float(place.latitude)


def water_of(view: View, named: Sequence[tuple[float, float, str]]) -> list[Text]:
    """Name waters, each given by its longitude, its latitude and its English name."""
    words = {
        "Deep Bay": pgettext("on a map", "Deep Bay"),
        "Mirs Bay": pgettext("on a map", "Mirs Bay"),
        "South China Sea": pgettext("on a map", "South China Sea"),
    }
    return [text(words[name], view.point(x, y), "middle", "water") for x, y, name in named]


def text(said: str, at: Point, anchor: str, look: str, number: int | None = None, lang: str = "") -> Text:
    """Return a name at a point, with a number beside it if there is one."""
    return Text(said, written(at.x), written(at.y), anchor, look, number, lang)


def seen_on_a_phone(found: Sequence[Callout | label_placement.Label], size: float, frame: Box) -> set:
    """Return the keys of the names, the first before the others, that find room where letters are as large as this."""
    ground, seen = label_placement.Ground(), set()
    for name in found:
        width = name.box.width * size / NAME
        left = {"start": name.x, "middle": name.x - width / 2, "end": name.x - width}[name.anchor]
        box = Box(left, name.y - size, left + width, name.y + size * 0.25)
        if frame.holds(box) and ground.is_free(box):
            seen.add(name.key)
            ground.take(box)
    return seen


def look_of(name, seen: set) -> str:
    """Return the classes of a name, which tell whether a narrow screen shows it."""
    return "halo label label--major" if name.key in seen else "halo label"


def graticule_of(view: View, step: float, digits: int) -> tuple[list[str], list[Text]]:
    """Return the lines of round degrees, every `step` of one, and what stands beside them, with so many decimals."""
    lines, texts = [], []
    height = view.height
    for degree in view.meridians(step):
        x = view.point(degree, view.south).x
        lines.append(f"M{written(x)},0V{written(height)}")
        if x < view.width - 50:
            texts.append(text(_longitude(degree, digits), Point(x + 3, height - 6), "start", "degree"))
    for degree in view.parallels(step):
        y = view.point(view.west, degree).y
        lines.append(f"M0,{written(y)}H{written(view.width)}")
        if 20 < y < height - 24:
            texts.append(text(_latitude(degree, digits), Point(5, y - 4), "start", "degree"))
    return lines, texts


def _longitude(degree: float, digits: int) -> str:
    written_as = _("%(degrees)s°E") if degree >= 0 else _("%(degrees)s°W")
    return written_as % {"degrees": f"{abs(degree):.{digits}f}"}


def _latitude(degree: float, digits: int) -> str:
    written_as = _("%(degrees)s°N") if degree >= 0 else _("%(degrees)s°S")
    return written_as % {"degrees": f"{abs(degree):.{digits}f}"}


def scale_of(view: View) -> tuple[str, Text]:
    """Return a bar of a round length, at most a seventh of the map, with what it says."""
    kilometres = next(
        length
        for length in (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
        if length * view.per_kilometre <= view.width / 6
    )
    length = kilometres * view.per_kilometre
    x, y = view.width - 24 - length, view.height - 40
    bar = f"M{written(x)},{written(y)}v6h{written(length)}v-6"
    said = _("%(n)s km") % {"n": kilometres} if kilometres >= 1 else _("%(n)s m") % {"n": round(kilometres * 1000)}
    return bar, text(said, Point(x + length / 2, y), "middle", "minor")


@lru_cache
def _drawn_land(file: str, view: View, but: str, tolerance: float) -> tuple[str, ...]:
    found = (path(outline, view, tolerance) for outline in outlines(file) if outline.name != but)
    return tuple(drawn for drawn in found if drawn)


def land_of(file: str, view: View, *, but: str = "", tolerance: float = 0.5) -> list[str]:
    return list(_drawn_land(file, view, but, tolerance))
