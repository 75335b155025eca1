"""A force layout of a graph with separate communities and without overlapping discs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt

from ecosystem.visuals.geometry.graph import Graph
from ecosystem.visuals.geometry.shapes import Box, Point

# Radii and gaps in the units of a drawing of 1,180 by 860.
SMALLEST, GROWTH, LARGEST = 3.2, 1.7, 17.0
DISC_GAP, GROUP_GAP = 3.0, 16.0
PUSHES = 60
# The largest scale by which a layout is stretched to fill its frame.
WIDEST = 1.7
GOLDEN_ANGLE = pi * (3 - sqrt(5))
# Further, smaller communities are placed in rows.
MOST_PLACED = 80


@dataclass(frozen=True)
class GraphCommunity:
    """`members` are nodes, the best connected first."""

    members: tuple[int, ...]
    centre: Point

    @property
    def best_connected(self) -> int:
        return self.members[0]


@dataclass(frozen=True)
class ForceLayout:
    points: list[Point]
    radii: list[float]
    degrees: list[int]
    groups: list[GraphCommunity]


def lay_out_graph(graph: Graph, frame: Box, weights: Sequence[float] = ()) -> ForceLayout:
    """Lay out a graph within the frame; the same graph always gives the same layout.

    `weights` are the forces of the links in the order of `graph.links`, by default 1.
    """
    weights = list(weights) or [1.0] * len(graph.links)
    degrees = graph.degrees
    radii = [min(LARGEST, SMALLEST + GROWTH * sqrt(degree)) for degree in degrees]
    communities = graph.find_communities(weights)
    layouts = [_lay_out_community(graph, weights, members, radii) for members in communities]
    pulls = _compute_pulls(graph, weights, communities)
    centres = _pack_circles([radius for _points, radius in layouts], pulls, frame)
    points = [Point(0, 0)] * graph.count
    for members, (places, _radius), centre in zip(communities, layouts, centres, strict=True):
        for node, place in zip(members, places, strict=True):
            points[node] = Point(centre.x + place.x, centre.y + place.y)
    fit = _fit_into_frame(points, radii, frame)
    groups = [
        GraphCommunity(tuple(sorted(members, key=lambda node: (-degrees[node], node))), fit.transform_point(centre))
        for members, centre in zip(communities, centres, strict=True)
    ]
    # Discs are not enlarged when points are spread.
    size = min(1.0, fit.scale_x, fit.scale_y)
    return ForceLayout(
        [fit.transform_point(point) for point in points], [radius * size for radius in radii], degrees, groups
    )


def _lay_out_community(
    graph: Graph, weights: list[float], members: list[int], radii: list[float]
) -> tuple[list[Point], float]:
    """Return the points of the nodes around the middle of a community, and the radius of its circle."""
    own = [radii[node] for node in members]
    if len(members) == 1:
        return [Point(0, 0)], own[0]
    # The initial positions form a sunflower pattern; the layout is scaled to leave room around the discs.
    start = [
        (radius * cos(i * GOLDEN_ANGLE), radius * sin(i * GOLDEN_ANGLE))
        for i in range(len(members))
        for radius in [sqrt((i + 0.5) / len(members))]
    ]
    size = 1.7 * sqrt(sum((radius + DISC_GAP) ** 2 for radius in own))
    return _centre_discs(
        _push_apart(_scale_places(graph.compute_force_layout(members, weights, start), size), own), own
    )


def _scale_places(places: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Centre and scale points to a radius of `size`, spreading the inner ones outwards."""
    middle_x, middle_y = (sum(values) / len(places) for values in zip(*places, strict=True))
    moved = [(x - middle_x, y - middle_y) for x, y in places]
    most = max(hypot(x, y) for x, y in moved) or 1.0
    # Force layouts leave the middle crowded and the rim empty.
    return [(x * f, y * f) for x, y in moved for f in [size / most * (hypot(x, y) / most or 1.0) ** -0.45]]


def _push_apart(places: list[tuple[float, float]], radii: list[float]) -> list[tuple[float, float]]:
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    reach = 2 * max(radii) + DISC_GAP
    for _push in range(PUSHES):
        if not _push_once(xs, ys, radii, reach):
            break
    else:
        # Remaining overlaps are removed by scaling.
        while _push_once(list(xs), list(ys), radii, reach):
            xs, ys = [x * 1.1 for x in xs], [y * 1.1 for y in ys]
    return list(zip(xs, ys, strict=True))


def _push_once(xs: list[float], ys: list[float], radii: list[float], reach: float) -> bool:
    """Move both discs of each overlapping pair apart; return whether there was any."""
    order = sorted(range(len(xs)), key=lambda i: (xs[i], ys[i], i))
    moved = False
    for rank, i in enumerate(order):
        for j in order[rank + 1 :]:
            if xs[j] - xs[i] > reach * 1.5:
                break
            dx, dy = xs[j] - xs[i], ys[j] - ys[i]
            wanted, distance = radii[i] + radii[j] + DISC_GAP, hypot(dx, dy)
            if distance >= wanted - 0.01:
                continue
            moved = True
            if distance < 0.001:
                dx, dy, distance = cos(j * GOLDEN_ANGLE), sin(j * GOLDEN_ANGLE), 1.0
                step = wanted / 2
            else:
                step = (wanted - distance) / 2 + 0.01
            xs[i], ys[i] = xs[i] - dx / distance * step, ys[i] - dy / distance * step
            xs[j], ys[j] = xs[j] + dx / distance * step, ys[j] + dy / distance * step
    return moved


def _centre_discs(places: list[tuple[float, float]], radii: list[float]) -> tuple[list[Point], float]:
    left = min(x - r for (x, _y), r in zip(places, radii, strict=True))
    right = max(x + r for (x, _y), r in zip(places, radii, strict=True))
    top = min(y - r for (_x, y), r in zip(places, radii, strict=True))
    bottom = max(y + r for (_x, y), r in zip(places, radii, strict=True))
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    points = [Point(x - middle_x, y - middle_y) for x, y in places]
    return points, max(hypot(p.x, p.y) + r for p, r in zip(points, radii, strict=True))


def _compute_pulls(graph: Graph, weights: list[float], communities: list[list[int]]) -> dict[tuple[int, int], float]:
    """Return the total weight of the links between each two communities, in both directions."""
    group = {node: i for i, members in enumerate(communities) for node in members}
    pulls: defaultdict[tuple[int, int], float] = defaultdict(float)
    for (source, target), weight in zip(graph.links, weights, strict=True):
        a, b = group[source], group[target]
        if a != b:
            pulls[a, b] += weight
            pulls[b, a] += weight
    return pulls


def _pack_circles(radii: list[float], pulls: dict[tuple[int, int], float], frame: Box) -> list[Point]:
    """Place circles, the largest first, each as close as possible to those that pull it."""
    # The packing follows the proportions of the frame.
    stretch = frame.width / frame.height if frame.height else 1.0
    centres: list[Point] = []
    for i, radius in enumerate(radii[:MOST_PLACED]):
        pulling = [(centres[j], pulls.get((i, j), 0.0)) for j in range(i)]
        total = sum(pull for _centre, pull in pulling)
        aim = Point(0, 0)
        if total:
            aim = Point(
                sum(centre.x * pull for centre, pull in pulling) / total,
                sum(centre.y * pull for centre, pull in pulling) / total,
            )
        centres.append(_find_nearest_free(aim, radius, list(zip(centres, radii, strict=False)), stretch))
    return centres + _place_in_rows(radii[MOST_PLACED:], list(zip(centres, radii, strict=False)))


def _place_in_rows(radii: list[float], placed: list[tuple[Point, float]]) -> list[Point]:
    left = min((c.x - r for c, r in placed), default=0.0)
    right = max((c.x + r for c, r in placed), default=0.0)
    x, top, height = left, max((c.y + r for c, r in placed), default=0.0) + GROUP_GAP, 0.0
    centres = []
    for radius in radii:
        if x > left and x + 2 * radius > right:
            x, top, height = left, top + height + GROUP_GAP, 0.0
        centres.append(Point(x + radius, top + radius))
        x, height = x + 2 * radius + GROUP_GAP, max(height, 2 * radius)
    return centres


def _find_nearest_free(aim: Point, radius: float, placed: list[tuple[Point, float]], stretch: float) -> Point:
    """Return the free point closest to `aim` and to the middle."""
    if not placed:
        return Point(0, 0)

    def cost(point: Point) -> float:
        return hypot((point.x - aim.x) / stretch, point.y - aim.y) + 0.8 * hypot(point.x / stretch, point.y)

    # Candidates touch one of the placed circles, at the minimum gap, in steps of 5 degrees.
    best, lowest = None, 0.0
    for centre, other in placed:
        reach = other + radius + GROUP_GAP
        for step in range(36):
            angle = step * pi / 18
            point = Point(centre.x + reach * cos(angle), centre.y + reach * sin(angle))
            price = cost(point)
            if best is not None and price >= lowest:
                continue
            if all(hypot(point.x - c.x, point.y - c.y) >= r + radius + GROUP_GAP - 0.01 for c, r in placed):
                best, lowest = point, price
    # There is always room next to the outermost circle.
    assert best is not None  # noqa: S101
    return best


@dataclass(frozen=True)
class FrameTransform:
    scale_x: float
    scale_y: float
    shift: Point

    def transform_point(self, point: Point) -> Point:
        return Point(point.x * self.scale_x + self.shift.x, point.y * self.scale_y + self.shift.y)


def _fit_into_frame(points: list[Point], radii: list[float], frame: Box) -> FrameTransform:
    """Return the transform that fits discs into the frame: uniform if they shrink, else stretched by axis."""
    if not points:
        return FrameTransform(1.0, 1.0, frame.centre)
    # Discs keep their size when points are spread, so the frame is reduced by the largest radius.
    largest = max(radii)
    whole = Box(
        min(p.x for p in points),
        min(p.y for p in points),
        max(p.x for p in points),
        max(p.y for p in points),
    )
    across = (frame.width - 2 * largest) / max(whole.width, 1.0)
    down = (frame.height - 2 * largest) / max(whole.height, 1.0)
    if min(across, down) < 1:
        across = down = min(across, down)
    across, down = min(across, WIDEST), min(down, WIDEST)
    shift = Point(frame.centre.x - whole.centre.x * across, frame.centre.y - whole.centre.y * down)
    return FrameTransform(across, down, shift)
