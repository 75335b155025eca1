"""A test case with a few records and the page of search results."""

from urllib.parse import urlencode

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


def create_search_records():
    theme = factories.theme("water", name_en="Water", name_zh_hant="水域")
    body = factories.organisation(
        slug="heron",
        name_en="Heron Robotics",
        name_zh_hant="白鷺機械人",
        aliases=["Wader Works"],
        summary_en="Robots that stand in rivers.",
        summary_zh_hant="站在河裏的機械人。",
        themes=[theme],
        place=factories.place("marsh", name_en="Marsh", name_zh_hant="濕地"),
    )
    other = factories.organisation(slug="pelican", name_en="Pelican Robotics", name_zh_hant="")
    factories.initiative(slug="fund", name_en="Robotics Fund", name_zh_hant="機械人基金", lead=body)
    factories.collaboration(slug="pact", name_en="Pact of Robotics", parties=[body, other], themes=[theme])
    factories.application("robots", name_en="Robotics at work", name_zh_hant="機械人應用")
    factories.rebuild_search_index()


class SearchPageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        create_search_records()

    def fetch_results_page(self, text="", language="en", **parameters):
        return fetch_page(self.client, f"/{language}/search/?{urlencode({'q': text} | parameters, doseq=True)}")

    def find_result_row(self, text, slug, language="en"):
        """Return the row of one record among the results."""
        rows = self.fetch_results_page(text, language).select("li.record-row")
        return next(row for row in rows if row.one(".record-row__name").one("a")["href"].endswith(f"/{slug}/"))

    def list_highlights(self, text, slug, language="en"):
        return [mark.text for mark in self.find_result_row(text, slug, language).select("mark")]
