"""The keys of tables, as the data dictionary shows them."""

from django.test import TestCase

from ecosystem.pages.data_dictionary import CSV_DATASETS
from tests.support.html_pages import fetch_page


class TableKeyTests(TestCase):
    def get_section_text(self, name):
        return fetch_page(self.client, "/en/data/dictionary/").one(f'section[id="{name}"]').text

    def test_tables_of_a_release_have_a_key(self):
        self.assertIn("Key: slug", self.get_section_text("organisations"))

    def test_files_of_pages_have_none(self):
        for dataset in CSV_DATASETS:
            with self.subTest(dataset=dataset.name):
                self.assertNotIn("Key:", self.get_section_text(dataset.name))
