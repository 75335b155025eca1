"""Rows that records share: each change of them is a change of what the public sees."""

from django.test import TestCase

from ecosystem.models import Source, editions
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class SharedTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def test_raise_the_edition_when_they_change(self):
        for row in (factories.place(), factories.theme(), factories.application(), factories.indicator()):
            with self.subTest(row=row):
                before = editions.read_edition_number()
                self.client.post(
                    get_admin_url(row), build_admin_form_data(self.client.get(get_admin_url(row)), name_zh_hant="新名")
                )
                self.assertGreater(editions.read_edition_number(), before)

    def test_raise_the_edition_when_only_a_figure_changes(self):
        indicator, before = factories.indicator(), editions.read_edition_number()
        data = build_admin_form_data(self.client.get(get_admin_url(indicator)), **{"observations-0-value": "101"})
        self.client.post(get_admin_url(indicator), data)
        self.assertEqual(indicator.observations.get(period="2024").value, 101)
        self.assertGreater(editions.read_edition_number(), before)

    def test_raise_the_edition_when_a_source_is_entered(self):
        before = editions.read_edition_number()
        data = {"url": "https://a.example/", "title": "T", "publisher": "P", "read_on": "2026-11-20", "grade": "press"}
        self.client.post(get_admin_url(Source, "add"), data)
        self.assertGreater(editions.read_edition_number(), before)
