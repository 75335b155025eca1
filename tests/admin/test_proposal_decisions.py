"""Proposals in the admin: decisions, new records, permissions and the change list."""

from datetime import timedelta

from django.core import mail
from django.test import override_settings
from django.utils import timezone

from ecosystem.editing import publishing
from ecosystem.models import Organisation, Proposal
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page, fetch_page
from tests.support.moderation import ModerationTestCase
from tests.support.proposal_forms import submit_form


class ProposalDecisionTests(ModerationTestCase):
    def test_decline_stores_the_reason(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="The page says 1991.")
        self.assertEqual((proposal.fate, proposal.reason), ("declined", "The page says 1991."))
        self.assertIsNotNone(proposal.decided_at)

    def test_decline_ignores_invalid_values_of_other_fields(self):
        proposal = self.propose(changes={"kind": "nonsense"})
        self.press_button(proposal, "_decline", reason="No.", adds_source="on", value_kind="nonsense")
        self.assertEqual(proposal.fate, "declined")

    def test_new_record_proposal_can_be_accepted_as_done_by_hand(self):
        proposal = factories.proposal(changes={"name_en": "Heron AI"})
        self.accept(proposal, by_hand="on")
        self.assertEqual((proposal.fate, proposal.record), ("accepted", None))

    def test_undecided_proposal_keeps_its_note_and_can_be_accepted_later(self):
        proposal = self.propose()
        self.press_button(proposal, "_undecided", note="I have asked them.")
        self.assertEqual((proposal.fate, proposal.decided_at), ("undecided", None))
        self.accept(proposal)
        self.assertEqual(proposal.fate, "accepted")

    def test_undecided_proposal_publishes_neither_reason_nor_text(self):
        proposal = self.propose(wrong="Libel.")
        self.press_button(proposal, "_undecided", note="I have asked them.", reason="Half typed.", shows_words="on")
        self.assertEqual((proposal.fate, proposal.reason, proposal.shows_words), ("undecided", "", False))
        page = fetch_page(self.client, proposal.get_absolute_url())
        self.assertNotIn("Reason", page.facts)
        self.assertNotIn("Libel.", page.content.text)

    def test_page_names_the_user_who_decided(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="No.")
        self.assertContains(self.open(proposal), self.senior_editor.username)

    def test_decided_proposal_shows_old_and_accepted_value(self):
        proposal = self.propose(changes={"name_en": "Heron Academy"})
        self.accept(proposal, value_name_en="Heron College")
        page = Page(self.open(proposal))
        self.assertEqual([e.text for e in page.select("del") + page.select("ins")], ["Institute", "College"])
        self.assertNotIn("Changed since", page.text)

    def test_decided_proposal_has_no_accept_button(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="No.")
        self.assertNotContains(self.open(proposal), 'name="_accept"')


class NewRecordProposalTests(ModerationTestCase):
    def propose_new(self):
        changes = {"name_en": "Heron AI", "summary_en": "It makes herons."}
        return factories.proposal(suggests="organisation", aim="addition", changes=changes, right="It makes herons.")

    def test_acceptance_creates_a_draft_and_redirects_to_it(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_kind="startup", value_ai="core")
        made = Organisation.objects.get(slug="heron-ai")
        self.assertRedirects(response, get_admin_url(made))
        self.assertEqual((made.status, made.name_en, made.summary_en), ("draft", "Heron AI", "It makes herons."))
        self.assertEqual((proposal.fate, proposal.record), ("accepted", made))

    def test_acceptance_cites_the_source_of_the_reader(self):
        typed = {"adds_source": "on", "title": "News", "publisher": "The Heron", "grade": "press"}
        self.accept(self.propose_new(), value_kind="startup", value_ai="core", **typed)
        citation = Organisation.objects.get(slug="heron-ai").citations.get()
        self.assertLessEqual({"name", "summary"}, set(citation.supports))

    def test_missing_required_field_is_refused(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_name_en="", value_kind="startup", value_ai="core")
        self.assertContains(response, "This field cannot be blank.")
        self.assertEqual((proposal.fate, Organisation.objects.count()), ("pending", 2))

    def test_taken_slug_gets_a_number(self):
        factories.organisation(slug="heron-ai")
        self.accept(self.propose_new(), value_kind="startup", value_ai="core")
        self.assertTrue(Organisation.objects.filter(slug="heron-ai-2").exists())

    def test_deleting_the_draft_clears_the_link_of_the_proposal(self):
        proposal = self.propose_new()
        self.accept(proposal, value_kind="startup", value_ai="core")
        publishing.delete_unpublished_record(Organisation.objects.get(slug="heron-ai"))
        proposal.refresh_from_db()
        self.assertIsNone(proposal.organisation)


class ProposalWorkflowTests(ModerationTestCase):
    def test_proposal_from_the_form_is_accepted_published_and_answered_by_mail(self):
        with override_settings(PROPOSAL_LEAST_SECONDS=0), self.captureOnCommitCallbacks(execute=True):
            typed = {"founded": "1986-04", "url": "https://news.example/a", "email": "reader@example.org"}
            sent = submit_form(self.client, "/en/contribute/?organisation=body&field=founded", **typed)
        self.assertEqual(fetch_page(self.client, sent["Location"]).status, 200)
        proposal = Proposal.objects.get()
        with self.captureOnCommitCallbacks(execute=True):
            self.accept(proposal, adds_source="on", title="News", publisher="The Heron", grade="press")
        record = fetch_page(self.client, "/en/organisations/body/")
        self.assertIn("April 1986", record.facts["Founded"].text)
        self.assertIn("News", record.one("section#sources").text)
        log = fetch_page(self.client, proposal.get_absolute_url())
        self.assertEqual(log.facts["Reason"].text, "The page says so.")
        self.assertEqual([message.to for message in mail.outbox], [["reader@example.org"]] * 2)


class ProposalPermissionTests(ModerationTestCase):
    def test_editors_can_view_but_not_decide(self):
        proposal = self.propose(email="reader@example.org")
        page = self.open(proposal)
        self.sign_in(self.editor)
        seen = self.open(proposal)
        self.assertContains(seen, "1986")
        self.assertNotContains(seen, 'name="_accept"')
        self.assertNotContains(seen, "reader@example.org")
        for button in ("_accept", "_decline", "_undecided", "_again"):
            with self.subTest(button=button):
                data = self.get_form_values(page) | {button: "x", "reason": "R", "note": "N"}
                self.assert_refused(proposal, get_admin_url(proposal), data)

    def test_sender_cannot_be_found_with_filter_lookups(self):
        self.propose(email="reader@example.org", sender="0f")
        self.sign_in(self.editor)
        guesses = ("email__startswith", "email", "sender", "sender__gt", "unsent__email", "decided_by__username")
        for name in guesses:
            with self.subTest(name=name):
                response = self.client.get(get_admin_url(Proposal, "changelist"), {name: "reader"})
                self.assertNotEqual(response.status_code, 200)
        self.assertEqual(
            self.client.get(get_admin_url(Proposal, "changelist"), {"fate__exact": "pending"}).status_code, 200
        )

    def test_staff_user_without_a_role_is_denied(self):
        proposal = self.propose()
        self.sign_in(users.create_staff_user())
        for address in (get_admin_url(proposal), get_admin_url(Proposal, "changelist")):
            self.assertEqual(self.client.get(address).status_code, 403)
        self.assert_refused(proposal, get_admin_url(proposal), {"_decline": "x", "reason": "R"})

    def test_proposals_cannot_be_added_or_deleted(self):
        proposal = self.propose()
        self.assertEqual(self.client.get(get_admin_url(Proposal, "add")).status_code, 403)
        self.assert_refused(proposal, get_admin_url(proposal, "delete"), {"post": "yes"})

    def test_get_request_changes_nothing(self):
        proposal = self.propose()
        self.client.get(get_admin_url(proposal), {"_decline": "x", "reason": "R"})
        proposal.refresh_from_db()
        self.assertEqual(proposal.fate, "pending")


class ProposalChangeListTests(ModerationTestCase):
    def test_orders_by_waiting_time_with_decided_proposals_last(self):
        now = timezone.now()
        decided = self.propose(fate="declined", decided_at=now)
        young = self.propose(received_at=now - timedelta(days=1))
        old = self.propose(received_at=now - timedelta(days=40))
        rows = [
            row.one("th.field-number").text
            for row in Page(self.client.get(get_admin_url(Proposal, "changelist")))
            .one("table#result_list")
            .one("tbody")
            .select("tr")
        ]
        self.assertEqual(rows, [str(row) for row in (old, young, decided)])

    def test_shows_the_waiting_time(self):
        self.propose(received_at=timezone.now() - timedelta(days=40))
        self.assertContains(self.client.get(get_admin_url(Proposal, "changelist")), "40")

    def test_query_count_does_not_depend_on_the_number_of_rows(self):
        def queries():
            with self.assertNumQueries(7):
                self.client.get(get_admin_url(Proposal, "changelist"))

        # The first page of a session notes that it is in use.
        self.client.get(get_admin_url(Proposal, "changelist"))
        for number in (3, 27):
            for _row in range(number):
                self.propose()
                factories.proposal(changes={"name_en": "X"})
            queries()

    def test_search_finds_proposals_by_the_name_of_the_record(self):
        self.propose()
        self.propose(self.group)
        found = Page(self.client.get(get_admin_url(Proposal, "changelist"), {"q": "institute"}))
        self.assertEqual(len(found.one("table#result_list").one("tbody").select("tr")), 1)
