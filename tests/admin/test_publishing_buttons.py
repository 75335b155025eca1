"""The buttons on the form of a record, and the same steps in the list."""

from django.contrib.admin.models import LogEntry
from django.test import TestCase

from ecosystem.models import Organisation, editions
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url


class ButtonTestCase(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def press(self, record, step, **data):
        data = {"seen": record.updated_at.isoformat(), "why": "It is no more."} | data
        return self.client.post(get_admin_url(record, step), data, follow=True)

    def assert_status(self, record, status):
        record.refresh_from_db()
        self.assertEqual(record.status, status)


class StepTests(ButtonTestCase):
    def test_publishes_a_record_that_lacks_nothing(self):
        draft = factories.organisation(status="draft")
        self.press(draft, "publish")
        self.assert_status(draft, "published")

    def test_raises_the_edition_when_it_publishes(self):
        draft, before = factories.organisation(status="draft"), editions.read_edition_number()
        self.press(draft, "publish")
        self.assertGreater(editions.read_edition_number(), before)

    def test_lists_what_is_missing_and_changes_nothing(self):
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

    def test_refuses_to_archive_the_only_lead_and_names_what_needs_it(self):
        lead = factories.organisation()
        initiative = factories.initiative(lead=lead, name_en="The Fund")
        response = self.press(lead, "archive")
        self.assertContains(response, "“The Fund”: No published organisation leads or operates it.")
        self.assert_status(lead, "published")
        self.assert_status(initiative, "published")

    def test_refuses_a_step_that_the_life_of_the_record_does_not_hold(self):
        record = factories.organisation()
        response = self.press(record, "submit")
        self.assertContains(response, "You cannot do this because")
        self.assert_status(record, "published")

    def test_refuses_a_record_that_changed_since_the_page_was_opened(self):
        draft = factories.organisation(status="draft")
        response = self.press(draft, "publish", seen="2020-01-01T00:00:00+00:00")
        self.assertContains(response, "omeone else has changed this record")
        self.assert_status(draft, "draft")

    def test_shows_a_name_with_markup_as_text(self):
        draft = factories.organisation(status="draft", themes=[], name_en="<b>Bold</b>")
        self.assertContains(self.press(draft, "publish"), "“&lt;b&gt;Bold&lt;/b&gt;” was not changed:")

    def test_writes_down_who_did_what(self):
        draft = factories.organisation(status="draft")
        self.press(draft, "publish")
        self.assertEqual(LogEntry.objects.get().get_change_message(), "Published")

    def test_writes_nothing_down_for_a_refusal(self):
        self.press(factories.organisation(status="draft", themes=[]), "publish")
        self.assertFalse(LogEntry.objects.exists())

    def test_does_nothing_on_a_get(self):
        draft = factories.organisation(status="draft")
        for step in ("submit", "send_back", "publish", "archive"):
            with self.subTest(step=step):
                self.assertEqual(self.client.get(get_admin_url(draft, step)).status_code, 405)
        self.assert_status(draft, "draft")

    def test_answers_404_for_a_record_that_is_not_there(self):
        draft = factories.organisation(status="draft")
        address = get_admin_url(draft, "publish").replace(str(draft.pk), "987654")
        self.assertEqual(self.client.post(address).status_code, 404)

    def test_asks_for_the_token_of_the_form(self):
        draft = factories.organisation(status="draft")
        self.client.handler.enforce_csrf_checks = True
        self.assertEqual(self.press(draft, "publish").status_code, 403)
        self.assert_status(draft, "draft")


class PanelTests(ButtonTestCase):
    def test_shows_what_is_missing_before_the_button_is_pressed(self):
        draft = factories.organisation(status="draft", summary_zh_hant="", is_sourced=False)
        response = self.client.get(get_admin_url(draft))
        self.assertContains(response, "Before you publish")
        self.assertContains(response, "It has no Chinese summary.")
        self.assertContains(response, "It has no source.")

    def test_offers_to_publish_only_what_lacks_nothing(self):
        whole, lacking = factories.organisation(status="draft"), factories.organisation(status="draft", themes=[])
        self.assertContains(self.client.get(get_admin_url(whole)), get_admin_url(whole, "publish"))
        self.assertNotContains(self.client.get(get_admin_url(lacking)), get_admin_url(lacking, "publish"))

    def test_offers_an_editor_only_to_submit(self):
        self.client.force_login(users.create_editor())
        draft = factories.organisation(status="draft")
        response = self.client.get(get_admin_url(draft))
        self.assertEqual([step.name for step in response.context["life"]["steps"]], ["submit"])

    def test_leads_to_the_site_only_from_what_is_published(self):
        public, draft = factories.organisation(), factories.organisation(status="draft")
        self.assertContains(self.client.get(get_admin_url(public)), f"/en/organisations/{public.slug}/")
        self.assertNotContains(self.client.get(get_admin_url(draft)), "viewsitelink")


class ListTests(ButtonTestCase):
    def choose(self, action, *records, **typed):
        data = {"action": action, "index": "0", "_selected_action": [record.pk for record in records]} | typed
        return self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)

    def test_publishes_what_it_can_and_says_what_it_cannot(self):
        whole = factories.organisation(status="in_review")
        lacking = factories.organisation(status="in_review", themes=[], name_en="Lacking")
        response = self.choose("publish_selected", whole, lacking)
        self.assertContains(response, "“Lacking” was not changed:<br>It has no theme.")
        self.assertContains(response, "Published: 1 of 2 records.")
        self.assert_status(whole, "published")
        self.assert_status(lacking, "in_review")

    def test_submits_the_chosen_drafts(self):
        drafts = [factories.organisation(status="draft") for _ in range(2)]
        self.choose("submit_selected", *drafts)
        for draft in drafts:
            self.assert_status(draft, "in_review")

    def test_archives_the_chosen_records(self):
        record = factories.organisation()
        self.choose("archive_selected", record, why="It is no more.")
        self.assert_status(record, "archived")

    def test_archives_nothing_without_a_reason(self):
        record = factories.organisation()
        response = self.choose("archive_selected", record)
        self.assertContains(response, "Enter the reason. Readers will see it in the record’s history.")
        self.assert_status(record, "published")

    def test_offers_an_editor_no_publishing(self):
        self.client.force_login(users.create_editor())
        factories.organisation(status="draft")
        response = self.client.get(get_admin_url(Organisation, "changelist"))
        self.assertContains(response, 'value="submit_selected"')
        self.assertNotContains(response, 'value="publish_selected"')
        self.assertNotContains(response, 'value="archive_selected"')
