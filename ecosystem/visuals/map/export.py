"""The map as a CSV dataset: the location of each organisation with its sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ecosystem.exports.columns import ExportColumn, build_field_column, build_related_text_columns
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import Citation, Organisation, Place
from ecosystem.models.page_addresses import build_permalink


@dataclass(frozen=True)
class OrganisationLocationRow:
    organisation: Organisation
    collaborations_across: int
    sources: tuple[str, ...]

    @property
    def place(self) -> Place | None:
        return self.organisation.place


def iter_location_rows(
    organisations: Iterable[Organisation], cross_boundary_collaborations: Mapping[int, set[int]]
) -> Iterator[OrganisationLocationRow]:
    """One query."""
    urls = Citation.objects.published().map_urls_by_field("organisation")
    for organisation in organisations:
        count = len(cross_boundary_collaborations.get(organisation.pk, ()))
        yield OrganisationLocationRow(organisation, count, urls.get((organisation.pk, "place"), ()))


def _build_place_column(name: str) -> ExportColumn:
    column = build_field_column(name, Place, read=lambda row: getattr(row.place, name) if row.place else "")
    return replace(column, is_required=False)


def _build_coordinate_column(name: str) -> ExportColumn:
    return ExportColumn(
        name, "number", read=lambda row: getattr(row.place, name) if row.place and row.place.is_site else ""
    )


MAP_DATASET = ExportTable(
    "map.csv",
    (
        ExportColumn("organisation", names="organisations", is_required=True, read=lambda row: row.organisation.slug),
        *build_related_text_columns("name", lambda row: row.organisation),
        build_field_column("kind", Organisation, read=lambda row: row.organisation.kind),
        build_field_column("home_region", Organisation, read=lambda row: row.organisation.region),
        ExportColumn("place", names="places", read=lambda row: row.place.slug if row.place else ""),
        *build_related_text_columns("place_name", lambda row: row.place),
        *map(_build_place_column, ("precision", "region", "district")),
        *build_related_text_columns("city", lambda row: row.place, "city"),
        *map(_build_coordinate_column, ("latitude", "longitude")),
        ExportColumn("collaborations_across", "integer"),
        ExportColumn("page_url", form="uri", read=lambda row: build_permalink(row.organisation)),
        ExportColumn("sources", "list", names="sources"),
    ),
)
