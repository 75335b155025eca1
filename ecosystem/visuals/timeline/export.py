"""The line of time as a table: what happened when, with the pages that say so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecosystem.exports.columns import Column
from ecosystem.exports.dataset import Extract, texts
from ecosystem.models import Citation
from ecosystem.models.changes import KIND_CHOICES
from ecosystem.models.page_addresses import identity
from ecosystem.visuals.timeline.events import DATES, Event
from ecosystem.visuals.timeline.filters import WHAT


@dataclass(frozen=True)
class Sourced:
    event: Event
    sources: tuple[str, ...]


def sourced(events: Iterable[Event]) -> Iterator[Sourced]:
    """Return events with the pages that bear out their dates; one query for each kind of record."""
    addresses = {kind: Citation.objects.published().addresses_by_field(kind) for kind in DATES}
    for event in events:
        yield Sourced(event, addresses[event.kind].get((event.record.pk, event.field), ()))


TIMELINE = Extract(
    "timeline.csv",
    (
        Column("date", form="partial_date", is_required=True, read=lambda row: row.event.date.text),
        Column("first_day", "date", is_required=True, read=lambda row: row.event.date.first_day.isoformat()),
        Column("last_day", "date", is_required=True, read=lambda row: row.event.date.last_day.isoformat()),
        Column(
            "what",
            choices=tuple(WHAT),
            is_required=True,
            read=lambda row: row.event.happening.value,
        ),
        Column("field", is_required=True, read=lambda row: row.event.field),
        Column("kind", choices=tuple(KIND_CHOICES), is_required=True, read=lambda row: row.event.kind),
        Column("record", is_required=True, read=lambda row: row.event.record.slug),
        *texts("name", lambda row: row.event.record),
        Column("themes", "list", names="themes", read=lambda row: tuple(row.event.themes)),
        Column("page_url", form="uri", read=lambda row: identity(row.event.record)),
        Column("sources", "list", names="sources"),
    ),
)
