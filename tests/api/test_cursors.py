"""Cursor pagination of the API's lists."""

from ecosystem.editing import merging
from ecosystem.models import Organisation
from tests.support import factories
from tests.support.api_client import SITE_URL, ApiTestCase
from tests.support.signatures import build_senior_editor_signature


class ApiCursorPaginationTests(ApiTestCase):
    def walk(self, path):
        """Yield each page, following `next` to the end."""
        address = f"{SITE_URL}/api/v1/{path}"
        while address:
            page = self.client.get(address.removeprefix(SITE_URL)).json()
            yield page["results"]
            address = page["next"]

    def test_pages_hold_every_row_once(self):
        for number in range(7):
            factories.organisation(slug=f"body-{number}")
        pages = list(self.walk("organisations?limit=3&region=hong_kong"))
        self.assertEqual([len(page) for page in pages], [3, 3, 3])
        found = [row["slug"] for page in pages for row in page]
        self.assertCountEqual(found, {"bank", "lab", *(f"body-{number}" for number in range(7))})

    def test_sources_are_ordered_by_id(self):
        found = [row["id"] for page in self.walk("sources?limit=2") for row in page]
        self.assertEqual(found, sorted(found))
        self.assertEqual(len(found), self.fetch_json("sources")["count"])

    def test_rows_added_or_removed_while_paging_repeat_nothing(self):
        for slug in ("c", "e", "g", "i"):
            factories.organisation(slug=slug, kind="investor")
        pages = self.walk("organisations?limit=2&kind=investor")
        first = [row["slug"] for row in next(pages)]
        factories.organisation(slug="a", kind="investor")
        Organisation.objects.filter(slug="e").update(status="archived")
        factories.organisation(slug="h", kind="investor")
        rest = [row["slug"] for page in pages for row in page]
        self.assertEqual((first, rest), (["c", "e"], ["g", "i", "a", "h"]))

    def test_rows_renamed_while_paging_are_handled(self):
        records = {slug: factories.organisation(slug=slug, kind="investor") for slug in ("c", "e", "g", "i")}
        pages = self.walk("organisations?limit=2&kind=investor")
        next(pages)
        merging.change_record_slug(records["c"], "x", by=build_senior_editor_signature())
        merging.change_record_slug(records["i"], "a", by=build_senior_editor_signature())
        self.assertEqual([row["slug"] for page in pages for row in page], ["g", "a"])

    def test_next_url_keeps_the_query_parameters(self):
        address = self.fetch_json("initiatives?limit=1&body=bank&state=open&state=in_force&state=unconfirmed")["next"]
        self.assertIn("body=bank&", address)
        self.assertIn("limit=1", address)
        self.assertEqual(address.count("state="), 3)

    def test_exactly_full_last_page_has_no_next_url(self):
        self.assertIsNone(self.fetch_json("organisations?limit=3")["next"])

    def test_invalid_cursor_is_an_error(self):
        for cursor in ("zz", "6", "00", "ff", "", "6%00", "é", "6261'--", "62616e6b", "6261" * 100):
            for name in ("organisations", "sources"):
                with self.subTest(cursor=cursor, name=name):
                    (fault,) = self.fetch_json(f"{name}?cursor={cursor}", 400)["errors"]
                    self.assertEqual(fault["parameter"], "cursor")
