"""The home page: counts, themes, figures and the latest events."""

from datetime import UTC, datetime

import time_machine
from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class HomePageTests(TestCase):
    def page(self, language="en"):
        return fetch_page(self.client, f"/{language}/")

    def tally(self):
        return {dt.text: int(dd.text) for dt, dd in zip(*self.columns(), strict=True)}

    def columns(self):
        tally = self.page().one("dl.tally")
        return tally.select("dt"), tally.select("dd")

    def test_only_published_records_are_counted(self):
        lead = factories.organisation()
        for status in ("published", "draft", "in_review", "archived"):
            factories.initiative(lead=lead, status=status)
            factories.collaboration(parties=[lead, lead][:1], status=status)
        counts = {"organisation": 1, "initiative": 1, "collaboration": 1, "sources cited": 3}
        self.assertEqual(self.tally(), counts)

    def test_counts_equal_those_of_the_lists(self):
        for _number in range(2):
            factories.collaboration(initiative=factories.initiative())
        for kind in ("organisations", "initiatives", "collaborations"):
            with self.subTest(kind=kind):
                self.assertEqual(fetch_page(self.client, f"/en/{kind}/").count, self.tally()[kind])

    def test_past_events_are_listed_newest_first(self):
        lead = factories.organisation(slug="old", founded="2001")
        factories.initiative(slug="new", lead=lead, starts="2026-05", ends="2030")
        with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)):
            shown = [li.select("a")[0]["href"].split("/")[-2] for li in self.page().one("ol.timeline").select("li")]
        self.assertEqual(shown, ["new", "old"])

    def test_today_is_the_day_in_hong_kong(self):
        factories.organisation(slug="born", founded="2026-11-24")
        with time_machine.travel(datetime(2026, 11, 23, 16, 1, tzinfo=UTC)):
            self.assertEqual(len(self.page().one("ol.timeline").select("li")), 1)

    def test_links_to_lists_work(self):
        factories.audience()
        for address in {a for a in self.page().links if "?" in a}:
            with self.subTest(address=address):
                self.assertIsNotNone(fetch_page(self.client, address).count)

    def test_newest_figure_is_shown_with_its_date(self):
        factories.indicator(name_en="Parks", values=[("2025", 1200), ("2024", 1)])
        number = self.page().one(".number")
        self.assertEqual((number.one(".number__value").text, number.one("time").text), ("1,200 companies", "2025"))

    def test_figure_without_a_theme_is_shown(self):
        factories.indicator(themes=[])
        self.assertEqual(self.page().status, 200)

    def test_empty_directory_is_shown(self):
        self.assertEqual(self.page().status, 200)
