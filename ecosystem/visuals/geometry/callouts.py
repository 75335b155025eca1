"""Placement of area names: inside large areas, beside small ones with a leader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ecosystem.visuals.geometry.label_placement import OccupancyGrid
from ecosystem.visuals.geometry.outlines import Polygon
from ecosystem.visuals.geometry.shapes import ASCENT, Box, Point, measure_text_width

# The gap between the lines of a column of names, and between a name and its leader.
LINE, GAP = 2.0, 4.0
# The distance of a column of names from its areas as a share of the frame, the minimum distance of a name from
# its own area, and size and number of the steps by which a name is moved.
OFFSET, NEAR, STEP, STEPS = 0.08, 20.0, 20.0, 12


@dataclass(frozen=True)
class CalloutArea:
    """`middle` is the end of its leader."""

    key: str
    text: str
    shape: Polygon
    middle: Point


@dataclass(frozen=True)
class Callout:
    """`x`, `y` are the position of `anchor` on the base line; `leader` is for names outside."""

    key: str
    text: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[Point, Point] | None = None


def place_callouts(areas: Sequence[CalloutArea], frame: Box, taken: Iterable[Box], size: float) -> list[Callout]:
    """Place at most one name for each area, without overlaps with other names or `taken` boxes.

    A name may extend beyond its area, but not into another area. Names without room go into a column on the
    left or right, in the vertical order of their areas, so that leaders do not cross. Names without room
    there are left out.
    """
    taken = list(taken)
    inside, outside = {}, set()
    grid = OccupancyGrid(taken)
    for area in areas:
        if callout := _place_inside(area, areas, grid, frame, size):
            inside[area.key] = callout
            grid.occupy(callout.box)
        else:
            outside.add(area.key)
    while True:
        columns = _place_columns([area for area in areas if area.key in outside], frame, taken, inside.values(), size)
        crossed = {
            key
            for key, name in inside.items()
            if any(c.leader and _is_leader_crossing(c.leader, name.box) for c in columns)
        }
        if not crossed:
            return [*inside.values(), *columns]
        # Names crossed by a leader are moved outside, too.
        outside |= crossed
        inside = {key: name for key, name in inside.items() if key not in crossed}


def _place_columns(
    areas: Sequence[CalloutArea], frame: Box, taken: Iterable[Box], inside: Iterable[Callout], size: float
) -> list[Callout]:
    if not areas:
        return []
    grid = OccupancyGrid([*taken, *(name.box for name in inside)])
    middle = sorted(area.middle.x for area in areas)[len(areas) // 2]
    callouts = []
    for side in (-1, 1):
        group = [area for area in areas if (area.middle.x < middle) == (side < 0)]
        callouts += _place_column(group, side, frame, grid, size)
    return callouts


def _is_leader_crossing(leader: tuple[Point, Point], box: Box) -> bool:
    """Whether a line crosses a box, checked in steps of about 4 units, less than the height of letters."""
    a, b = leader
    steps = max(1, int(a.distance(b) / 4))
    points = (Point(a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps) for i in range(steps + 1))
    return any(box.left <= p.x <= box.right and box.top <= p.y <= box.bottom for p in points)


def _place_inside(
    area: CalloutArea, areas: Sequence[CalloutArea], grid: OccupancyGrid, frame: Box, size: float
) -> Callout | None:
    width, height = measure_text_width(area.text, size), size * 1.15
    others = [other.shape for other in areas if other is not area]
    for dy in (0.0, -height, height, -2 * height, 2 * height):
        x, y = area.middle.x, area.middle.y + dy
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not frame.contains(box) or not grid.is_free(box) or not area.shape.contains(Point(x, y)):
            continue
        corners = [Point(px, py) for px in (box.left, x, box.right) for py in (box.top, box.bottom)]
        if not any(other.contains(corner) for other in others for corner in corners):
            return Callout(area.key, area.text, x, box.top + height * ASCENT, "middle", box)
    return None


def _place_column(
    areas: Sequence[CalloutArea], side: int, frame: Box, grid: OccupancyGrid, size: float
) -> list[Callout]:
    if not areas:
        return []
    ordered = sorted(areas, key=lambda area: area.middle.y)
    height = size * 1.15
    tops = _space_lines([area.middle.y - height / 2 for area in ordered], height + LINE, frame)
    edge = median(area.middle.x for area in ordered) + side * OFFSET * frame.width
    callouts: list[Callout] = []
    for area, top in zip(ordered, tops, strict=True):
        # Areas beyond the column are named beyond it.
        start = side * max(side * edge, side * area.middle.x + NEAR)
        free = (
            box
            for box in _iter_candidate_boxes(start, top, measure_text_width(area.text, size), height, side)
            if frame.contains(box)
        )
        if box := next((box for box in free if grid.is_free(box)), None):
            x = box.right if side < 0 else box.left
            end = Point(x - side * GAP, (box.top + box.bottom) / 2)
            anchor = "end" if side < 0 else "start"
            callout = Callout(area.key, area.text, x, box.top + height * ASCENT, anchor, box, (area.middle, end))
            grid.occupy(box)
            callouts.append(callout)
    return callouts


def _iter_candidate_boxes(start: float, top: float, width: float, height: float, side: int) -> Iterable[Box]:
    """Yield the possible boxes of a name: outwards, then inwards, each also one line higher and lower."""
    for step in (*range(STEPS), *range(-1, -STEPS, -1)):
        x = start + side * step * STEP
        left = x - width if side < 0 else x
        for dy in (0.0, -height, height):
            yield Box(left, top + dy, left + width, top + dy + height)


def _space_lines(wanted: Sequence[float], height: float, frame: Box) -> list[float]:
    """Return the tops of lines in a column, as close to the wanted ones as possible without overlaps."""
    blocks: list[tuple[float, int]] = []
    for top in wanted:
        blocks.append((top, 1))
        # Touching lines become a block, centred on the middle of the wanted positions.
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] * height > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            centre = ((a + n * height / 2) * n + (b + m * height / 2) * m) / (n + m)
            blocks[-2:] = [(centre - (n + m) * height / 2, n + m)]
    tops = [start + i * height for start, count in blocks for i in range(count)]
    over = max(0.0, tops[-1] + height - frame.bottom)
    return [max(frame.top, top - over) for top in tops]
