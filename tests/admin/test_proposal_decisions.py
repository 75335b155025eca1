"""Decisions, new records, roles and the list of proposals."""

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


class DecisionTests(ModerationTestCase):
    def test_declines_with_a_reason(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="The page says 1991.")
        self.assertEqual((proposal.fate, proposal.reason), ("declined", "The page says 1991."))
        self.assertIsNotNone(proposal.decided_at)

    def test_declines_whatever_stands_in_the_fields_that_are_not_taken(self):
        proposal = self.propose(changes={"kind": "nonsense"})
        self.press_button(proposal, "_decline", reason="No.", adds_source="on", value_kind="nonsense")
        self.assertEqual(proposal.fate, "declined")

    def test_takes_a_new_record_that_was_made_by_hand(self):
        proposal = factories.proposal(changes={"name_en": "Heron AI"})
        self.accept(proposal, by_hand="on")
        self.assertEqual((proposal.fate, proposal.record), ("accepted", None))

    def test_leaves_it_open_with_a_note_and_decides_later(self):
        proposal = self.propose()
        self.press_button(proposal, "_undecided", note="I have asked them.")
        self.assertEqual((proposal.fate, proposal.decided_at), ("undecided", None))
        self.accept(proposal)
        self.assertEqual(proposal.fate, "accepted")

    def test_tells_nobody_anything_of_what_is_left_undecided_but_that(self):
        proposal = self.propose(wrong="Libel.")
        self.press_button(proposal, "_undecided", note="I have asked them.", reason="Half typed.", shows_words="on")
        self.assertEqual((proposal.fate, proposal.reason, proposal.shows_words), ("undecided", "", False))
        page = fetch_page(self.client, proposal.get_absolute_url())
        self.assertNotIn("Reason", page.facts)
        self.assertNotIn("Libel.", page.content.text)

    def test_writes_down_who_decided(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="No.")
        self.assertContains(self.open(proposal), self.senior_editor.username)

    def test_shows_afterwards_what_stood_there_and_what_was_taken(self):
        proposal = self.propose(changes={"name_en": "Heron Academy"})
        self.accept(proposal, value_name_en="Heron College")
        page = Page(self.open(proposal))
        self.assertEqual([e.text for e in page.select("del") + page.select("ins")], ["Institute", "College"])
        self.assertNotIn("Changed since", page.text)

    def test_offers_nothing_more_once_it_is_decided(self):
        proposal = self.propose()
        self.press_button(proposal, "_decline", reason="No.")
        self.assertNotContains(self.open(proposal), 'name="_accept"')


class AdditionTests(ModerationTestCase):
    def propose_new(self):
        changes = {"name_en": "Heron AI", "summary_en": "It makes herons."}
        return factories.proposal(suggests="organisation", aim="addition", changes=changes, right="It makes herons.")

    def test_becomes_a_draft_and_leads_there(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_kind="startup", value_ai="core")
        made = Organisation.objects.get(slug="heron-ai")
        self.assertRedirects(response, get_admin_url(made))
        self.assertEqual((made.status, made.name_en, made.summary_en), ("draft", "Heron AI", "It makes herons."))
        self.assertEqual((proposal.fate, proposal.record), ("accepted", made))

    def test_brings_its_source_along(self):
        typed = {"adds_source": "on", "title": "News", "publisher": "The Heron", "grade": "press"}
        self.accept(self.propose_new(), value_kind="startup", value_ai="core", **typed)
        citation = Organisation.objects.get(slug="heron-ai").citations.get()
        self.assertLessEqual({"name", "summary"}, set(citation.supports))

    def test_asks_what_a_draft_needs(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_name_en="", value_kind="startup", value_ai="core")
        self.assertContains(response, "This field cannot be blank.")
        self.assertEqual((proposal.fate, Organisation.objects.count()), ("pending", 2))

    def test_takes_a_free_address_where_the_name_has_one_already(self):
        factories.organisation(slug="heron-ai")
        self.accept(self.propose_new(), value_kind="startup", value_ai="core")
        self.assertTrue(Organisation.objects.filter(slug="heron-ai-2").exists())

    def test_lets_the_draft_be_deleted_again(self):
        proposal = self.propose_new()
        self.accept(proposal, value_kind="startup", value_ai="core")
        publishing.delete_unpublished_record(Organisation.objects.get(slug="heron-ai"))
        proposal.refresh_from_db()
        self.assertIsNone(proposal.organisation)


class WayTests(ModerationTestCase):
    def test_leads_from_the_form_to_the_public_page(self):
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


class RoleTests(ModerationTestCase):
    def test_lets_editors_see_and_not_decide(self):
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

    def test_lets_nobody_find_out_by_guessing_who_sent_it(self):
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

    def test_lets_nobody_in_without_a_role(self):
        proposal = self.propose()
        self.sign_in(users.create_staff_user())
        for address in (get_admin_url(proposal), get_admin_url(Proposal, "changelist")):
            self.assertEqual(self.client.get(address).status_code, 403)
        self.assert_refused(proposal, get_admin_url(proposal), {"_decline": "x", "reason": "R"})

    def test_lets_nobody_add_or_delete(self):
        proposal = self.propose()
        self.assertEqual(self.client.get(get_admin_url(Proposal, "add")).status_code, 403)
        self.assert_refused(proposal, get_admin_url(proposal, "delete"), {"post": "yes"})

    def test_changes_nothing_by_a_get(self):
        proposal = self.propose()
        self.client.get(get_admin_url(proposal), {"_decline": "x", "reason": "R"})
        proposal.refresh_from_db()
        self.assertEqual(proposal.fate, "pending")


class ListTests(ModerationTestCase):
    def test_shows_what_waits_longest_first_and_what_is_decided_last(self):
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

    def test_says_how_long_each_has_waited(self):
        self.propose(received_at=timezone.now() - timedelta(days=40))
        self.assertContains(self.client.get(get_admin_url(Proposal, "changelist")), "40")

    def test_needs_the_same_queries_for_many_rows_as_for_few(self):
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

    def test_finds_a_record_by_its_name(self):
        self.propose()
        self.propose(self.group)
        found = Page(self.client.get(get_admin_url(Proposal, "changelist"), {"q": "institute"}))
        self.assertEqual(len(found.one("table#result_list").one("tbody").select("tr")), 1)
