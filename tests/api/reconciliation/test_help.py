"""What readers are told of matching a list of their own."""

from django.conf import settings
from django.test import TestCase

from ecosystem.api.reconciliation.requests import MAX_BATCH_SIZE, MAX_IDS
from tests.support.html_pages import fetch_page


class HelpTests(TestCase):
    def told(self, language):
        return fetch_page(self.client, f"/{language}/data/").one("section#reconciliation")

    def test_names_an_address_that_answers_in_the_readers_language(self):
        for language, _name in settings.LANGUAGES:
            with self.subTest(language=language):
                path = f"/{language}/reconcile"
                shown = [code.text for code in self.told(language).select("code")]
                self.assertIn(f"{settings.SITE_URL}{path}", shown)
                self.assertEqual(self.client.get(path)["Content-Type"], "application/json")

    def test_states_the_limits_that_hold(self):
        for language, _name in settings.LANGUAGES:
            for number in (MAX_BATCH_SIZE, MAX_IDS, settings.API_REQUESTS_PER_MINUTE):
                with self.subTest(language=language, number=number):
                    self.assertRegex(self.told(language).text, rf"(?<!\d){number}(?!\d)")
