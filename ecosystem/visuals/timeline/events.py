"""What happened, from the dates of the facts themselves; read once for an edition."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Collaboration, Initiative, Record
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.network.graph import network

DATES = {
    "organisation": {
        "founded": pgettext_lazy("an organisation", "founded"),
        "closed": pgettext_lazy("an organisation", "closed"),
    },
    "initiative": {
        "announced": pgettext_lazy("an initiative", "announced"),
        "starts": pgettext_lazy("an initiative", "began"),
        "applications_close": pgettext_lazy("an initiative", "last day to apply"),
        "ends": pgettext_lazy("an initiative", "ended"),
    },
    "collaboration": {
        "announced": pgettext_lazy("a collaboration", "announced"),
        "starts": pgettext_lazy("a collaboration", "began"),
        "ends": pgettext_lazy("a collaboration", "ended"),
    },
}
# Said of an end that lies ahead.
TO_COME = {
    "starts": pgettext_lazy("of a date ahead", "begins"),
    "ends": pgettext_lazy("of a date ahead", "ends"),
    "closed": pgettext_lazy("of a date ahead", "closes"),
}


class Happening(StrEnum):
    """What kind of thing a date says."""

    ANNOUNCED = "announced"
    BEGAN = "began"
    ENDED = "ended"


HAPPENINGS = {
    "announced": Happening.ANNOUNCED,
    "founded": Happening.BEGAN,
    "starts": Happening.BEGAN,
    "closed": Happening.ENDED,
    "applications_close": Happening.ENDED,
    "ends": Happening.ENDED,
}


@dataclass(frozen=True)
class Event:
    """Something that a record's date says: it was announced, it began, it ended."""

    date: PartialDate
    record: Record
    field: str

    @property
    def kind(self) -> str:
        return self.record._meta.model_name

    @property
    def key(self) -> tuple[str, int]:
        """The record that it is of."""
        return self.kind, self.record.pk

    @property
    def happening(self) -> Happening:
        return HAPPENINGS[self.field]

    @property
    def what(self):
        if not self.has_come and self.field in TO_COME:
            return TO_COME[self.field]
        return DATES[self.kind][self.field]

    @property
    def themes(self) -> list[str]:
        """The themes of the record, where they were fetched with it."""
        return getattr(self.record, "theme_slugs", [])

    @property
    def theme(self) -> str:
        """The first theme of the record; empty where it has none."""
        return next(iter(self.themes), "")

    @property
    def has_come(self) -> bool:
        """Whether it lies behind: of an end its last day is over, of any other its first day is there."""
        today = localdate()
        return self.date.last_day < today if self.happening == Happening.ENDED else self.date.first_day <= today

    @property
    def is_ahead(self) -> bool:
        return not self.has_come


def every_event() -> list[Event]:
    """Return what all public records say of their dates, the newest first."""
    return kept("events", _read)


def first_year() -> int | None:
    """Return the year of the first thing that the directory knows of; None where it knows of nothing."""
    return min((event.date.first_day.year for event in every_event()), default=None)


def latest(number: int) -> list[Event]:
    """Return the last events up to today, newest first."""
    return once(event for event in every_event() if event.has_come)[:number]


def line(records: Iterable[Record]) -> list[Event]:
    """Return the events of some records, the oldest first, by what of their dates was fetched."""
    return once(_in_order(event for record in records for event in _events(record)))[::-1]


def once(events: Iterable[Event]) -> list[Event]:
    """Return events with what a record says twice of one day once, as the first of its fields says it."""
    found: dict[tuple, Event] = {}
    for event in events:
        found.setdefault((event.key, event.date.text), event)
    return list(found.values())


def _read() -> list[Event]:
    """Read them in four queries beside those of the network, which knows the bodies."""
    found = [event for body in network().bodies.values() for event in _events(body)]
    for model in (Initiative, Collaboration):
        fields = DATES[model._meta.model_name]
        for record in model.objects.published().only_names(*fields).prefetch_related("themes"):
            record.theme_slugs = [theme.slug for theme in sorted(record.themes.all(), key=lambda theme: theme.position)]
            found += _events(record)
    return _in_order(found)


def _events(record: Record) -> list[Event]:
    """Return what the dates of a record say, in the order of its fields."""
    fetched = [name for name in DATES[record._meta.model_name] if name not in record.get_deferred_fields()]
    return [Event(date, record, name) for name in fetched if (date := getattr(record, name))]


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Return events by their first day, the newest first and of one day the more exact; then by record and field."""
    # A sort keeps the order of what is equal, so the fields of a record stand in theirs.
    return sorted(sorted(events, key=lambda event: event.key), key=lambda event: event.date.text, reverse=True)
