"""Marks on a line of time: one above the other where they would lie on each other."""

from collections.abc import Sequence


def lanes(spans: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """Return for each span `(start, end)` the lane that it lies in: the lowest that is free there.

    The same spans in the same order always give the same lanes.
    """
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0], spans[i][1], i))
    ends: list[float] = []
    found = [0] * len(spans)
    for i in order:
        start, end = spans[i]
        lane = next((number for number, last in enumerate(ends) if last + gap <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found[i] = lane
    return found
