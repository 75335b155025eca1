"""The about page and the glossary."""

from django.test import TestCase, override_settings

from ecosystem.models.definitions import DEFINED_TABLES, VOCABULARIES
from tests.support import factories
from tests.support.html_pages import fetch_page


class AboutPageTests(TestCase):
    def test_check_intervals_of_the_settings_are_stated(self):
        with override_settings(CHECK_AFTER_DAYS={"open": 11, "initiative": 22, "other": 33}):
            section = fetch_page(self.client, "/en/about/").one("section#freshness")
        self.assertEqual([dd.text for dd in section.select("dd")], ["11 days", "22 days", "33 days"])

    def test_links_to_sources_changes_contributions_and_data(self):
        links = fetch_page(self.client, "/en/about/").links
        pages = (
            "sources",
            "sources/publishers",
            "changes",
            "changes/corrections",
            "contribute",
            "contribute/log",
            "data",
        )
        for path in (*(f"/en/{page}/" for page in pages), "/.well-known/security.txt"):
            with self.subTest(path=path):
                self.assertIn(path, links)

    def test_states_who_runs_the_site(self):
        self.assertIn("volunteers", fetch_page(self.client, "/en/about/").one("section#who").text)


class GlossaryPageTests(TestCase):
    def setUp(self):
        factories.support("funding", name_en="Funding", description_en="A grant.", description_zh_hans="拨款。")
        factories.audience("startups", name_en="Start-ups", description_en="Young companies.")

    def test_every_public_vocabulary_has_a_section(self):
        page = fetch_page(self.client, "/en/about/glossary/")
        names = {vocabulary.name for vocabulary in VOCABULARIES if vocabulary.title} | set(DEFINED_TABLES)
        self.assertEqual({section["id"] for section in page.select("section")}, names | {"acronyms"})

    def test_values_of_an_enumeration_are_defined(self):
        section = fetch_page(self.client, "/zh-hant/about/glossary/").one("section#initiative-roles")
        self.assertEqual(section.select("dt")[0].text, "牽頭機構")
        self.assertEqual(section.select("dd")[0].text, "負責計劃的機構。")

    def test_terms_of_a_table_are_defined_in_the_page_language(self):
        section = fetch_page(self.client, "/zh-hans/about/glossary/").one("section#support")
        self.assertEqual([dd.text for dd in section.select("dd")], ["拨款。"])

    def test_vocabularies_for_editors_are_left_out(self):
        self.assertNotIn("Being written", fetch_page(self.client, "/en/about/glossary/").text)
