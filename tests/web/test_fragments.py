"""Responses of lists to htmx: the results with the facets, swapped out of band."""

from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import Page

SCRIPT = {"HX-Request": "true"}


class ListHtmxFragmentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative(lead=factories.organisation(slug="one", kind="startup"))
        factories.collaboration()

    def get(self, address, **headers):
        return self.client.get(address, headers=SCRIPT | headers)

    def test_contains_only_results_title_facets_and_languages(self):
        for path in addresses.LIST_VIEWS:
            with self.subTest(path=path):
                page = Page(self.get(f"/en/{path}"))
                parts = [child.get("id", child.name) for child in page.find_all(True, recursive=False)]
                self.assertEqual(parts, ["results", "title", "facet-summary", "facet-fields", "languages"])

    def test_facets_and_languages_are_swapped_out_of_band(self):
        fragment = Page(self.get("/en/organisations/"))
        for name in ("facet-summary", "facet-fields", "languages"):
            with self.subTest(name=name):
                self.assertEqual(fragment.one(f"#{name}")["data-hx-swap-oob"], "true")

    def test_has_the_title_of_the_page(self):
        address = "/en/organisations/?kind=startup"
        self.assertEqual(Page(self.get(address)).title, Page(self.client.get(address)).title)

    def test_language_links_keep_the_filters(self):
        languages = Page(self.get("/en/organisations/?kind=startup")).one("#languages")
        self.assertEqual(
            [link["href"] for link in languages.select("a")],
            [f"/{language}/organisations/?kind=startup" for language in addresses.LANGUAGES],
        )

    def test_has_the_same_results_as_the_page(self):
        fragment = Page(self.get("/en/organisations/?kind=startup"))
        page = Page(self.client.get("/en/organisations/?kind=startup"))
        said = [(part.rows, part.count, part.applied_filters, part.facets) for part in (fragment, page)]
        self.assertEqual(said[0], said[1])

    def test_pushes_the_clean_url(self):
        response = self.get("/en/organisations/?q=&theme=&kind=startup&founded_after=&utm_source=x&page=1")
        self.assertEqual(response["HX-Push-Url"], "/en/organisations/?kind=startup&page=1")

    def test_empty_parameters_do_not_redirect(self):
        self.assertEqual(self.get("/en/organisations/?q=&kind=startup").status_code, 200)

    def test_invalid_value_is_quoted(self):
        page = Page(self.get("/en/organisations/?founded_after=soon"))
        self.assertIn("“soon”", page.one(".empty").text)

    def test_form_keeps_the_invalid_value(self):
        page = Page(self.get("/en/organisations/?founded_after=soon"))
        self.assertEqual(page.one("input#f-founded-after")["value"], "soon")

    def test_history_restore_request_returns_the_whole_page(self):
        response = self.client.get("/en/organisations/", headers={"HX-History-Restore-Request": "true"})
        self.assertContains(response, "<!DOCTYPE html>")

    def test_page_and_fragment_vary_by_hx_request(self):
        for headers in ({}, SCRIPT):
            with self.subTest(headers=headers):
                self.assertIn("HX-Request", self.client.get("/en/organisations/", headers=headers)["Vary"])

    def test_redirect_varies_by_hx_request(self):
        self.assertIn("HX-Request", self.client.get("/en/organisations/?q=")["Vary"])
