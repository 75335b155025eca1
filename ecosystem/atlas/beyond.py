"""Beyond Hong Kong: cities as discs, and the collaborations that join them with it as lines."""

from math import sqrt

from ecosystem.atlas import Atlas
from ecosystem.atlas.sheets import (
    BAY,
    HONG_KONG,
    NAME,
    WORLD,
    Disc,
    Link,
    Sheet,
    graticule_of,
    land_of,
    look_of,
    seen_on_a_phone,
    text,
    water_of,
)
from ecosystem.models import Region
from ecosystem.pictures import labels
from ecosystem.pictures.shapes import Point, around, written

# A name on a narrow screen is this high, in the units of the map.
CITY_ON_A_PHONE = 22.0
LINK_WIDTH, WIDEST_LINK = 1.3, 12.0


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
    seen = seen_on_a_phone(found, CITY_ON_A_PHONE, view.box)
    names = [
        text(
            str(Region.HONG_KONG.label) if label.key < 0 else str(cities[label.key].name),
            Point(label.x, label.y),
            label.anchor,
            f"{look_of(label, seen)} strong" if label.key < 0 else look_of(label, seen),
            number=None if label.key < 0 else cities[label.key].collaborations,
            lang="" if label.key < 0 else cities[label.key].name.lang,
        )
        for label in found
    ]
    return Sheet(
        width=view.width,
        height=round(view.height),
        look=look,
        land=land_of(file, view),
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
