"""The home page: counts, themes, figures, what happened last."""

from datetime import UTC, datetime

import time_machine
from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class HomeTests(TestCase):
    def page(self, language="en"):
        return fetch_page(self.client, f"/{language}/")

    def tally(self):
        return {dt.text: int(dd.text) for dt, dd in zip(*self.columns(), strict=True)}

    def columns(self):
        tally = self.page().one("dl.tally")
        return tally.select("dt"), tally.select("dd")

    def test_counts_what_is_public(self):
        lead = factories.organisation()
        for status in ("published", "draft", "in_review", "archived"):
            factories.initiative(lead=lead, status=status)
            factories.collaboration(parties=[lead, lead][:1], status=status)
        counts = {"organisation": 1, "initiative": 1, "collaboration": 1, "sources cited": 3}
        self.assertEqual(self.tally(), counts)

    def test_counts_as_many_as_the_lists(self):
        for _number in range(2):
            factories.collaboration(initiative=factories.initiative())
        for kind in ("organisations", "initiatives", "collaborations"):
            with self.subTest(kind=kind):
                self.assertEqual(fetch_page(self.client, f"/en/{kind}/").count, self.tally()[kind])

    def test_shows_the_last_events_first_and_none_that_lies_ahead(self):
        lead = factories.organisation(slug="old", founded="2001")
        factories.initiative(slug="new", lead=lead, starts="2026-05", ends="2030")
        with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)):
            shown = [li.select("a")[0]["href"].split("/")[-2] for li in self.page().one("ol.timeline").select("li")]
        self.assertEqual(shown, ["new", "old"])

    def test_knows_what_day_it_is_in_hong_kong(self):
        factories.organisation(slug="born", founded="2026-11-24")
        with time_machine.travel(datetime(2026, 11, 23, 16, 1, tzinfo=UTC)):
            self.assertEqual(len(self.page().one("ol.timeline").select("li")), 1)

    def test_leads_to_lists_that_open(self):
        factories.audience()
        for address in {a for a in self.page().links if "?" in a}:
            with self.subTest(address=address):
                self.assertIsNotNone(fetch_page(self.client, address).count)

    def test_shows_the_newest_figures_with_their_source(self):
        factories.indicator(name_en="Parks", values=[("2025", 1200), ("2024", 1)])
        number = self.page().one(".number")
        self.assertEqual((number.one(".number__value").text, number.one("time").text), ("1,200 companies", "2025"))

    def test_shows_a_figure_that_belongs_to_no_theme(self):
        factories.indicator(themes=[])
        self.assertEqual(self.page().status, 200)

    def test_opens_with_nothing_to_show(self):
        self.assertEqual(self.page().status, 200)
