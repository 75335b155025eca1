"""Pages of indicators: the list, the page of one indicator, and its chart and CSV files."""

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


class IndicatorListTests(IndicatorTestCase):
    def test_indicator_with_several_figures_has_a_chart(self):
        charts = fetch_page(self.client, "/en/indicators/").select("svg.chart")
        self.assertEqual({svg.select("title")[0].text for svg in charts}, {"Parks", "A rank"})

    def test_indicator_with_one_figure_is_in_a_table(self):
        (row,) = fetch_page(self.client, "/en/indicators/").one("tbody").select("tr")
        self.assertIn("Alone", row.text)

    def test_filters_by_theme(self):
        page = fetch_page(self.client, "/en/indicators/?theme=smart-city")
        self.assertEqual([svg.select("title")[0].text for svg in page.select("svg.chart")], ["A rank"])

    def test_unknown_theme_is_quoted(self):
        self.assertIn("“x”", fetch_page(self.client, "/en/indicators/?theme=x").text)

    def test_query_count_is_independent_of_the_number_of_indicators(self):
        with self.assertNumQueries(5):
            self.client.get("/en/indicators/")
        for number in range(5):
            factories.indicator(slug=f"more-{number}", organisation=self.body)
        edition_cache.clear_edition_cache()
        cache.clear()
        with self.assertNumQueries(5):
            self.client.get("/en/indicators/")


class IndicatorDetailTests(IndicatorTestCase):
    def page(self, slug="parks", language="en"):
        return fetch_page(self.client, f"/{language}/indicators/{slug}/")

    def test_lists_every_figure_with_qualifier_and_source(self):
        rows = self.page().one("tbody").select("tr")
        self.assertEqual([row["id"] for row in rows], ["p-2025", "p-2024"])
        self.assertIn("about 100 companies", rows[1].text)
        self.assertIn(self.parks.citations.first().source.url, {a["href"] for a in rows[1].select("a")})

    def test_chart_has_a_text_alternative(self):
        self.assertEqual(self.page().one("svg.chart").one("desc").text, "2024: 100; 2025: 120")

    def test_amounts_of_a_chart_have_one_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 750_000_000), ("2025", 1_250_000_000)])
        values = [text.text for text in self.page("funds").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["HK$1.25 billion", "HK$0.75 billion"])

    def test_amounts_of_the_table_have_one_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 750_500_000), ("2025", 1_250_000_000)])
        cells = [cell.one("b").text for cell in self.page("funds").one("tbody").select("td.table__number")]
        self.assertEqual(cells, ["HK$1,250 million", "HK$750.5 million"])

    def test_amounts_of_a_chinese_chart_have_one_scale(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 22_000_000), ("2025", 1_250_000_000)])
        values = [text.text for text in self.page("funds", "zh-hant").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["12.5億港元", "0.22億港元"])

    def test_amounts_that_a_scale_would_round_are_written_in_full(self):
        factories.indicator(slug="funds", unit="HKD", values=[("2020", 1_234_567_891), ("2025", 3_000_000_000)])
        values = [text.text for text in self.page("funds").one("svg.chart").select("text.value")]
        self.assertEqual(values, ["HK$3,000,000,000", "HK$1,234,567,891"])

    def test_links_to_the_measured_initiatives(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="The Fund"))
        self.assertIn("/en/initiatives/fund/", self.page().links)

    def test_does_not_name_draft_initiatives(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="The Fund", status="draft"))
        self.assertNotIn("The Fund", self.page().text)

    def test_chart_of_ranks_has_a_gap_for_missing_years(self):
        self.assertEqual(len(self.page("rank").one("svg.chart").select("path.line")), 1)

    def test_single_figure_has_no_chart(self):
        self.assertEqual(self.page("alone").select("svg.chart"), [])

    def test_each_figure_has_a_citation(self):
        quotes = [quote.text for quote in self.page().select("blockquote")]
        for figure, period in (("120", "2025"), ("about 100", "2024")):
            (quote,) = [quote for quote in quotes if f"Parks: {figure}" in quote and f"({period})." in quote]
            self.assertIn(f"/en/indicators/parks/#p-{period}", quote)

    def test_links_to_the_publishing_organisation(self):
        self.assertIn("/en/organisations/office/", self.page().links)

    def test_does_not_name_a_draft_organisation(self):
        type(self.body).objects.filter(pk=self.body.pk).update(status="draft")
        self.assertNotIn("The Office", self.page().text)

    def test_is_the_absolute_url_of_an_indicator(self):
        self.assertEqual(self.parks.get_absolute_url(), "/en/indicators/parks/")

    def test_unknown_indicator_is_404(self):
        self.assertEqual(self.client.get("/en/indicators/nothing/").status_code, 404)


class IndicatorFileTests(IndicatorTestCase):
    def test_svg_is_well_formed_with_the_licence(self):
        response = self.client.get("/zh-hant/indicators/parks.svg")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        self.assertIn("CC BY 4.0", "".join(root.itertext()))
        self.assertNotIn("var(", response.content.decode())

    def test_svg_of_one_figure_has_the_name(self):
        self.assertIn("Alone", self.client.get("/en/indicators/alone.svg").content.decode())

    def test_svg_of_an_unknown_indicator_is_a_404_problem(self):
        response = self.client.get("/en/indicators/nothing.svg")
        self.assertEqual((response.status_code, response["Content-Type"]), (404, "application/problem+json"))

    def rows(self, query="", path="/en/indicators.csv"):
        body = self.client.get(f"{path}{query}").content.decode("utf-8-sig")
        return list(csv.DictReader(StringIO(body)))

    def test_csv_of_one_indicator_has_its_rows_of_the_whole_csv(self):
        wanted = [row for row in self.rows() if row["indicator"] == "parks"]
        self.assertEqual(self.rows(path="/en/indicators/parks.csv"), wanted)

    def test_csv_of_one_indicator_is_linked_on_its_page(self):
        self.assertIn("/en/indicators/alone.csv", fetch_page(self.client, "/en/indicators/alone/").links)

    def test_csv_of_an_unknown_indicator_is_a_404_problem(self):
        response = self.client.get("/en/indicators/nothing.csv")
        self.assertEqual((response.status_code, response["Content-Type"]), (404, "application/problem+json"))

    def test_csv_has_a_row_for_each_figure_the_oldest_first(self):
        found = [(row["period"], row["value"], row["qualifier"]) for row in self.rows() if row["indicator"] == "parks"]
        self.assertEqual(found, [("2024", "100", "about"), ("2025", "120", "")])

    def test_csv_has_names_in_three_languages(self):
        row = next(row for row in self.rows() if row["indicator"] == "parks")
        self.assertEqual(row["name_en"], "Parks")
        self.assertTrue(row["name_zh_hant"])
        self.assertTrue(row["name_zh_hans"])

    def test_csv_accepts_the_filters_of_the_page(self):
        self.assertEqual({row["indicator"] for row in self.rows("?theme=smart-city")}, {"rank"})

    def test_csv_of_an_unknown_theme_is_400(self):
        self.assertEqual(self.client.get("/en/indicators.csv?theme=x").status_code, 400)


class InitiativeIndicatorSectionTests(IndicatorTestCase):
    def test_page_of_an_initiative_shows_its_figures(self):
        self.parks.initiatives.add(factories.initiative(slug="fund"))
        table = fetch_page(self.client, "/en/initiatives/fund/").one("section#figures").one("tbody")
        self.assertIn("120 companies", table.text)

    def test_initiative_without_figures_has_no_section(self):
        factories.initiative(slug="fund")
        self.assertEqual(fetch_page(self.client, "/en/initiatives/fund/").select("section#figures"), [])


class IndicatorSearchTests(IndicatorTestCase):
    def find(self, words, language="en"):
        factories.rebuild_search_index()
        page = fetch_page(self.client, f"/{language}/search/?q={words}")
        return [row.text for row in page.select("li.record-row")]

    def test_finds_an_indicator_by_name(self):
        (row,) = self.find("Parks")
        self.assertIn("Indicator", row)

    def test_result_shows_the_newest_figure(self):
        (row,) = self.find("Parks")
        self.assertIn("120 companies · 2025", row)

    def test_finds_an_indicator_by_its_organisation(self):
        self.assertIn("Parks", " ".join(self.find("The Office")))

    def test_finds_an_indicator_by_a_measured_initiative(self):
        self.parks.initiatives.add(factories.initiative(slug="fund", name_en="Zephyrlink"))
        self.assertIn("Parks", " ".join(self.find("Zephyrlink")))

    def test_suggestions_include_indicators(self):
        factories.rebuild_search_index()
        _typed, names, kinds, *_more = self.client.get("/en/search/suggestions/?q=Par").json()
        self.assertEqual((names, kinds), (["Parks"], ["Indicator"]))

    def test_kind_filter_keeps_indicators_only(self):
        factories.rebuild_search_index()
        page = fetch_page(self.client, "/en/search/?q=office&kind=indicator")
        self.assertEqual([row.one("h2").one("a").text for row in page.select("li.record-row")], ["Parks"])


class ThemePageIndicatorTests(IndicatorTestCase):
    def test_page_of_a_theme_shows_charts_of_its_indicators(self):
        page = fetch_page(self.client, "/en/themes/smart-city/")
        self.assertEqual([svg.select("title")[0].text for svg in page.select("svg.chart")], ["A rank"])
