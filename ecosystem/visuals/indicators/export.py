"""Indicators as a CSV dataset: every observation with its source."""

from collections.abc import Iterable, Iterator

from ecosystem.exports.columns import ExportColumn, build_field_column, build_related_text_columns, build_slug_reader
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import Indicator, Observation, Source
from ecosystem.models.page_addresses import build_permalink

read_publisher_slug = build_slug_reader("organisation")


def iter_indicator_observations(indicators: Iterable[Indicator]) -> Iterator[tuple[Indicator, Observation]]:
    """Return the observations of indicators from `for_list()`, oldest first."""
    return ((indicator, observation) for indicator in indicators for observation in indicator.observations_oldest_first)


INDICATORS_DATASET = ExportTable(
    "indicators.csv",
    (
        ExportColumn("indicator", names="indicators", is_required=True, read=lambda row: row[0].slug),
        *build_related_text_columns("name", lambda row: row[0]),
        build_field_column("unit", Indicator, read=lambda row: row[0].unit),
        *build_related_text_columns("unit", lambda row: row[0], "unit_label"),
        ExportColumn("organisation", names="organisations", read=lambda row: read_publisher_slug(row[0])),
        ExportColumn("period", form="partial_date", is_required=True, read=lambda row: row[1].period.text),
        # As text, so that no digit is added.
        build_field_column("value", Observation, read=lambda row: f"{row[1].value.normalize():f}"),
        build_field_column("qualifier", Observation, read=lambda row: row[1].qualifier),
        ExportColumn("source", names="sources", is_required=True, read=lambda row: row[1].source.url),
        build_field_column("source_title", Source, "title", read=lambda row: row[1].source.title),
        build_field_column("source_publisher", Source, "publisher", read=lambda row: row[1].source.publisher),
        build_field_column("source_grade", Source, "grade", read=lambda row: row[1].source.grade),
        ExportColumn("page_url", form="uri", read=lambda row: build_permalink(row[0])),
    ),
)
