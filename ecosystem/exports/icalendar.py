"""Openings and deadlines as an iCalendar file (RFC 5545): days of Hong Kong, each under an identifier that stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event as Component, Timezone

from ecosystem.core.control_characters import line, writable
from ecosystem.core.partial_dates import PartialDate

ZONE = "Asia/Hong_Kong"


@dataclass(frozen=True)
class Event:
    """Something on a day, or within a month where no day is known; `key` names it for ever."""

    key: str
    when: PartialDate
    title: str
    text: str
    url: str
    changed_at: datetime


def written(title: str, events: Iterable[Event]) -> bytes:
    """Return the calendar; an event of which only the year is known would fill that year, so it is left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//HKAI//Hong Kong AI directory//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Both names of each: the older ones are those that most programs read.
    for name, value in (("name", line(title)), ("x-wr-calname", line(title)), ("x-wr-timezone", ZONE)):
        calendar.add(name, value)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_zone())
    for event in events:
        if len(event.when.parts) > 1:
            calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: Event) -> Component:
    component = Component()
    component.add("uid", f"{event.key}@hkai")
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("summary", line(event.title))
    component.add("description", writable(event.text))
    component.add("url", event.url)
    # Whole days, so that a deadline stands on its Hong Kong day wherever it is read; the end is the day after.
    component.add("dtstart", event.when.first_day)
    component.add("dtend", event.when.last_day + timedelta(days=1))
    component.add("transp", "TRANSPARENT")
    return component


def _zone() -> Timezone:
    """Return the zone of the days: Hong Kong has kept one time since the last summer time of 1979."""
    return Timezone.from_tzid(ZONE, first_date=date(1980, 1, 1), last_date=date(2038, 1, 1))
