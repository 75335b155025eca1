"""Lists as Atom feeds, and the query parameters of all list files."""

import feedparser
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosystem.exports.atom import FEED_EPOCH
from ecosystem.history import revisions
from ecosystem.models import edition_cache
from tests.support import atom, factories
from tests.support.downloads import DownloadTestCase
from tests.support.html_pages import fetch_page

SITE = settings.SITE_URL


class ListAtomFeedTests(DownloadTestCase):
    def feed(self, query="", language="en"):
        return feedparser.parse(self.client.get(f"/{language}/organisations.atom{query}").content)

    def test_feed_is_well_formed_with_complete_entries(self):
        feed = self.feed()
        self.assertFalse(feed.bozo)
        self.assertEqual(feed.version, "atom10")
        for entry in feed.entries:
            self.assertTrue(entry.id and entry.title and entry.link and entry.updated)

    def test_feed_is_valid_atom_in_each_language(self):
        for address in ("/en/organisations.atom", "/zh-hant/initiatives.atom", "/zh-hans/collaborations.atom"):
            for query in ("", "?q=nobodyknows"):
                with self.subTest(address=address + query):
                    self.assertEqual(list(atom.find_atom_errors(self.client.get(address + query).content)), [])

    def test_feed_id_is_permanent(self):
        feed = self.feed("?kind=research_centre", "zh-hant").feed
        self.assertEqual(feed.id, f"tag:127.0.0.1,{FEED_EPOCH.year}:zh-hant/organisations/?kind=research_centre")

    def test_empty_feed_is_updated_only_by_changes(self):
        nothing = "?kind=association"
        self.assertEqual(self.feed(nothing).feed.updated, "2026-01-01T00:00:00+00:00")
        with time_machine.travel("2026-11-20T08:30:00Z", tick=False):
            revisions.begin_record_histories()
        for day in ("2026-11-21", "2026-12-24"):
            with self.subTest(day=day), time_machine.travel(day, tick=False):
                self.assertEqual(self.feed(nothing).feed.updated, "2026-11-20T08:30:00+00:00")

    def test_latest_change_comes_first(self):
        type(self.lab).objects.filter(slug="lab").update(updated_at="2030-01-01T00:00:00Z")
        self.assertEqual(self.feed().entries[0].link, f"{SITE}/en/organisations/lab/")

    def test_filters_apply_and_are_named_in_the_title(self):
        feed = self.feed("?kind=research_centre")
        self.assertEqual([entry.link for entry in feed.entries], [f"{SITE}/en/organisations/lab/"])
        self.assertIn("Research centre", feed.feed.title)

    def test_feed_is_in_the_language_of_its_url(self):
        self.assertIn("銀行", [entry.title for entry in self.feed(language="zh-hant").entries])


class ListFileParameterTests(DownloadTestCase):
    def test_unknown_value_is_400_with_the_message_of_the_page(self):
        for form in ("csv", "json", "xlsx", "atom"):
            with self.subTest(form=form):
                response = self.client.get(f"/en/organisations.{form}?kind=nonsense")
                self.assertEqual(response.status_code, 400)
                self.assertIn("“nonsense”", response.content.decode())

    def test_arbitrary_text_returns_200(self):
        for text in ("%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84"):
            with self.subTest(text=text[:10]):
                self.assertEqual(self.client.get(f"/en/organisations.csv?q={text}").status_code, 200)

    def test_cross_origin_access_is_allowed(self):
        self.assertEqual(self.client.get("/en/organisations.json")["Access-Control-Allow-Origin"], "*")


class ListFileLinkTests(DownloadTestCase):
    def test_page_links_to_its_files_with_the_same_filters(self):
        links = [
            a["href"]
            for a in fetch_page(self.client, "/en/organisations/?kind=research_centre&page=1")
            .one("p#files")
            .select("a")
        ]
        self.assertEqual(
            links, [f"/en/organisations.{form}?kind=research_centre" for form in ("csv", "xlsx", "json", "atom")]
        )

    def test_page_head_links_to_its_feed(self):
        (link,) = fetch_page(self.client, "/en/initiatives/").select('link[type="application/atom+xml"]')
        self.assertEqual(link["href"], "/en/initiatives.atom")

    def test_query_count_is_independent_of_the_number_of_records(self):
        def counted():
            edition_cache.clear_edition_cache()
            with CaptureQueriesContext(connection) as queries:
                self.client.get("/en/organisations.csv").getvalue()
            return len(queries)

        few = counted()
        for _number in range(30):
            factories.organisation(parent=self.bank)
        self.assertEqual(counted(), few)
        self.assertLessEqual(few, 8)
