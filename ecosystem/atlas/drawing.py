"""Maps as pictures: outlines, discs, lines and names for a template."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import sqrt

from django.utils.translation import gettext as _, pgettext

from ecosystem.atlas import Atlas, City, Spot
from ecosystem.models import District, Place, Region
from ecosystem.pictures import clusters, labels
from ecosystem.pictures.callouts import Area, Callout, callouts
from ecosystem.pictures.outlines import Outline, Shape, inmost, outlines, path
from ecosystem.pictures.projection import View
from ecosystem.pictures.shapes import Box, Point, around, written

TERRITORY = View(113.80, 22.14, 114.46, 22.57, 1180)
BAY = View(112.2, 21.7, 115.1, 23.6, 680)
EAST_ASIA = View(96, 17, 131, 47, 680)
# From the Atlantic eastward, so that the ways over the Pacific are whole.
WORLD = View(-25, -48, 335, 74, 1180)
NAME, SMALL = 13.0, 11.0
# A name on a narrow screen is this high, in the units of the whole map; only the largest districts keep theirs.
NAME_ON_A_PHONE, CITY_ON_A_PHONE = 40.0, 22.0
# Each step comes so many times closer.
FACTOR = 3
CLOSEST = 4
# From how many bodies on each step of the tint begins.
STEPS = (1, 5, 10, 20)
LINK_WIDTH, WIDEST_LINK = 1.3, 12.0
HONG_KONG = (114.17, 22.31)


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


# Hong Kong


def territory(atlas: Atlas, *, near: Place | None = None, zoom: int = 0, width: float = TERRITORY.width) -> Sheet:
    """Draw the 18 districts with the sites pinned: all of them, or what lies about a place, so many steps closer."""
    view = replace(_closer(near, zoom) if near else TERRITORY, width=width)
    counts = {row.district: row.number for row in atlas.districts}
    grounds = [
        Ground(drawn, district, counts[district], _step(counts[district]))
        for outline in outlines("hong_kong_districts")
        if (drawn := path(outline, view)) and (district := District(outline.name))
    ]
    spots = [
        spot for spot in atlas.sites if spot.place.region == Region.HONG_KONG and view.shows(*_degrees(spot.place))
    ]
    joined = _clusters(spots, view)
    discs = [_disc(cluster, [spots[spot.key] for spot in cluster.spots], atlas, zoom) for cluster in joined]
    graticule, degrees = _graticule(view, 0.1 if not zoom else 0.05 if zoom == 1 else 0.02, 1 if not zoom else 2)
    taken = [around(cluster.at, cluster.radius) for cluster in joined]
    if near:
        leaders, names = [], _site_names(joined, spots, view)
    else:
        leaders, names = _district_names(view, counts, taken)
    water = [] if near else _water(view, _TERRITORY_WATER)
    scale, length = _scale(view)
    return Sheet(
        width=view.width,
        height=round(view.height),
        look="map--territory" if width == TERRITORY.width else "map--territory map--small",
        land=_land("greater_bay_area", view, but="hong-kong"),
        grounds=grounds,
        graticule=graticule,
        discs=discs,
        leaders=leaders,
        texts=[*degrees, *water, *names, length],
        scale=scale,
    )


def _closer(near: Place, zoom: int) -> View:
    return TERRITORY.closer(*_degrees(near), FACTOR**zoom)


def _degrees(place: Place) -> tuple[float, float]:
    return float(place.longitude), float(place.latitude)


def _step(number: int) -> int:
    return sum(number >= least for least in STEPS)


def _clusters(spots: Sequence[Spot], view: View) -> list[clusters.Cluster]:
    return clusters.clustered(
        [clusters.Spot(i, view.point(*_degrees(spot.place)), len(spot.bodies)) for i, spot in enumerate(spots)]
    )


def _disc(cluster: clusters.Cluster, spots: list[Spot], atlas: Atlas, zoom: int) -> Disc:
    closer = None
    if len(spots) > 1 and zoom < CLOSEST:
        closer = (spots[0].place, _where_they_part(spots, zoom))
    return Disc(
        written(cluster.at.x),
        written(cluster.at.y),
        written(cluster.radius),
        "cluster" if len(spots) > 1 else "site",
        cluster.number,
        tuple(spots),
        closer=closer,
    )


def _where_they_part(spots: list[Spot], zoom: int) -> int:
    """Return the first step closer at which sites drawn as one no longer all are."""
    for step in range(zoom + 1, CLOSEST):
        if len(_clusters(spots, _closer(spots[0].place, step))) > 1:
            return step
    return CLOSEST


_TERRITORY_WATER = (
    (113.86, 22.475, "Deep Bay"),
    (114.415, 22.49, "Mirs Bay"),
    (114.06, 22.165, "South China Sea"),
)


def _water(view: View, named: Sequence[tuple[float, float, str]]) -> list[Text]:
    words = {
        "Deep Bay": pgettext("on a map", "Deep Bay"),
        "Mirs Bay": pgettext("on a map", "Mirs Bay"),
        "South China Sea": pgettext("on a map", "South China Sea"),
    }
    return [_text(words[name], view.point(x, y), "middle", "water") for x, y, name in named]


def _text(text: str, at: Point, anchor: str, look: str, number: int | None = None, lang: str = "") -> Text:
    return Text(text, written(at.x), written(at.y), anchor, look, number, lang)


@lru_cache
def _shape(outline: Outline, view: View) -> Shape:
    return Shape([view.point(*degrees) for degrees in ring] for ring in outline.rings)


@lru_cache
def _middle(outline: Outline, view: View) -> Point:
    return inmost(_shape(outline, view))


def _district_names(view: View, counts: dict, taken: list[Box]) -> tuple[list[str], list[Text]]:
    """Name every district with its number; those that a narrow screen has room for are marked."""
    named = [
        Area(
            outline.name,
            f"{District(outline.name).label} {counts[outline.name]}",
            _shape(outline, view),
            _middle(outline, view),
        )
        for outline in outlines("hong_kong_districts")
    ]
    found = callouts(named, view.box.within(6), taken, NAME)
    by_number = sorted(found, key=lambda callout: (-counts[callout.key], callout.key))
    seen = _seen_on_a_phone(by_number, NAME_ON_A_PHONE * view.width / TERRITORY.width, view.box)
    leaders = [
        f"M{written(a.x)},{written(a.y)}L{written(b.x)},{written(b.y)}"
        for a, b in (c.leader for c in found if c.leader)
    ]
    texts = [
        _text(
            str(District(callout.key).label),
            Point(callout.x, callout.y),
            callout.anchor,
            _look(callout, seen),
            counts[callout.key],
        )
        for callout in found
    ]
    return leaders, texts


def _seen_on_a_phone(found: Sequence[Callout | labels.Label], size: float, frame: Box) -> set:
    """Return the keys of the names, the first before the others, that find room where letters are as large as this."""
    ground, seen = labels.Ground(), set()
    for name in found:
        width = name.box.width * size / NAME
        left = {"start": name.x, "middle": name.x - width / 2, "end": name.x - width}[name.anchor]
        box = Box(left, name.y - size, left + width, name.y + size * 0.25)
        if frame.holds(box) and ground.is_free(box):
            seen.add(name.key)
            ground.take(box)
    return seen


def _look(name, seen: set) -> str:
    return "halo label label--major" if name.key in seen else "halo label"


def _site_names(joined: Sequence[clusters.Cluster], spots: Sequence[Spot], view: View) -> list[Text]:
    wishes = [
        labels.Wish(i, _site_name(cluster, spots), cluster.at, cluster.radius, NAME) for i, cluster in enumerate(joined)
    ]
    taken = [around(cluster.at, cluster.radius) for cluster in joined]
    found = labels.place(wishes, view.box.within(4), taken)
    seen = _seen_on_a_phone(found, NAME_ON_A_PHONE, view.box)
    return [
        _text(
            label.text,
            Point(label.x, label.y),
            label.anchor,
            _look(label, seen),
            lang=spots[joined[label.key].strongest.key].place.name.lang,
        )
        for label in found
    ]


def _site_name(cluster: clusters.Cluster, spots: Sequence[Spot]) -> str:
    name = str(spots[cluster.strongest.key].place.name)
    rest = len(cluster.spots) - 1
    return f"{name} +{rest}" if rest else name


def _graticule(view: View, step: float, digits: int) -> tuple[list[str], list[Text]]:
    lines, texts = [], []
    height = view.height
    for degree in view.meridians(step):
        x = view.point(degree, view.south).x
        lines.append(f"M{written(x)},0V{written(height)}")
        if x < view.width - 50:
            texts.append(_text(_longitude(degree, digits), Point(x + 3, height - 6), "start", "degree"))
    for degree in view.parallels(step):
        y = view.point(view.west, degree).y
        lines.append(f"M0,{written(y)}H{written(view.width)}")
        if 20 < y < height - 24:
            texts.append(_text(_latitude(degree, digits), Point(5, y - 4), "start", "degree"))
    return lines, texts


def _longitude(degree: float, digits: int) -> str:
    written_as = _("%(degrees)s°E") if degree >= 0 else _("%(degrees)s°W")
    return written_as % {"degrees": f"{abs(degree):.{digits}f}"}


def _latitude(degree: float, digits: int) -> str:
    written_as = _("%(degrees)s°N") if degree >= 0 else _("%(degrees)s°S")
    return written_as % {"degrees": f"{abs(degree):.{digits}f}"}


def _scale(view: View) -> tuple[str, Text]:
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
    return bar, _text(said, Point(x + length / 2, y), "middle", "minor")


@lru_cache
def _drawn_land(file: str, view: View, but: str, tolerance: float) -> tuple[str, ...]:
    found = (path(outline, view, tolerance) for outline in outlines(file) if outline.name != but)
    return tuple(drawn for drawn in found if drawn)


def _land(file: str, view: View, *, but: str = "", tolerance: float = 0.5) -> list[str]:
    return list(_drawn_land(file, view, but, tolerance))


# Beyond it


def bay(atlas: Atlas) -> Sheet:
    """Draw the cities of the Greater Bay Area, with a line to each as wide as its collaborations with Hong Kong are many."""
    cities = atlas.cities(Region.GREATER_BAY_AREA)
    graticule, degrees = _graticule(BAY, 0.5, 1)
    return _joined_cities(
        BAY, cities, "greater_bay_area", graticule, degrees, _water(BAY, ((113.75, 21.9, "South China Sea"),))
    )


def world(atlas: Atlas) -> Sheet:
    """Draw the cities of the mainland and elsewhere that any body of the directory stands in."""
    cities = [*atlas.cities(Region.MAINLAND), *atlas.cities(Region.OVERSEAS)]
    graticule, _degrees_left_out = _graticule(WORLD, 30, 0)
    return _joined_cities(
        WORLD, sorted(cities, key=lambda city: -len(city.bodies)), "world", graticule, look="map--world"
    )


def _joined_cities(view, cities, file, graticule, degrees=(), water=(), look="") -> Sheet:
    home = view.point(*HONG_KONG)
    at = {city.slug: view.point(view.turned(city.longitude), city.latitude) for city in cities}
    radii = {city.slug: max(3.0, 2.2 * sqrt(len(city.bodies))) for city in cities}
    links = [
        Link(_curve(home, at[city.slug]), written(min(WIDEST_LINK, LINK_WIDTH * sqrt(city.collaborations))), city)
        for city in cities
        if city.collaborations
    ]
    discs = [
        Disc(
            written(at[city.slug].x),
            written(at[city.slug].y),
            written(radii[city.slug]),
            "city",
            len(city.bodies),
            city=city,
        )
        for city in cities
    ]
    here = Disc(written(home.x), written(home.y), "7", "here", 0)
    wishes = [
        labels.Wish(i, f"{city.name} {city.collaborations}", at[city.slug], radii[city.slug], NAME)
        for i, city in enumerate(cities)
    ]
    wishes = [labels.Wish(-1, str(Region.HONG_KONG.label), home, 9.0, NAME), *wishes]
    taken = [around(home, 9), *(around(at[city.slug], radii[city.slug]) for city in cities)]
    found = labels.place(wishes, view.box.within(4), taken)
    seen = _seen_on_a_phone(found, CITY_ON_A_PHONE, view.box)
    names = [
        _text(
            str(Region.HONG_KONG.label) if label.key < 0 else str(cities[label.key].name),
            Point(label.x, label.y),
            label.anchor,
            f"{_look(label, seen)} strong" if label.key < 0 else _look(label, seen),
            number=None if label.key < 0 else cities[label.key].collaborations,
            lang="" if label.key < 0 else cities[label.key].name.lang,
        )
        for label in found
    ]
    return Sheet(
        width=view.width,
        height=round(view.height),
        look=look,
        land=_land(file, view),
        graticule=graticule,
        links=links,
        discs=[*discs, here],
        texts=[*degrees, *water, *names],
    )


def _curve(a: Point, b: Point) -> str:
    """Return a line from one point to another that bends a little, so that those in one direction part."""
    bend = 0.12
    middle = Point((a.x + b.x) / 2 - (b.y - a.y) * bend, (a.y + b.y) / 2 + (b.x - a.x) * bend)
    return f"M{written(a.x)},{written(a.y)}Q{written(middle.x)},{written(middle.y)} {written(b.x)},{written(b.y)}"


# One place

LOCATOR_WIDTH = 300


def locator(place: Place) -> Sheet:
    """Draw where a place lies: a site as a point, a district tinted, a city as a ring; no point where none is known."""
    view, file = _located(place)
    view = replace(view, width=LOCATOR_WIDTH)
    longitude, latitude = _degrees(place)
    at = view.point(view.turned(longitude), latitude)
    marks = []
    if place.is_site:
        marks = [
            Disc(written(at.x), written(at.y), "6", "here", 0),
            Disc(written(at.x), written(at.y), "12", "ring", 0),
        ]
    elif place.region != Region.HONG_KONG:
        marks = [Disc(written(at.x), written(at.y), "9", "ring", 0)]
    own = [outline for outline in outlines("hong_kong_districts") if outline.name == place.district]
    home = view.point(*HONG_KONG)
    texts = []
    if place.region != Region.HONG_KONG and home.distance(at) > 24:
        texts = [_text(str(Region.HONG_KONG.label), Point(home.x + 6, home.y + 13), "start", "halo minor")]
        marks.append(Disc(written(home.x), written(home.y), "3", "site", 0))
    return Sheet(
        width=view.width,
        height=round(view.height),
        look="map--locator",
        land=_land(file, view, tolerance=1.0),
        grounds=[Ground(path(outline, view, 0.8), District(outline.name), 0, 3) for outline in own],
        discs=marks,
        texts=texts,
    )


def _located(place: Place) -> tuple[View, str]:
    """Return the closest of the maps that shows a place, and whose land it is drawn on."""
    if place.region == Region.HONG_KONG:
        return TERRITORY, "greater_bay_area"
    for view, file in ((BAY, "greater_bay_area"), (EAST_ASIA, "world")):
        if view.shows(*_degrees(place)):
            return view, file
    return WORLD, "world"
