"""One record at the reconciliation service: shown small, and found under its former identifiers."""

import time_machine

from ecosystem.editing import merging, publishing
from ecosystem.models import Organisation
from tests.support import factories
from tests.support.html_pages import Page
from tests.support.reconciliation_client import ENDPOINT
from tests.support.reconciliation_world import ReconciliationRecordsTestCase
from tests.support.signatures import build_senior_editor_signature

MARKUP = '<script>alert(1)</script>"><b>'


class MovedTests(ReconciliationRecordsTestCase):
    """An identifier shares the permanence of the page that it leads to."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        merging.change_record_slug(cls.bank, "harbour", by=build_senior_editor_signature())
        double = factories.organisation(slug="double", name_en="Harbour Twice")
        merging.merge_records(double, Organisation.objects.get(slug="harbour"), by=build_senior_editor_signature())
        publishing.archive_record(cls.pact, by=build_senior_editor_signature("It never came about."))

    def test_gives_the_values_of_what_was_renamed_or_merged_under_the_identifier_asked_for(self):
        ids = ["organisation.bank", "organisation.double", "organisation.harbour"]
        rows = self.extend(ids, "website")["rows"]
        self.assertEqual(rows, {one: {"website": [{"str": "https://www.bank.example/"}]} for one in ids})

    def test_gives_no_values_of_what_was_removed(self):
        self.assertEqual(self.extend(["collaboration.pact"], "kind")["rows"], {"collaboration.pact": {"kind": []}})

    def test_shows_what_was_renamed_or_merged(self):
        for identifier in ("organisation.bank", "organisation.double"):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertContains(response, "The Harbour Bank")

    @time_machine.travel("2026-11-27T08:00:00Z", tick=False)
    def test_says_of_what_was_removed_when_and_why(self):
        fund = factories.initiative(slug="closed-fund")
        publishing.archive_record(fund, by=build_senior_editor_signature("It was never set up."))
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                response = self.client.get(f"/en{ENDPOINT}{path}", {"id": "initiative.closed-fund"})
                self.assertContains(response, "27 November 2026. Reason: It was never set up.", status_code=410)

    def test_says_of_what_was_removed_before_there_was_a_history_that_it_was(self):
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(ENDPOINT + path, {"id": "organisation.gone"}).status_code, 410)

    def test_finds_by_a_former_identifier_and_suggests_it(self):
        for identifier in ("organisation.bank", "organisation.double"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.get_match_id(identifier), "organisation.harbour")
                said = self.fetch("/suggest/entity", "suggest-entities-response", prefix=identifier)
                self.assertEqual(said["result"][0]["id"], "organisation.harbour")


class PreviewTests(ReconciliationRecordsTestCase):
    def test_may_be_shown_in_a_frame_and_nothing_else_may(self):
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

    def test_shows_what_the_record_is_in_the_language_asked_for(self):
        page = Page(self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.bank"}))
        self.assertEqual(page.one("html")["lang"], "zh-Hant-HK")
        for said in ("海港銀行", "The Harbour Bank", "1991"):
            self.assertIn(said, page.text)
        (link,) = page.select("a")
        self.assertTrue(link["href"].endswith("/zh-hant/organisations/bank/"))

    def test_shows_each_kind_of_record(self):
        for identifier in ("initiative.fund", "collaboration.pact", "organisation.lab"):
            with self.subTest(identifier=identifier):
                self.assertEqual(self.client.get(f"{ENDPOINT}/preview", {"id": identifier}).status_code, 200)

    def test_is_also_a_piece_of_html_without_links(self):
        said = self.fetch("/flyout", "flyout-response", id="organisation.bank")
        self.assertEqual(said["id"], "organisation.bank")
        self.assertIn("The Harbour Bank", said["html"])
        self.assertNotIn("<a", said["html"])

    def test_writes_what_was_typed_as_text(self):
        factories.organisation(slug="odd", name_en=f"Odd {MARKUP}", summary_en=MARKUP, website="https://x.example/<b>")
        for path in ("/preview", "/flyout"):
            with self.subTest(path=path):
                text = self.client.get(ENDPOINT + path, {"id": "organisation.odd"}).content.decode()
                self.assertNotIn("<script", text.replace("&lt;script", ""))
                self.assertNotIn("<b>", text.replace("<b><time", ""))

    def test_is_none_for_what_is_not_public(self):
        for identifier in ("organisation.secret", "x", ""):
            for path in ("/preview", "/flyout"):
                with self.subTest(identifier=identifier, path=path):
                    response = self.client.get(ENDPOINT + path, {"id": identifier})
                    self.assertEqual(response.status_code, 404)

    def test_says_in_its_own_look_that_there_is_none(self):
        response = self.client.get("/zh-hant/reconcile/preview", {"id": "organisation.nobody"})
        page = Page(response)
        self.assertEqual((response.status_code, page.one("html")["lang"]), (404, "zh-Hant-HK"))
        self.assertTrue(page.one("main.preview").one("h1").text)
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])
