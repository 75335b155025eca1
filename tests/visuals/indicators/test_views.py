"""Published series: their list, a page each, the picture and the table."""

import csv
from io import StringIO
from xml.etree import ElementTree

from django.core.cache import cache
from django.test import TestCase

from ecosystem.models import edition_cache
from tests.support import factories
from tests.support.html_pages import fetch_page


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
        charts = fetch_page(self.client, "/en/indicators/").select("svg.chart")
        self.assertEqual({svg.select("title")[0].text for svg in charts}, {"Parks", "A rank"})

    def test_names_a_series_of_one_figure_in_a_table(self):
        (row,) = fetch_page(self.client, "/en/indicators/").one("tbody").select("tr")
        self.assertIn("Alone", row.text)

    def test_narrows_by_theme(self):
        page = fetch_page(self.client, "/en/indicators/?theme=smart-city")
        self.assertEqual([svg.select("title")[0].text for svg in page.select("svg.chart")], ["A rank"])

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
        rows = self.page().one("tbody").select("tr")
        self.assertEqual([row["id"] for row in rows], ["p-2025", "p-2024"])
        self.assertIn("about 100 companies", rows[1].text)
        self.assertIn(self.parks.citations.first().source.url, {a["href"] for a in rows[1].select("a")})

    def test_says_the_chart_in_words(self):
        self.assertEqual(self.page().one("svg.chart").one("desc").text, "2024: 100; 2025: 120")

    def test_writes_all_amounts_of_a_chart_in_one_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 750_000_000), ("2025", 1_250_000_000)])
        values = [text.text for text in self.page("funds").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["HK$1.25 billion", "HK$0.75 billion"])

    def test_writes_amounts_beside_a_chart_in_its_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 750_500_000), ("2025", 1_250_000_000)])
        cells = [cell.one("b").text for cell in self.page("funds").one("tbody").select("td.table__number")]
        self.assertEqual(cells, ["HK$1,250 million", "HK$750.5 million"])

    def test_writes_all_amounts_of_a_chart_in_one_chinese_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 22_000_000), ("2025", 1_250_000_000)])
        values = [text.text for text in self.page("funds", "zh-hant").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["12.5億港元", "0.22億港元"])

    def test_writes_amounts_that_no_scale_keeps_exact_in_full(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 1_234_567_891), ("2025", 3_000_000_000)])
        values = [text.text for text in self.page("funds").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["HK$3,000,000,000", "HK$1,234,567,891"])

    def test_names_the_initiatives_that_it_measures(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="The Fund"))
        self.assertIn("/en/initiatives/fund/", self.page().links)

    def test_names_no_initiative_that_is_not_public(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="The Fund", status="draft"))
        self.assertNotIn("The Fund", self.page().text)

    def test_leaves_a_gap_between_ranks(self):
        self.assertEqual(len(self.page("rank").one("svg.chart").select("path.line")), 1)

    def test_draws_no_chart_of_one_figure(self):
        self.assertEqual(self.page("alone").select("svg.chart"), [])

    def test_says_how_to_cite_each_figure(self):
        quotes = [quote.text for quote in self.page().select("blockquote")]
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

    def test_picture_of_nothing_is_a_problem(self):
        response = self.client.get("/en/indicators/nothing.svg")
        self.assertEqual((response.status_code, response["Content-Type"]), (404, "application/problem+json"))

    def rows(self, query="", path="/en/indicators.csv"):
        body = self.client.get(f"{path}{query}").content.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(body)))

    def test_figures_of_one_series_are_those_of_the_table(self):
        wanted = [row for row in self.rows() if row["indicator"] == "parks"]
        self.assertEqual(self.rows(path="/en/indicators/parks.csv"), wanted)

    def test_figures_of_one_series_are_linked_on_its_page(self):
        self.assertIn("/en/indicators/alone.csv", fetch_page(self.client, "/en/indicators/alone/").links)

    def test_figures_of_nothing_are_a_problem(self):
        response = self.client.get("/en/indicators/nothing.csv")
        self.assertEqual((response.status_code, response["Content-Type"]), (404, "application/problem+json"))

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


class InitiativeTests(IndicatorTestCase):
    def test_have_their_figures_on_their_page(self):
        self.parks.initiatives.add(factories.initiative(slug="fund"))
        table = fetch_page(self.client, "/en/initiatives/fund/").one("section#figures").one("tbody")
        self.assertIn("120 companies", table.text)

    def test_without_figures_have_no_section_for_them(self):
        factories.initiative(slug="fund")
        self.assertEqual(fetch_page(self.client, "/en/initiatives/fund/").select("section#figures"), [])


class SearchTests(IndicatorTestCase):
    def find(self, words, language="en"):
        factories.rebuild_search_index()
        page = fetch_page(self.client, f"/{language}/search/?q={words}")
        return [row.text for row in page.select("li.record-row")]

    def test_finds_an_indicator_by_its_name(self):
        (row,) = self.find("Parks")
        self.assertIn("Indicator", row)

    def test_shows_its_newest_figure(self):
        (row,) = self.find("Parks")
        self.assertIn("120 companies · 2025", row)

    def test_finds_it_by_who_publishes_it(self):
        self.assertIn("Parks", " ".join(self.find("The Office")))

    def test_finds_it_by_what_it_measures(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="Zephyrlink"))
        self.assertIn("Parks", " ".join(self.find("Zephyrlink")))

    def test_suggests_it_while_typing(self):
        factories.rebuild_search_index()
        _typed, names, kinds, *_more = self.client.get("/en/search/suggestions/?q=Par").json()
        self.assertEqual((names, kinds), (["Parks"], ["Indicator"]))

    def test_narrows_to_indicators(self):
        factories.rebuild_search_index()
        page = fetch_page(self.client, "/en/search/?q=office&kind=indicator")
        self.assertEqual([row.one("h2").one("a").text for row in page.select("li.record-row")], ["Parks"])


class ThemeTests(IndicatorTestCase):
    def test_have_small_charts_of_their_series(self):
        page = fetch_page(self.client, "/en/themes/smart-city/")
        self.assertEqual([svg.select("title")[0].text for svg in page.select("svg.chart")], ["A rank"])
