"""Filters of lists and the API by the year in which initiatives and collaborations are first known."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class FirstKnownYearFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for create in (factories.initiative, factories.collaboration):
            create(slug="announced", announced="2020-03", starts="2022")
            create(slug="started", starts="2021")
            create(slug="none")

    def assert_rows(self, fetch_slugs):
        for query, slugs in {
            "begun_after=2020": {"announced", "started"},
            "begun_after=2020-04": {"started"},
            "begun_before=2020": {"announced"},
            "begun_before=2020-02": set(),
            "begun_after=2020-02&begun_before=2020-12": {"announced"},
        }.items():
            for path in ("initiatives", "collaborations"):
                with self.subTest(path=path, query=query):
                    self.assertEqual(set(fetch_slugs(path, query)), slugs)

    def test_list_pages_are_filtered(self):
        self.assert_rows(lambda path, query: fetch_page(self.client, f"/en/{path}/?{query}").rows)

    def test_api_lists_are_filtered(self):
        self.assert_rows(
            lambda path, query: [row["slug"] for row in self.client.get(f"/api/v1/{path}?{query}").json()["results"]]
        )

    def test_filter_form_keeps_the_values(self):
        page = fetch_page(self.client, "/en/collaborations/?begun_after=2020&begun_before=2021-05")
        values = [page.one(f"input#f-begun-{end}")["value"] for end in ("after", "before")]
        self.assertEqual(values, ["2020", "2021-05"])

    def test_invalid_date_shows_an_error(self):
        page = fetch_page(self.client, "/en/collaborations/?begun_after=soon")
        self.assertIn("soon", page.one(".empty").text)
