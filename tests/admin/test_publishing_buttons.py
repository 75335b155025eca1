"""Buttons that change the publication status of a record, and the same actions of the change list."""

from django.contrib.admin.models import LogEntry
from django.test import TestCase

from ecosystem.models import Organisation, editions
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url


class PublishingButtonTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def press(self, record, step, **data):
        data = {"seen": record.updated_at.isoformat(), "why": "It is no more."} | data
        return self.client.post(get_admin_url(record, step), data, follow=True)

    def assert_status(self, record, status):
        record.refresh_from_db()
        self.assertEqual(record.status, status)


class PublishingButtonTests(PublishingButtonTestCase):
    def test_publishes_a_complete_draft(self):
        draft = factories.organisation(status="draft")
        self.press(draft, "publish")
        self.assert_status(draft, "published")

    def test_publishing_makes_a_new_edition(self):
        draft, before = factories.organisation(status="draft"), editions.read_edition_number()
        self.press(draft, "publish")
        self.assertGreater(editions.read_edition_number(), before)

    def test_incomplete_draft_is_refused_with_what_is_missing(self):
        draft = factories.organisation(status="draft", themes=[])
        response = self.press(draft, "publish")
        self.assertContains(response, "It has no theme.")
        self.assert_status(draft, "draft")

    def test_submits_a_draft(self):
        draft = factories.initiative(status="draft")
        self.press(draft, "submit")
        self.assert_status(draft, "in_review")

    def test_sends_a_record_back_from_review(self):
        record = factories.collaboration(status="in_review")
        self.press(record, "send_back")
        self.assert_status(record, "draft")

    def test_archives_a_published_record(self):
        record = factories.organisation()
        self.press(record, "archive")
        self.assert_status(record, "archived")

    def test_publishes_an_archived_record_again(self):
        record = factories.organisation(status="archived")
        self.press(record, "publish")
        self.assert_status(record, "published")

    def test_archiving_the_only_lead_is_refused_and_names_the_initiative(self):
        lead = factories.organisation()
        initiative = factories.initiative(lead=lead, name_en="The Fund")
        response = self.press(lead, "archive")
        self.assertContains(response, "“The Fund”: No published organisation leads or operates it.")
        self.assert_status(lead, "published")
        self.assert_status(initiative, "published")

    def test_step_that_does_not_fit_the_status_is_refused(self):
        record = factories.organisation()
        response = self.press(record, "submit")
        self.assertContains(response, "You cannot do this because")
        self.assert_status(record, "published")

    def test_outdated_page_is_refused(self):
        draft = factories.organisation(status="draft")
        response = self.press(draft, "publish", seen="2020-01-01T00:00:00+00:00")
        self.assertContains(response, "omeone else has changed this record")
        self.assert_status(draft, "draft")

    def test_message_escapes_html_in_a_name(self):
        draft = factories.organisation(status="draft", themes=[], name_en="<b>Bold</b>")
        self.assertContains(self.press(draft, "publish"), "“&lt;b&gt;Bold&lt;/b&gt;” was not changed:")

    def test_writes_a_log_entry(self):
        draft = factories.organisation(status="draft")
        self.press(draft, "publish")
        self.assertEqual(LogEntry.objects.get().get_change_message(), "Published")

    def test_refusal_writes_no_log_entry(self):
        self.press(factories.organisation(status="draft", themes=[]), "publish")
        self.assertFalse(LogEntry.objects.exists())

    def test_get_is_not_allowed(self):
        draft = factories.organisation(status="draft")
        for step in ("submit", "send_back", "publish", "archive"):
            with self.subTest(step=step):
                self.assertEqual(self.client.get(get_admin_url(draft, step)).status_code, 405)
        self.assert_status(draft, "draft")

    def test_missing_record_is_not_found(self):
        draft = factories.organisation(status="draft")
        address = get_admin_url(draft, "publish").replace(str(draft.pk), "987654")
        self.assertEqual(self.client.post(address).status_code, 404)

    def test_requires_a_csrf_token(self):
        draft = factories.organisation(status="draft")
        self.client.handler.enforce_csrf_checks = True
        self.assertEqual(self.press(draft, "publish").status_code, 403)
        self.assert_status(draft, "draft")


class PublishingPanelTests(PublishingButtonTestCase):
    def test_lists_what_is_missing(self):
        draft = factories.organisation(status="draft", summary_zh_hant="", is_sourced=False)
        response = self.client.get(get_admin_url(draft))
        self.assertContains(response, "Before you publish")
        self.assertContains(response, "It has no Chinese summary.")
        self.assertContains(response, "It has no source.")

    def test_only_a_complete_draft_has_a_publish_button(self):
        whole, lacking = factories.organisation(status="draft"), factories.organisation(status="draft", themes=[])
        self.assertContains(self.client.get(get_admin_url(whole)), get_admin_url(whole, "publish"))
        self.assertNotContains(self.client.get(get_admin_url(lacking)), get_admin_url(lacking, "publish"))

    def test_editor_can_only_submit(self):
        self.client.force_login(users.create_editor())
        draft = factories.organisation(status="draft")
        response = self.client.get(get_admin_url(draft))
        self.assertEqual([step.name for step in response.context["life"]["steps"]], ["submit"])

    def test_only_a_published_record_links_to_its_public_page(self):
        public, draft = factories.organisation(), factories.organisation(status="draft")
        self.assertContains(self.client.get(get_admin_url(public)), f"/en/organisations/{public.slug}/")
        self.assertNotContains(self.client.get(get_admin_url(draft)), "viewsitelink")


class PublishingActionTests(PublishingButtonTestCase):
    def choose(self, action, *records, **typed):
        data = {"action": action, "index": "0", "_selected_action": [record.pk for record in records]} | typed
        return self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)

    def test_publishes_complete_records_and_reports_incomplete_ones(self):
        whole = factories.organisation(status="in_review")
        lacking = factories.organisation(status="in_review", themes=[], name_en="Lacking")
        response = self.choose("publish_selected", whole, lacking)
        self.assertContains(response, "“Lacking” was not changed:<br>It has no theme.")
        self.assertContains(response, "Published: 1 of 2 records.")
        self.assert_status(whole, "published")
        self.assert_status(lacking, "in_review")

    def test_submits_the_selected_drafts(self):
        drafts = [factories.organisation(status="draft") for _ in range(2)]
        self.choose("submit_selected", *drafts)
        for draft in drafts:
            self.assert_status(draft, "in_review")

    def test_archives_the_selected_records(self):
        record = factories.organisation()
        self.choose("archive_selected", record, why="It is no more.")
        self.assert_status(record, "archived")

    def test_archiving_requires_a_reason(self):
        record = factories.organisation()
        response = self.choose("archive_selected", record)
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")
        self.assert_status(record, "published")

    def test_editor_has_no_publish_or_archive_action(self):
        self.client.force_login(users.create_editor())
        factories.organisation(status="draft")
        response = self.client.get(get_admin_url(Organisation, "changelist"))
        self.assertContains(response, 'value="submit_selected"')
        self.assertNotContains(response, 'value="publish_selected"')
        self.assertNotContains(response, 'value="archive_selected"')
