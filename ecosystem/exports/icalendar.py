"""Openings and deadlines as an iCalendar file (RFC 5545), in Hong Kong days and with permanent ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event as Component, Timezone

from ecosystem.core.control_characters import format_single_line, replace_control_characters
from ecosystem.core.partial_dates import PartialDate

ZONE = "Asia/Hong_Kong"


@dataclass(frozen=True)
class CalendarEvent:
    """An event on a day, or within a month if the day is unknown; `key` identifies it permanently.

    Programs that hold an event replace it by one with the same key and a higher `sequence` (RFC 5546).
    """

    key: str
    when: PartialDate
    title: str
    text: str
    url: str
    changed_at: datetime
    sequence: int = 0


def render_icalendar(title: str, events: Iterable[CalendarEvent]) -> bytes:
    """Leave out events of which only the year is known: they would fill that year."""
    calendar = Calendar()
    calendar.add("prodid", "-//HKAI//Hong Kong AI directory//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Both properties for the name: most programs read the older one.
    for name, value in (
        ("name", format_single_line(title)),
        ("x-wr-calname", format_single_line(title)),
        ("x-wr-timezone", ZONE),
    ):
        calendar.add(name, value)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_build_timezone())
    for event in events:
        if is_shown_in_calendars(event.when):
            calendar.add_component(_build_event_component(event))
    return calendar.to_ical()


def is_shown_in_calendars(when: PartialDate) -> bool:
    """At least the month must be known."""
    return len(when.parts) > 1


def _build_event_component(event: CalendarEvent) -> Component:
    component = Component()
    component.add("uid", f"{event.key}@hkai")
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.sequence)
    component.add("summary", format_single_line(event.title))
    component.add("description", replace_control_characters(event.text))
    component.add("url", event.url)
    # Whole days, so that a deadline stays on its Hong Kong day in every time zone; the end is the day after.
    component.add("dtstart", event.when.first_day)
    component.add("dtend", event.when.last_day + timedelta(days=1))
    component.add("transp", "TRANSPARENT")
    return component


def _build_timezone() -> Timezone:
    """Return the time zone of the days; Hong Kong has had no summer time since 1979."""
    return Timezone.from_tzid(ZONE, first_date=date(1980, 1, 1), last_date=date(2038, 1, 1))
