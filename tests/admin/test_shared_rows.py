"""Changes of shared rows (places, themes, applications, indicators, sources) make a new edition."""

from django.test import TestCase

from ecosystem.models import Source, editions
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class SharedRowEditionTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def test_change_of_a_shared_row_makes_a_new_edition(self):
        for row in (factories.place(), factories.theme(), factories.application(), factories.indicator()):
            with self.subTest(row=row):
                before = editions.read_edition_number()
                self.client.post(
                    get_admin_url(row), build_admin_form_data(self.client.get(get_admin_url(row)), name_zh_hant="新名")
                )
                self.assertGreater(editions.read_edition_number(), before)

    def test_change_of_an_observation_makes_a_new_edition(self):
        indicator, before = factories.indicator(), editions.read_edition_number()
        data = build_admin_form_data(self.client.get(get_admin_url(indicator)), **{"observations-0-value": "101"})
        self.client.post(get_admin_url(indicator), data)
        self.assertEqual(indicator.observations.get(period="2024").value, 101)
        self.assertGreater(editions.read_edition_number(), before)

    def test_new_source_makes_a_new_edition(self):
        before = editions.read_edition_number()
        data = {"url": "https://a.example/", "title": "T", "publisher": "P", "read_on": "2026-11-20", "grade": "press"}
        self.client.post(get_admin_url(Source, "add"), data)
        self.assertGreater(editions.read_edition_number(), before)
