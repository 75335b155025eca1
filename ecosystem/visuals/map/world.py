"""The maps outside Hong Kong: cities as discs, their collaborations with Hong Kong as lines."""

from dataclasses import dataclass
from math import sqrt

from ecosystem.models import Region
from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.shapes import Point, build_disc_box, format_coordinate, format_point
from ecosystem.visuals.map.data import MapCity, OrganisationLocations
from ecosystem.visuals.map.drawing import (
    BAY_PROJECTION,
    HONG_KONG_COORDINATES,
    NAME_SIZE,
    WORLD_PROJECTION,
    CityLink,
    MapDisc,
    MapDrawing,
    MapText,
    build_graticule,
    build_map_text,
    build_water_names,
    find_mobile_label_keys,
    get_label_classes,
    get_land_paths,
)

# Height of a name on a narrow screen in units of the map.
CITY_ON_A_PHONE = 22.0
LINK_WIDTH, WIDEST_LINK = 1.3, 12.0
# The radius of the mark of Hong Kong.
HERE = 9.0


@dataclass(frozen=True)
class CityMark:
    """The area of its disc follows the number of its organisations."""

    city: MapCity
    point: Point
    radius: float


def draw_bay_map(atlas: OrganisationLocations) -> MapDrawing:
    """The width of a line follows the number of collaborations."""
    cities = atlas.list_cities(Region.GREATER_BAY_AREA)
    graticule, degrees = build_graticule(BAY_PROJECTION, 0.5, 1)
    return _draw_linked_cities(
        BAY_PROJECTION,
        cities,
        "greater_bay_area",
        graticule,
        degrees,
        build_water_names(BAY_PROJECTION, ((113.75, 21.9, "South China Sea"),)),
    )


def draw_world_map(atlas: OrganisationLocations) -> MapDrawing:
    cities = [*atlas.list_cities(Region.MAINLAND), *atlas.list_cities(Region.OVERSEAS)]
    graticule, _degrees = build_graticule(WORLD_PROJECTION, 30, 0)
    return _draw_linked_cities(
        WORLD_PROJECTION,
        sorted(cities, key=lambda city: -len(city.organisations)),
        "world",
        graticule,
        look="map--world",
    )


def _draw_linked_cities(view, cities, file, graticule, degrees=(), water=(), look="") -> MapDrawing:
    home = view.project_point(*HONG_KONG_COORDINATES)
    marks = [
        CityMark(
            city,
            view.project_point(view.wrap_longitude(city.longitude), city.latitude),
            max(3.0, 2.2 * sqrt(len(city.organisations))),
        )
        for city in cities
    ]
    discs = [
        MapDisc(
            format_coordinate(m.point.x),
            format_coordinate(m.point.y),
            format_coordinate(m.radius),
            "city",
            len(m.city.organisations),
            city=m.city,
        )
        for m in marks
    ]
    return MapDrawing(
        width=view.width,
        height=round(view.height),
        look=look,
        land=get_land_paths(file, view),
        graticule=graticule,
        links=[
            CityLink(
                _build_curve(home, m.point),
                format_coordinate(min(WIDEST_LINK, LINK_WIDTH * sqrt(m.city.collaborations))),
                m.city,
            )
            for m in marks
            if m.city.collaborations
        ],
        discs=[*discs, MapDisc(format_coordinate(home.x), format_coordinate(home.y), "7", "here", 0)],
        texts=[*degrees, *water, *_place_names(view, home, marks)],
    )


def _place_names(view, home: Point, marks: list[CityMark]) -> list[MapText]:
    """Name Hong Kong, then as many cities as find room, with their numbers of collaborations."""
    hong_kong = str(Region.HONG_KONG.label)
    requests = [
        label_placement.LabelRequest(-1, hong_kong, home, HERE, NAME_SIZE),
        *(
            label_placement.LabelRequest(i, f"{m.city.name} {m.city.collaborations}", m.point, m.radius, NAME_SIZE)
            for i, m in enumerate(marks)
        ),
    ]
    taken = [build_disc_box(home, HERE), *(build_disc_box(m.point, m.radius) for m in marks)]
    labels = label_placement.place_labels(requests, view.box.shrink(4), taken)
    mobile_keys = find_mobile_label_keys(labels, CITY_ON_A_PHONE, view.box)
    names = []
    for label in labels:
        point, look = Point(label.x, label.y), get_label_classes(label, mobile_keys)
        if label.key < 0:
            names.append(build_map_text(hong_kong, point, label.anchor, f"{look} strong"))
        else:
            city = marks[label.key].city
            names.append(build_map_text(str(city.name), point, label.anchor, look, city.collaborations, city.name.lang))
    return names


def _build_curve(a: Point, b: Point) -> str:
    """Return a slightly bent line, so that lines in the same direction are separate."""
    bend = 0.12
    middle = Point((a.x + b.x) / 2 - (b.y - a.y) * bend, (a.y + b.y) / 2 + (b.x - a.x) * bend)
    return f"M{format_point(a.x, a.y)}Q{format_point(middle.x, middle.y)} {format_point(b.x, b.y)}"
