"""Stacking of overlapping marks on a timeline."""

from collections.abc import Sequence


def assign_lanes(spans: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """Return the lowest free lane of each span `(start, end)`; the result is deterministic."""
    order = sorted(range(len(spans)), key=lambda i: (spans[i][0], spans[i][1], i))
    ends: list[float] = []
    lanes = [0] * len(spans)
    for i in order:
        start, end = spans[i]
        lane = next((number for number, last in enumerate(ends) if last + gap <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        lanes[i] = lane
    return lanes
