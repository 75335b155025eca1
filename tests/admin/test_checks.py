"""The button “Checked, no changes needed”, and the filter of records due for a check."""

import time_machine
from django.contrib.admin.models import LogEntry
from django.utils.timezone import localdate

from ecosystem.models import Organisation, editions
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, get_admin_url
from tests.support.html_pages import fetch_page


class ConfirmButtonTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_editor())
        self.record = factories.organisation()

    def press(self, record):
        return self.client.post(get_admin_url(record, "confirm"), {"seen": record.updated_at.isoformat()}, follow=True)

    def test_sets_the_verification_date_and_updates_the_public_page(self):
        self.press(self.record)
        self.record.refresh_from_db()
        self.assertEqual(self.record.verified_on, localdate())
        box = fetch_page(self.client, self.record.get_absolute_url()).one("div#origin")
        self.assertNotIn("not checked since", box.text)

    def test_writes_a_log_entry(self):
        self.press(self.record)
        entry = LogEntry.objects.get(object_id=str(self.record.pk))
        self.assertEqual(entry.change_message, "Checked, no changes needed")

    def test_keeps_updated_at_but_makes_a_new_edition(self):
        before, number = self.record.updated_at, editions.read_edition_number()
        self.press(self.record)
        self.record.refresh_from_db()
        self.assertEqual(self.record.updated_at, before)
        self.assertGreater(editions.read_edition_number(), number)

    def test_is_refused_for_a_draft(self):
        draft = factories.organisation(status="draft")
        response = self.press(draft)
        self.assertContains(response, "You cannot do this because")
        draft.refresh_from_db()
        self.assertIsNone(draft.verified_on)

    def test_list_action_confirms_several_records(self):
        rows = [self.record, factories.organisation()]
        data = {"action": "confirm_selected", "_selected_action": [row.pk for row in rows]}
        self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)
        self.assertEqual(Organisation.objects.filter(verified_on=localdate()).count(), 2)

    def test_is_refused_for_users_without_a_role(self):
        self.sign_in(users.create_staff_user())
        self.assertEqual(self.press(self.record).status_code, 403)


class DueForCheckFilterTests(AdminTestCase):
    def setUp(self):
        self.sign_in(users.create_editor())
        self.old = factories.organisation(slug="old", verified_on="2025-01-01")
        factories.organisation(slug="new", verified_on="2026-11-01")
        factories.organisation(slug="draft", status="draft", verified_on="2020-01-01")

    def listed(self, query):
        with time_machine.travel("2026-11-24T12:00:00+08:00", tick=False):
            response = self.client.get(get_admin_url(Organisation, "changelist") + query)
        return [record.slug for record in response.context["cl"].result_list]

    def test_lists_overdue_records(self):
        self.assertEqual(self.listed("?due=now"), ["old"])

    def test_lists_records_due_soon(self):
        Organisation.objects.filter(slug="new").update(verified_on="2025-12-01")
        self.assertEqual(sorted(self.listed("?due=soon")), ["new", "old"])
