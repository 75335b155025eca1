"""The network as a CSV dataset: the connections with their sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ecosystem.exports.columns import ExportColumn, build_related_text_columns
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import Citation, Organisation
from ecosystem.models.page_addresses import build_permalink
from ecosystem.visuals.network.data import Network, NetworkEdge, NetworkEdgeKind
from ecosystem.visuals.network.paths import EDGE_FIELDS, EDGE_MODELS, get_edge_record_key

EDGE_LABELS = {
    NetworkEdgeKind.COLLABORATION: _("Both take part in a collaboration"),
    NetworkEdgeKind.INITIATIVE: _("One leads an initiative the other takes part in"),
    NetworkEdgeKind.PART: _("One is part of the other"),
}


@dataclass(frozen=True)
class NetworkEdgeRow:
    a: Organisation
    b: Organisation
    edge: NetworkEdge
    across: bool
    sources: tuple[str, ...]

    @property
    def record(self):
        return self.edge.record

    @property
    def page_object(self):
        """The object whose page states the connection: the record of the edge, else the part."""
        return self.edge.record or self.b


def iter_network_edge_rows(network: Network) -> Iterator[NetworkEdgeRow]:
    """One query for each kind of edge."""
    urls = {
        kind: Citation.objects.published().map_urls_by_field(model._meta.model_name)
        for kind, model in EDGE_MODELS.items()
    }
    organisations = network.organisations
    for edge in network.edges:
        sources = urls[edge.kind].get((get_edge_record_key(edge), EDGE_FIELDS[edge.kind]), ())
        yield NetworkEdgeRow(
            organisations[edge.a], organisations[edge.b], edge, network.crosses_boundary(edge.a, edge.b), sources
        )


def _build_date_column(name: str) -> ExportColumn:
    return ExportColumn(
        name, form="partial_date", read=lambda row: date.text if (date := getattr(row.record, name, None)) else ""
    )


NETWORK_DATASET = ExportTable(
    "network.csv",
    (
        ExportColumn("a", names="organisations", is_required=True, read=lambda row: row.a.slug),
        *build_related_text_columns("a_name", lambda row: row.a),
        ExportColumn("b", names="organisations", is_required=True, read=lambda row: row.b.slug),
        *build_related_text_columns("b_name", lambda row: row.b),
        ExportColumn(
            "tie",
            choices=tuple((kind.value, label) for kind, label in EDGE_LABELS.items()),
            is_required=True,
            read=lambda row: row.edge.kind.value,
        ),
        ExportColumn("record", read=lambda row: row.record.slug if row.record else ""),
        *build_related_text_columns("record_name", lambda row: row.record),
        *map(_build_date_column, ("announced", "starts")),
        ExportColumn("across", "boolean"),
        ExportColumn("page_url", form="uri", read=lambda row: build_permalink(row.page_object)),
        ExportColumn("sources", "list", names="sources"),
    ),
)
