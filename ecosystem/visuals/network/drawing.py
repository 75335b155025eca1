"""Drawings of the network: marks, lines and labels for a template."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

from django.utils.translation import gettext as _

from ecosystem.core import languages
from ecosystem.models import Organisation
from ecosystem.visuals.geometry import fan_layout, label_placement
from ecosystem.visuals.geometry.force_layout import ForceLayout, GraphCommunity, lay_out_graph
from ecosystem.visuals.geometry.layered_layout import lay_out_layers
from ecosystem.visuals.geometry.shapes import (
    Box,
    Point,
    build_disc_box,
    build_marker_path,
    format_coordinate,
    format_point,
    shorten_text,
)
from ecosystem.visuals.network.data import Network, NetworkEdgeKind

WIDTH, HEIGHT = 1180, 860
# Leaves room for the headings of communities at the top and for labels at the sides.
FRAME = Box(36, 44, WIDTH - 36, HEIGHT - 20)
HEADING, NAME = 16.0, 12.5
LONGEST_HEADING, LONGEST_NAME = 230.0, 150.0
# The margin and the minimum width of a cropped drawing.
MARGIN, LEAST_WIDTH = 24.0, 860.0
# Smaller communities need no heading: each of their organisations has a label.
NAMED_FROM = 5
SHAPES = {
    "government": "square",
    "public_body": "square",
    "university": "disc",
    "research_centre": "disc",
    "company": "triangle",
    "startup": "triangle",
    "financial_institution": "triangle",
    "innovation_hub": "diamond",
    "investor": "diamond",
    "association": "diamond",
}


@dataclass(frozen=True)
class NetworkMark:
    key: int
    organisation: Organisation
    theme: str
    path: str
    degree: int
    is_centre: bool


@dataclass(frozen=True)
class NetworkLine:
    a: int
    b: int
    path: str
    kind: NetworkEdgeKind
    is_across: bool
    step: int


@dataclass(frozen=True)
class NetworkLabel:
    """A label of an organisation, or the heading of a community."""

    key: int
    text: str
    lang: str
    x: str
    y: str
    anchor: str
    is_heading: bool


@dataclass(frozen=True)
class NetworkDrawing:
    width: int
    height: int
    marks: list[NetworkMark]
    lines: list[NetworkLine]
    texts: list[NetworkLabel]
    # A CSS class: lines and letters of a whole network are finer than those around one organisation.
    look: str = "whole"
    # The origin of the view box.
    left: int = 0
    top: int = 0

    @property
    def file_height(self) -> int:
        # Leaves room for the credits.
        return self.height + 30

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"


def draw_network(network: Network, *, centres: Collection[int] = ()) -> NetworkDrawing:
    """`centres` are marked."""
    keys = network.connected_keys
    graph = network.graph
    height = _get_height(len(keys))
    weights = [1 + log1p(len(network.get_edges_between(keys[a], keys[b]))) for a, b in graph.links]
    layout = lay_out_graph(graph, Box(FRAME.left, FRAME.top, FRAME.right, height - 20), weights)
    marks = [
        _build_mark(network, key, layout.points[i], layout.radii[i], layout.degrees[i], is_centre=key in centres)
        for i, key in enumerate(keys)
    ]
    lines = [_build_line(network, keys[a], keys[b], layout.points[a], layout.points[b]) for a, b in graph.links]
    texts, boxes = _place_labels([network.organisations[key] for key in keys], layout, Box(0, 0, WIDTH, height))
    boxes += [build_disc_box(point, radius) for point, radius in zip(layout.points, layout.radii, strict=True)]
    page = _crop_page(boxes, Box(0, 0, WIDTH, height))
    width, height = int(page.width), int(page.height)
    return NetworkDrawing(width, height, marks, lines, texts, left=int(page.left), top=int(page.top))


def _crop_page(boxes: Sequence[Box], page: Box) -> Box:
    """Crop a page to its content with a margin; a minimum width limits the size of letters."""
    if not boxes:
        return page
    left = min(box.left for box in boxes) - MARGIN
    right = max(box.right for box in boxes) + MARGIN
    spare = max(0.0, LEAST_WIDTH - (right - left)) / 2
    left, right = max(page.left, left - spare), min(page.right, right + spare)
    top = max(page.top, min(box.top for box in boxes) - MARGIN)
    return Box(left, top, right, min(page.bottom, max(box.bottom for box in boxes) + MARGIN))


# The number of organisations in a small drawing.
SMALL = 36


def draw_small_network(network: Network, about: Collection[int] = ()) -> tuple[Network, NetworkDrawing]:
    """Draw the best connected organisations, or those of `about`, marked, with their neighbours.

    Return the drawn network, which has no unconnected organisations, and its drawing.
    """
    shown = network.get_best_connected(SMALL, first=about)
    return shown, draw_network(shown, centres=about)


def _get_height(count: int) -> int:
    return next((height for most, height in ((6, 240), (20, 420), (60, 620)) if count <= most), HEIGHT)


def draw_ego_network(network: Network, centre: int) -> NetworkDrawing:
    """Draw an organisation in the middle and its neighbours at the sides, with a curve for each kind of edge."""
    partners = sorted(
        network.neighbours.get(centre, ()),
        key=lambda key: (-len(network.get_edges_between(centre, key)), network.organisations[key].slug),
    )
    kinds = [sorted({edge.kind for edge in network.get_edges_between(centre, key)}) for key in partners]
    layout = fan_layout.lay_out_fan([len(edge_kinds) for edge_kinds in kinds])
    organisation = network.organisations[centre]
    marks, lines, texts = [_build_mark(network, centre, layout.centre, 13.0, len(partners), is_centre=True)], [], []
    for key, spoke, edge_kinds in zip(partners, layout.spokes, kinds, strict=True):
        other = network.organisations[key]
        marks.append(_build_mark(network, key, spoke.point, 5.5, len(network.neighbours[key])))
        for kind, curve in zip(edge_kinds, spoke.curves, strict=True):
            number = sum(edge.kind == kind for edge in network.get_edges_between(centre, key))
            lines.append(NetworkLine(centre, key, curve, kind, network.crosses_boundary(centre, key), min(number, 3)))
        x = spoke.point.x + (-12 if spoke.anchor == "end" else 12)
        texts.append(
            _build_name_label(other, x, spoke.point.y + 4.5, spoke.anchor, fan_layout.COLUMN_X - 22, size=14.0)
        )
    name = shorten_text(organisation.short_name, 14.0, 220.0)
    texts.append(
        NetworkLabel(
            centre,
            name,
            organisation.short_name.lang,
            format_coordinate(layout.centre.x),
            format_coordinate(layout.centre.y - 22),
            "middle",
            True,
        )
    )
    return NetworkDrawing(int(layout.width), int(layout.height), marks, lines, texts, "ego")


def draw_network_paths(network: Network, paths: Sequence[Sequence[int]]) -> NetworkDrawing:
    layers = [list(dict.fromkeys(path[step] for path in paths)) for step in range(len(paths[0]))] if paths else []
    layout = lay_out_layers(layers)
    links = dict.fromkeys((a, b) for path in paths for a, b in pairwise(path))
    return NetworkDrawing(
        int(layout.width),
        int(layout.height),
        [
            _build_mark(network, key, point, 7.0, len(network.neighbours.get(key, ())))
            for key, point in layout.points.items()
        ],
        [_build_line(network, a, b, layout.points[a], layout.points[b]) for a, b in links],
        [
            _build_name_label(network.organisations[key], point.x, point.y + 24, "middle", layout.room, size=14.0)
            for key, point in layout.points.items()
        ],
        "ego",
    )


def _build_mark(
    network: Network, key: int, point: Point, radius: float, degree: int, *, is_centre: bool = False
) -> NetworkMark:
    organisation = network.organisations[key]
    theme = next(iter(network.theme_slugs[key]), "")
    path = build_marker_path(SHAPES[organisation.kind], point, radius)
    return NetworkMark(key, organisation, theme, path, degree, is_centre)


def _build_name_label(
    organisation: Organisation, x: float, y: float, anchor: str, room: float, *, size: float, is_heading: bool = False
) -> NetworkLabel:
    text = shorten_text(str(organisation.name), size, room)
    return NetworkLabel(
        organisation.pk, text, organisation.name.lang, format_coordinate(x), format_coordinate(y), anchor, is_heading
    )


def _build_line(network: Network, a: int, b: int, start: Point, end: Point) -> NetworkLine:
    edges = network.get_edges_between(a, b)
    kind = min((edge.kind for edge in edges), key=list(NetworkEdgeKind).index)
    path = f"M{format_point(start.x, start.y)}L{format_point(end.x, end.y)}"
    return NetworkLine(a, b, path, kind, network.crosses_boundary(a, b), min(len(edges), 3))


def _place_labels(
    organisations: Sequence[Organisation], layout: ForceLayout, page: Box
) -> tuple[list[NetworkLabel], list[Box]]:
    """Label the communities, then the best connected organisations that find room; return labels and boxes."""
    order = sorted(range(len(organisations)), key=lambda i: (-layout.degrees[i], i))
    # No label may hide a well connected organisation.
    large = [build_disc_box(layout.points[i], layout.radii[i]) for i in order[: len(order) // 4]]
    headings = label_placement.place_labels(
        [
            _build_heading_request(group, organisations, layout)
            for group in layout.groups
            if len(group.members) >= NAMED_FROM
        ],
        page,
        large,
    )
    names = [
        label_placement.LabelRequest(
            i,
            shorten_text(organisations[i].short_name, NAME, LONGEST_NAME),
            layout.points[i],
            layout.radii[i],
            NAME,
        )
        for i in order
    ]
    placed = label_placement.place_labels(names, page, [*large, *(label.box for label in headings)])
    texts = [
        *(
            _build_label(label, languages.LANG_TAGS[languages.get_current_language()], is_heading=True)
            for label in headings
        ),
        *(_build_label(label, organisations[label.key].short_name.lang) for label in placed),
    ]
    return texts, [label.box for label in (*headings, *placed)]


def _build_heading_request(
    group: GraphCommunity, organisations: Sequence[Organisation], layout: ForceLayout
) -> label_placement.LabelRequest:
    text = _("%(name)s and its partners") % {"name": organisations[group.best_connected].short_name}
    top = min(layout.points[node].y - layout.radii[node] for node in group.members)
    # Bold letters are a little wider.
    size = HEADING * 1.06
    return label_placement.LabelRequest(
        group.best_connected,
        shorten_text(text, size, LONGEST_HEADING),
        Point(group.centre.x, top),
        2.0,
        size,
        is_above=True,
    )


def _build_label(label: label_placement.PlacedLabel, lang: str, *, is_heading: bool = False) -> NetworkLabel:
    return NetworkLabel(
        label.key, label.text, lang, format_coordinate(label.x), format_coordinate(label.y), label.anchor, is_heading
    )
