"""Previews of records in the reconciliation service, and records under former identifiers."""

import time_machine

from ecosystem.editing import merging, publishing
from ecosystem.models import Organisation
from tests.support import factories
from tests.support.html_pages import Page
from tests.support.reconciliation_client import ENDPOINT
from tests.support.reconciliation_world import ReconciliationRecordsTestCase
from tests.support.signatures import build_senior_editor_signature

MARKUP = '<script>alert(1)</script>"><b>'


class ReconciliationFormerIdentifierTests(ReconciliationRecordsTestCase):
    """An identifier is as permanent as the URL of the record's page."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        merging.change_record_slug(cls.bank, "harbour", by=build_senior_editor_signature())
        double = factories.organisation(slug="double", name_en="Harbour Twice")
        merging.merge_records(double, Organisation.objects.get(slug="harbour"), by=build_senior_editor_signature())
        publishing.archive_record(cls.pact, by=build_senior_editor_signature("It never came about."))

    def test_renamed_or_merged_record_is_extended_under_the_given_identifier(self):
        ids = ["organisation.bank", "organisation.double", "organisation.harbour"]
        rows = self.extend(ids, "website")["rows"]
        self.assertEqual(rows, {one: {"website": [{"str": "https://www.bank.example/"}]} for one in ids})

    def test_removed_record_has_no_values(self):
        self.assertEqual(self.extend(["collaboration.pact"], "kind")["rows"], {"collaboration.pact": {"kind": []}})

    def test_renamed_or_merged_record_has_a_preview(self):
        for identifier in ("organisation.bank", "organisation.double"):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertContains(response, "The Harbour Bank")

    @time_machine.travel("2026-11-27T08:00:00Z", tick=False)
    def test_preview_of_a_removed_record_is_410_with_date_and_reason(self):
        fund = factories.initiative(slug="closed-fund")
        publishing.archive_record(fund, by=build_senior_editor_signature("It was never set up."))
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                response = self.client.get(f"/en{ENDPOINT}{path}", {"id": "initiative.closed-fund"})
                self.assertContains(response, "27 November 2026. Reason: It was never set up.", status_code=410)

    def test_preview_of_a_record_removed_without_history_is_410(self):
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(ENDPOINT + path, {"id": "organisation.gone"}).status_code, 410)

    def test_former_identifier_is_matched_and_suggested(self):
        for identifier in ("organisation.bank", "organisation.double"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.get_match_id(identifier), "organisation.harbour")
                said = self.fetch("/suggest/entity", "suggest-entities-response", prefix=identifier)
                self.assertEqual(said["result"][0]["id"], "organisation.harbour")


class ReconciliationPreviewTests(ReconciliationRecordsTestCase):
    def test_only_the_preview_can_be_framed(self):
        preview = self.client.get(f"{ENDPOINT}/preview", {"id": "organisation.bank"})
        policy = dict(rule.split(" ", 1) for rule in preview["Content-Security-Policy"].split("; "))
        self.assertNotIn("X-Frame-Options", preview)
        self.assertEqual(
            (policy["frame-ancestors"], policy["default-src"], policy["form-action"]), ("*", "'none'", "'none'")
        )
        self.assertNotIn("script-src", policy)
        for path in ("", "/suggest/entity", "/record/organisation.bank"):
            with self.subTest(path=path):
                response = self.client.get(ENDPOINT + path)
                self.assertEqual(response["X-Frame-Options"], "DENY")
                self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"])

    def test_preview_is_in_the_requested_language(self):
        page = Page(self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.bank"}))
        self.assertEqual(page.one("html")["lang"], "zh-Hant-HK")
        for said in ("海港銀行", "The Harbour Bank", "1991"):
            self.assertIn(said, page.text)
        (link,) = page.select("a")
        self.assertTrue(link["href"].endswith("/zh-hant/organisations/bank/"))

    def test_every_kind_of_record_has_a_preview(self):
        for identifier in ("initiative.fund", "collaboration.pact", "organisation.lab"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.client.get(f"{ENDPOINT}/preview", {"id": identifier}).status_code, 200)

    def test_flyout_is_html_without_links(self):
        said = self.fetch("/flyout", "flyout-response", id="organisation.bank")
        self.assertEqual(said["id"], "organisation.bank")
        self.assertIn("The Harbour Bank", said["html"])
        self.assertNotIn("<a", said["html"])

    def test_html_in_values_is_escaped(self):
        factories.organisation(slug="odd", name_en=f"Odd {MARKUP}", summary_en=MARKUP, website="https://x.example/<b>")
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                text = self.client.get(ENDPOINT + path, {"id": "organisation.odd"}).content.decode()
                self.assertNotIn("<script", text.replace("&lt;script", ""))
                self.assertNotIn("<b>", text.replace("<b><time", ""))

    def test_unpublished_record_is_404(self):
        for identifier in ("organisation.secret", "x", ""):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertEqual(response.status_code, 404)

    def test_unknown_record_is_404_in_the_preview_design(self):
        response = self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.nobody"})
        page = Page(response)
        self.assertEqual((response.status_code, page.one("html")["lang"]), (404, "zh-Hant-HK"))
        self.assertTrue(page.one("main.preview").one("h1").text)
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])
