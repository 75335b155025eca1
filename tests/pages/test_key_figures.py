"""The ecosystem in numbers: each number is that of its list."""

import re

from django.test import Client

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page


class CensusTests(FactsTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = fetch_page(Client(), "/en/figures/")

    def numbers(self):
        return {box["id"]: box for box in self.page.select("div.number")}

    def test_is_that_of_the_list_behind_it(self):
        for slug, box in self.numbers().items():
            link = box.select("a")[0]
            if re.match(r"/en/(organisations|initiatives|collaborations)/", link["href"]):
                with self.subTest(slug=slug):
                    self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text.replace(",", "")))

    def test_says_how_many_are_ai_itself(self):
        for slug, box in self.numbers().items():
            link = box.select("a")[0]
            if said := re.search(r"Core AI: (\d+)", box.text):
                with self.subTest(slug=slug):
                    core = fetch_page(
                        self.client, link["href"] + ("&" if "?" in link["href"] else "?") + "ai=core"
                    ).count
                    self.assertEqual(core, int(said[1]))

    def test_has_a_definition_each_and_can_be_cited(self):
        for slug, box in self.numbers().items():
            with self.subTest(slug=slug):
                self.assertGreater(len(box.select("p.fine")[0].text), 15)
                self.assertIn(f"/en/figures/#{slug}", box.one("blockquote").text)

    def test_says_how_many_links_the_network_draws(self):
        lines = fetch_page(self.client, "/en/network/").one("svg.network").select("path.tie")
        self.assertEqual(self.numbers()["links"].select("a")[0].text, str(len(lines)))

    def test_says_how_many_of_them_cross_the_boundary(self):
        lines = fetch_page(self.client, "/en/network/").one("svg.network").select("path.tie--cross")
        self.assertEqual(self.numbers()["links-across"].select("a")[0].text, str(len(lines)))
