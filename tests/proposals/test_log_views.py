"""The public log of proposals, without private details."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.html_pages import Page, fetch_page

PRIVATE = {
    "wrong": "Private words.",
    "right": "Private words.",
    "email": "private@example.org",
    "note": "Private words.",
    "sender": "private",
    "url": "https://private.example/",
}


def create_decided_proposal(record=None, fate="declined", days=3, **values):
    at = timezone.now()
    return factories.proposal(record, fate=fate, received_at=at - timedelta(days=days), decided_at=at, **values)


class ProposalLogTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", founded="1991")

    def rows(self, address="/en/contribute/log/"):
        return [row.text for row in fetch_page(self.client, address).one("table").one("tbody").select("tr")]

    def page(self, proposal):
        return fetch_page(self.client, proposal.get_absolute_url())


class ProposalLogListTests(ProposalLogTestCase):
    def test_row_has_record_field_decision_and_reason(self):
        proposal = create_decided_proposal(self.body, changes={"founded": "1986"}, reason="The page says 1991.")
        (row,) = self.rows()
        for said in (str(proposal), "Heron Institute", "founded", "Declined", "The page says 1991.", "3"):
            self.assertIn(said, row)

    def test_newest_proposal_is_first(self):
        old, new = create_decided_proposal(self.body, days=9), create_decided_proposal(self.body, days=2)
        self.assertEqual([row.partition(" Heron")[0] for row in self.rows()], [str(new), str(old)])

    def test_summary_has_counts_and_median_decision_time(self):
        for days in (1, 5, 30):
            create_decided_proposal(self.body, days=days)
        factories.proposal(self.body)
        fact = fetch_page(self.client, "/en/contribute/log/").facts
        self.assertEqual((fact["Received"].text, fact["Pending"].text, fact["Declined"].text), ("4", "1", "3"))
        self.assertEqual(fact["Median time to decide"].text, "5 days")

    def test_median_of_an_even_number_is_averaged(self):
        for days in (2, 4, 8, 100):
            create_decided_proposal(self.body, days=days)
        self.assertEqual(Proposal.objects.get_median_decision_time(), timedelta(days=6))

    def test_empty_log_shows_a_message(self):
        self.assertIn("No suggestions yet.", fetch_page(self.client, "/en/contribute/log/").content.text)

    def test_log_is_paginated(self):
        for _number in range(51):
            factories.proposal(self.body)
        first, second = (
            fetch_page(self.client, "/en/contribute/log/"),
            fetch_page(self.client, "/en/contribute/log/?page=2"),
        )
        self.assertEqual([len(page.one("tbody").select("tr")) for page in (first, second)], [50, 1])
        self.assertNotEqual(first.title, second.title)

    def test_page_beyond_the_last_is_404(self):
        for page in ("2", "0", "x", "99999999999999999999", "\0"):
            with self.subTest(page=page):
                self.assertEqual(self.client.get("/en/contribute/log/", {"page": page}).status_code, 404)

    def test_page_beyond_the_last_links_to_the_last(self):
        for number, last in ((1, "/en/contribute/log/"), (50, "/en/contribute/log/?page=2")):
            for _number in range(number):
                factories.proposal(self.body)
            with self.subTest(last=last):
                response = self.client.get("/en/contribute/log/?page=9")
                self.assertIn(last, [a["href"] for a in Page(response).content.select("a")])

    def test_query_count_does_not_grow_with_rows(self):
        for number in (3, 27):
            for _row in range(number):
                create_decided_proposal(self.body, changes={"founded": "1986", "kind": "company"})
                create_decided_proposal(factories.indicator(values=()))
            with self.subTest(number=number), self.assertNumQueries(5):
                self.client.get("/en/contribute/log/")


class ProposalLogDetailTests(ProposalLogTestCase):
    def test_accepted_changes_are_listed(self):
        taken = {"founded": ["1991", "1986-04"], "kind": ["company", "startup"]}
        page = self.page(create_decided_proposal(self.body, "accepted", changes={"founded": "1986-04"}, taken=taken))
        rows = [row.text for row in page.one("section").one("tbody").select("tr")]
        self.assertEqual(rows, ["Type Company Start-up", "Date founded 1991 April 1986"])

    def test_waiting_time_is_shown(self):
        proposal = factories.proposal(self.body, received_at=timezone.now() - timedelta(days=12))
        self.assertEqual(self.page(proposal).facts["Waiting time"].text, "12 days")

    def test_sender_text_is_shown_only_if_cleared_by_an_editor(self):
        shown = create_decided_proposal(self.body, wrong="Clear words.", shows_words=True)
        self.assertIn("Clear words.", self.page(shown).content.text)
        hidden = create_decided_proposal(self.body, wrong="Clear words.")
        self.assertNotIn("Clear words.", self.page(hidden).content.text)

    def test_unknown_number_is_404(self):
        for number in ("9", "0", "99999999999999999999"):
            self.assertEqual(self.client.get(f"/en/contribute/log/{number}/").status_code, 404)

    def test_html_in_cleared_text_is_escaped(self):
        page = self.page(
            create_decided_proposal(self.body, wrong="<img src=x>", reason="<img src=y>", shows_words=True)
        )
        self.assertEqual(page.select("img"), [])


class ProposalLogPrivacyTests(ProposalLogTestCase):
    def assert_silent(self, proposal, *words):
        for address in ("/en/contribute/log/", proposal.get_absolute_url(), f"/en/contribute/received/{proposal.pk}/"):
            body = self.client.get(address).content.decode().lower()
            for word in words:
                with self.subTest(address=address, word=word):
                    self.assertNotIn(word, body)

    def test_private_details_are_not_shown(self):
        for proposal in (
            factories.proposal(self.body, **PRIVATE),
            create_decided_proposal(self.body, "accepted", **PRIVATE),
        ):
            self.assert_silent(proposal, "private ", "private@", "private.")

    def test_name_of_a_suggested_record_is_hidden_until_published(self):
        changes = {"name_en": "Canary", "summary_en": "A canary."}
        self.assert_silent(factories.proposal(changes=changes), "canary")
        draft = factories.organisation(slug="canary", name_en="Canary", status="draft")
        taken = {"name_en": ["", "Canary"]}
        accepted = create_decided_proposal(
            draft, "accepted", aim="addition", suggests="organisation", changes=changes, taken=taken
        )
        self.assert_silent(accepted, "canary")

    def test_unpublished_record_is_not_described(self):
        for status in ("draft", "in_review", "archived"):
            hidden = factories.organisation(name_en="Canary", status=status, slug=f"canary-{status[:5].strip('_')}")
            values = {"changes": {"founded": "1777"}, "taken": {"founded": ["1666", "1777"]}, "field": "founded"}
            proposal = create_decided_proposal(
                hidden, "accepted", reason="The canary.", shows_words=True, wrong="Canary.", **values
            )
            self.assert_silent(proposal, "canary", "1777", "1666", "founded")
            self.assertIn("a record that is not public", self.page(proposal).content.text)

    def test_unpublished_related_organisation_is_not_named(self):
        factories.organisation(slug="canary", status="draft")
        taken = {"parent": ["canary", ""], "founded": ["1991", "1986"]}
        self.assert_silent(create_decided_proposal(self.body, "accepted", taken=taken), "canary")

    def test_no_cookie_is_set(self):
        proposal = create_decided_proposal(self.body)
        for address in ("/en/contribute/log/", proposal.get_absolute_url(), f"/en/contribute/received/{proposal.pk}/"):
            self.assertFalse(self.client.get(address).cookies)


class ProposalLogLanguageTests(ProposalLogTestCase):
    def test_page_is_in_chinese(self):
        create_decided_proposal(self.body, changes={"founded": "1986"})
        page = Page(self.client.get("/zh-hans/contribute/log/"))
        self.assertRegex(page.one("h1").text, "[一-鿿]")
