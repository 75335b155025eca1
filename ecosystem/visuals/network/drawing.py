"""The network as a picture: marks, lines and labels for a template."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

from django.utils.translation import gettext as _

from ecosystem.core import languages
from ecosystem.models import Organisation
from ecosystem.visuals.geometry import fan_layout, label_placement
from ecosystem.visuals.geometry.force_layout import Group, Spread, spread
from ecosystem.visuals.geometry.layered_layout import columns
from ecosystem.visuals.geometry.shapes import Box, Point, around, outline, shortened, written
from ecosystem.visuals.network.graph import Network, TieKind

WIDTH, HEIGHT = 1180, 860
# Room for the names of the communities above the uppermost of them, and for labels beside the outermost.
FRAME = Box(36, 44, WIDTH - 36, HEIGHT - 20)
HEADING, NAME = 16.0, 12.5
LONGEST_HEADING, LONGEST_NAME = 230.0, 150.0
# What is cropped keeps so much around it, and is no narrower than this.
MARGIN, LEAST_WIDTH = 24.0, 860.0
# A community of fewer bodies needs no name: each of its bodies has one.
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
class Mark:
    """A body in the picture."""

    key: int
    body: Organisation
    path: str
    degree: int
    is_centre: bool


@dataclass(frozen=True)
class Line:
    """A link in the picture: its two bodies, and what it is."""

    a: int
    b: int
    path: str
    kind: TieKind
    is_across: bool
    step: int


@dataclass(frozen=True)
class Text:
    """A label: what it says, where, and whether it names a community."""

    key: int
    text: str
    lang: str
    x: str
    y: str
    anchor: str
    is_heading: bool


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    marks: list[Mark]
    lines: list[Line]
    texts: list[Text]
    # How its lines and letters are set: a whole is finer than what stands around one.
    look: str = "whole"
    # Where on its ground it begins.
    left: int = 0
    top: int = 0

    # A picture that stands alone has its credits beneath.
    @property
    def file_height(self) -> int:
        return self.height + 30

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"


def drawn(network: Network, *, centres: Collection[int] = ()) -> Drawing:
    """Draw a network, or a part of it with what it is about marked, by its communities."""
    keys = network.keys
    graph = network.graph
    height = _height(len(keys))
    weights = [1 + log1p(len(network.ties_between(keys[a], keys[b]))) for a, b in graph.links]
    found = spread(graph, Box(FRAME.left, FRAME.top, FRAME.right, height - 20), weights)
    marks = [
        _mark(network.bodies[key], found.points[i], found.radii[i], found.degrees[i], is_centre=key in centres)
        for i, key in enumerate(keys)
    ]
    lines = [_line(network, keys[a], keys[b], found.points[a], found.points[b]) for a, b in graph.links]
    texts, boxes = _texts([network.bodies[key] for key in keys], found, Box(0, 0, WIDTH, height))
    boxes += [around(point, radius) for point, radius in zip(found.points, found.radii, strict=True)]
    page = _cropped(boxes, Box(0, 0, WIDTH, height))
    width, height = int(page.width), int(page.height)
    return Drawing(width, height, marks, lines, texts, left=int(page.left), top=int(page.top))


def _cropped(boxes: Sequence[Box], page: Box) -> Box:
    """Return what of a page its content needs with a margin; no narrower than that letters stay of a size."""
    if not boxes:
        return page
    left = min(box.left for box in boxes) - MARGIN
    right = max(box.right for box in boxes) + MARGIN
    spare = max(0.0, LEAST_WIDTH - (right - left)) / 2
    left, right = max(page.left, left - spare), min(page.right, right + spare)
    top = max(page.top, min(box.top for box in boxes) - MARGIN)
    return Box(left, top, right, min(page.bottom, max(box.bottom for box in boxes) + MARGIN))


# So many bodies are drawn beside what else a page says.
SMALL = 36


def drawn_small(network: Network, about: Collection[int] = ()) -> tuple[Network, Drawing]:
    """Draw the best connected bodies of a network, or some of its bodies, marked, with their partners.

    Return what is drawn with its picture; what is tied to nothing is left out of both.
    """
    shown = network.strongest(SMALL, first=about)
    return shown, drawn(shown, centres=about)


def _height(count: int) -> int:
    """Return how high a picture of so many bodies is."""
    return next((height for most, height in ((6, 240), (20, 420), (60, 620)) if count <= most), HEIGHT)


def drawn_around(network: Network, centre: int) -> Drawing:
    """Draw a body in the middle and its partners by name, those with most ties first, a curve for each kind of tie."""
    partners = sorted(
        network.neighbours.get(centre, ()),
        key=lambda key: (-len(network.ties_between(centre, key)), network.bodies[key].slug),
    )
    kinds = [sorted({tie.kind for tie in network.ties_between(centre, key)}) for key in partners]
    found = fan_layout.fan([len(each) for each in kinds])
    body = network.bodies[centre]
    marks, lines, texts = [_mark(body, found.centre, 13.0, len(partners), is_centre=True)], [], []
    for key, spoke, each in zip(partners, found.spokes, kinds, strict=True):
        other = network.bodies[key]
        marks.append(_mark(other, spoke.at, 5.5, len(network.neighbours[key])))
        for kind, curve in zip(each, spoke.curves, strict=True):
            number = sum(tie.kind == kind for tie in network.ties_between(centre, key))
            lines.append(Line(centre, key, curve, kind, network.is_across(centre, key), min(number, 3)))
        x = spoke.at.x + (-12 if spoke.anchor == "end" else 12)
        texts.append(_name(other, x, spoke.at.y + 4.5, spoke.anchor, fan_layout.COLUMN - 22, size=14.0))
    name = shortened(short_name(body), 14.0, 220.0)
    texts.append(Text(centre, name, _lang(body), written(found.centre.x), written(found.centre.y - 22), "middle", True))
    return Drawing(int(found.width), int(found.height), marks, lines, texts, "ego")


def drawn_ways(network: Network, ways: Sequence[Sequence[int]]) -> Drawing:
    """Draw the shortest ways between two bodies from left to right."""
    layers = [list(dict.fromkeys(way[step] for way in ways)) for step in range(len(ways[0]))] if ways else []
    found = columns(layers)
    links = dict.fromkeys((a, b) for way in ways for a, b in pairwise(way))
    return Drawing(
        int(found.width),
        int(found.height),
        [_mark(network.bodies[key], at, 7.0, len(network.neighbours.get(key, ()))) for key, at in found.points.items()],
        [_line(network, a, b, found.points[a], found.points[b]) for a, b in links],
        [
            _name(network.bodies[key], at.x, at.y + 24, "middle", found.room, size=14.0)
            for key, at in found.points.items()
        ],
        "ego",
    )


def _mark(body: Organisation, at: Point, radius: float, degree: int, *, is_centre: bool = False) -> Mark:
    return Mark(body.pk, body, outline(SHAPES[body.kind], at, radius), degree, is_centre)


def _name(
    body: Organisation, x: float, y: float, anchor: str, room: float, *, size: float, is_heading: bool = False
) -> Text:
    text = shortened(str(body.name), size, room)
    return Text(body.pk, text, body.name.lang, written(x), written(y), anchor, is_heading)


def _line(network: Network, a: int, b: int, start: Point, end: Point) -> Line:
    ties = network.ties_between(a, b)
    kind = min((tie.kind for tie in ties), key=list(TieKind).index)
    path = f"M{written(start.x)},{written(start.y)}L{written(end.x)},{written(end.y)}"
    return Line(a, b, path, kind, network.is_across(a, b), min(len(ties), 3))


def short_name(body: Organisation) -> str:
    """Return what people call a body: its acronym, else its name in the reader's language."""
    return body.acronym or str(body.name)


def _texts(bodies: Sequence[Organisation], found: Spread, page: Box) -> tuple[list[Text], list[Box]]:
    """Name the communities first, then as many bodies as find room, the best connected first; say where each stands."""
    order = sorted(range(len(bodies)), key=lambda i: (-found.degrees[i], i))
    # No label hides a body that many others are tied to.
    large = [around(found.points[i], found.radii[i]) for i in order[: len(order) // 4]]
    headings = label_placement.place(
        [_heading(group, bodies, found) for group in found.groups if _is_named(group)], page, large
    )
    names = [
        label_placement.Wish(
            i, shortened(short_name(bodies[i]), NAME, LONGEST_NAME), found.points[i], found.radii[i], NAME
        )
        for i in order
    ]
    placed = label_placement.place(names, page, [*large, *(label.box for label in headings)])
    texts = [
        *(_text(label, languages.LANG_TAGS[languages.current()], is_heading=True) for label in headings),
        *(_text(label, _lang(bodies[label.key])) for label in placed),
    ]
    return texts, [label.box for label in (*headings, *placed)]


def _is_named(group: Group) -> bool:
    return len(group.members) >= NAMED_FROM


def _heading(group: Group, bodies: Sequence[Organisation], found: Spread) -> label_placement.Wish:
    text = _("Around %(name)s") % {"name": short_name(bodies[group.strongest])}
    top = min(found.points[node].y - found.radii[node] for node in group.members)
    # Bold letters are a little wider.
    size = HEADING * 1.06
    return label_placement.Wish(
        group.strongest, shortened(text, size, LONGEST_HEADING), Point(group.centre.x, top), 2.0, size, is_above=True
    )


def _text(label: label_placement.Label, lang: str, *, is_heading: bool = False) -> Text:
    return Text(label.key, label.text, lang, written(label.x), written(label.y), label.anchor, is_heading)


def _lang(body: Organisation) -> str:
    return languages.LANG_TAGS[languages.ENGLISH] if body.acronym else body.name.lang
