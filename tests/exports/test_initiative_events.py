"""Calendars of initiatives: a list, one record, the support finder; UID and SEQUENCE of their events."""

import time_machine
from django.test import TestCase
from icalendar import Calendar

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Initiative
from tests.support import factories
from tests.support.html_pages import fetch_page

BY = ChangeAttribution("publisher", None, "It was wrong.")
NOW = "2026-11-30T04:00:00Z"


@time_machine.travel(NOW)
class InitiativeCalendarTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.fund = factories.initiative(slug="fund", starts="2026-03", applications_close="2026-12-31", ends="2030")
        cls.fund.support.add(factories.support())
        factories.initiative(slug="old", kind="strategy", starts="2019-04-01", announced="2026-10")
        revisions.begin_record_histories()

    def fetch_events(self, path="initiatives/fund.ics", language="en"):
        response = self.client.get(f"/{language}/{path}")
        self.assertEqual((response.status_code, response["Content-Type"]), (200, "text/calendar; charset=utf-8"))
        return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}

    def change(self, **values):
        Initiative.objects.filter(pk=self.fund.pk).update(**values)
        self.fund.refresh_from_db()
        publishing.conclude_record_change(self.fund, by=BY)

    def get_sequences(self, path="initiatives/fund.ics"):
        return {uid: event["SEQUENCE"] for uid, event in self.fetch_events(path).items()}


class InitiativeCalendarFileTests(InitiativeCalendarTestCase):
    def test_record_calendar_omits_dates_that_are_only_a_year(self):
        self.assertEqual(set(self.fetch_events()), {"fund.starts@hkai", "fund.applications_close@hkai"})

    def test_list_calendar_follows_the_filters(self):
        self.assertEqual(len(self.fetch_events("initiatives.ics?kind=funding")), 2)
        self.assertEqual(self.fetch_events("initiatives.ics?kind=strategy"), {})

    def test_list_calendar_refuses_an_unknown_value(self):
        self.assertContains(self.client.get("/en/initiatives.ics?kind=nonsense"), "“nonsense”", status_code=400)

    def test_calendars_have_the_same_events_in_every_language(self):
        for path in ("initiatives/fund.ics", "initiatives.ics", "support.ics?support=funding"):
            for language in ("en", "zh-hant", "zh-hans"):
                with self.subTest(path=path, language=language):
                    self.assertEqual(set(self.fetch_events(path, language)), set(self.fetch_events()))

    def test_pages_link_to_the_calendar(self):
        for path, link in (
            ("initiatives/fund/", "/en/initiatives/fund.ics"),
            ("initiatives/?kind=funding", "/en/initiatives.ics?kind=funding"),
            ("data/", "/en/initiatives.ics"),
        ):
            with self.subTest(path=path):
                self.assertIn(link, fetch_page(self.client, f"/en/{path}").links)

    def test_page_does_not_link_to_an_empty_calendar(self):
        self.assertNotIn("/en/initiatives/old.ics", fetch_page(self.client, "/en/initiatives/old/").links)

    def test_unknown_record_is_not_found(self):
        self.assertEqual(self.client.get("/en/initiatives/nothing.ics").status_code, 404)

    def test_archived_record_is_gone(self):
        publishing.archive_record(self.fund, by=BY)
        self.assertEqual(self.client.get("/en/initiatives/fund.ics").status_code, 410)


class InitiativeCalendarSequenceTests(InitiativeCalendarTestCase):
    def test_increases_with_every_visible_change(self):
        for values in (
            {"applications_close": "2027-01-31"},
            {"summary_en": "Another summary."},
            {"name_en": "Another name"},
        ):
            with self.subTest(values=values):
                before = self.get_sequences()
                self.change(**values)
                after = self.get_sequences()
                self.assertEqual({uid: number + 1 for uid, number in before.items()}, after)

    def test_is_the_same_in_every_calendar(self):
        self.change(name_en="Another name")
        for path in ("initiatives.ics?kind=funding", "support.ics?support=funding"):
            with self.subTest(path=path):
                self.assertEqual(self.get_sequences(path), self.get_sequences())

    def test_change_updates_the_timestamps(self):
        before = self.fetch_events()["fund.starts@hkai"]
        with time_machine.travel("2026-12-01T04:00:00Z"):
            self.change(name_en="Another name")
            after = self.fetch_events()["fund.starts@hkai"]
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            self.assertGreater(after[name].dt, before[name].dt)

    def test_does_not_decrease_when_a_change_is_undone(self):
        self.change(name_en="Another name")
        before = self.get_sequences()
        self.change(name_en="Fund")
        publishing.archive_record(self.fund, by=BY)
        self.fund.refresh_from_db()
        publishing.publish_record(self.fund, by=BY)
        after = self.get_sequences()
        self.assertTrue(all(after[uid] > number for uid, number in before.items()))


class InitiativeCalendarUidTests(InitiativeCalendarTestCase):
    def test_new_slug_keeps_the_uid_and_increases_the_sequence(self):
        before = self.get_sequences()
        merging.change_record_slug(self.fund, "endowment", by=BY)
        after = self.get_sequences("initiatives/endowment.ics")
        self.assertEqual({uid: number + 1 for uid, number in before.items()}, after)

    def test_former_url_redirects(self):
        merging.change_record_slug(self.fund, "endowment", by=BY)
        response = self.client.get("/en/initiatives/fund.ics")
        self.assertRedirects(response, "/en/initiatives/endowment.ics", 301)

    def test_is_kept_after_several_new_slugs(self):
        for slug in ("endowment", "grant", "fund"):
            merging.change_record_slug(Initiative.objects.get(pk=self.fund.pk), slug, by=BY)
            with self.subTest(slug=slug):
                self.assertIn("fund.starts@hkai", self.fetch_events(f"initiatives/{slug}.ics"))

    def test_merge_keeps_the_uids_of_the_remaining_record(self):
        other = factories.initiative(slug="other", starts="2026-02")
        revisions.begin_record_histories()
        merging.merge_records(other, into=self.fund, by=BY)
        self.assertEqual(set(self.fetch_events()), {"fund.starts@hkai", "fund.applications_close@hkai"})

    def test_is_kept_after_a_merge_and_a_new_slug(self):
        other = factories.initiative(slug="other", starts="2026-02")
        revisions.begin_record_histories()
        merging.change_record_slug(other, "another", by=BY)
        merging.merge_records(Initiative.objects.get(slug="another"), into=self.fund, by=BY)
        merging.change_record_slug(self.fund, "endowment", by=BY)
        self.assertIn("fund.starts@hkai", self.fetch_events("initiatives/endowment.ics"))

    def test_contains_the_slug_at_publication(self):
        draft = factories.initiative(slug="draft", status="draft", starts="2026-05")
        revisions.begin_record_histories()
        merging.change_record_slug(draft, "final", by=BY)
        publishing.publish_record(Initiative.objects.get(pk=draft.pk), by=BY)
        merging.change_record_slug(Initiative.objects.get(pk=draft.pk), "renamed", by=BY)
        self.assertEqual(set(self.fetch_events("initiatives/renamed.ics")), {"final.starts@hkai"})
