"""A test case with a few records and the downloads of their lists."""

import csv
import json
from io import BytesIO, StringIO

from django.test import TestCase
from openpyxl import load_workbook

from tests.support import factories


class DownloadTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        city = factories.theme("smart-city")
        site = {"precision": "site", "latitude": "22.2810", "longitude": "114.1580"}
        cls.bank = factories.organisation(
            slug="bank", name_en="=The Bank", name_zh_hant="銀行", acronym="TB", aliases=["Bank", "The One"],
            founded="1985-06", kind="financial_institution", place=factories.place("tower", **site),
        )  # fmt: skip
        cls.lab = factories.organisation(slug="lab", kind="research_centre", parent=cls.bank, themes=[city])
        cls.draft = factories.organisation(slug="draft", status="draft", kind="research_centre")
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(slug="fund", lead=cls.bank, starts="2024-10", kind="funding", **amount)
        factories.add_participant(cls.fund, cls.draft, "partner")
        factories.collaboration(slug="pact", parties=[cls.bank, cls.lab], initiative=cls.fund)
        factories.rebuild_search_index()

    def fetch_csv(self, path):
        text = self.client.get(f"/en/{path}").getvalue().decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text)))

    def fetch_json(self, path):
        return json.loads(self.client.get(f"/en/{path}").getvalue())

    def fetch_workbook(self, path):
        return load_workbook(BytesIO(self.client.get(f"/en/{path}").getvalue()))
