"""A merger can be followed from both of its ends: on pages, in feeds, by programs."""

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


class MergerTests(TestCase):
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

    def test_is_told_beside_what_was_removed(self):
        self.merge()
        (link,) = [a for a in self.row("Removed from the directory").select("a") if "Merged into" in a.text]
        self.assertEqual((link.text, link["href"]), ("Merged into The Body", "/en/organisations/body/"))

    def test_is_told_beside_what_took_over(self):
        self.merge()
        self.assertIn(TAKEN_OVER, self.row("Merged with another record").text)

    def test_is_told_in_the_history_of_what_took_over(self):
        self.merge()
        self.assertIn(TAKEN_OVER, fetch_page(self.client, "/en/organisations/body/history/").text)

    def test_is_told_in_the_feed(self):
        self.merge()
        entries = feedparser.parse(self.client.get("/en/changes.atom").content).entries
        (removal,) = [entry for entry in entries if "Removed" in entry.title]
        self.assertIn("Merged into The Body.", removal.summary)

    def test_is_told_of_the_last_record_where_that_was_merged_again(self):
        self.merge()
        merging.merge_records(self.body, factories.organisation(slug="last", name_en="The Last"), by=BY)
        self.assertEqual(
            len([a for a in fetch_page(self.client, "/en/changes/").select("a") if a.text == "Merged into The Last"]), 2
        )

    def test_names_nothing_that_never_was_public(self):
        merging.merge_records(factories.organisation(slug="draft", status="draft"), self.body, by=BY)
        self.assertNotIn("took over", fetch_page(self.client, "/en/organisations/body/history/").text)

    def test_is_no_removal_of_before(self):
        with time_machine.travel("2026-01-05T12:00:00+08:00", tick=False):
            publishing.archive_record(self.twin, by=BY)
        self.merge()
        self.assertNotIn("took over", self.row("Merged with another record").text)

    def test_is_none_where_a_record_was_merely_removed(self):
        publishing.archive_record(self.twin, by=BY)
        self.assertNotIn("Merged into", self.row("Removed from the directory").text)


class FileTests(TestCase):
    def test_tells_both_ends(self):
        twin, body = factories.organisation(slug="twin"), factories.organisation(slug="body")
        merging.merge_records(twin, body, by=BY)
        text = self.client.get("/en/changes.csv").getvalue().decode("utf-8-sig")
        rows = {row["what"]: row for row in csv.DictReader(StringIO(text))}
        self.assertEqual((rows["archived"]["merged_into"], rows["merged"]["merged_from"]), ("body", "twin"))


class CountTests(TestCase):
    def test_needs_no_more_queries_for_many_mergers_than_for_one(self):
        body = factories.organisation()
        for number in (1, 5):
            for _time in range(number):
                merging.merge_records(factories.organisation(), body, by=BY)
            edition_cache.clear_edition_cache()
            with self.subTest(number=number), self.assertNumQueries(8):
                merged_records.get_change_merge(body.changes.filter(kind="merged").first())


class ApiTests(ApiTestCase):
    def test_tells_programs_of_both_ends(self):
        twin, body = factories.organisation(slug="twin"), factories.organisation(slug="body")
        merging.merge_records(twin, body, by=BY)
        rows = {row["what"]: row for row in self.fetch_json("changes")["results"]}
        self.assertEqual((rows["archived"]["merged_into"]["slug"], rows["merged"]["merged_from"]), ("body", ["twin"]))
