"""The network as a page, as SVG and as CSV, and small networks on other pages."""

import csv
from io import StringIO
from unittest.mock import patch
from xml.etree import ElementTree

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

SVG = "{http://www.w3.org/2000/svg}"


class NetworkTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(slug="bank", name_en="The Bank", acronym="TB")
        cls.lab = factories.organisation(slug="lab", name_en="A Laboratory")
        cls.far = factories.organisation(slug="far", name_en="=Far & Away", home_region="mainland")
        factories.organisation(slug="alone")
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, cls.lab], announced="2020-05")
        factories.collaboration(slug="reach", parties=[cls.lab, cls.far])

    def page(self, query="", language="en"):
        return fetch_page(self.client, f"/{language}/network/{query}")


class NetworkPageTests(NetworkTestCase):
    def test_mark_of_each_connected_organisation_links_to_its_page(self):
        marks = self.page().one("svg.network").select("a")
        self.assertEqual([mark["href"] for mark in marks], [f"/en/organisations/{s}/" for s in ("bank", "far", "lab")])

    def test_counts_organisations_without_relationships(self):
        self.assertIn("1 organisation with no relationships in this view is not shown.", self.page().text)

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_large_network_shows_the_best_connected_only(self):
        page = self.page()
        marks = [mark["href"] for mark in page.one("svg.network").select("a")]
        self.assertEqual(marks, ["/en/organisations/bank/", "/en/organisations/lab/"])
        self.assertIn("Only the 2 organisations with the most partners are shown, of 3.", page.text)

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_large_network_includes_the_chosen_organisation(self):
        marks = [mark["href"] for mark in self.page("?organisation=far&depth=2").one("svg.network").select("a")]
        self.assertEqual(marks, ["/en/organisations/far/", "/en/organisations/lab/"])

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_small_network_has_no_notice_of_omissions(self):
        self.assertNotIn("with the most partners are shown", self.page("?organisation=bank").text)

    @patch("ecosystem.visuals.network.views.MAX_SUGGESTED_NAMES", 1)
    def test_datalist_has_the_best_connected_names(self):
        names = [option["value"] for option in self.page().one("datalist").select("option")]
        self.assertEqual(names, ["A Laboratory"])

    def test_marks_edges_that_cross_the_boundary(self):
        lines = self.page().one("svg.network").select("path.tie")
        self.assertEqual(sorted("tie--cross" in line["class"] for line in lines), [False, True])

    def test_table_lists_the_organisations(self):
        rows = self.page().select("tbody")[0].select("tr")
        self.assertEqual([row.select("th")[0].text for row in rows], ["A Laboratory", "The Bank", "=Far & Away"])

    def test_shows_the_share_of_edges_across_the_boundary(self):
        self.assertIn("1 of 2 (50%)", self.page().text)

    def test_names_redirect_to_the_url_with_slugs(self):
        response = self.client.get("/en/network/?from=The+Bank&to=a+laboratory&depth=")
        self.assertRedirects(response, "/en/network/?from=bank&to=lab", fetch_redirect_response=False)

    def test_unknown_value_is_an_error_without_a_picture(self):
        for query in ("?organisation=nobody", "?theme=x", "?from=bank&to=nobody", "?year=1800", "?depth=9"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("is not an option for", page.text)
                self.assertEqual(page.select("svg.network"), [])

    def test_arbitrary_text_returns_200(self):
        for text in ("%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84"):
            with self.subTest(text=text[:20]):
                self.assertEqual(self.client.get(f"/en/network/?organisation={text}&from={text}").status_code, 200)

    def test_english_labels_are_acronyms(self):
        self.assertIn("TB", [text.text for text in self.page().one("svg.network").select("text")])

    def test_chinese_labels_are_chinese_names(self):
        type(self.bank).objects.filter(pk=self.bank.pk).update(name_zh_hant="數碼銀行")
        for language, name in (("zh-hant", "數碼銀行"), ("zh-hans", "数码银行")):
            with self.subTest(language=language):
                labels = [text.text for text in self.page(language=language).one("svg.network").select("text")]
                self.assertIn(name, labels)
                self.assertNotIn("TB", labels)

    def test_chinese_label_falls_back_to_the_acronym(self):
        type(self.bank).objects.filter(pk=self.bank.pk).update(name_zh_hant="")
        labels = [text.text for text in self.page(language="zh-hant").one("svg.network").select("text")]
        self.assertIn("TB", labels)

    def test_neighbourhood_lists_partners_with_the_records_between(self):
        page = self.page("?organisation=lab")
        table = page.one("table")
        self.assertEqual(
            [row.select("th")[0].text for row in table.one("tbody").select("tr")], ["The Bank", "=Far & Away"]
        )
        self.assertIn("/en/collaborations/pact/", {a["href"] for a in table.select("a")})

    def test_organisation_without_relationships_has_a_message(self):
        self.assertIn("No relationships to show", self.page("?organisation=alone").text)

    def test_path_has_its_length_records_and_sources(self):
        page = self.page("?from=bank&to=far")
        self.assertIn("2 steps apart", page.text)
        section = page.one("ol.ways-between")
        hrefs = [a["href"] for a in section.select("a")]
        self.assertIn("/en/collaborations/pact/", hrefs)
        self.assertIn(self.pact.citations.first().source.url, hrefs)

    def test_missing_path_has_a_message(self):
        self.assertIn("No connection found", self.page("?from=bank&to=alone").text)

    def test_path_with_one_end_asks_for_the_other(self):
        for query in ("?from=bank", "?to=bank"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("Enter a second organisation", page.one(".notice").text)
                self.assertIn("The Bank", [i.get("value") for i in page.select("input[list=bodies]")])

    def test_neighbourhood_includes_units_at_any_depth(self):
        unit = factories.organisation(slug="unit", name_en="A Unit", parent=self.lab)
        factories.organisation(slug="deep", name_en="A Deep Unit", parent=unit)
        links = {
            link["href"] for link in self.page("?organisation=lab").one("figure").select("a") if link.has_attr("href")
        }
        self.assertIn("/en/organisations/deep/", links)

    def test_path_to_the_same_organisation_has_a_message(self):
        self.assertIn("You chose the same organisation twice", self.page("?from=bank&to=bank").text)

    def test_path_respects_the_filters(self):
        page = self.page("?from=bank&to=far&reach=hong_kong")
        self.assertIn("No connection found", page.text)
        self.assertIn("/en/network/?from=bank&to=far", {a["href"] for a in page.select("a") if a.has_attr("href")})

    def test_is_updated_after_a_new_edition(self):
        from ecosystem.models import editions

        self.client.get("/en/network/")
        factories.collaboration(parties=[self.bank, self.far])
        editions.increment_edition()
        self.assertIn("2 of 3 (67%)", self.page().text)


class NetworkSvgTests(NetworkTestCase):
    def picture(self, query="", language="en"):
        return self.client.get(f"/{language}/network.svg{query}")

    def test_is_well_formed_with_title_description_and_licence(self):
        root = ElementTree.fromstring(self.picture().content)  # noqa: S314 - our own
        self.assertEqual(root.tag, f"{SVG}svg")
        self.assertIsNotNone(root.find(f".//{SVG}title"))
        self.assertIsNotNone(root.find(f".//{SVG}desc"))
        self.assertIn("CC BY 4.0", "".join(root.itertext()))

    def test_links_are_absolute_urls(self):
        root = ElementTree.fromstring(self.picture().content)  # noqa: S314
        links = [a.get("href") for a in root.iter(f"{SVG}a")]
        self.assertTrue(links)
        self.assertEqual([link for link in links if not link.startswith("http")], [])

    def test_has_no_css_variables_or_light_dark(self):
        body = self.picture().content.decode()
        self.assertNotIn("var(", body)
        self.assertNotIn("light-dark(", body)

    def test_content_security_policy_allows_only_inline_styles(self):
        policy = self.picture()["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("style-src 'unsafe-inline'", policy)

    def test_unknown_theme_is_400(self):
        response = self.picture("?theme=x")
        self.assertEqual(response.status_code, 400)
        self.assertIn("“x”", response.content.decode())

    def test_is_in_the_language_of_its_url(self):
        self.assertIn("個合作夥伴", self.picture(language="zh-hant").content.decode())


class NetworkCsvTests(NetworkTestCase):
    def rows(self, query=""):
        response = self.client.get(f"/en/network.csv{query}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))

    def test_has_a_row_for_each_edge(self):
        self.assertEqual(
            {(row["a"], row["b"], row["record"]) for row in self.rows()},
            {("bank", "lab", "pact"), ("lab", "far", "reach")},
        )

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_has_all_edges_even_if_only_some_are_drawn(self):
        self.assertEqual({row["record"] for row in self.rows()}, {"pact", "reach"})

    def test_dates_keep_their_precision(self):
        self.assertEqual({row["announced"] for row in self.rows()}, {"2020-05", ""})

    def test_accepts_the_filters_of_the_page(self):
        self.assertEqual([row["record"] for row in self.rows("?reach=mainland")], ["reach"])

    def test_escapes_formulas(self):
        self.assertEqual({row["b_name_en"] for row in self.rows("?reach=mainland")}, {"'=Far & Away"})

    def test_has_a_file_name_on_repeated_requests(self):
        for _time in range(2):
            said = self.client.get("/en/network.csv")["Content-Disposition"]
            self.assertEqual(said, 'attachment; filename="hkai-network.csv"')

    def test_starts_with_a_utf_8_byte_order_mark(self):
        self.assertTrue(self.client.get("/en/network.csv").content.startswith(b"\xef\xbb\xbf"))


class SmallNetworkTests(NetworkTestCase):
    def test_is_on_the_page_of_an_organisation(self):
        page = fetch_page(self.client, "/en/organisations/lab/")
        marks = page.one("svg.network").select("a")
        self.assertEqual({m["href"].split("/")[-2] for m in marks}, {"bank", "far", "lab"})

    def test_is_left_out_without_relationships(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/alone/").select("svg.network"), [])

    def test_page_of_a_theme_shows_its_organisations(self):
        page = fetch_page(self.client, "/en/themes/ai-in-finance/")
        marks = page.one("svg.network").select("a")
        self.assertEqual({m["href"].split("/")[-2] for m in marks}, {"bank", "far", "lab"})

    def test_page_of_a_place_marks_organisations_at_the_place(self):
        type(self.bank).objects.filter(slug="bank").update(place=factories.place("quay"))
        page = fetch_page(self.client, "/en/places/quay/").one("svg.network")
        self.assertEqual({m["href"].split("/")[-2] for m in page.select("a")}, {"bank", "lab"})
        self.assertEqual(len(page.select("path.body--centre")), 1)

    def test_is_left_out_of_a_place_without_relationships(self):
        type(self.bank).objects.filter(slug="alone").update(place=factories.place("quay"))
        self.assertEqual(fetch_page(self.client, "/en/places/quay/").select("svg.network"), [])

    def test_table_lists_the_organisations(self):
        rows = (
            fetch_page(self.client, "/en/themes/ai-in-finance/").one("section#network").select("tbody")[0].select("tr")
        )
        self.assertEqual([row.select("th")[0].text for row in rows], ["A Laboratory", "The Bank", "=Far & Away"])
