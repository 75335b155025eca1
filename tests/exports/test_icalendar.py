"""Rendering of events as iCalendar files, read back with the icalendar library; no database."""

from datetime import UTC, date, datetime
from unittest import TestCase

from icalendar import Calendar

from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports.icalendar import CalendarEvent, render_icalendar


def event(when="2026-12-31", **values):
    fields = {
        "key": "fund.applications_close",
        "when": PartialDate(when),
        "title": "Application deadline: A Fund",
        "text": "A fund.",
        "url": "https://hkai.example/en/initiatives/fund/",
        "changed_at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    return CalendarEvent(**fields | values)


def read(*events, title="HKAI · Find support"):
    return Calendar.from_ical(render_icalendar(title, events))


class ICalendarRenderingTests(TestCase):
    def test_has_a_title(self):
        self.assertEqual(read()["X-WR-CALNAME"], "HKAI · Find support")

    def test_time_zone_is_hong_kong(self):
        made = read()
        self.assertEqual((made["X-WR-TIMEZONE"], made.walk("VTIMEZONE")[0]["TZID"]), ("Asia/Hong_Kong",) * 2)

    def test_can_be_empty(self):
        self.assertEqual(read().walk("VEVENT"), [])

    def test_exact_date_is_an_all_day_event(self):
        (found,) = read(event()).walk("VEVENT")
        self.assertEqual((found["DTSTART"].dt, found["DTEND"].dt), (date(2026, 12, 31), date(2027, 1, 1)))

    def test_month_is_an_event_of_the_whole_month(self):
        (found,) = read(event("2026-12")).walk("VEVENT")
        self.assertEqual((found["DTSTART"].dt, found["DTEND"].dt), (date(2026, 12, 1), date(2027, 1, 1)))

    def test_year_is_omitted(self):
        self.assertEqual(read(event("2026")).walk("VEVENT"), [])

    def test_uid_does_not_depend_on_date_title_or_url(self):
        first, second = read(event()), read(event("2027-01-31", title="Other", url="https://other.example/"))
        self.assertEqual(first.walk("VEVENT")[0]["UID"], second.walk("VEVENT")[0]["UID"])

    def test_has_a_sequence_number(self):
        (found,) = read(event(sequence=3)).walk("VEVENT")
        self.assertEqual(found["SEQUENCE"], 3)

    def test_same_events_make_identical_files(self):
        self.assertEqual(render_icalendar("T", [event()]), render_icalendar("T", [event()]))

    def test_commas_line_breaks_and_chinese_are_preserved(self):
        (found,) = read(event(text="一，二; three,\nfour\\n", title="申請截止：基金")).walk("VEVENT")
        self.assertEqual((found["DESCRIPTION"], found["SUMMARY"]), ("一，二; three,\nfour\\n", "申請截止：基金"))

    def test_lines_are_at_most_75_bytes(self):
        lines = render_icalendar("香港" * 60, [event(text="資" * 400)]).split(b"\r\n")
        self.assertLessEqual(max(map(len, lines)), 75)
