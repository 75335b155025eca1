"""The key figures page: each number equals the count of its list."""

import re

from django.test import Client

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page


class KeyFiguresPageTests(FactsTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = fetch_page(Client(), "/en/figures/")

    def numbers(self):
        return {box["id"]: box for box in self.page.select("div.number")}

    def test_number_equals_the_count_of_the_linked_list(self):
        for slug, box in self.numbers().items():
            link = box.select("a")[0]
            if re.match(r"/en/(organisations|initiatives|collaborations)/", link["href"]):
                with self.subTest(slug=slug):
                    self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text.replace(",", "")))

    def test_number_of_core_ai_equals_the_filtered_count(self):
        for slug, box in self.numbers().items():
            link = box.select("a")[0]
            if said := re.search(r"Core AI: (\d+)", box.text):
                with self.subTest(slug=slug):
                    core = fetch_page(
                        self.client, link["href"] + ("&" if "?" in link["href"] else "?") + "ai=core"
                    ).count
                    self.assertEqual(core, int(said[1]))

    def test_every_number_has_a_definition_and_a_citation(self):
        for slug, box in self.numbers().items():
            with self.subTest(slug=slug):
                self.assertGreater(len(box.select("p.fine")[0].text), 15)
                self.assertIn(f"/en/figures/#{slug}", box.one("blockquote").text)

    def test_number_of_links_equals_that_of_the_network(self):
        lines = fetch_page(self.client, "/en/network/").one("svg.network").select("path.tie")
        self.assertEqual(self.numbers()["links"].select("a")[0].text, str(len(lines)))

    def test_number_of_cross_border_links_equals_that_of_the_network(self):
        lines = fetch_page(self.client, "/en/network/").one("svg.network").select("path.tie--cross")
        self.assertEqual(self.numbers()["links-across"].select("a")[0].text, str(len(lines)))
