"""Where one place lies."""

from dataclasses import replace

from ecosystem.models import District, Place, Region
from ecosystem.visuals.geometry.outlines import outlines, path
from ecosystem.visuals.geometry.projection import View
from ecosystem.visuals.geometry.shapes import Point, written
from ecosystem.visuals.map.sheet import (
    BAY,
    EAST_ASIA,
    HONG_KONG,
    TERRITORY,
    WORLD,
    Disc,
    Ground,
    Sheet,
    degrees_of,
    land_of,
    text,
)

WIDTH = 300


def locator(place: Place) -> Sheet:
    """Draw where a place lies: a site as a point, a district tinted, a city as a ring; no point where none is known."""
    view, file = _located(place)
    view = replace(view, width=WIDTH)
    longitude, latitude = degrees_of(place)
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
        texts = [text(str(Region.HONG_KONG.label), Point(home.x + 6, home.y + 13), "start", "halo minor")]
        marks.append(Disc(written(home.x), written(home.y), "3", "site", 0))
    return Sheet(
        width=view.width,
        height=round(view.height),
        look="map--locator",
        land=land_of(file, view, tolerance=1.0),
        grounds=[Ground(path(outline, view, 0.8), District(outline.name), 0, 3) for outline in own],
        discs=marks,
        texts=texts,
    )


def _located(place: Place) -> tuple[View, str]:
    """Return the closest of the maps that shows a place, and whose land it is drawn on."""
    if place.region == Region.HONG_KONG:
        return TERRITORY, "greater_bay_area"
    for view, file in ((BAY, "greater_bay_area"), (EAST_ASIA, "world")):
        if view.shows(*degrees_of(place)):
            return view, file
    return WORLD, "world"
