"""Events of the timeline, taken from the dates of records; cached for the edition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Collaboration, Initiative, Record
from ecosystem.models.edition_cache import per_edition
from ecosystem.visuals.network.data import get_network, read_theme_slugs

EVENT_FIELD_LABELS = {
    "organisation": {
        "founded": pgettext_lazy("an organisation", "founded"),
        "closed": pgettext_lazy("an organisation", "closed"),
    },
    "initiative": {
        "announced": pgettext_lazy("an initiative", "announced"),
        "starts": pgettext_lazy("an initiative", "started"),
        "applications_close": pgettext_lazy("an initiative", "application deadline"),
        "ends": pgettext_lazy("an initiative", "ended"),
    },
    "collaboration": {
        "announced": pgettext_lazy("a collaboration", "announced"),
        "starts": pgettext_lazy("a collaboration", "started"),
        "ends": pgettext_lazy("a collaboration", "ended"),
    },
}
# Labels of events in the future.
FUTURE_EVENT_LABELS = {
    "starts": pgettext_lazy("of a date ahead", "starts"),
    "ends": pgettext_lazy("of a date ahead", "ends"),
    "closed": pgettext_lazy("of a date ahead", "closes"),
}


class EventType(StrEnum):
    ANNOUNCED = "announced"
    BEGAN = "began"
    ENDED = "ended"


EVENT_TYPES = {
    "announced": EventType.ANNOUNCED,
    "founded": EventType.BEGAN,
    "starts": EventType.BEGAN,
    "closed": EventType.ENDED,
    "applications_close": EventType.ENDED,
    "ends": EventType.ENDED,
}


@dataclass(frozen=True)
class TimelineEvent:
    """`themes` are slugs, where they are known."""

    date: PartialDate
    record: Record
    field: str
    themes: tuple[str, ...] = ()

    @property
    def record_kind(self) -> str:
        return self.record._meta.model_name

    @property
    def record_key(self) -> tuple[str, int]:
        return self.record_kind, self.record.pk

    @property
    def event_type(self) -> EventType:
        return EVENT_TYPES[self.field]

    @property
    def label(self) -> Promise:
        if not self.is_past and self.field in FUTURE_EVENT_LABELS:
            return FUTURE_EVENT_LABELS[self.field]
        return EVENT_FIELD_LABELS[self.record_kind][self.field]

    @property
    def first_theme(self) -> str:
        return next(iter(self.themes), "")

    @property
    def is_past(self) -> bool:
        """Whether an end is over by its last day, or any other event has reached its first day."""
        today = localdate()
        return self.date.last_day < today if self.event_type == EventType.ENDED else self.date.first_day <= today

    @property
    def is_ahead(self) -> bool:
        return not self.is_past


def get_first_event_year() -> int | None:
    return min((event.date.first_day.year for event in list_timeline_events()), default=None)


def list_latest_events(number: int) -> list[TimelineEvent]:
    """Return past events, newest first."""
    return list(islice(iter_distinct_events(event for event in list_timeline_events() if event.is_past), number))


def list_record_events(records: Iterable[Record]) -> list[TimelineEvent]:
    """Return the events of records, oldest first; only from date fields that are loaded."""
    events = _sort_events(event for record in records for event in _list_events(record))
    return list(iter_distinct_events(events))[::-1]


def iter_distinct_events(events: Iterable[TimelineEvent]) -> Iterator[TimelineEvent]:
    """Yield one event for each record and date, that of the first field."""
    seen = set()
    for event in events:
        if (key := (event.record_key, event.date.text)) not in seen:
            seen.add(key)
            yield event


@per_edition
def list_timeline_events() -> list[TimelineEvent]:
    """Return the events of all public records, newest first; four queries in addition to those of the network."""
    network = get_network()
    events = [
        event
        for pk, organisation in network.organisations.items()
        for event in _list_events(organisation, tuple(network.theme_slugs[pk]))
    ]
    for model in (Initiative, Collaboration):
        fields = EVENT_FIELD_LABELS[model._meta.model_name]
        theme_slugs = read_theme_slugs(model)
        for record in model.objects.published().only_names(*fields):
            events += _list_events(record, tuple(theme_slugs[record.pk]))
    return _sort_events(events)


def _list_events(record: Record, themes: tuple[str, ...] = ()) -> list[TimelineEvent]:
    """Return the events of a record in the order of its fields, without deferred ones."""
    loaded = [name for name in EVENT_FIELD_LABELS[record._meta.model_name] if name in record.__dict__]
    return [TimelineEvent(date, record, name, themes) for name in loaded if (date := getattr(record, name))]


def _sort_events(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Sort by date, newest and most exact first, then by record."""
    # Sorting is stable, so the fields of a record keep their order.
    return sorted(sorted(events, key=lambda event: event.record_key), key=lambda event: event.date.text, reverse=True)
