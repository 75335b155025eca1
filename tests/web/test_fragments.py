"""What a script gets of a list: the results alone, with the facets beside them."""

from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import Page

SCRIPT = {"HX-Request": "true"}


class FragmentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative(lead=factories.organisation(slug="one", kind="startup"))
        factories.collaboration()

    def get(self, address, **headers):
        return self.client.get(address, headers=SCRIPT | headers)

    def test_is_the_results_and_what_hangs_on_them_and_nothing_else(self):
        for path in addresses.LIST_VIEWS:
            with self.subTest(path=path):
                page = Page(self.get(f"/en/{path}"))
                parts = [child.get("id", child.name) for child in page.find_all(True, recursive=False)]
                self.assertEqual(parts, ["results", "title", "facet-summary", "facet-fields", "languages"])

    def test_swaps_out_of_band_what_hangs_on_the_results(self):
        fragment = Page(self.get("/en/organisations/"))
        for name in ("facet-summary", "facet-fields", "languages"):
            with self.subTest(name=name):
                self.assertEqual(fragment.one(f"#{name}")["data-hx-swap-oob"], "true")

    def test_bears_the_title_of_the_page(self):
        address = "/en/organisations/?kind=startup"
        self.assertEqual(Page(self.get(address)).title, Page(self.client.get(address)).title)

    def test_leads_to_the_same_list_in_every_language(self):
        languages = Page(self.get("/en/organisations/?kind=startup")).one("#languages")
        self.assertEqual(
            [link["href"] for link in languages.select("a")],
            [f"/{language}/organisations/?kind=startup" for language in addresses.LANGUAGES],
        )

    def test_finds_what_the_page_finds(self):
        fragment = Page(self.get("/en/organisations/?kind=startup"))
        page = Page(self.client.get("/en/organisations/?kind=startup"))
        said = [(part.rows, part.count, part.applied_filters, part.facets) for part in (fragment, page)]
        self.assertEqual(said[0], said[1])

    def test_puts_the_clean_address_into_the_bar(self):
        response = self.get("/en/organisations/?q=&theme=&kind=startup&founded_after=&utm_source=x&page=1")
        self.assertEqual(response["HX-Push-Url"], "/en/organisations/?kind=startup&page=1")

    def test_is_not_led_to_the_clean_address_first(self):
        self.assertEqual(self.get("/en/organisations/?q=&kind=startup").status_code, 200)

    def test_says_what_is_wrong_with_the_question(self):
        page = Page(self.get("/en/organisations/?founded_after=soon"))
        self.assertIn("“soon”", page.one(".empty").text)

    def test_keeps_in_the_form_what_is_wrong_with_the_question(self):
        page = Page(self.get("/en/organisations/?founded_after=soon"))
        self.assertEqual(page.one("input#f-founded-after")["value"], "soon")

    def test_is_the_whole_page_again_when_the_browser_goes_back(self):
        response = self.client.get("/en/organisations/", headers={"HX-History-Restore-Request": "true"})
        self.assertContains(response, "<!DOCTYPE html>")

    def test_is_told_apart_from_the_page_by_whoever_keeps_it(self):
        for headers in ({}, SCRIPT):
            with self.subTest(headers=headers):
                self.assertIn("HX-Request", self.client.get("/en/organisations/", headers=headers)["Vary"])

    def test_is_told_apart_where_one_is_led_on_and_the_other_is_not(self):
        self.assertIn("HX-Request", self.client.get("/en/organisations/?q=")["Vary"])
