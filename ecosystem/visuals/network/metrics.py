"""Metrics of the network: the most connected organisations, bridges, links across the boundary."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ecosystem.models import Organisation, Region
from ecosystem.visuals.network.data import Network, NetworkEdgeKind

MOST_NAMED = 20


@dataclass(frozen=True)
class OrganisationMetrics:
    organisation: Organisation
    partners: int
    collaborations: int
    initiatives: int
    across: int
    betweenness: float

    @property
    def betweenness_percent(self) -> str:
        return f"{self.betweenness * 100:.1f}"


@dataclass(frozen=True)
class CrossBoundaryLink:
    home: Organisation
    away: Organisation
    edge_count: int


class NetworkMetrics:
    def __init__(self, network: Network):
        self.network = network

    @cached_property
    def organisation_metrics(self) -> list[OrganisationMetrics]:
        """Connected organisations, those with most partners first."""
        network, metrics = self.network, []
        records = {
            (edge.kind, edge.record_pk, pk) for edge in network.edges for pk in (edge.a, edge.b) if edge.record_pk
        }
        counts = Counter((pk, kind) for kind, _record, pk in records)
        for i, key in enumerate(network.connected_keys):
            partners = network.neighbours[key]
            metrics.append(
                OrganisationMetrics(
                    network.organisations[key],
                    len(partners),
                    counts[key, NetworkEdgeKind.COLLABORATION],
                    counts[key, NetworkEdgeKind.INITIATIVE],
                    sum(network.crosses_boundary(key, other) for other in partners),
                    network.graph.betweenness[i],
                )
            )
        return sorted(metrics, key=lambda row: (-row.partners, row.organisation.slug))

    @property
    def most_connected(self) -> list[OrganisationMetrics]:
        return self.organisation_metrics[:MOST_NAMED]

    @property
    def less_connected(self) -> list[OrganisationMetrics]:
        return self.organisation_metrics[MOST_NAMED:]

    @cached_property
    def bridges(self) -> list[OrganisationMetrics]:
        """Organisations with partners on both sides of the boundary, by betweenness."""
        both = [row for row in self.organisation_metrics if 0 < row.across < row.partners and row.betweenness]
        return sorted(both, key=lambda row: (-row.betweenness, row.organisation.slug))[:MOST_NAMED]

    @cached_property
    def boundary_crossings(self) -> list[CrossBoundaryLink]:
        """Those with most edges first."""
        organisations = self.network.organisations
        links = []
        for (a, b), edges in self.network.edges_by_pair.items():
            if self.network.crosses_boundary(a, b):
                home, away = (a, b) if organisations[a].region == Region.HONG_KONG else (b, a)
                links.append(CrossBoundaryLink(organisations[home], organisations[away], len(edges)))
        return sorted(links, key=lambda link: (-link.edge_count, link.away.slug, link.home.slug))

    @property
    def link_count(self) -> int:
        return len(self.network.edges_by_pair)

    @property
    def percent_across(self) -> int:
        return round(100 * len(self.boundary_crossings) / self.link_count) if self.link_count else 0
