"""A layout of dependencies from left to right: each node after the nodes that it builds on."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.visuals.geometry.shapes import Point, format_coordinate, format_point

WIDTH, ROW, MARGIN = 1180.0, 30.0, 24.0
# Between the room for a name and the next column.
GAP = 80.0
# Between a point and its name.
INDENT = 14.0


@dataclass(frozen=True)
class DependencyLayout:
    """`room` is the width for a name."""

    width: float
    height: float
    points: list[Point]
    room: float
    curves: list[str]


def lay_out_dependencies(names: Sequence[float], arrows: Sequence[tuple[int, int]]) -> DependencyLayout:
    """Place nodes by arrows `(node, its base)`; arrows that close a cycle are drawn but do not affect the layout.

    `names` are the widths of the names, which begin `INDENT` after their points.
    """
    count = len(names)
    forward = _drop_cycles(count, arrows)
    above: list[list[int]] = [[] for _thing in range(count)]
    below: list[list[int]] = [[] for _thing in range(count)]
    for thing, base in forward:
        above[thing].append(base)
        below[base].append(thing)
    depth = _compute_depths(above)
    rows = _assign_rows(depth, above, below)
    columns = max(depth, default=0) + 1
    step = WIDTH / columns
    points = [Point(step * depth[i] + 8, MARGIN + rows[i] * ROW) for i in range(count)]
    room = step - GAP - INDENT
    height = 2 * MARGIN + max(rows, default=0.0) * ROW
    curves = [_build_curve(points[base], min(names[base], room), points[thing], room) for thing, base in arrows]
    return DependencyLayout(WIDTH, height, points, room, curves)


def _drop_cycles(count: int, arrows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    acyclic: list[tuple[int, int]] = []
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
            acyclic.append((thing, base))
    return acyclic


def _compute_depths(above: list[list[int]]) -> list[int]:
    """Return the length of the longest path to each node."""
    depth = [0] * len(above)
    for _round in above:
        longer = [max((depth[base] + 1 for base in bases), default=0) for bases in above]
        if longer == depth:
            break
        depth = longer
    return depth


def _assign_rows(depth: list[int], above: list[list[int]], below: list[list[int]]) -> list[float]:
    """Return the row of each node: the next free one for leaves, else the middle of the nodes after it."""
    rows: list[float | None] = [None] * len(depth)
    placed = 0

    def place(thing: int) -> None:
        nonlocal placed
        # A node with several bases is placed with the deepest of them.
        own = [
            after for after in below[thing] if rows[after] is None and _get_deepest_base(after, above, depth) == thing
        ]
        for after in own:
            place(after)
        if own:
            placed_rows = [row for after in own if (row := rows[after]) is not None]
            rows[thing] = (min(placed_rows) + max(placed_rows)) / 2
        else:
            rows[thing] = placed
            placed += 1

    def count_paths(thing: int) -> int:
        return sum(1 + count_paths(after) for after in below[thing])

    for thing in sorted((i for i in range(len(depth)) if not above[i]), key=lambda i: (-count_paths(i), i)):
        place(thing)
    return [row or 0.0 for row in rows]


def _get_deepest_base(thing: int, above: list[list[int]], depth: list[int]) -> int:
    return max(above[thing], key=lambda base: (depth[base], -base))


def _build_curve(start: Point, name: float, end: Point, room: float) -> str:
    """Return the path of an arrow from the end of a name through its column to the mark of another node."""
    turn, tip, bend = start.x + INDENT + room, end.x - 9, GAP / 3
    point = format_point(tip, end.y)
    line = f"M{format_point(start.x + INDENT + name + 6, start.y)}H{format_coordinate(turn)}"
    curve = f"C{format_point(turn + bend, start.y)} {format_point(tip - bend, end.y)} {point}"
    head = f"M{format_point(tip - 6, end.y - 3.5)}L{point}L{format_point(tip - 6, end.y + 3.5)}"
    return line + curve + head
