"""Communities of a weighted graph by the Louvain method (Blondel and others, 2008)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

# A smaller gain may be one of rounding only.
LEAST_GAIN = 1e-9

Neighbours = Sequence[Mapping[int, float]]


def find_communities(count: int, links: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[list[int]]:
    """Return the nodes of each community; a node without links is a community of its own.

    Nothing is random: nodes are visited in one order.
    """
    neighbours: list[dict[int, float]] = [{} for _node in range(count)]
    for (a, b), weight in zip(links, weights, strict=True):
        neighbours[a][b] = neighbours[b][a] = weight
    communities = [[node] for node in range(count)]
    # The weight within each community, in both directions.
    inner = [0.0] * count
    while True:
        chosen = _move_nodes(neighbours, inner)
        number = {community: i for i, community in enumerate(dict.fromkeys(chosen))}
        if len(number) == len(chosen):
            return [sorted(members) for members in communities]
        groups = [number[community] for community in chosen]
        communities = _join_members(communities, groups)
        neighbours, inner = _join_nodes(neighbours, inner, groups)


def _move_nodes(neighbours: Neighbours, inner: Sequence[float]) -> list[int]:
    """Move nodes into the community that raises modularity most until none moves; return that of each node."""
    strengths = [sum(links.values()) + own for links, own in zip(neighbours, inner, strict=True)]
    total = sum(strengths)
    community, sums = list(range(len(neighbours))), list(strengths)
    # A node with few links joins the best connected of its neighbours before those join each other.
    order = sorted(range(len(neighbours)), key=strengths.__getitem__)
    has_moved = True
    while has_moved:
        has_moved = False
        for node in order:
            pulls: defaultdict[int, float] = defaultdict(float)
            for other, weight in neighbours[node].items():
                pulls[community[other]] += weight
            here, strength = community[node], strengths[node]
            sums[here] -= strength
            best, most = here, pulls[here] - strength * sums[here] / total if total else 0.0
            for there, pull in pulls.items():
                gain = pull - strength * sums[there] / total
                if gain > most + LEAST_GAIN:
                    best, most = there, gain
            sums[best] += strength
            has_moved |= best != here
            community[node] = best
    return community


def _join_members(communities: Sequence[list[int]], groups: Sequence[int]) -> list[list[int]]:
    joined: list[list[int]] = [[] for _group in range(max(groups) + 1)]
    for members, group in zip(communities, groups, strict=True):
        joined[group] += members
    return joined


def _join_nodes(
    neighbours: Neighbours, inner: Sequence[float], groups: Sequence[int]
) -> tuple[list[dict[int, float]], list[float]]:
    """Make each group one node; the links within it count as its inner weight."""
    joined: list[dict[int, float]] = [defaultdict(float) for _group in range(max(groups) + 1)]
    weights = [0.0] * len(joined)
    for node, group in enumerate(groups):
        weights[group] += inner[node]
        for other, weight in neighbours[node].items():
            if groups[other] == group:
                weights[group] += weight
            else:
                joined[group][groups[other]] += weight
    return joined, weights
