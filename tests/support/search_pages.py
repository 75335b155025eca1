"""A small directory to search in, and the page of results as a reader has it."""

from urllib.parse import urlencode

from django.test import TestCase

from tests.support import factories
from tests.support.reading import read


def world():
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
    factories.index()


class SearchTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        world()

    def page(self, text="", language="en", **parameters):
        return read(self.client, f"/{language}/search/?{urlencode({'q': text} | parameters, doseq=True)}")

    def row(self, text, slug, language="en"):
        """Return the row of one thing among what was found."""
        rows = self.page(text, language).all("li", "record-row")
        return next(row for row in rows if row.one(cls="record-row__name").one("a")["href"].endswith(f"/{slug}/"))

    def marked(self, text, slug, language="en"):
        return [mark.text for mark in self.row(text, slug, language).all("mark")]
