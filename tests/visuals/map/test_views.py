"""The map as a page, as SVG and as CSV, and small maps on pages of places and organisations."""

import csv
import re
from io import StringIO
from xml.etree import ElementTree

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

SVG = "{http://www.w3.org/2000/svg}"
SITE = {"precision": "site"}


class MapTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.tower = factories.place("tower", name_en="The Tower", latitude="22.2810", longitude="114.1580", **SITE)
        cls.annex = factories.place("annex", name_en="The Annex", latitude="22.2830", longitude="114.1600", **SITE)
        park = {"district": "tai-po", "latitude": "22.4250", "longitude": "114.2100", **SITE}
        cls.park = factories.place("park", name_en="A Park", **park)
        cls.nowhere = factories.place("hong-kong", name_en="Hong Kong", precision="territory", district="")
        cls.bank = factories.organisation(slug="bank", place=cls.tower, themes=[factories.theme("smart-city")])
        cls.fund = factories.organisation(slug="fund", place=cls.annex)
        cls.lab = factories.organisation(slug="lab", place=cls.park, kind="research_centre")
        cls.office = factories.organisation(slug="office", place=factories.place("central"))
        cls.lost = factories.organisation(slug="lost", place=cls.nowhere)
        cls.near = factories.organisation(slug="near", name_en="Near", place=factories.place_abroad())
        beijing = {"name_en": "Beijing", "city_en": "Beijing", "region": "mainland"}
        cls.far = factories.organisation(
            slug="far",
            name_en="=Far",
            place=factories.place_abroad("beijing", latitude="39.9", longitude="116.4", **beijing),
        )
        factories.collaboration(slug="pact", parties=[cls.bank, cls.near])

    def page(self, query="", language="en"):
        return fetch_page(self.client, f"/{language}/map/{query}")

    def home(self, query=""):
        return self.page(query).select("svg.map")[0]


class HongKongMapTests(MapTestCase):
    def test_each_district_links_to_its_list(self):
        links = [a["href"] for a in self.home().select("a") if "?district=" in a["href"]]
        self.assertEqual(len(links), 18)
        self.assertIn("/en/organisations/?district=tai-po", links)

    def test_district_has_the_count_of_its_organisations(self):
        titles = {title.text for title in self.home().select("title")}
        self.assertIn("Central and Western · 3 organisations", titles)

    def test_only_exact_sites_are_pinned(self):
        discs = self.home().select("circle.site")
        # Two sites that lie too near each other, drawn as one, and the park.
        self.assertEqual(len(discs), 2)

    def test_site_links_to_its_place(self):
        self.assertIn("/en/places/park/", [a["href"] for a in self.home().select("a")])

    def test_cluster_opens_to_its_sites(self):
        (cluster,) = [a["href"] for a in self.home().select("a") if "near=" in a["href"]]
        opened = self.home(cluster.removeprefix("/en/map/"))
        self.assertEqual(
            {a["href"] for a in opened.select("a") if "/places/" in a["href"]},
            {"/en/places/tower/", "/en/places/annex/"},
        )

    def test_zoomed_map_links_to_the_previous_zoom(self):
        links = [a["href"] for a in self.page("?near=tower&zoom=2").select("a")]
        self.assertIn("/en/map/?near=tower&zoom=1", links)

    def test_organisations_without_an_exact_site_are_counted_separately(self):
        terms = {
            row.select("dt")[0].text: row.select("dd")[0].text
            for row in self.page().one("section#standing").select("div")
        }
        self.assertEqual(terms["Exact site"], "3 organisations")
        self.assertEqual(terms["District only"], "1 organisation")
        self.assertEqual(terms["Hong Kong, location unknown"], "1 organisation")

    def test_table_lists_all_districts_with_the_same_counts(self):
        rows = self.page().one("section#districts").select("tbody")[0].select("tr")
        self.assertEqual(len(rows), 18)
        self.assertEqual([td.text for td in rows[0].select("td")][:2], ["3", "2"])

    def test_theme_filter_applies_to_counts_and_links(self):
        page = self.page("?theme=smart-city")
        self.assertIn("1 organisation is at an exact site", page.text)
        self.assertIn("/en/organisations/?district=tai-po&theme=smart-city", [a["href"] for a in page.select("a")])

    def test_labels_have_the_name_and_count_of_each_district(self):
        texts = [text.text for text in self.home().select("text.label")]
        self.assertEqual(len(texts), 18)
        self.assertIn("Tai Po 1", texts)


class RegionMapTests(MapTestCase):
    def test_link_joins_hong_kong_with_cities_of_collaborations(self):
        bay = self.page().select("svg.map")[1]
        self.assertEqual(
            [path["href"] for path in bay.select("a") if path.select("path.link")], ["/en/map/#city-shenzhen"]
        )

    def test_partners_are_listed_by_city(self):
        city = self.page().one("div#city-beijing")
        self.assertEqual([a["href"] for a in city.select("a")], ["/en/places/beijing/", "/en/organisations/far/"])

    def test_city_without_organisations_is_in_the_table(self):
        factories.place_abroad("zhuhai", name_en="Zhuhai", city_en="Zhuhai", city_zh_hant="珠海")
        rows = self.page().one("section#bay").select("tr")
        self.assertIn(
            ["Zhuhai", "0", "0"], [[cell.text for cell in (*row.select("th"), *row.select("td"))] for row in rows]
        )

    def test_region_parameter_shows_one_map(self):
        page = self.page("?region=greater_bay_area")
        self.assertEqual(len(page.select("svg.map")), 1)


class MapParameterTests(MapTestCase):
    def test_unknown_value_is_an_error_without_a_map(self):
        for query in (
            "?near=nobody",
            "?theme=x",
            "?kind=x",
            "?region=moon",
            "?zoom=9",
            "?near=beijing",
            "?near=central",
        ):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("is not an option for", page.text)
                self.assertEqual(page.select("svg.map"), [])

    def test_arbitrary_text_returns_200(self):
        for text in ("%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84"):
            with self.subTest(text=text[:10]):
                self.assertEqual(self.client.get(f"/en/map/?near={text}").status_code, 200)

    def test_zoom_without_a_place_shows_the_whole_map(self):
        self.assertEqual(len(self.home("?zoom=3").select("text.label")), 18)

    def test_map_without_organisations_shows_all_districts(self):
        self.assertEqual(len(self.home("?kind=association").select("path.district")), 18)


class MapSvgTests(MapTestCase):
    def test_is_well_formed_with_title_description_and_licence(self):
        for query in ("", "?region=greater_bay_area", "?region=mainland", "?near=tower&zoom=2"):
            with self.subTest(query=query):
                root = ElementTree.fromstring(self.client.get(f"/en/map.svg{query}").content)  # noqa: S314 - our own
                self.assertIsNotNone(root.find(f".//{SVG}title"))
                self.assertIsNotNone(root.find(f".//{SVG}desc"))
                self.assertIn("CC BY 4.0", "".join(root.itertext()))
                self.assertIn("Natural Earth", "".join(root.itertext()))

    def test_credits_the_district_outlines_if_they_are_drawn(self):
        said = [self.client.get(f"/en/map.svg{query}").content.decode() for query in ("", "?region=mainland")]
        self.assertEqual(["MapSVG.com" in text for text in said], [True, False])

    def test_view_box_has_plain_numbers(self):
        for query in ("", "?region=greater_bay_area", "?region=mainland"):
            root = ElementTree.fromstring(self.client.get(f"/en/map.svg{query}").content)  # noqa: S314
            self.assertRegex(root.get("viewBox"), r"^0 0 [\d.]+ [\d.]+$")

    def test_links_are_absolute_urls(self):
        root = ElementTree.fromstring(self.client.get("/en/map.svg").content)  # noqa: S314
        links = [a.get("href") for a in root.iter(f"{SVG}a")]
        self.assertTrue(links)
        self.assertEqual([link for link in links if not link.startswith("http")], [])

    def test_unknown_theme_is_400(self):
        self.assertEqual(self.client.get("/en/map.svg?theme=x").status_code, 400)


class MapCsvTests(MapTestCase):
    def rows(self, query=""):
        response = self.client.get(f"/en/map.csv{query}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        return {row["organisation"]: row for row in csv.DictReader(StringIO(response.content.decode("utf-8-sig")))}

    def test_has_a_row_for_each_organisation(self):
        self.assertEqual(set(self.rows()), {"bank", "fund", "lab", "office", "lost", "near", "far"})

    def test_has_coordinates_for_exact_sites_only(self):
        self.assertEqual({slug for slug, row in self.rows().items() if row["latitude"]}, {"bank", "fund", "lab"})

    def test_accepts_the_filters_of_the_page(self):
        self.assertEqual(set(self.rows("?kind=research_centre")), {"lab"})

    def test_escapes_formulas(self):
        self.assertEqual(self.rows()["far"]["name_en"], "'=Far")


class LocatorMapTests(MapTestCase):
    def locator(self, path):
        return fetch_page(self.client, path).one("svg.map")

    def test_page_of_an_organisation_shows_its_exact_site(self):
        svg = self.locator("/en/organisations/lab/")
        self.assertEqual(len(svg.select("circle.site--here")), 1)

    def test_district_without_an_exact_site_has_no_pin(self):
        svg = self.locator("/en/organisations/office/")
        self.assertEqual((len(svg.select("path.district")), svg.select("circle")), (1, []))

    def test_city_has_a_ring(self):
        self.assertEqual(len(self.locator("/en/places/beijing/").select("circle.ring")), 1)

    def test_exact_site_links_to_openstreetmap_and_the_map(self):
        links = [a["href"] for a in fetch_page(self.client, "/en/places/tower/").select("a")]
        self.assertTrue([link for link in links if re.match(r"https://www\.openstreetmap\.org/\?mlat=22\.2810&", link)])
        self.assertIn("/en/map/?near=tower&zoom=2", links)

    def test_place_without_an_exact_site_does_not_link_to_openstreetmap(self):
        links = [a["href"] for a in fetch_page(self.client, "/en/places/beijing/").select("a")]
        self.assertEqual([link for link in links if "openstreetmap" in link], [])

    def test_organisation_without_a_place_has_no_map(self):
        factories.organisation(slug="placeless", place=None)
        self.assertEqual(fetch_page(self.client, "/en/organisations/placeless/").select("svg.map"), [])
