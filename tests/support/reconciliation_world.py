"""A test case with records to be matched, in English and Chinese."""

from tests.support import factories
from tests.support.reconciliation_client import ReconciliationTestCase

MARKUP = '<script>alert(1)</script>"><b>'


class ReconciliationRecordsTestCase(ReconciliationTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(
            slug="bank",
            kind="financial_institution",
            name_en="The Harbour Bank",
            name_zh_hant="海港銀行",
            acronym="HBK",
            aliases=["Harbour Banking Corporation"],
            website="https://www.bank.example/",
            founded="1991-10",
            ror="00q4vv597",
            wikidata="Q1234",
        )
        cls.lab = factories.organisation(
            slug="lab", kind="research_centre", name_en="Harbour Laboratory", name_zh_hant="海港實驗室", parent=cls.bank
        )
        cls.fund = factories.initiative(
            slug="fund",
            name_en="Harbour Fund",
            name_zh_hant="海港基金",
            lead=cls.bank,
            starts="2020",
            amount=30000000,
            amount_basis="total",
            currency="HKD",
        )
        cls.pact = factories.collaboration(
            slug="pact", name_en="Harbour Pact", name_zh_hant="海港協議", parties=[cls.bank, cls.lab]
        )
        cls.draft = factories.organisation(
            slug="secret", status="draft", name_en="Harbour Secret", name_zh_hant="海港秘密", ror="00q4vv598"
        )
        cls.lab_of_secret = factories.organisation(slug="part", name_en="Quiet Part", parent=cls.draft)
        factories.organisation(slug="gone", status="archived", name_en="Harbour Gone", name_zh_hant="海港舊事")
        factories.rebuild_search_index()
