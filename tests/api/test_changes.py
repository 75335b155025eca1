"""The API's list of changes, and responses for records that were removed or renamed."""

import time_machine
from django.utils.timezone import now

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Change
from tests.support import factories
from tests.support.api_client import SITE_URL, ApiTestCase
from tests.support.html_pages import fetch_page


class ApiChangesTestCase(ApiTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        with time_machine.travel("2026-11-01T00:00:00Z", tick=False):
            revisions.begin_record_histories()

    def change(self, record, reason="The register says so.", *, is_correction=False, **values):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
        publishing.conclude_record_change(record, by=ChangeAttribution("publisher", None, reason, is_correction))
        return record.changes.newest_first().first()


class ApiChangesTests(ApiChangesTestCase):
    def test_changes_are_ordered_from_oldest_with_reason_and_role(self):
        first = self.fetch_json("changes?limit=1")["results"][0]
        self.assertEqual((first["what"], first["made_at"]), ("entered", "2026-11-01T00:00:00Z"))
        made = self.change(self.bank, founded="1990", is_correction=True)
        last = self.fetch_json("changes?what=changed")["results"][-1]
        self.assertEqual(last["record"]["api_url"], f"{SITE_URL}/api/v1/organisations/bank")
        self.assertEqual((last["id"], last["fields"], last["role"]), (made.pk, ["founded"], "publisher"))
        self.assertEqual((last["reason"], last["is_correction"]), ("The register says so.", True))

    def test_users_are_not_named(self):
        self.change(self.bank, founded="1990")
        self.assertEqual(
            {name for name in self.fetch_json("changes")["results"][0] if "user" in name or "by" in name}, set()
        )

    def test_since_accepts_a_date_or_a_datetime(self):
        with time_machine.travel("2026-11-20T08:30:00Z", tick=False):
            self.change(self.bank, founded="1990")
        for since, count in {
            "2026-11-20": 1,
            "2026-11-21": 0,
            "2026-11-20T08:30:00Z": 1,
            "2026-11-20T08:30:00.5Z": 0,
            "2026-11-20T16:30:00%2B08:00": 1,
            # A leap second.
            "2026-11-20T08:29:60Z": 1,
            "2026-11-20T16:30:60%2B08:00": 0,
            # A plus that nobody has encoded.
            "2026-11-20T16:30:01+08:00": 0,
            "0001-01-01": self.fetch_json("changes")["count"],
            "0001-01-01T00:00:00%2B14:00": self.fetch_json("changes")["count"],
            "9999-12-31T23:59:59-14:00": 0,
        }.items():
            with self.subTest(since=since):
                self.assertEqual(self.fetch_json(f"changes?since={since}")["count"], count)

    def test_invalid_since_is_an_error(self):
        for since in (
            "yesterday", "2026-02-30", "2026", "2026-11", "1764200000", "2026-11-20T08:30:00", "%00", "",
            "2026-11-20T08:60:00Z", "2026-11-20T60:00:00Z", "2026-11-20T08:30:61Z", "2026-11-20T08:30:00+08:60",
        ):  # fmt: skip
            with self.subTest(since=since):
                (fault,) = self.fetch_json(f"changes?since={since}", 400)["errors"]
                self.assertEqual(fault["parameter"], "since")

    def test_count_equals_count_of_the_changes_page(self):
        self.change(self.bank, founded="1990", is_correction=True)
        for query in (
            "",
            "?kind=initiative",
            "?theme=smart-city",
            "?what=correction",
            "?after=2026-11&before=2026-11-01",
            "?after=0001&before=9999",
        ):
            with self.subTest(query=query):
                self.assertEqual(
                    self.fetch_json(f"changes{query}")["count"], fetch_page(self.client, f"/en/changes/{query}").count
                )

    def test_cursors_reach_changes_made_while_paging(self):
        first = self.fetch_json("changes?limit=2&since=2026-10-01")
        self.change(self.bank, founded="1990")
        found, address = first["results"], first["next"]
        while address:
            page = self.client.get(address.removeprefix(SITE_URL)).json()
            found, address = found + page["results"], page["next"]
        self.assertEqual([each["id"] for each in found], sorted({each["id"] for each in found}))
        self.assertEqual(found[-1]["fields"], ["founded"])

    def test_drafts_are_left_out(self):
        slugs = {each["record"]["slug"] for each in self.fetch_json("changes?limit=100")["results"]}
        self.assertIn("bank", slugs)
        self.assertNotIn("draft", slugs)

    def test_name_of_a_removed_record_is_null(self):
        body = factories.organisation(slug="brief", name_en="Brief")
        publishing.archive_record(body, by=ChangeAttribution("publisher", None, "It never was."))
        (removal,) = self.fetch_json("changes?what=archived")["results"]
        self.assertEqual((removal["record"]["slug"], removal["record"]["name"]), ("brief", None))

    def test_page_url_of_every_change_exists(self):
        for each in self.fetch_json("changes")["results"]:
            with self.subTest(change=each["id"]):
                self.assertEqual(self.client.get(each["page_url"].removeprefix(SITE_URL)).status_code, 200)


class ApiRemovedAndRenamedRecordTests(ApiChangesTestCase):
    def test_removed_record_is_410_with_date_and_reason(self):
        body = factories.organisation(slug="brief")
        publishing.archive_record(body, by=ChangeAttribution("publisher", None, "It never was."))
        problem = self.fetch_json("organisations/brief", 410)
        made = Change.objects.for_record(body).get_removal()
        self.assertEqual((problem["reason"], problem["removed_on"]), ("It never was.", made.made_on.isoformat()))

    def test_renamed_record_redirects_permanently(self):
        merging.change_record_slug(self.lab, "new-lab", by=ChangeAttribution("publisher", None, "It was misspelt."))
        response = self.client.get("/api/v1/organisations/lab")
        self.assertEqual(
            (response.status_code, response["Location"]), (301, f"{SITE_URL}/api/v1/organisations/new-lab")
        )
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.fetch_json("organisations/new-lab")
        self.assertLess(self.lab.created_at, now())
