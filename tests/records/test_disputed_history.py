"""Sources that dispute a fact, in the history of a record."""

import json
from types import SimpleNamespace

from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.history import snapshots
from tests.support import factories
from tests.support.html_pages import fetch_page


class DisputeHistoryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.record = factories.organisation(slug="body", founded="2001")
        publishing.conclude_record_change(cls.record)
        factories.dispute(cls.record, "founded", "1998", reason="Older.", reason_zh_hant="較舊。", title="A page")
        publishing.conclude_record_change(cls.record)

    def test_history_shows_the_claim_and_why_it_is_not_used(self):
        said = fetch_page(self.client, "/en/organisations/body/history/").content.text
        self.assertIn(
            "A page (The Government) · conflicts on: date founded · says about “date founded”: 1998; not used because: Older.",
            said,
        )

    def test_reason_is_in_the_language_of_the_page(self):
        self.assertIn("較舊。", fetch_page(self.client, "/zh-hant/organisations/body/history/").content.text)

    def test_snapshot_without_claims_equals_one_with_empty_claims(self):
        row = {"organisation": self.record.pk, "source": 1, "position": 1, "supports": ["name"], "disputes": []}
        older, newer = (
            snapshots.build_snapshot(type(self.record), [build_revision_citation(fields)])
            for fields in (row, row | {"claims": {}})
        )
        self.assertEqual(snapshots.list_changed_fields(older, newer), [])


def build_revision_citation(fields):
    """Return a citation in the form in which a revision stores it."""
    return SimpleNamespace(serialized_data=json.dumps([{"model": "ecosystem.citation", "fields": fields}]))
