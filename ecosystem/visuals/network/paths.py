"""The shortest paths between two organisations, each step with the records that connect them and a citation."""

from dataclasses import dataclass
from itertools import pairwise

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Citation, Collaboration, Initiative, Organisation
from ecosystem.visuals.network.data import Network, NetworkEdge, NetworkEdgeKind

MAX_STEP_EDGES = 4
EDGE_MODELS = {
    NetworkEdgeKind.COLLABORATION: Collaboration,
    NetworkEdgeKind.INITIATIVE: Initiative,
    NetworkEdgeKind.PART: Organisation,
}
# The field of each record that states the connection.
EDGE_FIELDS = {
    NetworkEdgeKind.COLLABORATION: "participants",
    NetworkEdgeKind.INITIATIVE: "bodies",
    NetworkEdgeKind.PART: "parent",
}


@dataclass(frozen=True)
class DescribedEdge:
    """`a` is the parent of a part, or the lead of an initiative."""

    kind: NetworkEdgeKind
    a: Organisation
    b: Organisation
    record: Collaboration | Initiative | None
    citation: Citation | None

    @property
    def date(self) -> PartialDate | None:
        return (self.record.starts or self.record.announced) if self.record else None


@dataclass(frozen=True)
class PathStep:
    """Edges are newest first; `omitted` is the number of further ones."""

    edges: list[DescribedEdge]
    omitted: int


@dataclass(frozen=True)
class NetworkPath:
    organisations: list[Organisation]
    steps: list[PathStep]


def find_network_paths(network: Network, a: int, b: int) -> list[NetworkPath]:
    """At most six queries, for the sources of the steps."""
    paths = network.find_paths(a, b)
    pairs = {pair for keys in paths for pair in pairwise(keys)}
    edges = {pair: _sort_newest_first(network.get_edges_between(*pair)) for pair in sorted(pairs)}
    records = _fetch_edge_records([edge for step_edges in edges.values() for edge in step_edges[:MAX_STEP_EDGES]])
    organisations = network.organisations

    def describe_edge(edge: NetworkEdge) -> DescribedEdge:
        citation = records[edge.kind, get_edge_record_key(edge)].find_best_citation(EDGE_FIELDS[edge.kind])
        return DescribedEdge(edge.kind, organisations[edge.a], organisations[edge.b], edge.record, citation)

    def build_step(pair: tuple[int, int]) -> PathStep:
        shown = edges[pair][:MAX_STEP_EDGES]
        return PathStep([describe_edge(edge) for edge in shown], len(edges[pair]) - len(shown))

    return [
        NetworkPath([organisations[key] for key in keys], [build_step(pair) for pair in pairwise(keys)])
        for keys in paths
    ]


def get_edge_record_key(edge: NetworkEdge) -> int:
    """Return the primary key of the record that states the connection; for a part, that of the part."""
    return edge.record_pk or edge.b


def _sort_newest_first(edges: list[NetworkEdge]) -> list[NetworkEdge]:
    def get_date_text(edge: NetworkEdge) -> str:
        dates = (edge.record.announced, edge.record.starts) if edge.record else ()
        return max((date.text for date in dates if date), default="")

    return sorted(sorted(edges, key=lambda edge: (edge.kind, edge.record_pk)), key=get_date_text, reverse=True)


def _fetch_edge_records(
    edges: list[NetworkEdge],
) -> dict[tuple[NetworkEdgeKind, int], Collaboration | Initiative | Organisation]:
    records: dict[tuple[NetworkEdgeKind, int], Collaboration | Initiative | Organisation] = {}
    for kind, model in EDGE_MODELS.items():
        if keys := {get_edge_record_key(edge) for edge in edges if edge.kind == kind}:
            rows = model.objects.published().only_names().with_sources().in_bulk(keys)
            records |= {(kind, pk): record for pk, record in rows.items()}
    return records
