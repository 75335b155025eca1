"""A test case with a few records and requests to the API."""

from django.conf import settings
from django.test import TestCase

from ecosystem.models import Indicator
from tests.support import factories

SITE_URL = settings.SITE_URL


class ApiTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        task, city = factories.application(), factories.theme("smart-city")
        cls.bank = factories.organisation(
            slug="bank", kind="financial_institution", name_zh_hant="銀行", founded="1985-06", applications=[task]
        )
        cls.lab = factories.organisation(slug="lab", kind="research_centre", parent=cls.bank, themes=[city])
        cls.draft = factories.organisation(slug="draft", status="draft", kind="research_centre")
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(slug="fund", lead=cls.bank, starts="2024-10", **amount)
        factories.add_participant(cls.fund, cls.draft, "partner")
        factories.initiative(slug="rules", kind="guideline", lead=cls.bank, announced="2025", part_of=cls.fund)
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, cls.lab], initiative=cls.fund)
        factories.collaboration(
            slug="bridge", parties=[cls.lab, factories.organisation(place=factories.place_abroad())]
        )
        factories.indicator(slug="firms", organisation=cls.bank)
        Indicator.objects.create(slug="empty", name_en="Empty", unit="count", unit_en="x", unit_zh_hant="個")
        factories.cite(cls.bank, "name", grade="press", published="2024-05")
        factories.rebuild_search_index()

    def fetch_json(self, path, status=200):
        response = self.client.get(f"/api/v1/{path}")
        self.assertEqual(response.status_code, status, response.content)
        return response.json()

    def fetch_slugs(self, path):
        return [row["slug"] for row in self.fetch_json(path)["results"]]
