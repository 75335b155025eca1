"""The line of time as a page, a picture and a table; and that of one record on its page."""

import csv
from io import StringIO
from itertools import pairwise
from xml.etree import ElementTree

import time_machine
from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

SVG = "{http://www.w3.org/2000/svg}"
NOON = "2026-11-24T12:00:00+08:00"


@time_machine.travel(NOON, tick=False)
class TimelineTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        city, finance = factories.theme("smart-city", position=5), factories.theme("ai-in-finance", position=3)
        cls.bank = factories.organisation(slug="bank", name_en="The Bank", founded="1985", themes=[finance])
        cls.fund = factories.initiative(
            slug="fund",
            name_en="A Fund",
            lead=cls.bank,
            announced="2024-02-28",
            starts="2024-10",
            ends="2027",
            themes=[city],
        )
        cls.sandbox = factories.initiative(slug="sandbox", lead=cls.bank, starts="2024", themes=[finance, city])
        cls.pact = factories.collaboration(
            slug="pact",
            name_en="=A Pact",
            parties=[cls.bank],
            announced="2023-05-06",
            starts="2023-05-06",
            themes=[city],
        )

    def page(self, query="", language="en"):
        return fetch_page(self.client, f"/{language}/timeline/{query}")

    def dates(self, query=""):
        found = self.page(query).select("ol.timeline")
        return [time["datetime"] for time in found[0].select("time")] if found else []


class PageTests(TimelineTestCase):
    def test_tells_the_newest_first_and_what_is_ahead_before_it(self):
        self.assertEqual(self.dates(), ["2027", "2024-10", "2024-02-28", "2024", "2023-05-06", "1985"])

    def test_says_of_what_is_ahead_that_it_is(self):
        first = self.page().one("ol.timeline").select("li")[0]
        self.assertIn("timeline__ahead", first["class"])
        self.assertEqual(first.text, "2027 A Fund ends")

    def test_draws_a_disc_for_each_theme_and_period_in_which_anything_happened(self):
        titles = {disc.select("title")[0].text for disc in self.page().one("svg.lines").select("circle")}
        self.assertEqual(
            titles,
            {
                "Ai in finance · 1980s · 1 event",
                "Ai in finance · 2024 · 1 event",
                "Smart city · 2023 · 1 event",
                "Smart city · 2024 · 2 events",
                "Smart city · 2027 · 1 event",
            },
        )

    def test_leads_closer_to_a_decade_and_to_a_year(self):
        links = {a["href"] for a in self.page().one("svg.lines").select("a")}
        self.assertLessEqual({"/en/timeline/?decade=1980", "/en/timeline/?year=2024"}, links)

    def test_says_the_same_in_a_table_whose_numbers_lead_closer(self):
        links = [a["href"] for a in self.page().one("table.matrix").select("a") if a.text == "2"]
        self.assertEqual(links, ["/en/timeline/?theme=smart-city&year=2024"])

    def test_leaves_out_headings_for_which_columns_are_too_narrow(self):
        factories.organisation(founded="1636")
        xs = sorted({float(text["x"]) for text in self.page().one("svg.lines").select("text.lines__head")})
        self.assertGreaterEqual(min(after - before for before, after in pairwise(xs)), 40)

    def test_shows_every_year_of_a_decade(self):
        heads = [text.text for text in self.page("?decade=2020").one("svg.lines").select("text.lines__head")]
        self.assertEqual(heads, [str(year) for year in range(2020, 2030)])

    def test_shows_each_date_of_a_year_as_a_mark_that_leads_to_its_record(self):
        links = [a["href"] for a in self.page("?year=2024").one("svg.lines").select("a")]
        self.assertEqual(sorted(links), ["/en/initiatives/fund/", "/en/initiatives/fund/", "/en/initiatives/sandbox/"])

    def test_draws_a_date_as_exact_as_it_is(self):
        marks = {
            a.select("title")[0].text.split(" · ")[0]: a.select("path")[0]["d"]
            for a in self.page("?year=2024").one("svg.lines").select("a")
        }
        # A bar as long as the month; a mark before the first month; a mark at its day.
        self.assertRegex(marks["October 2024"], r"^M[\d.]+,[\d.]+H[\d.]+v5H[\d.]+Z$")
        months = [float(t["x"]) for t in self.page("?year=2024").one("svg.lines").select("text.lines__head")]
        self.assertLess(float(marks["2024"][1:].split(",")[0]), months[1])
        day = float(marks["28 February 2024"][1:].split(",")[0])
        self.assertTrue(months[2] < day < months[3])

    def test_leads_back_to_the_decade_and_to_all(self):
        links = [a["href"] for a in self.page("?year=2024").select("a")]
        self.assertLessEqual({"/en/timeline/?decade=2020", "/en/timeline/"}, set(links))


class FilterTests(TimelineTestCase):
    def test_narrows_by_any_theme_of_the_record_and_stands_it_there(self):
        self.assertEqual(self.dates("?theme=smart-city"), ["2027", "2024-10", "2024-02-28", "2024", "2023-05-06"])
        rows = [
            text.text
            for text in self.page("?theme=smart-city").one("svg.lines").select("text")
            if not text.get("class")
        ]
        self.assertEqual(rows, ["Smart city"])

    def test_narrows_by_kind_of_record(self):
        self.assertEqual(self.dates("?kind=organisation"), ["1985"])

    def test_narrows_by_what_happened(self):
        self.assertEqual(self.dates("?what=began"), ["2024-10", "2024", "2023-05-06", "1985"])

    def test_says_that_there_is_nothing(self):
        self.assertIn("No events to show", self.page("?kind=organisation&year=2024").text)

    def test_says_what_it_does_not_know(self):
        for query in ("?theme=x", "?year=1066", "?decade=1850", "?what=x", "?kind=x", "?year=%00"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("is not an option for", page.text)
                self.assertEqual(page.select("svg.lines"), [])


class PictureTests(TimelineTestCase):
    def test_is_well_formed_with_a_title_a_description_and_credits(self):
        for query in ("", "?decade=2020", "?year=2024", "?kind=organisation&year=2024"):
            with self.subTest(query=query):
                root = ElementTree.fromstring(self.client.get(f"/en/timeline.svg{query}").content)  # noqa: S314 - our own
                self.assertIsNotNone(root.find(f".//{SVG}title"))
                self.assertIsNotNone(root.find(f".//{SVG}desc"))
                self.assertIn("CC BY 4.0", "".join(root.itertext()))
                self.assertRegex(root.get("viewBox"), r"^0 0 [\d.]+ [\d.]+$")

    def test_refuses_what_the_page_does_not_know(self):
        self.assertEqual(self.client.get("/en/timeline.svg?theme=x").status_code, 400)


class TableTests(TimelineTestCase):
    def rows(self, query=""):
        response = self.client.get(f"/en/timeline.csv{query}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))

    def test_has_a_row_for_each_date_with_its_span(self):
        row = next(row for row in self.rows() if row["date"] == "2024-10")
        self.assertEqual((row["first_day"], row["last_day"], row["field"]), ("2024-10-01", "2024-10-31", "starts"))

    def test_narrows_as_the_page_does(self):
        self.assertEqual([row["record"] for row in self.rows("?kind=organisation")], ["bank"])

    def test_begins_no_formula(self):
        self.assertEqual({row["name_en"] for row in self.rows("?kind=collaboration")}, {"'=A Pact"})


class RecordTests(TimelineTestCase):
    def line(self, path):
        found = fetch_page(self.client, path).select("section#timeline")
        return [li.text for li in found[0].select("li")] if found else []

    def test_tells_what_a_body_took_part_in_after_its_own_founding(self):
        self.assertEqual(
            self.line("/en/organisations/bank/"),
            [
                "1985 founded",
                "6 May 2023 =A Pact announced",
                f"2024 {self.sandbox.name_en} started",
                "28 February 2024 A Fund announced",
                "October 2024 A Fund started",
                "2027 A Fund ends",
            ],
        )

    def test_tells_an_initiative_s_own_dates(self):
        self.assertEqual(
            self.line("/en/initiatives/fund/"), ["28 February 2024 announced", "October 2024 started", "2027 ends"]
        )

    def test_is_left_out_where_one_date_says_it_all(self):
        self.assertEqual(self.line("/en/initiatives/sandbox/"), [])

    def test_tells_nothing_of_what_is_not_public(self):
        factories.initiative(slug="draft", lead=self.bank, starts="2025", status="draft")
        self.assertNotIn("2025", " ".join(self.line("/en/organisations/bank/")))
