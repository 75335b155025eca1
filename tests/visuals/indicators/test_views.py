"""Published series: their list, a page each, the picture and the table."""

import csv
from io import StringIO
from xml.etree import ElementTree

from django.core.cache import cache
from django.test import TestCase

from ecosystem.models import edition_cache
from tests.support import factories
from tests.support.reading import fetch_page


class IndicatorTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="office", name_en="The Office")
        cls.parks = factories.indicator(slug="parks", name_en="Parks", organisation=cls.body)
        cls.alone = factories.indicator(slug="alone", name_en="Alone", values=[("2025-03", 7)])
        cls.rank = factories.indicator(
            slug="rank", name_en="A rank", unit="rank", themes=[factories.theme("smart-city")],
            values=[("2020", 9), ("2021", 4), ("2024", 3)],
        )  # fmt: skip
        cls.parks.observations.filter(period="2024").update(qualifier="about")


class ListTests(IndicatorTestCase):
    def test_draws_a_series_of_several_figures(self):
        charts = fetch_page(self.client, "/en/indicators/").all("svg", "chart")
        self.assertEqual({svg.all("title")[0].text for svg in charts}, {"Parks", "A rank"})

    def test_names_a_series_of_one_figure_in_a_table(self):
        (row,) = fetch_page(self.client, "/en/indicators/").one("tbody").all("tr")
        self.assertIn("Alone", row.text)

    def test_narrows_by_theme(self):
        page = fetch_page(self.client, "/en/indicators/?theme=smart-city")
        self.assertEqual([svg.all("title")[0].text for svg in page.all("svg", "chart")], ["A rank"])

    def test_says_which_theme_it_does_not_know(self):
        self.assertIn("“x”", fetch_page(self.client, "/en/indicators/?theme=x").text)

    def test_needs_no_more_queries_for_more_series(self):
        with self.assertNumQueries(5):
            self.client.get("/en/indicators/")
        for number in range(5):
            factories.indicator(slug=f"more-{number}", organisation=self.body)
        edition_cache.clear_edition_cache()
        cache.clear()
        with self.assertNumQueries(5):
            self.client.get("/en/indicators/")


class PageTests(IndicatorTestCase):
    def page(self, slug="parks", language="en"):
        return fetch_page(self.client, f"/{language}/indicators/{slug}/")

    def test_has_every_figure_with_its_qualifier_and_its_source(self):
        rows = self.page().one("tbody").all("tr")
        self.assertEqual([row["id"] for row in rows], ["p-2025", "p-2024"])
        self.assertIn("about 100 companies", rows[1].text)
        self.assertIn(self.parks.citations.first().source.url, {a["href"] for a in rows[1].all("a")})

    def test_says_the_chart_in_words(self):
        self.assertEqual(self.page().one("svg", "chart").one("desc").text, "2024: 100; 2025: 120")

    def test_leaves_a_gap_between_ranks(self):
        self.assertEqual(len(self.page("rank").one("svg", "chart").all("path", "line")), 1)

    def test_draws_no_chart_of_one_figure(self):
        self.assertEqual(self.page("alone").all("svg", "chart"), [])

    def test_says_how_to_cite_each_figure(self):
        quotes = [quote.text for quote in self.page().all("blockquote")]
        for figure, period in (("120", "2025"), ("about 100", "2024")):
            (quote,) = [quote for quote in quotes if f"Parks: {figure}" in quote and f"({period})." in quote]
            self.assertIn(f"/en/indicators/parks/#p-{period}", quote)

    def test_names_who_publishes_it(self):
        self.assertIn("/en/organisations/office/", self.page().links)

    def test_names_nobody_who_is_not_public(self):
        type(self.body).objects.filter(pk=self.body.pk).update(status="draft")
        self.assertNotIn("The Office", self.page().text)

    def test_is_where_links_to_a_series_lead(self):
        self.assertEqual(self.parks.get_absolute_url(), "/en/indicators/parks/")

    def test_is_none_for_what_is_none(self):
        self.assertEqual(self.client.get("/en/indicators/nothing/").status_code, 404)


class FileTests(IndicatorTestCase):
    def test_picture_is_well_formed_with_credits(self):
        response = self.client.get("/zh-hant/indicators/parks.svg")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        self.assertIn("CC BY 4.0", "".join(root.itertext()))
        self.assertNotIn("var(", response.content.decode())

    def test_picture_of_one_figure_still_says_what_it_is_of(self):
        self.assertIn("Alone", self.client.get("/en/indicators/alone.svg").content.decode())

    def rows(self, query=""):
        body = self.client.get(f"/en/indicators.csv{query}").content.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(body)))

    def test_table_has_a_row_for_each_figure_the_oldest_first(self):
        found = [(row["period"], row["value"], row["qualifier"]) for row in self.rows() if row["indicator"] == "parks"]
        self.assertEqual(found, [("2024", "100", "about"), ("2025", "120", "")])

    def test_table_names_a_series_in_three_languages(self):
        row = next(row for row in self.rows() if row["indicator"] == "parks")
        self.assertEqual(row["name_en"], "Parks")
        self.assertTrue(row["name_zh_hant"])
        self.assertTrue(row["name_zh_hans"])

    def test_table_narrows_as_the_page_does(self):
        self.assertEqual({row["indicator"] for row in self.rows("?theme=smart-city")}, {"rank"})

    def test_table_refuses_what_the_page_does_not_know(self):
        self.assertEqual(self.client.get("/en/indicators.csv?theme=x").status_code, 400)


class ThemeTests(IndicatorTestCase):
    def test_have_small_charts_of_their_series(self):
        page = fetch_page(self.client, "/en/themes/smart-city/")
        self.assertEqual([svg.all("title")[0].text for svg in page.all("svg", "chart")], ["A rank"])
