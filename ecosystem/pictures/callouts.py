"""Names of areas: within those that are large enough, beside the others with a line that leads there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecosystem.pictures.labels import Ground
from ecosystem.pictures.outlines import holds
from ecosystem.pictures.shapes import ASCENT, Box, Point, text_width

# Between the lines of a column of names, and between a name and its leader.
LINE, GAP = 2.0, 4.0
# How far outside the areas that they name a column of names stands, and by how much it gives way.
OFFSET, STEP, STEPS = 90.0, 20.0, 12


@dataclass(frozen=True)
class Area:
    """What is to be named: its rings, and the point that a leader leads to."""

    key: str
    text: str
    rings: Sequence[Sequence[Point]]
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
    """Name each area once; no name lies on another, nor on what is taken.

    Names that find no room within their area stand in a column to the left or to
    the right of them all, in the order of what they name, so that no two leaders cross.
    """
    taken = list(taken)
    inside, outside = {}, set()
    ground = Ground(taken)
    for area in areas:
        if found := _within(area, ground, size):
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
        column = _column(group, side, frame, ground, size)
        for callout in column:
            ground.take(callout.box)
        found += column
    return found


def _crosses(leader: tuple[Point, Point], box: Box) -> bool:
    """Say whether a line runs through a box, looked at by steps finer than letters are high."""
    a, b = leader
    steps = max(1, int(a.distance(b) / 4))
    points = (Point(a.x + (b.x - a.x) * i / steps, a.y + (b.y - a.y) * i / steps) for i in range(steps + 1))
    return any(box.left <= p.x <= box.right and box.top <= p.y <= box.bottom for p in points)


def _within(area: Area, ground: Ground, size: float) -> Callout | None:
    width, height = text_width(area.text, size), size * 1.15
    for dy in (0.0, -height, height, -2 * height, 2 * height):
        x, y = area.middle.x, area.middle.y + dy
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        corners = [Point(px, py) for px in (box.left, x, box.right) for py in (box.top, box.bottom)]
        if ground.is_free(box) and all(holds(area.rings, corner) for corner in corners):
            return Callout(area.key, area.text, x, box.top + height * ASCENT, "middle", box)
    return None


def _column(areas: Sequence[Area], side: int, frame: Box, ground: Ground, size: float) -> list[Callout]:
    if not areas:
        return []
    ordered = sorted(areas, key=lambda area: area.middle.y)
    height = size * 1.15
    tops = _spaced([area.middle.y - height / 2 for area in ordered], height + LINE, frame)
    edge = (min if side < 0 else max)(area.middle.x for area in ordered)
    found: list[Callout] = []
    for area, top in zip(ordered, tops, strict=True):
        width = text_width(area.text, size)
        for step in range(STEPS):
            x = edge + side * (OFFSET + step * STEP)
            box = Box(x - width, top, x, top + height) if side < 0 else Box(x, top, x + width, top + height)
            if frame.holds(box) and ground.is_free(box):
                break
        end = Point(x - side * GAP, top + height / 2)
        anchor = "end" if side < 0 else "start"
        found.append(Callout(area.key, area.text, x, top + height * ASCENT, anchor, box, (area.middle, end)))
    return found


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
