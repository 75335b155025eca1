"""The description by which a browser offers the search among its own."""

from xml.etree import ElementTree

from django.conf import settings
from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


class OpenSearchTests(TestCase):
    def described(self, **headers):
        return ElementTree.fromstring(self.client.get("/opensearch.xml", headers=headers).content)  # noqa: S314 - our own

    def templates(self):
        return {url.get("type"): url.get("template") for url in self.described().iter(f"{SPACE}Url")}

    def found_by(self, template, text):
        address = template.replace("{searchTerms}", text).removeprefix(settings.SITE_URL)
        return self.client.get(address, headers={"Accept-Language": "zh-HK"}, follow=True)

    def test_is_of_its_own_type(self):
        response = self.client.get("/opensearch.xml")
        self.assertEqual(response["Content-Type"].split(";")[0], "application/opensearchdescription+xml")

    def test_begins_at_once(self):
        self.assertTrue(self.client.get("/opensearch.xml").content.startswith(b"<?xml"))

    def test_keeps_to_the_lengths_that_browsers_take(self):
        for name, most in {"ShortName": 16, "LongName": 48, "Description": 1024}.items():
            with self.subTest(name=name):
                text = self.described().find(f"{SPACE}{name}").text
                self.assertTrue(1 <= len(text) <= most)

    def test_leads_to_this_site(self):
        self.assertEqual(
            {template.startswith(settings.SITE_URL + "/") for template in self.templates().values()}, {True}
        )

    def test_finds_what_is_typed_in_the_language_of_the_browser(self):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.rebuild_search_index()
        response = self.found_by(self.templates()["text/html"], "Cyberport")
        self.assertEqual(response.redirect_chain, [("/zh-hant/search/?q=Cyberport", 302)])
        self.assertContains(response, "/zh-hant/organisations/cyberport/")

    def test_suggests_while_one_types(self):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.rebuild_search_index()
        response = self.found_by(self.templates()["application/x-suggestions+json"], "cyb")
        self.assertEqual(response.json()[:2], ["cyb", ["數碼港"]])

    def test_is_described_in_the_language_of_the_browser(self):
        text = self.described(**{"Accept-Language": "zh-HK"}).find(f"{SPACE}Description").text
        self.assertRegex(text, "[\u4e00-\u9fff]")

    def test_says_that_it_depends_on_the_browser(self):
        self.assertIn("Accept-Language", self.client.get("/opensearch.xml")["Vary"])

    def test_is_named_by_every_page(self):
        for address in addresses.add_language_prefixes(("", "search/", "organisations/", "about/", "no-such-page/")):
            with self.subTest(address=address):
                link = fetch_page(self.client, address).one("link[rel=search]")
                named = ("/opensearch.xml", "application/opensearchdescription+xml", "HKAI")
                self.assertEqual((link["href"], link["type"], link["title"]), named)
