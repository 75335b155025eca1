"""The series as a table: every figure with its source."""

from collections.abc import Iterable, Iterator

from ecosystem.exports.columns import Column, of_field
from ecosystem.exports.dataset import Extract, texts
from ecosystem.exports.releases.table import slug_of
from ecosystem.models import Indicator, Observation, Source
from ecosystem.models.page_addresses import identity

publisher_of = slug_of("organisation")


def figures(series: Iterable[Indicator]) -> Iterator[tuple[Indicator, Observation]]:
    """Return each figure with its series, the oldest first; reads what `for_list()` has fetched."""
    return ((indicator, figure) for indicator in series for figure in indicator.oldest_first)


INDICATORS = Extract(
    "indicators.csv",
    (
        Column("indicator", names="indicators", is_required=True, read=lambda row: row[0].slug),
        *texts("name", lambda row: row[0]),
        of_field("unit", Indicator, read=lambda row: row[0].unit),
        *texts("unit", lambda row: row[0], "unit_label"),
        Column("organisation", names="organisations", read=lambda row: publisher_of(row[0])),
        Column("period", form="partial_date", is_required=True, read=lambda row: row[1].period.text),
        # As a text, so that no digit is added.
        of_field("value", Observation, read=lambda row: f"{row[1].value.normalize():f}"),
        of_field("qualifier", Observation, read=lambda row: row[1].qualifier),
        Column("source", names="sources", is_required=True, read=lambda row: row[1].source.url),
        of_field("source_title", Source, "title", read=lambda row: row[1].source.title),
        of_field("source_publisher", Source, "publisher", read=lambda row: row[1].source.publisher),
        of_field("source_grade", Source, "grade", read=lambda row: row[1].source.grade),
        Column("page_url", form="uri", read=lambda row: identity(row[0])),
    ),
)
