"""The OpenSearch description document."""

from xml.etree import ElementTree

from django.conf import settings
from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

SPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


class OpenSearchDescriptionTests(TestCase):
    def fetch_description(self, **headers):
        return ElementTree.fromstring(self.client.get("/opensearch.xml", headers=headers).content)  # noqa: S314 - our own

    def templates(self):
        return {url.get("type"): url.get("template") for url in self.fetch_description().iter(f"{SPACE}Url")}

    def found_by(self, template, text):
        address = template.replace("{searchTerms}", text).removeprefix(settings.SITE_URL)
        return self.client.get(address, headers={"Accept-Language": "zh-HK"}, follow=True)

    def test_content_type_is_opensearch_description(self):
        response = self.client.get("/opensearch.xml")
        self.assertEqual(response["Content-Type"].split(";")[0], "application/opensearchdescription+xml")

    def test_document_begins_with_the_xml_declaration(self):
        self.assertTrue(self.client.get("/opensearch.xml").content.startswith(b"<?xml"))

    def test_names_keep_the_length_limits_of_opensearch(self):
        for name, most in {"ShortName": 16, "LongName": 48, "Description": 1024}.items():
            with self.subTest(name=name):
                text = self.fetch_description().find(f"{SPACE}{name}").text
                self.assertTrue(1 <= len(text) <= most)

    def test_url_templates_are_of_this_site(self):
        self.assertEqual(
            {template.startswith(settings.SITE_URL + "/") for template in self.templates().values()}, {True}
        )

    def test_search_template_redirects_to_the_accepted_language(self):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.rebuild_search_index()
        response = self.found_by(self.templates()["text/html"], "Cyberport")
        self.assertEqual(response.redirect_chain, [("/zh-hant/search/?q=Cyberport", 302)])
        self.assertContains(response, "/zh-hant/organisations/cyberport/")

    def test_suggestion_template_returns_suggestions(self):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.rebuild_search_index()
        response = self.found_by(self.templates()["application/x-suggestions+json"], "cyb")
        self.assertEqual(response.json()[:2], ["cyb", ["數碼港"]])

    def test_description_is_in_the_accepted_language(self):
        text = self.fetch_description(**{"Accept-Language": "zh-HK"}).find(f"{SPACE}Description").text
        self.assertRegex(text, "[\u4e00-\u9fff]")

    def test_vary_header_has_accept_language(self):
        self.assertIn("Accept-Language", self.client.get("/opensearch.xml")["Vary"])

    def test_every_page_links_to_the_document(self):
        for address in addresses.add_language_prefixes(("", "search/", "organisations/", "about/", "no-such-page/")):
            with self.subTest(address=address):
                link = fetch_page(self.client, address).one("link[rel=search]")
                named = ("/opensearch.xml", "application/opensearchdescription+xml", "HKAI")
                self.assertEqual((link["href"], link["type"], link["title"]), named)
