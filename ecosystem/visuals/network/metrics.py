"""What the network says in numbers: who is tied most, who bridges the regions, how much crosses the boundary."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ecosystem.models import Organisation, Region
from ecosystem.visuals.network.graph import Network, TieKind

MOST_NAMED = 20


@dataclass(frozen=True)
class Connected:
    """A body and how many others it is tied to, by what."""

    body: Organisation
    partners: int
    collaborations: int
    initiatives: int
    across: int
    betweenness: float

    @property
    def per_cent(self) -> str:
        return f"{self.betweenness * 100:.1f}"


@dataclass(frozen=True)
class Crossing:
    """A link across the boundary, and how many ties it is made of."""

    home: Organisation
    away: Organisation
    ties: int


class Figures:
    def __init__(self, network: Network):
        self.network = network

    @cached_property
    def rows(self) -> list[Connected]:
        """Every tied body, those with most partners first."""
        network, found = self.network, []
        seen = {(tie.kind, tie.record_pk, body) for tie in network.ties for body in (tie.a, tie.b) if tie.record_pk}
        counts = Counter((body, kind) for kind, _record, body in seen)
        for i, key in enumerate(network.keys):
            partners = network.neighbours[key]
            found.append(
                Connected(
                    network.bodies[key],
                    len(partners),
                    counts[key, TieKind.COLLABORATION],
                    counts[key, TieKind.INITIATIVE],
                    sum(network.is_across(key, other) for other in partners),
                    network.graph.betweenness[i],
                )
            )
        return sorted(found, key=lambda row: (-row.partners, row.body.slug))

    @property
    def most_connected(self) -> list[Connected]:
        return self.rows[:MOST_NAMED]

    @property
    def rest(self) -> list[Connected]:
        return self.rows[MOST_NAMED:]

    @cached_property
    def bridges(self) -> list[Connected]:
        """Bodies with partners on both sides of the boundary, by how many of the shortest ways lead over them."""
        both = [row for row in self.rows if 0 < row.across < row.partners and row.betweenness]
        return sorted(both, key=lambda row: (-row.betweenness, row.body.slug))[:MOST_NAMED]

    @cached_property
    def crossings(self) -> list[Crossing]:
        """The links across the boundary, those of most ties first."""
        bodies = self.network.bodies
        found = []
        for (a, b), ties in self.network.pairs.items():
            if self.network.is_across(a, b):
                home, away = (a, b) if bodies[a].region == Region.HONG_KONG else (b, a)
                found.append(Crossing(bodies[home], bodies[away], len(ties)))
        return sorted(found, key=lambda link: (-link.ties, link.away.slug, link.home.slug))

    @property
    def links(self) -> int:
        return len(self.network.pairs)

    @property
    def share_across(self) -> int:
        """The share of links that cross the boundary, in per cent."""
        return round(100 * len(self.crossings) / self.links) if self.links else 0
