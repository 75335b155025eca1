"""The section on reconciliation of the data page."""

from django.conf import settings
from django.test import TestCase

from ecosystem.api.reconciliation.requests import MAX_BATCH_SIZE, MAX_IDS
from tests.support.html_pages import fetch_page


class ReconciliationHelpSectionTests(TestCase):
    def fetch_help_section(self, language):
        return fetch_page(self.client, f"/{language}/data/").one("section#reconciliation")

    def test_endpoint_in_the_page_language_is_shown(self):
        for language, _name in settings.LANGUAGES:
            with self.subTest(language=language):
                path = f"/{language}/reconcile"
                shown = [code.text for code in self.fetch_help_section(language).select("code")]
                self.assertIn(f"{settings.SITE_URL}{path}", shown)
                self.assertEqual(self.client.get(path)["Content-Type"], "application/json")

    def test_limits_are_stated(self):
        for language, _name in settings.LANGUAGES:
            for number in (MAX_BATCH_SIZE, MAX_IDS, settings.API_REQUESTS_PER_MINUTE):
                with self.subTest(language=language, number=number):
                    self.assertRegex(self.fetch_help_section(language).text, rf"(?<!\d){number}(?!\d)")
