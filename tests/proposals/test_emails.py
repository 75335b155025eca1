"""Emails to the senders of proposals."""

from unittest import mock

from django.core import mail
from django.core.exceptions import ValidationError
from django.test import TestCase, override_settings

from ecosystem.models import Proposal
from ecosystem.proposals import moderation
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page
from tests.support.proposal_forms import submit_form

WORDS = {"wrong": "It is not so.", "right": "It is otherwise.", "url": "https://news.example/"}
BROKEN = mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError("no server"))


@override_settings(PROPOSAL_LEAST_SECONDS=0)
class ProposalEmailTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", name_zh_hant="白鷺研究所")
        cls.senior_editor = users.create_senior_editor()

    def send(self, language="en", **typed):
        with self.captureOnCommitCallbacks(execute=True):
            submit_form(self.client, f"/{language}/contribute/?organisation=body", **(WORDS | typed))
        return Proposal.objects.get()

    def decline(self, proposal, reason="The page says otherwise."):
        with self.captureOnCommitCallbacks(execute=True):
            seen = moderation.get_proposal_version(proposal)
            moderation.decline_proposal(proposal, by=self.senior_editor, seen=seen, reason=reason)
        proposal.refresh_from_db()

    def test_confirmation_links_to_the_log_page(self):
        proposal = self.send(email="reader@example.org")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.content_subtype), (["reader@example.org"], "plain"))
        self.assertIn(f"no. {proposal.pk}", letter.subject)
        self.assertIn("“Heron Institute”", letter.body)
        self.assertIn(f"/en/contribute/log/{proposal.pk}/", letter.body)

    def test_decision_email_has_the_decision_and_reason(self):
        proposal = self.send(email="reader@example.org")
        self.decline(proposal, reason="It’s <not> so & never was.")
        letter = mail.outbox[1]
        self.assertIn("Declined", letter.subject)
        self.assertIn("It’s <not> so & never was.", letter.body)

    def test_email_is_in_the_language_of_the_form(self):
        self.decline(self.send("zh-hant", email="reader@example.org"))
        for letter in mail.outbox:
            self.assertRegex(letter.subject, "[一-鿿]")
            self.assertIn("白鷺研究所", letter.body)
            self.assertIn("/zh-hant/contribute/log/", letter.body)

    def test_proposal_number_has_no_thousands_separator(self):
        proposal = factories.proposal(self.body, pk=12345, email="reader@example.org")
        self.decline(proposal)
        self.assertIn("12345", mail.outbox[0].subject)

    @override_settings(PROPOSAL_LETTERS_A_DAY=2)
    def test_emails_to_one_address_are_limited_per_day(self):
        for email in ("victim@example.org", "Victim@example.org", "VICTIM@example.org", "victim@example.org"):
            with self.captureOnCommitCallbacks(execute=True):
                submit_form(self.client, "/en/contribute/?organisation=body", **WORDS, email=email)
        self.assertEqual(len(mail.outbox), 2)

    def test_no_email_is_sent_without_an_address(self):
        self.decline(self.send())
        self.assertEqual(mail.outbox, [])

    def test_no_email_is_sent_when_left_undecided(self):
        proposal = self.send(email="reader@example.org")
        with self.captureOnCommitCallbacks(execute=True):
            moderation.leave_proposal_undecided(
                proposal, by=self.senior_editor, seen=moderation.get_proposal_version(proposal), note="Asked."
            )
        self.assertEqual(len(mail.outbox), 1)

    def test_record_name_cannot_inject_headers(self):
        type(self.body).objects.filter(pk=self.body.pk).update(name_en="Heron\r\nBcc: all@example.org")
        self.decline(self.send(email="reader@example.org"))
        for letter in mail.outbox:
            message = letter.message()
            self.assertEqual((message["Bcc"], "\n" in letter.subject), (None, False))

    def test_archived_record_is_not_named(self):
        proposal = self.send(email="reader@example.org")
        type(self.body).objects.filter(pk=self.body.pk).update(status="archived")
        self.decline(proposal)
        self.assertNotIn("Heron", mail.outbox[1].body)

    def test_proposal_is_kept_if_its_email_fails(self):
        with BROKEN, self.assertLogs("ecosystem.proposals.emails", "ERROR"):
            proposal = self.send(email="reader@example.org")
        self.assertEqual((proposal.fate, proposal.unsent), ("pending", "received"))

    def test_decision_is_kept_if_its_email_fails(self):
        proposal = self.send(email="reader@example.org")
        with BROKEN, self.assertLogs("ecosystem.proposals.emails", "ERROR"):
            self.decline(proposal)
        self.assertEqual((proposal.fate, proposal.unsent), ("declined", "decided"))

    def test_senior_editor_can_resend_an_email(self):
        proposal = factories.proposal(self.body, email="reader@example.org", unsent="received")
        self.client.force_login(self.senior_editor)
        page = Page(self.client.get(get_admin_url(proposal)))
        self.assertIn("An email could not be sent", page.one(".proposal-letter").text)
        self.client.post(get_admin_url(proposal), {"_again": "x"})
        proposal.refresh_from_db()
        self.assertEqual((len(mail.outbox), proposal.unsent), (1, ""))

    def test_no_email_is_sent_if_the_decision_fails(self):
        proposal = self.send(email="reader@example.org")
        with self.assertRaises(ValidationError), self.captureOnCommitCallbacks(execute=True):
            moderation.decline_proposal(proposal, by=self.senior_editor, seen="", reason="No.")
        self.assertEqual(len(mail.outbox), 1)
