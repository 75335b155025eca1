"""Rows of records that are rendered once per edition, tested in the pages that show them."""

from unittest.mock import patch

import time_machine
from django.test import TestCase

from ecosystem.models import Organisation, editions
from ecosystem.templatetags import cached_includes
from tests.support import factories
from tests.support.html_pages import fetch_page


class CachedIncludeTests(TestCase):
    def read_names(self, address="/en/organisations/"):
        return [row.one("h2").text for row in fetch_page(self.client, address).select("li.record-row")]

    def test_row_is_rendered_once(self):
        factories.organisation(name_en="Old Name", name_zh_hant="")
        self.assertEqual(self.read_names(), ["Old Name"])
        Organisation.objects.update(name_en="New Name")
        self.assertEqual(self.read_names(), ["Old Name"])

    def test_row_is_rendered_again_for_a_new_edition(self):
        factories.organisation(name_en="Old Name", name_zh_hant="")
        self.read_names()
        Organisation.objects.update(name_en="New Name")
        editions.increment_edition()
        self.assertEqual(self.read_names(), ["New Name"])

    def test_row_is_rendered_for_each_language(self):
        factories.organisation(name_en="Name", name_zh_hant="名稱")
        self.read_names()
        self.assertEqual(self.read_names("/zh-hant/organisations/"), ["名稱 Name"])

    def test_row_is_rendered_for_each_kind_of_record(self):
        factories.organisation(pk=1, name_en="Organisation", name_zh_hant="")
        factories.initiative(pk=1, name_en="Initiative", name_zh_hant="")
        self.read_names()
        self.assertEqual(self.read_names("/en/initiatives/"), ["Initiative"])

    def test_row_is_rendered_for_each_day(self):
        factories.initiative(starts="2026-01", ends="2026-11-30")
        for day, state in (("2026-11-30", "Active"), ("2026-12-01", "Ended")):
            with self.subTest(day=day), time_machine.travel(f"{day} 12:00+08:00", tick=False):
                self.assertIn(state, fetch_page(self.client, "/en/initiatives/").one("li.record-row").text)

    def test_number_of_cached_rows_is_limited(self):
        for number in range(5):
            factories.organisation(slug=f"organisation-{number}", name_en=f"Name {number}", name_zh_hant="")
        with patch.object(cached_includes, "MAX_INCLUDES", 2):
            self.assertEqual(self.read_names(), [f"Name {number}" for number in range(5)])

    def test_row_shows_its_selection_for_comparison(self):
        factories.organisation(slug="one")
        self.read_names()
        row = fetch_page(self.client, "/en/organisations/?compare=one").one("li.record-row")
        self.assertTrue(row.one("input").has_attr("checked"))
