"""The list of themes and the page of a theme."""

from unittest.mock import patch

from django.test import TestCase

from ecosystem.models import editions
from tests.support import factories
from tests.support.html_pages import fetch_page


class ThemeListViewTests(TestCase):
    def test_published_records_of_each_theme_are_counted(self):
        factories.organisation()
        factories.organisation(status="draft")
        tile = fetch_page(self.client, "/en/themes/").one("li.theme-tile")
        self.assertEqual(tile.one(".theme-tile__counts").text, "1 organisation 0 initiatives 0 collaborations")


class ThemeDetailViewTests(TestCase):
    def page(self, language="en"):
        return fetch_page(self.client, f"/{language}/themes/ai-in-finance/")

    def test_counts_equal_those_of_the_lists(self):
        factories.collaboration(initiative=factories.initiative())
        factories.organisation(themes=[factories.theme("smart")])
        tally = self.page().one("dl.tally")
        for a in tally.select("a"):
            with self.subTest(address=a["href"]):
                self.assertEqual(fetch_page(self.client, a["href"]).count, int(a.text))

    def test_figures_in_the_introduction_link_to_their_records(self):
        factories.initiative(slug="fund")
        factories.theme(introduction_en="It pays [HK$3 billion](initiative:fund).")
        factories.theme().__class__.objects.update(introduction_en="It pays [HK$3 billion](initiative:fund).")
        self.assertEqual(self.page().one("div.prose").one("a")["href"], "/en/initiatives/fund/")

    def test_introduction_does_not_link_to_drafts(self):
        factories.initiative(slug="fund", status="draft")
        factories.theme().__class__.objects.update(introduction_en="It pays [HK$3 billion](initiative:fund).")
        self.assertEqual(self.page().one("div.prose").select("a"), [])

    def test_html_in_the_introduction_is_sanitized(self):
        text = (
            "<script>alert(1)</script> [x](javascript:alert(1)) [y](//evil.example)\n\n"
            '<img src=x onerror=alert(1)> <b style="color:red">b</b>'
        )
        factories.theme().__class__.objects.update(introduction_en=text)
        prose = self.page().one("div.prose")
        self.assertLessEqual(
            {element.name for element in prose.find_all(True)}, {"p", "a", "em", "strong", "ul", "ol", "li"}
        )

    def test_introduction_has_no_script_links(self):
        factories.theme().__class__.objects.update(introduction_en="[x](javascript:alert(1)) [y](data:text/html,1)")
        ways = [a.get("href", "") for a in self.page().one("div.prose").select("a")]
        self.assertEqual([way for way in ways if ":" in way.partition("/")[0]], [])

    @patch("ecosystem.pages.theme_views.INDICATORS_SHOWN", 2)
    def test_number_of_indicators_is_limited(self):
        for slug in "abc":
            factories.indicator(slug=slug)
        figures = self.page().one("section#figures")
        links = [a["href"] for a in figures.select("a") if a["href"].startswith("/en/indicators/")]
        self.assertEqual(links, ["/en/indicators/a/", "/en/indicators/b/", "/en/indicators/?theme=ai-in-finance"])

    def test_introduction_can_link_to_an_indicator_without_theme(self):
        factories.indicator(slug="parks", themes=[])
        factories.theme().__class__.objects.update(introduction_en="There are [1,200](indicator:parks).")
        self.assertEqual(self.page().status, 200)

    def test_untranslated_introduction_has_its_lang_attribute(self):
        factories.theme().__class__.objects.update(introduction_en="In plain words.")
        self.assertEqual(self.page("zh-hant").one("div.prose")["lang"], "en")


class ThemeVisualizationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        city, finance = factories.theme("smart-city"), factories.theme("ai-in-finance")
        site = {"precision": "site", "latitude": "22.2810", "longitude": "114.1580"}
        factories.organisation(slug="office", themes=[city], founded="1999", place=factories.place("tower", **site))
        park = {"district": "tai-po", "latitude": "22.4250", "longitude": "114.2100", "precision": "site"}
        factories.organisation(slug="bank", themes=[finance], founded="1985", place=factories.place("park", **park))

    def test_map_shows_only_organisations_of_the_theme(self):
        section = fetch_page(self.client, "/en/themes/smart-city/").one("section#map")
        links = [a["href"] for a in section.one("svg.map").select("a") if "/places/" in a["href"]]
        self.assertEqual(links, ["/en/places/tower/"])

    def test_districts_are_counted_with_links_to_lists(self):
        (row,) = fetch_page(self.client, "/en/themes/smart-city/").one("section#map").select("tbody")[0].select("tr")
        self.assertEqual(
            (row.select("a")[0]["href"], row.select("td")[0].text),
            ("/en/organisations/?district=central-and-western&theme=smart-city", "1"),
        )

    def test_timeline_links_to_its_decades(self):
        section = fetch_page(self.client, "/en/themes/smart-city/").one("section#timeline")
        self.assertEqual(
            [a["href"] for a in section.one("svg.lines").select("a") if a.select("circle")],
            ["/en/timeline/?theme=smart-city&decade=1990"],
        )

    def test_empty_visualizations_are_left_out(self):
        factories.theme("cross-border")
        page = fetch_page(self.client, "/en/themes/cross-border/")
        self.assertEqual([page.select(f"section#{name}") for name in ("map", "timeline", "network")], [[], [], []])

    def test_map_is_updated_in_the_next_edition(self):
        fetch_page(self.client, "/en/themes/smart-city/")
        park = {"district": "islands", "latitude": "22.2900", "longitude": "113.9400", "precision": "site"}
        factories.organisation(
            slug="new", themes=[factories.theme("smart-city")], place=factories.place("quay", **park)
        )
        editions.increment_edition()
        section = fetch_page(self.client, "/en/themes/smart-city/").one("section#map")
        self.assertIn("/en/places/quay/", [a["href"] for a in section.one("svg.map").select("a")])
