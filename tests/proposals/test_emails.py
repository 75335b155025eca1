"""Letters to readers: in their language, of one subject line; whatever hinders one, nothing else is lost."""

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
class LetterTests(TestCase):
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

    def test_says_that_it_came_and_where_its_fate_stands(self):
        proposal = self.send(email="reader@example.org")
        (letter,) = mail.outbox
        self.assertEqual((letter.to, letter.content_subtype), (["reader@example.org"], "plain"))
        self.assertIn(f"no. {proposal.pk}", letter.subject)
        self.assertIn("“Heron Institute”", letter.body)
        self.assertIn(f"/en/contribute/log/{proposal.pk}/", letter.body)

    def test_says_what_was_decided_and_why(self):
        proposal = self.send(email="reader@example.org")
        self.decline(proposal, reason="It’s <not> so & never was.")
        letter = mail.outbox[1]
        self.assertIn("Declined", letter.subject)
        self.assertIn("It’s <not> so & never was.", letter.body)

    def test_is_written_in_the_language_of_the_reader(self):
        self.decline(self.send("zh-hant", email="reader@example.org"))
        for letter in mail.outbox:
            self.assertRegex(letter.subject, "[一-鿿]")
            self.assertIn("白鷺研究所", letter.body)
            self.assertIn("/zh-hant/contribute/log/", letter.body)

    def test_writes_a_number_without_a_comma(self):
        proposal = factories.proposal(self.body, pk=12345, email="reader@example.org")
        self.decline(proposal)
        self.assertIn("12345", mail.outbox[0].subject)

    @override_settings(PROPOSAL_LETTERS_A_DAY=2)
    def test_pesters_nobody_whose_address_somebody_gives_again_and_again(self):
        for email in ("victim@example.org", "Victim@example.org", "VICTIM@example.org", "victim@example.org"):
            with self.captureOnCommitCallbacks(execute=True):
                submit_form(self.client, "/en/contribute/?organisation=body", **WORDS, email=email)
        self.assertEqual(len(mail.outbox), 2)

    def test_goes_to_nobody_who_left_no_address(self):
        self.decline(self.send())
        self.assertEqual(mail.outbox, [])

    def test_is_not_written_when_it_is_put_aside(self):
        proposal = self.send(email="reader@example.org")
        with self.captureOnCommitCallbacks(execute=True):
            moderation.leave_proposal_undecided(
                proposal, by=self.senior_editor, seen=moderation.get_proposal_version(proposal), note="Asked."
            )
        self.assertEqual(len(mail.outbox), 1)

    def test_has_one_line_of_subject_whatever_the_record_is_called(self):
        type(self.body).objects.filter(pk=self.body.pk).update(name_en="Heron\r\nBcc: all@example.org")
        self.decline(self.send(email="reader@example.org"))
        for letter in mail.outbox:
            message = letter.message()
            self.assertEqual((message["Bcc"], "\n" in letter.subject), (None, False))

    def test_says_nothing_of_a_record_that_is_not_public_any_more(self):
        proposal = self.send(email="reader@example.org")
        type(self.body).objects.filter(pk=self.body.pk).update(status="archived")
        self.decline(proposal)
        self.assertNotIn("Heron", mail.outbox[1].body)

    def test_keeps_a_proposal_whose_letter_could_not_be_sent(self):
        with BROKEN, self.assertLogs("ecosystem.proposals.emails", "ERROR"):
            proposal = self.send(email="reader@example.org")
        self.assertEqual((proposal.fate, proposal.unsent), ("pending", "received"))

    def test_keeps_a_decision_whose_letter_could_not_be_sent(self):
        proposal = self.send(email="reader@example.org")
        with BROKEN, self.assertLogs("ecosystem.proposals.emails", "ERROR"):
            self.decline(proposal)
        self.assertEqual((proposal.fate, proposal.unsent), ("declined", "decided"))

    def test_is_sent_again_by_a_senior_editor(self):
        proposal = factories.proposal(self.body, email="reader@example.org", unsent="received")
        self.client.force_login(self.senior_editor)
        page = Page(self.client.get(get_admin_url(proposal)))
        self.assertIn("An email could not be sent", page.one(".proposal-letter").text)
        self.client.post(get_admin_url(proposal), {"_again": "x"})
        proposal.refresh_from_db()
        self.assertEqual((len(mail.outbox), proposal.unsent), (1, ""))

    def test_puts_nothing_down_when_the_decision_itself_is_taken_back(self):
        proposal = self.send(email="reader@example.org")
        with self.assertRaises(ValidationError), self.captureOnCommitCallbacks(execute=True):
            moderation.decline_proposal(proposal, by=self.senior_editor, seen="", reason="No.")
        self.assertEqual(len(mail.outbox), 1)
