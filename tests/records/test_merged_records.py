"""Merged records: shown at both the removed and the remaining record in pages, feeds, files and the API."""

import csv
from io import StringIO

import feedparser
import time_machine
from django.test import TestCase

from ecosystem.editing import merging, publishing
from ecosystem.history import merged_records, revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import edition_cache
from tests.support import factories
from tests.support.api_client import ApiTestCase
from tests.support.html_pages import fetch_page

BY = ChangeAttribution("publisher", None, "One body under two names.")
TAKEN_OVER = "The record at “twin” was merged into this one."


class MergedRecordPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.twin = factories.organisation(slug="twin", name_en="Secret twin")
        cls.body = factories.organisation(slug="body", name_en="The Body")
        revisions.begin_record_histories()

    def merge(self):
        merging.merge_records(self.twin, self.body, by=BY)

    def row(self, said):
        (row,) = [
            li for li in fetch_page(self.client, "/en/changes/").one("div#results").select("li") if said in li.text
        ]
        return row

    def test_removed_record_links_to_the_remaining_one(self):
        self.merge()
        (link,) = [a for a in self.row("Removed from the directory").select("a") if "Merged into" in a.text]
        self.assertEqual((link.text, link["href"]), ("Merged into The Body", "/en/organisations/body/"))

    def test_remaining_record_names_the_removed_slug(self):
        self.merge()
        self.assertIn(TAKEN_OVER, self.row("Merged with another record").text)

    def test_history_of_the_remaining_record_names_the_removed_slug(self):
        self.merge()
        self.assertIn(TAKEN_OVER, fetch_page(self.client, "/en/organisations/body/history/").text)

    def test_feed_entry_of_the_removal_names_the_remaining_record(self):
        self.merge()
        entries = feedparser.parse(self.client.get("/en/changes.atom").content).entries
        (removal,) = [entry for entry in entries if "Removed" in entry.title]
        self.assertIn("Merged into The Body.", removal.summary)

    def test_chain_of_merges_links_to_the_last_record(self):
        self.merge()
        merging.merge_records(self.body, factories.organisation(slug="last", name_en="The Last"), by=BY)
        self.assertEqual(
            len([a for a in fetch_page(self.client, "/en/changes/").select("a") if a.text == "Merged into The Last"]), 2
        )

    def test_merge_of_a_draft_is_not_shown_in_the_history(self):
        merging.merge_records(factories.organisation(slug="draft", status="draft"), self.body, by=BY)
        self.assertNotIn("took over", fetch_page(self.client, "/en/organisations/body/history/").text)

    def test_merge_of_an_archived_record_is_not_shown_as_a_takeover(self):
        with time_machine.travel("2026-01-05T12:00:00+08:00", tick=False):
            publishing.archive_record(self.twin, by=BY)
        self.merge()
        self.assertNotIn("took over", self.row("Merged with another record").text)

    def test_archived_record_is_not_shown_as_merged(self):
        publishing.archive_record(self.twin, by=BY)
        self.assertNotIn("Merged into", self.row("Removed from the directory").text)


class MergedRecordCsvTests(TestCase):
    def test_csv_has_merged_into_and_merged_from(self):
        twin, body = factories.organisation(slug="twin"), factories.organisation(slug="body")
        merging.merge_records(twin, body, by=BY)
        text = self.client.get("/en/changes.csv").getvalue().decode("utf-8-sig")
        rows = {row["what"]: row for row in csv.DictReader(StringIO(text))}
        self.assertEqual((rows["archived"]["merged_into"], rows["merged"]["merged_from"]), ("body", "twin"))


class MergedRecordQueryCountTests(TestCase):
    def test_query_count_is_the_same_for_one_and_many_merges(self):
        body = factories.organisation()
        for number in (1, 5):
            for _time in range(number):
                merging.merge_records(factories.organisation(), body, by=BY)
            edition_cache.clear_edition_cache()
            with self.subTest(number=number), self.assertNumQueries(8):
                merged_records.get_change_merge(body.changes.filter(kind="merged").first())


class MergedRecordApiTests(ApiTestCase):
    def test_api_has_merged_into_and_merged_from(self):
        twin, body = factories.organisation(slug="twin"), factories.organisation(slug="body")
        merging.merge_records(twin, body, by=BY)
        rows = {row["what"]: row for row in self.fetch_json("changes")["results"]}
        self.assertEqual((rows["archived"]["merged_into"]["slug"], rows["merged"]["merged_from"]), ("body", ["twin"]))
