"""Rows that records share: each change of them is a change of what the public sees."""

from django.test import TestCase

from ecosystem.models import Source, editions
from tests.support import factories, users
from tests.support.admin_pages import door, sent


class SharedTests(TestCase):
    def setUp(self):
        self.client.force_login(users.publisher())

    def test_raise_the_edition_when_they_change(self):
        for row in (factories.place(), factories.theme(), factories.application(), factories.indicator()):
            with self.subTest(row=row):
                before = editions.current()
                self.client.post(door(row), sent(self.client.get(door(row)), name_zh_hant="新名"))
                self.assertGreater(editions.current(), before)

    def test_raise_the_edition_when_only_a_figure_changes(self):
        indicator, before = factories.indicator(), editions.current()
        data = sent(self.client.get(door(indicator)), **{"observations-0-value": "101"})
        self.client.post(door(indicator), data)
        self.assertEqual(indicator.observations.get(period="2024").value, 101)
        self.assertGreater(editions.current(), before)

    def test_raise_the_edition_when_a_source_is_entered(self):
        before = editions.current()
        data = {"url": "https://a.example/", "title": "T", "publisher": "P", "read_on": "2026-11-20", "grade": "press"}
        self.client.post(door(Source, "add"), data)
        self.assertGreater(editions.current(), before)
