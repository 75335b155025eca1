"""Every change locks the edition before it reads or locks other rows.

Otherwise a check could be outdated at commit, and two changes could deadlock.
"""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem.editing import merging, publishing, reverting
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Edition, editions
from ecosystem.proposals import moderation
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url

BY = ChangeAttribution("publisher", None, "It is so.")


def list_sql_statements(captured):
    """Return the SQL statements without savepoints."""
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


class EditingOperationLockOrderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        editions.increment_edition()
        cls.record, cls.other = factories.organisation(founded="1991"), factories.organisation()
        cls.draft = factories.organisation(status="draft")
        revisions.begin_record_histories()
        cls.proposal, cls.sent = factories.proposal(cls.record), factories.proposal(cls.other)

    def first(self, verb):
        with CaptureQueriesContext(connection) as captured:
            verb()
        return list_sql_statements(captured)[0]

    def test_every_operation_locks_the_edition_first(self):
        first, seen = self.record.changes.get(), moderation.get_proposal_version(self.proposal)
        decided = {"by": users.create_senior_editor(), "seen": seen, "reason": "No."}
        verbs = {
            "confirm": lambda: publishing.confirm_record(self.record, by=BY),
            "submit": lambda: publishing.submit_for_review(self.draft, by=BY),
            "rename": lambda: merging.change_record_slug(self.record, "moved", by=BY),
            "revert": lambda: reverting.revert_record(self.record, first, by=BY),
            "decline": lambda: moderation.decline_proposal(self.proposal, **decided),
            "forget": moderation.delete_reader_details,
            "receive": lambda: moderation.receive_proposal(self.sent),
            "merge": lambda: merging.merge_records(self.record, self.other, by=BY),
            "archive": lambda: publishing.archive_record(self.other, by=BY),
            "publish": lambda: publishing.publish_record(self.other, by=BY),
        }
        for name, verb in verbs.items():
            with self.subTest(verb=name):
                self.assertIn(Edition._meta.db_table, self.first(verb))


class AdminViewLockOrderTests(AdminTestCase):
    def setUp(self):
        editions.increment_edition()
        self.sign_in(users.create_senior_editor())
        self.record = factories.organisation(founded="1991")
        revisions.begin_record_histories()

    def assert_held_before(self, row, post):
        with CaptureQueriesContext(connection) as captured:
            post()
        asked = list_sql_statements(captured)
        held = next(number for number, sql in enumerate(asked) if Edition._meta.db_table in sql)
        read = next(number for number, sql in enumerate(asked) if f'FROM "{row._meta.db_table}"' in sql)
        self.assertLess(held, read)

    def test_change_form_locks_the_edition_before_reading_the_row(self):
        for row in (self.record, factories.source(), factories.place(), factories.indicator(), factories.theme()):
            with self.subTest(row=row._meta.model_name):
                data = build_admin_form_data(self.client.get(get_admin_url(row)))
                self.assert_held_before(row, lambda row=row, data=data: self.client.post(get_admin_url(row), data))

    def test_publishing_button_locks_the_edition_before_reading_the_row(self):
        self.assert_held_before(self.record, lambda: self.submit_step(self.record, "archive"))

    def test_rename_form_locks_the_edition_before_reading_the_row(self):
        address = get_admin_url(self.record, "rename")
        seen = self.client.get(address).context["form"].initial["seen"]
        typed = {"seen": seen, "reason": "Shorter.", "slug": "moved"}
        self.assert_held_before(self.record, lambda: self.client.post(address, typed))
