"""The network as a page, a picture and a table."""

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


class PageTests(NetworkTestCase):
    def test_draws_a_mark_for_each_tied_body_that_leads_to_its_page(self):
        marks = self.page().one("svg.network").select("a")
        self.assertEqual([mark["href"] for mark in marks], [f"/en/organisations/{s}/" for s in ("bank", "far", "lab")])

    def test_says_how_many_are_left_out(self):
        self.assertIn("1 organisation with no relationships in this view is not shown.", self.page().text)

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_draws_only_the_best_connected_of_many(self):
        page = self.page()
        marks = [mark["href"] for mark in page.one("svg.network").select("a")]
        self.assertEqual(marks, ["/en/organisations/bank/", "/en/organisations/lab/"])
        self.assertIn("Only the 2 organisations with the most partners are shown, of 3.", page.text)

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_draws_the_organisation_asked_for_among_many(self):
        marks = [mark["href"] for mark in self.page("?organisation=far&depth=2").one("svg.network").select("a")]
        self.assertEqual(marks, ["/en/organisations/far/", "/en/organisations/lab/"])

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_draws_all_that_are_no_more_than_it_can_show(self):
        self.assertNotIn("with the most partners are shown", self.page("?organisation=bank").text)

    @patch("ecosystem.visuals.network.views.MAX_SUGGESTED_NAMES", 1)
    def test_suggests_the_names_of_the_best_connected(self):
        names = [option["value"] for option in self.page().one("datalist").select("option")]
        self.assertEqual(names, ["A Laboratory"])

    def test_marks_what_crosses_the_boundary(self):
        lines = self.page().one("svg.network").select("path.tie")
        self.assertEqual(sorted("tie--cross" in line["class"] for line in lines), [False, True])

    def test_says_the_same_in_a_table(self):
        rows = self.page().select("tbody")[0].select("tr")
        self.assertEqual([row.select("th")[0].text for row in rows], ["A Laboratory", "The Bank", "=Far & Away"])

    def test_says_what_share_crosses_the_boundary(self):
        self.assertIn("1 of 2 (50%)", self.page().text)

    def test_leads_from_a_name_to_the_address_with_its_slug(self):
        response = self.client.get("/en/network/?from=The+Bank&to=a+laboratory&depth=")
        self.assertRedirects(response, "/en/network/?from=bank&to=lab", fetch_redirect_response=False)

    def test_says_what_it_does_not_know(self):
        for query in ("?organisation=nobody", "?theme=x", "?from=bank&to=nobody", "?year=1800", "?depth=9"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("is not an option for", page.text)
                self.assertEqual(page.select("svg.network"), [])

    def test_takes_anything_that_is_typed(self):
        for text in ("%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84"):
            with self.subTest(text=text[:20]):
                self.assertEqual(self.client.get(f"/en/network/?organisation={text}&from={text}").status_code, 200)

    def test_labels_marks_by_acronym_in_english(self):
        self.assertIn("TB", [text.text for text in self.page().one("svg.network").select("text")])

    def test_labels_marks_by_their_chinese_names_in_chinese(self):
        type(self.bank).objects.filter(pk=self.bank.pk).update(name_zh_hant="數碼銀行")
        for language, name in (("zh-hant", "數碼銀行"), ("zh-hans", "数码银行")):
            with self.subTest(language=language):
                labels = [text.text for text in self.page(language=language).one("svg.network").select("text")]
                self.assertIn(name, labels)
                self.assertNotIn("TB", labels)

    def test_labels_marks_by_acronym_where_there_is_no_chinese_name(self):
        type(self.bank).objects.filter(pk=self.bank.pk).update(name_zh_hant="")
        labels = [text.text for text in self.page(language="zh-hant").one("svg.network").select("text")]
        self.assertIn("TB", labels)

    def test_around_a_body_names_its_partners_and_what_ties_them(self):
        page = self.page("?organisation=lab")
        table = page.one("table")
        self.assertEqual(
            [row.select("th")[0].text for row in table.one("tbody").select("tr")], ["The Bank", "=Far & Away"]
        )
        self.assertIn("/en/collaborations/pact/", {a["href"] for a in table.select("a")})

    def test_around_a_body_without_ties_says_so(self):
        self.assertIn("No relationships to show", self.page("?organisation=alone").text)

    def test_says_how_two_are_connected_with_the_source(self):
        page = self.page("?from=bank&to=far")
        self.assertIn("2 steps apart", page.text)
        section = page.one("ol.ways-between")
        hrefs = [a["href"] for a in section.select("a")]
        self.assertIn("/en/collaborations/pact/", hrefs)
        self.assertIn(self.pact.citations.first().source.url, hrefs)

    def test_says_plainly_that_two_are_not_connected(self):
        self.assertIn("No connection found", self.page("?from=bank&to=alone").text)

    def test_asks_for_the_other_where_only_one_of_two_is_given(self):
        for query in ("?from=bank", "?to=bank"):
            with self.subTest(query=query):
                page = self.page(query)
                self.assertIn("Enter a second organisation", page.one(".notice").text)
                self.assertIn("The Bank", [i.get("value") for i in page.select("input[list=bodies]")])

    def test_draws_units_at_any_depth_around_a_body(self):
        unit = factories.organisation(slug="unit", name_en="A Unit", parent=self.lab)
        factories.organisation(slug="deep", name_en="A Deep Unit", parent=unit)
        links = {
            link["href"] for link in self.page("?organisation=lab").one("figure").select("a") if link.has_attr("href")
        }
        self.assertIn("/en/organisations/deep/", links)

    def test_says_that_one_is_itself(self):
        self.assertIn("You chose the same organisation twice", self.page("?from=bank&to=bank").text)

    def test_looks_for_ways_in_what_the_filters_keep(self):
        page = self.page("?from=bank&to=far&reach=hong_kong")
        self.assertIn("No connection found", page.text)
        self.assertIn("/en/network/?from=bank&to=far", {a["href"] for a in page.select("a") if a.has_attr("href")})

    def test_is_drawn_anew_after_a_change(self):
        from ecosystem.models import editions

        self.client.get("/en/network/")
        factories.collaboration(parties=[self.bank, self.far])
        editions.increment_edition()
        self.assertIn("2 of 3 (67%)", self.page().text)


class PictureTests(NetworkTestCase):
    def picture(self, query="", language="en"):
        return self.client.get(f"/{language}/network.svg{query}")

    def test_is_well_formed_with_a_title_a_description_and_credits(self):
        root = ElementTree.fromstring(self.picture().content)  # noqa: S314 - our own
        self.assertEqual(root.tag, f"{SVG}svg")
        self.assertIsNotNone(root.find(f".//{SVG}title"))
        self.assertIsNotNone(root.find(f".//{SVG}desc"))
        self.assertIn("CC BY 4.0", "".join(root.itertext()))

    def test_leads_to_the_site_from_anywhere(self):
        root = ElementTree.fromstring(self.picture().content)  # noqa: S314
        links = [a.get("href") for a in root.iter(f"{SVG}a")]
        self.assertTrue(links)
        self.assertEqual([link for link in links if not link.startswith("http")], [])

    def test_needs_nothing_that_programs_for_pictures_do_not_know(self):
        body = self.picture().content.decode()
        self.assertNotIn("var(", body)
        self.assertNotIn("light-dark(", body)

    def test_may_use_its_own_style_and_nothing_else(self):
        policy = self.picture()["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("style-src 'unsafe-inline'", policy)

    def test_refuses_what_the_page_does_not_know(self):
        response = self.picture("?theme=x")
        self.assertEqual(response.status_code, 400)
        self.assertIn("“x”", response.content.decode())

    def test_speaks_the_language_of_its_address(self):
        self.assertIn("個合作夥伴", self.picture(language="zh-hant").content.decode())


class TableTests(NetworkTestCase):
    def rows(self, query=""):
        response = self.client.get(f"/en/network.csv{query}")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))

    def test_has_a_row_for_each_tie(self):
        self.assertEqual(
            {(row["a"], row["b"], row["record"]) for row in self.rows()},
            {("bank", "lab", "pact"), ("lab", "far", "reach")},
        )

    @patch("ecosystem.visuals.network.query.MAX_SHOWN", 2)
    def test_has_the_ties_of_all_where_only_some_are_drawn(self):
        self.assertEqual({row["record"] for row in self.rows()}, {"pact", "reach"})

    def test_has_dates_as_exact_as_they_are(self):
        self.assertEqual({row["announced"] for row in self.rows()}, {"2020-05", ""})

    def test_narrows_as_the_page_does(self):
        self.assertEqual([row["record"] for row in self.rows("?reach=mainland")], ["reach"])

    def test_begins_no_formula(self):
        self.assertEqual({row["b_name_en"] for row in self.rows("?reach=mainland")}, {"'=Far & Away"})

    def test_is_saved_under_a_name_whether_it_was_kept_or_not(self):
        for _time in range(2):
            said = self.client.get("/en/network.csv")["Content-Disposition"]
            self.assertEqual(said, 'attachment; filename="hkai-network.csv"')

    def test_opens_as_utf_8_in_a_spreadsheet(self):
        self.assertTrue(self.client.get("/en/network.csv").content.startswith(b"\xef\xbb\xbf"))


class SmallPictureTests(NetworkTestCase):
    def test_stands_on_the_page_of_a_body(self):
        page = fetch_page(self.client, "/en/organisations/lab/")
        marks = page.one("svg.network").select("a")
        self.assertEqual({m["href"].split("/")[-2] for m in marks}, {"bank", "far", "lab"})

    def test_is_left_out_where_nothing_is_tied(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/alone/").select("svg.network"), [])

    def test_stands_on_the_page_of_a_theme_with_its_bodies(self):
        page = fetch_page(self.client, "/en/themes/ai-in-finance/")
        marks = page.one("svg.network").select("a")
        self.assertEqual({m["href"].split("/")[-2] for m in marks}, {"bank", "far", "lab"})

    def test_stands_on_the_page_of_a_place_with_those_who_stand_there_marked(self):
        type(self.bank).objects.filter(slug="bank").update(place=factories.place("quay"))
        page = fetch_page(self.client, "/en/places/quay/").one("svg.network")
        self.assertEqual({m["href"].split("/")[-2] for m in page.select("a")}, {"bank", "lab"})
        self.assertEqual(len(page.select("path.body--centre")), 1)

    def test_is_left_out_of_a_place_where_nobody_is_tied(self):
        type(self.bank).objects.filter(slug="alone").update(place=factories.place("quay"))
        self.assertEqual(fetch_page(self.client, "/en/places/quay/").select("svg.network"), [])

    def test_says_the_same_in_a_table(self):
        rows = (
            fetch_page(self.client, "/en/themes/ai-in-finance/").one("section#network").select("tbody")[0].select("tr")
        )
        self.assertEqual([row.select("th")[0].text for row in rows], ["A Laboratory", "The Bank", "=Far & Away"])
