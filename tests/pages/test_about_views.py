"""What the directory says of itself."""

from django.test import TestCase, override_settings

from ecosystem.models.definitions import DEFINED_TABLES, VOCABULARIES
from tests.support import factories
from tests.support.html_pages import fetch_page


class AboutTests(TestCase):
    def test_says_after_how_many_days_records_are_due_as_the_settings_have_it(self):
        with override_settings(CHECK_AFTER_DAYS={"open": 11, "initiative": 22, "other": 33}):
            section = fetch_page(self.client, "/en/about/").one("section#freshness")
        self.assertEqual([dd.text for dd in section.select("dd")], ["11 days", "22 days", "33 days"])

    def test_leads_to_all_by_which_it_can_be_judged(self):
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

    def test_says_who_runs_it(self):
        self.assertIn("volunteers", fetch_page(self.client, "/en/about/").one("section#who").text)


class GlossaryTests(TestCase):
    def setUp(self):
        factories.support("funding", name_en="Funding", description_en="A grant.", description_zh_hans="拨款。")
        factories.audience("startups", name_en="Start-ups", description_en="Young companies.")

    def test_has_a_section_for_each_vocabulary_that_readers_see(self):
        page = fetch_page(self.client, "/en/about/glossary/")
        names = {vocabulary.name for vocabulary in VOCABULARIES if vocabulary.title} | set(DEFINED_TABLES)
        self.assertEqual({section["id"] for section in page.select("section")}, names | {"acronyms"})

    def test_defines_the_values_of_an_enumeration(self):
        section = fetch_page(self.client, "/zh-hant/about/glossary/").one("section#initiative-roles")
        self.assertEqual(section.select("dt")[0].text, "牽頭機構")
        self.assertEqual(section.select("dd")[0].text, "負責計劃的機構。")

    def test_defines_the_terms_of_a_table_in_the_readers_language(self):
        section = fetch_page(self.client, "/zh-hans/about/glossary/").one("section#support")
        self.assertEqual([dd.text for dd in section.select("dd")], ["拨款。"])

    def test_says_nothing_of_what_only_editors_see(self):
        self.assertNotIn("Being written", fetch_page(self.client, "/en/about/glossary/").text)
