"""What readers are told of matching a list of their own."""

from django.conf import settings
from django.template.loader import render_to_string
from django.test import TestCase
from django.utils import translation

from ecosystem.reconciliation.questions import BATCH, MOST_IDS


class HelpTests(TestCase):
    def told(self, language):
        request = self.client.get(f"/{language}/").wsgi_request
        with translation.override(language):
            return render_to_string("ecosystem/includes/reconciliation_help.html", request=request)

    def test_names_an_address_that_answers_in_the_readers_language(self):
        for language, _name in settings.LANGUAGES:
            with self.subTest(language=language):
                path = f"/{language}/reconcile"
                self.assertIn(f">{settings.SITE_URL}{path}<", self.told(language))
                self.assertEqual(self.client.get(path)["Content-Type"], "application/json")

    def test_states_the_limits_that_hold(self):
        for language, _name in settings.LANGUAGES:
            for number in (BATCH, MOST_IDS):
                with self.subTest(language=language, number=number):
                    self.assertRegex(self.told(language), rf"(?<!\d){number}(?!\d)")
