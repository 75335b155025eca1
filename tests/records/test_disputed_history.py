"""What the history of a record says of sources that dispute it."""

import json
from types import SimpleNamespace

from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.history import snapshots
from tests.support import factories
from tests.support.html_pages import fetch_page


class DisputeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.record = factories.organisation(slug="body", founded="2001")
        publishing.conclude_record_change(cls.record)
        factories.dispute(cls.record, "founded", "1998", reason="Older.", reason_zh_hant="較舊。", title="A page")
        publishing.conclude_record_change(cls.record)

    def test_says_what_the_source_said_and_why_it_was_not_followed(self):
        said = fetch_page(self.client, "/en/organisations/body/history/").content.text
        self.assertIn(
            "A page (The Government) · conflicts on: date founded · says about “date founded”: 1998; not used because: Older.",
            said,
        )

    def test_says_so_in_the_readers_language(self):
        self.assertIn("較舊。", fetch_page(self.client, "/zh-hant/organisations/body/history/").content.text)

    def test_is_no_change_where_a_row_is_older_than_the_column(self):
        row = {"organisation": self.record.pk, "source": 1, "position": 1, "supports": ["name"], "disputes": []}
        older, newer = (
            snapshots.build_snapshot(type(self.record), [held(fields)]) for fields in (row, row | {"claims": {}})
        )
        self.assertEqual(snapshots.list_changed_fields(older, newer), [])


def held(fields):
    """Return a citation as a revision holds it."""
    return SimpleNamespace(serialized_data=json.dumps([{"model": "ecosystem.citation", "fields": fields}]))
