"""What builds on what, from left to right: each thing after all that it builds on, near to it, on a row of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point, written

WIDTH, ROW, MARGIN = 1180.0, 30.0, 24.0
# Between the end of a name's room and the next column.
GAP = 80.0
# Between a point and its name.
INDENT = 14.0


@dataclass(frozen=True)
class Lineage:
    """Where each thing stands, how wide its name may be, and a curve for each arrow, in the order of the arrows."""

    width: float
    height: float
    points: list[Point]
    room: float
    curves: list[str]


def lineage(names: Sequence[float], arrows: Sequence[tuple[int, int]]) -> Lineage:
    """Place things by arrows `(thing, what it builds on)`; one that leads back to itself is drawn but places nothing.

    `names` says how wide the name of each thing is; it stands `INDENT` after its point.
    """
    count = len(names)
    forward = _without_circles(count, arrows)
    above: list[list[int]] = [[] for _thing in range(count)]
    below: list[list[int]] = [[] for _thing in range(count)]
    for thing, base in forward:
        above[thing].append(base)
        below[base].append(thing)
    depth = _depths(above)
    rows = _rows(depth, above, below)
    columns = max(depth, default=0) + 1
    step = WIDTH / columns
    points = [Point(step * depth[i] + 8, MARGIN + rows[i] * ROW) for i in range(count)]
    room = step - GAP - INDENT
    height = 2 * MARGIN + max(rows, default=0.0) * ROW
    curves = [_curve(points[base], min(names[base], room), points[thing], room) for thing, base in arrows]
    return Lineage(WIDTH, height, points, room, curves)


def _without_circles(count: int, arrows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    bases: list[set[int]] = [set() for _thing in range(count)]

    def leads_to(start: int, end: int) -> bool:
        seen, ahead = set(), [start]
        while ahead:
            if (here := ahead.pop()) == end:
                return True
            if here not in seen:
                seen.add(here)
                ahead += bases[here]
        return False

    for thing, base in arrows:
        if not leads_to(base, thing):
            bases[thing].add(base)
            kept.append((thing, base))
    return kept


def _depths(above: list[list[int]]) -> list[int]:
    """Return for each thing how many steps the longest way to it has."""
    depth = [0] * len(above)
    for _round in above:
        longer = [max((depth[base] + 1 for base in bases), default=0) for bases in above]
        if longer == depth:
            break
        depth = longer
    return depth


def _rows(depth: list[int], above: list[list[int]], below: list[list[int]]) -> list[float]:
    """Give each thing its row: the last of a way the next free one, any other the middle of what stands after it."""
    rows: list[float | None] = [None] * len(depth)
    placed = 0

    def place(thing: int) -> None:
        nonlocal placed
        # What builds on several stands with the last of them.
        own = [after for after in below[thing] if rows[after] is None and _nearest(after, above, depth) == thing]
        for after in own:
            place(after)
        if own:
            found = [row for after in own if (row := rows[after]) is not None]
            rows[thing] = (min(found) + max(found)) / 2
        else:
            rows[thing] = placed
            placed += 1

    def weight(thing: int) -> int:
        return sum(1 + weight(after) for after in below[thing])

    for thing in sorted((i for i in range(len(depth)) if not above[i]), key=lambda i: (-weight(i), i)):
        place(thing)
    return [row or 0.0 for row in rows]


def _nearest(thing: int, above: list[list[int]], depth: list[int]) -> int:
    return max(above[thing], key=lambda base: (depth[base], -base))


def _curve(start: Point, name: float, end: Point, room: float) -> str:
    """Return an arrow from the end of one name, straight to the end of its column, to another's mark."""
    turn, tip, bend = start.x + INDENT + room, end.x - 9, GAP / 3
    a, b, c, d, e, f = map(written, (turn + bend, start.y, tip - bend, end.y, tip, end.y))
    head = f"M{written(tip - 6)},{written(end.y - 3.5)}L{e},{f}L{written(tip - 6)},{written(end.y + 3.5)}"
    return f"M{written(start.x + INDENT + name + 6)},{written(start.y)}H{written(turn)}C{a},{b} {c},{d} {e},{f}{head}"
