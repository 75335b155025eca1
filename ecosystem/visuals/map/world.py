"""Beyond Hong Kong: cities as discs, and the collaborations that join them with it as lines."""

from dataclasses import dataclass
from math import sqrt

from ecosystem.models import Region
from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.shapes import Point, around, written
from ecosystem.visuals.map.data import Atlas, City
from ecosystem.visuals.map.sheet import (
    BAY,
    HONG_KONG,
    NAME,
    WORLD,
    Disc,
    Link,
    Sheet,
    Text,
    graticule_of,
    land_of,
    look_of,
    seen_on_a_phone,
    text,
    water_of,
)

# A name on a narrow screen is this high, in the units of the map.
CITY_ON_A_PHONE = 22.0
LINK_WIDTH, WIDEST_LINK = 1.3, 12.0
# The room that the mark of Hong Kong itself takes.
HERE = 9.0


@dataclass(frozen=True)
class Mark:
    """A city where it stands, as large as the number of its bodies asks."""

    city: City
    at: Point
    radius: float


def bay(atlas: Atlas) -> Sheet:
    """Draw the cities of the Greater Bay Area, with a line to each as wide as its collaborations with Hong Kong are many."""
    cities = atlas.cities(Region.GREATER_BAY_AREA)
    graticule, degrees = graticule_of(BAY, 0.5, 1)
    return _joined_cities(
        BAY, cities, "greater_bay_area", graticule, degrees, water_of(BAY, ((113.75, 21.9, "South China Sea"),))
    )


def world(atlas: Atlas) -> Sheet:
    """Draw the cities of the mainland and elsewhere that any body of the directory stands in."""
    cities = [*atlas.cities(Region.MAINLAND), *atlas.cities(Region.OVERSEAS)]
    graticule, _degrees_left_out = graticule_of(WORLD, 30, 0)
    return _joined_cities(
        WORLD, sorted(cities, key=lambda city: -len(city.bodies)), "world", graticule, look="map--world"
    )


def _joined_cities(view, cities, file, graticule, degrees=(), water=(), look="") -> Sheet:
    home = view.point(*HONG_KONG)
    marks = [
        Mark(city, view.point(view.turned(city.longitude), city.latitude), max(3.0, 2.2 * sqrt(len(city.bodies))))
        for city in cities
    ]
    discs = [
        Disc(written(m.at.x), written(m.at.y), written(m.radius), "city", len(m.city.bodies), city=m.city)
        for m in marks
    ]
    return Sheet(
        width=view.width,
        height=round(view.height),
        look=look,
        land=land_of(file, view),
        graticule=graticule,
        links=[
            Link(_curve(home, m.at), written(min(WIDEST_LINK, LINK_WIDTH * sqrt(m.city.collaborations))), m.city)
            for m in marks
            if m.city.collaborations
        ],
        discs=[*discs, Disc(written(home.x), written(home.y), "7", "here", 0)],
        texts=[*degrees, *water, *_names(view, home, marks)],
    )


def _names(view, home: Point, marks: list[Mark]) -> list[Text]:
    """Name Hong Kong, then as many cities as find room, each with its collaborations."""
    own = str(Region.HONG_KONG.label)
    wishes = [
        label_placement.Wish(-1, own, home, HERE, NAME),
        *(
            label_placement.Wish(i, f"{m.city.name} {m.city.collaborations}", m.at, m.radius, NAME)
            for i, m in enumerate(marks)
        ),
    ]
    taken = [around(home, HERE), *(around(m.at, m.radius) for m in marks)]
    found = label_placement.place(wishes, view.box.within(4), taken)
    seen = seen_on_a_phone(found, CITY_ON_A_PHONE, view.box)
    names = []
    for label in found:
        at, look = Point(label.x, label.y), look_of(label, seen)
        if label.key < 0:
            names.append(text(own, at, label.anchor, f"{look} strong"))
        else:
            city = marks[label.key].city
            names.append(text(str(city.name), at, label.anchor, look, city.collaborations, city.name.lang))
    return names


def _curve(a: Point, b: Point) -> str:
    """Return a line from one point to another that bends a little, so that those in one direction part."""
    bend = 0.12
    middle = Point((a.x + b.x) / 2 - (b.y - a.y) * bend, (a.y + b.y) / 2 + (b.x - a.x) * bend)
    return f"M{written(a.x)},{written(a.y)}Q{written(middle.x)},{written(middle.y)} {written(b.x)},{written(b.y)}"
