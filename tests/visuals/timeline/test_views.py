"""The timeline as a page, as SVG and as CSV, and timelines on pages of records."""

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


class TimelinePageTests(TimelineTestCase):
    def test_future_dates_come_first_then_the_newest(self):
        self.assertEqual(self.dates(), ["2027", "2024-10", "2024-02-28", "2024", "2023-05-06", "1985"])

    def test_future_event_is_marked(self):
        first = self.page().one("ol.timeline").select("li")[0]
        self.assertIn("timeline__ahead", first["class"])
        self.assertEqual(first.text, "2027 A Fund ends")

    def test_discs_count_events_per_theme_and_period(self):
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

    def test_picture_links_to_decades_and_years(self):
        links = {a["href"] for a in self.page().one("svg.lines").select("a")}
        self.assertLessEqual({"/en/timeline/?decade=1980", "/en/timeline/?year=2024"}, links)

    def test_table_numbers_link_to_theme_and_year(self):
        links = [a["href"] for a in self.page().one("table.matrix").select("a") if a.text == "2"]
        self.assertEqual(links, ["/en/timeline/?theme=smart-city&year=2024"])

    def test_headings_of_narrow_columns_are_left_out(self):
        factories.organisation(founded="1636")
        xs = sorted({float(text["x"]) for text in self.page().one("svg.lines").select("text.lines__head")})
        self.assertGreaterEqual(min(after - before for before, after in pairwise(xs)), 40)

    def test_decade_shows_every_year(self):
        heads = [text.text for text in self.page("?decade=2020").one("svg.lines").select("text.lines__head")]
        self.assertEqual(heads, [str(year) for year in range(2020, 2030)])

    def test_marks_of_a_year_link_to_their_records(self):
        links = [a["href"] for a in self.page("?year=2024").one("svg.lines").select("a")]
        self.assertEqual(sorted(links), ["/en/initiatives/fund/", "/en/initiatives/fund/", "/en/initiatives/sandbox/"])

    def test_marks_show_the_precision_of_dates(self):
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

    def test_year_links_to_its_decade_and_the_whole_timeline(self):
        links = [a["href"] for a in self.page("?year=2024").select("a")]
        self.assertLessEqual({"/en/timeline/?decade=2020", "/en/timeline/"}, set(links))


class TimelineFilterTests(TimelineTestCase):
    def test_theme_filter_uses_any_theme_and_shows_one_row(self):
        self.assertEqual(self.dates("?theme=smart-city"), ["2027", "2024-10", "2024-02-28", "2024", "2023-05-06"])
        rows = [
            text.text
            for text in self.page("?theme=smart-city").one("svg.lines").select("text")
            if not text.get("class")
        ]
        self.assertEqual(rows, ["Smart city"])

    def test_filters_by_kind_of_record(self):
        self.assertEqual(self.dates("?kind=organisation"), ["1985"])

    def test_filters_by_kind_of_event(self):
        self.assertEqual(self.dates("?what=began"), ["2024-10", "2024", "2023-05-06", "1985"])

    def test_no_events_has_a_message(self):
        self.assertIn("No events to show", self.page("?kind=organisation&year=2024").text)

    def test_unknown_value_is_an_error_without_a_picture(self):
        for query in ("?theme=x", "?year=1066", "?decade=1850", "?what=x", "?kind=x", "?year=%00"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("is not an option for", page.text)
                self.assertEqual(page.select("svg.lines"), [])


class TimelineSvgTests(TimelineTestCase):
    def test_is_well_formed_with_title_description_and_licence(self):
        for query in ("", "?decade=2020", "?year=2024", "?kind=organisation&year=2024"):
            with self.subTest(query=query):
                root = ElementTree.fromstring(self.client.get(f"/en/timeline.svg{query}").content)  # noqa: S314 - our own
                self.assertIsNotNone(root.find(f".//{SVG}title"))
                self.assertIsNotNone(root.find(f".//{SVG}desc"))
                self.assertIn("CC BY 4.0", "".join(root.itertext()))
                self.assertRegex(root.get("viewBox"), r"^0 0 [\d.]+ [\d.]+$")

    def test_unknown_theme_is_400(self):
        self.assertEqual(self.client.get("/en/timeline.svg?theme=x").status_code, 400)


class TimelineCsvTests(TimelineTestCase):
    def rows(self, query=""):
        response = self.client.get(f"/en/timeline.csv{query}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))

    def test_has_the_first_and_last_day_of_each_date(self):
        row = next(row for row in self.rows() if row["date"] == "2024-10")
        self.assertEqual((row["first_day"], row["last_day"], row["field"]), ("2024-10-01", "2024-10-31", "starts"))

    def test_accepts_the_filters_of_the_page(self):
        self.assertEqual([row["record"] for row in self.rows("?kind=organisation")], ["bank"])

    def test_escapes_formulas(self):
        self.assertEqual({row["name_en"] for row in self.rows("?kind=collaboration")}, {"'=A Pact"})


class RecordPageTimelineTests(TimelineTestCase):
    def line(self, path):
        found = fetch_page(self.client, path).select("section#timeline")
        return [li.text for li in found[0].select("li")] if found else []

    def test_organisation_shows_its_founding_and_its_records(self):
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

    def test_initiative_shows_its_own_dates(self):
        self.assertEqual(
            self.line("/en/initiatives/fund/"), ["28 February 2024 announced", "October 2024 started", "2027 ends"]
        )

    def test_is_left_out_for_a_single_date(self):
        self.assertEqual(self.line("/en/initiatives/sandbox/"), [])

    def test_drafts_are_left_out(self):
        factories.initiative(slug="draft", lead=self.bank, starts="2025", status="draft")
        self.assertNotIn("2025", " ".join(self.line("/en/organisations/bank/")))
