"""Names of areas: within those that are large enough, beside the others with a line that leads there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ecosystem.visuals.geometry.label_placement import Ground
from ecosystem.visuals.geometry.outlines import Shape
from ecosystem.visuals.geometry.shapes import ASCENT, Box, Point, text_width

# Between the lines of a column of names, and between a name and its leader.
LINE, GAP = 2.0, 4.0
# How far beside the areas that they name a column of names stands, in parts of the frame; and how near at least a
# name to its own area; and by how much it gives way.
OFFSET, NEAR, STEP, STEPS = 0.08, 20.0, 20.0, 12


@dataclass(frozen=True)
class Area:
    """What is to be named: its shape, and the point that a leader leads to."""

    key: str
    text: str
    shape: Shape
    middle: Point


@dataclass(frozen=True)
class Callout:
    """A name: where its base line begins, ends or has its middle; a leader where it stands outside."""

    key: str
    text: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: tuple[Point, Point] | None = None


def callouts(areas: Sequence[Area], frame: Box, taken: Iterable[Box], size: float) -> list[Callout]:
    """Name each area at most once; no name lies on another, nor on what is taken.

    A name may reach from its area out over the sea, but into no other area. Those that
    find no such room stand in a column to the left or to the right of them all, in the
    order of what they name, so that leaders do not cross; what finds no room even there
    stays without a name.
    """
    taken = list(taken)
    inside, outside = {}, set()
    ground = Ground(taken)
    for area in areas:
        if found := _at_home(area, areas, ground, frame, size):
            inside[area.key] = found
            ground.take(found.box)
        else:
            outside.add(area.key)
    while True:
        columns = _columns([area for area in areas if area.key in outside], frame, taken, inside.values(), size)
        crossed = {
            key for key, name in inside.items() if any(c.leader and _crosses(c.leader, name.box) for c in columns)
        }
        if not crossed:
            return [*inside.values(), *columns]
        # A name that a leader runs through stands outside, too.
        outside |= crossed
        inside = {key: name for key, name in inside.items() if key not in crossed}


def _columns(
    areas: Sequence[Area], frame: Box, taken: Iterable[Box], inside: Iterable[Callout], size: float
) -> list[Callout]:
    if not areas:
        return []
    ground = Ground([*taken, *(name.box for name in inside)])
    middle = sorted(area.middle.x for area in areas)[len(areas) // 2]
    found = []
    for side in (-1, 1):
        group = [area for area in areas if (area.middle.x < middle) == (side < 0)]
        found += _column(group, side, frame, ground, size)
    return found


def _crosses(leader: tuple[Point, Point], box: Box) -> bool:
    """Say whether a line runs through a box, looked at by steps finer than letters are high."""
    a, b = leader
    steps = max(1, int(a.distance(b) / 4))
    points = (Point(a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps) for i in range(steps + 1))
    return any(box.left <= p.x <= box.right and box.top <= p.y <= box.bottom for p in points)


def _at_home(area: Area, areas: Sequence[Area], ground: Ground, frame: Box, size: float) -> Callout | None:
    width, height = text_width(area.text, size), size * 1.15
    others = [other.shape for other in areas if other is not area]
    for dy in (0.0, -height, height, -2 * height, 2 * height):
        x, y = area.middle.x, area.middle.y + dy
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not frame.holds(box) or not ground.is_free(box) or not area.shape.holds(Point(x, y)):
            continue
        corners = [Point(px, py) for px in (box.left, x, box.right) for py in (box.top, box.bottom)]
        if not any(other.holds(corner) for other in others for corner in corners):
            return Callout(area.key, area.text, x, box.top + height * ASCENT, "middle", box)
    return None


def _column(areas: Sequence[Area], side: int, frame: Box, ground: Ground, size: float) -> list[Callout]:
    if not areas:
        return []
    ordered = sorted(areas, key=lambda area: area.middle.y)
    height = size * 1.15
    tops = _spaced([area.middle.y - height / 2 for area in ordered], height + LINE, frame)
    edge = median(area.middle.x for area in ordered) + side * OFFSET * frame.width
    found: list[Callout] = []
    for area, top in zip(ordered, tops, strict=True):
        # What lies beyond the column is named beyond it.
        start = side * max(side * edge, side * area.middle.x + NEAR)
        free = (box for box in _boxes(start, top, text_width(area.text, size), height, side) if frame.holds(box))
        if box := next((box for box in free if ground.is_free(box)), None):
            x = box.right if side < 0 else box.left
            end = Point(x - side * GAP, (box.top + box.bottom) / 2)
            anchor = "end" if side < 0 else "start"
            callout = Callout(area.key, area.text, x, box.top + height * ASCENT, anchor, box, (area.middle, end))
            ground.take(box)
            found.append(callout)
    return found


def _boxes(start: float, top: float, width: float, height: float, side: int) -> Iterable[Box]:
    """Return where a name may stand: outwards first, where the frame ends inwards, each also a line higher or lower."""
    for step in (*range(STEPS), *range(-1, -STEPS, -1)):
        x = start + side * step * STEP
        left = x - width if side < 0 else x
        for dy in (0.0, -height, height):
            yield Box(left, top + dy, left + width, top + dy + height)


def _spaced(wanted: Sequence[float], height: float, frame: Box) -> list[float]:
    """Return the tops of lines in a column, as near to where they are wanted as their height allows."""
    blocks: list[tuple[float, int]] = []
    for top in wanted:
        blocks.append((top, 1))
        # Lines that touch become a block, whose middle stays where the middle of what was wanted is.
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] * height > blocks[-1][0]:
            (a, n), (b, m) = blocks[-2:]
            centre = ((a + n * height / 2) * n + (b + m * height / 2) * m) / (n + m)
            blocks[-2:] = [(centre - (n + m) * height / 2, n + m)]
    tops = [start + i * height for start, count in blocks for i in range(count)]
    over = max(0.0, tops[-1] + height - frame.bottom)
    return [max(frame.top, top - over) for top in tops]
