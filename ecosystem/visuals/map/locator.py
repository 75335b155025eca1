"""The locator map of one place."""

from dataclasses import replace
from functools import cache

from ecosystem.models import District, Place, Region
from ecosystem.visuals.geometry.outlines import build_outline_path, load_outlines
from ecosystem.visuals.geometry.projection import MapProjection
from ecosystem.visuals.geometry.shapes import Point, format_coordinate
from ecosystem.visuals.map.drawing import (
    BAY_PROJECTION,
    EAST_ASIA_PROJECTION,
    HONG_KONG_COORDINATES,
    TERRITORY_PROJECTION,
    WORLD_PROJECTION,
    DistrictArea,
    MapDisc,
    MapDrawing,
    build_map_text,
    get_land_paths,
    get_place_coordinates,
)

WIDTH = 300


def draw_locator_map(place: Place) -> MapDrawing:
    """Draw the location of a place: a site as a point, a district tinted, a city as a ring."""
    view, file = _choose_projection(place)
    view = replace(view, width=WIDTH)
    longitude, latitude = get_place_coordinates(place)
    point = view.project_point(view.wrap_longitude(longitude), latitude)
    marks = []
    if place.is_site:
        marks = [
            MapDisc(format_coordinate(point.x), format_coordinate(point.y), "6", "here", 0),
            MapDisc(format_coordinate(point.x), format_coordinate(point.y), "12", "ring", 0),
        ]
    elif place.region != Region.HONG_KONG:
        marks = [MapDisc(format_coordinate(point.x), format_coordinate(point.y), "9", "ring", 0)]
    home = view.project_point(*HONG_KONG_COORDINATES)
    texts = []
    if place.region != Region.HONG_KONG and home.distance(point) > 24:
        texts = [build_map_text(str(Region.HONG_KONG.label), Point(home.x + 6, home.y + 13), "start", "halo minor")]
        marks.append(MapDisc(format_coordinate(home.x), format_coordinate(home.y), "3", "site", 0))
    return MapDrawing(
        width=view.width,
        height=round(view.height),
        look="map--locator",
        land=get_land_paths(file, view, tolerance=1.0),
        grounds=[DistrictArea(path, District(place.district), 0, 3) for path in _build_district_paths(place.district)],
        discs=marks,
        texts=texts,
    )


@cache
def _build_district_paths(district: str) -> tuple[str, ...]:
    """Return none outside Hong Kong."""
    view = replace(TERRITORY_PROJECTION, width=WIDTH)
    outlines = (outline for outline in load_outlines("hong_kong_districts") if outline.name == district)
    return tuple(build_outline_path(outline, view, 0.8) for outline in outlines)


def _choose_projection(place: Place) -> tuple[MapProjection, str]:
    """Return the most detailed projection that contains a place, and the file with its land."""
    if place.region == Region.HONG_KONG:
        return TERRITORY_PROJECTION, "greater_bay_area"
    for view, file in ((BAY_PROJECTION, "greater_bay_area"), (EAST_ASIA_PROJECTION, "world")):
        if view.contains(*get_place_coordinates(place)):
            return view, file
    return WORLD_PROJECTION, "world"
