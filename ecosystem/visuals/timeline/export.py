"""The timeline as a CSV dataset: the events with their sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecosystem.exports.columns import ExportColumn, build_related_text_columns
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import Citation
from ecosystem.models.changes import RECORD_KIND_CHOICES
from ecosystem.models.page_addresses import build_permalink
from ecosystem.visuals.timeline.events import EVENT_FIELD_LABELS, TimelineEvent
from ecosystem.visuals.timeline.filters import EVENT_TYPE_CHOICES


@dataclass(frozen=True)
class SourcedEvent:
    event: TimelineEvent
    sources: tuple[str, ...]


def iter_sourced_events(events: Iterable[TimelineEvent]) -> Iterator[SourcedEvent]:
    """One query for each kind of record."""
    urls = {kind: Citation.objects.published().map_urls_by_field(kind) for kind in EVENT_FIELD_LABELS}
    for event in events:
        yield SourcedEvent(event, urls[event.record_kind].get((event.record.pk, event.field), ()))


TIMELINE_DATASET = ExportTable(
    "timeline.csv",
    (
        ExportColumn("date", form="partial_date", is_required=True, read=lambda row: row.event.date.text),
        ExportColumn("first_day", "date", is_required=True, read=lambda row: row.event.date.first_day.isoformat()),
        ExportColumn("last_day", "date", is_required=True, read=lambda row: row.event.date.last_day.isoformat()),
        ExportColumn(
            "what",
            choices=tuple(EVENT_TYPE_CHOICES),
            is_required=True,
            read=lambda row: row.event.event_type.value,
        ),
        ExportColumn("field", is_required=True, read=lambda row: row.event.field),
        ExportColumn(
            "kind", choices=tuple(RECORD_KIND_CHOICES), is_required=True, read=lambda row: row.event.record_kind
        ),
        ExportColumn("record", is_required=True, read=lambda row: row.event.record.slug),
        *build_related_text_columns("name", lambda row: row.event.record),
        ExportColumn("themes", "list", names="themes", read=lambda row: tuple(row.event.themes)),
        ExportColumn("page_url", form="uri", read=lambda row: build_permalink(row.event.record)),
        ExportColumn("sources", "list", names="sources"),
    ),
)
