"""The openings and deadlines of initiatives as calendar files, for subscriptions."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports import icalendar
from ecosystem.history.calendar_identities import get_calendar_identity
from ecosystem.models import Initiative

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How long past events stay in the calendar.
PAST_EVENTS_PERIOD = timedelta(days=365)
TITLES = {
    "starts": gettext_lazy("Starts: %(name)s"),
    "applications_close": gettext_lazy("Application deadline: %(name)s"),
    "ends": gettext_lazy("Ends: %(name)s"),
}


def build_calendar_response(title: str, initiatives: Iterable[Initiative], name: str) -> HttpResponse:
    body = icalendar.render_icalendar(f"HKAI · {title}", iter_initiative_events(initiatives))
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)


def iter_initiative_events(initiatives: Iterable[Initiative]) -> Iterator[icalendar.CalendarEvent]:
    for initiative in initiatives:
        identity = get_calendar_identity(initiative)
        for field, when in _iter_calendar_dates(initiative):
            yield icalendar.CalendarEvent(
                key=f"{identity.slug}.{field}",
                when=when,
                title=TITLES[field] % {"name": initiative.name},
                text=_format_event_text(initiative, when),
                url=settings.SITE_URL + initiative.get_absolute_url(),
                changed_at=max(initiative.updated_at, identity.changed_at or initiative.updated_at),
                sequence=identity.sequence,
            )


def has_calendar_events(initiative: Initiative) -> bool:
    return any(icalendar.is_shown_in_calendars(when) for _field, when in _iter_calendar_dates(initiative))


def _iter_calendar_dates(initiative: Initiative) -> Iterator[tuple[str, PartialDate]]:
    oldest: date = localdate() - PAST_EVENTS_PERIOD
    for field in TITLES:
        if (when := getattr(initiative, field)) and when.last_day >= oldest:
            yield field, when


def _format_event_text(initiative: Initiative, when: PartialDate) -> str:
    day = _("Date in the source: %(date)s (Hong Kong time).") % {"date": when.format_localized()}
    return f"{day}\n{initiative.summary}"
