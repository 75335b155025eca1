"""The public log: what came and what became of it, and nothing of who sent it."""

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


def decided(record=None, fate="declined", days=3, **values):
    at = timezone.now()
    return factories.proposal(record, fate=fate, received_at=at - timedelta(days=days), decided_at=at, **values)


class LogTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", founded="1991")

    def rows(self, address="/en/contribute/log/"):
        return [row.text for row in fetch_page(self.client, address).one("table").one("tbody").select("tr")]

    def page(self, proposal):
        return fetch_page(self.client, proposal.get_absolute_url())


class LogTests(LogTestCase):
    def test_says_of_each_what_it_is_about_and_what_became_of_it(self):
        proposal = decided(self.body, changes={"founded": "1986"}, reason="The page says 1991.")
        (row,) = self.rows()
        for said in (str(proposal), "Heron Institute", "founded", "Declined", "The page says 1991.", "3"):
            self.assertIn(said, row)

    def test_shows_the_newest_first(self):
        old, new = decided(self.body, days=9), decided(self.body, days=2)
        self.assertEqual([row.partition(" Heron")[0] for row in self.rows()], [str(new), str(old)])

    def test_counts_all_and_says_in_how_many_days_half_were_decided(self):
        for days in (1, 5, 30):
            decided(self.body, days=days)
        factories.proposal(self.body)
        fact = fetch_page(self.client, "/en/contribute/log/").facts
        self.assertEqual((fact["Received"].text, fact["Pending"].text, fact["Declined"].text), ("4", "1", "3"))
        self.assertEqual(fact["Median time to decide"].text, "5 days")

    def test_takes_the_middle_of_an_even_number(self):
        for days in (2, 4, 8, 100):
            decided(self.body, days=days)
        self.assertEqual(Proposal.objects.get_median_decision_time(), timedelta(days=6))

    def test_says_that_there_is_nothing(self):
        self.assertIn("No suggestions yet.", fetch_page(self.client, "/en/contribute/log/").content.text)

    def test_goes_on_over_pages(self):
        for _number in range(51):
            factories.proposal(self.body)
        first, second = (
            fetch_page(self.client, "/en/contribute/log/"),
            fetch_page(self.client, "/en/contribute/log/?page=2"),
        )
        self.assertEqual([len(page.one("tbody").select("tr")) for page in (first, second)], [50, 1])
        self.assertNotEqual(first.title, second.title)

    def test_knows_no_page_beyond_the_last(self):
        for page in ("2", "0", "x", "99999999999999999999", "\0"):
            with self.subTest(page=page):
                self.assertEqual(self.client.get("/en/contribute/log/", {"page": page}).status_code, 404)

    def test_leads_from_beyond_the_last_page_to_it(self):
        for number, last in ((1, "/en/contribute/log/"), (50, "/en/contribute/log/?page=2")):
            for _number in range(number):
                factories.proposal(self.body)
            with self.subTest(last=last):
                response = self.client.get("/en/contribute/log/?page=9")
                self.assertIn(last, [a["href"] for a in Page(response).content.select("a")])

    def test_needs_the_same_queries_for_many_rows_as_for_few(self):
        for number in (3, 27):
            for _row in range(number):
                decided(self.body, changes={"founded": "1986", "kind": "company"})
                decided(factories.indicator(values=()))
            with self.subTest(number=number), self.assertNumQueries(5):
                self.client.get("/en/contribute/log/")


class ProposalTests(LogTestCase):
    def test_says_what_was_changed(self):
        taken = {"founded": ["1991", "1986-04"], "kind": ["company", "startup"]}
        page = self.page(decided(self.body, "accepted", changes={"founded": "1986-04"}, taken=taken))
        rows = [row.text for row in page.one("section").one("tbody").select("tr")]
        self.assertEqual(rows, ["Type Company Start-up", "Date founded 1991 April 1986"])

    def test_says_how_long_it_has_waited(self):
        proposal = factories.proposal(self.body, received_at=timezone.now() - timedelta(days=12))
        self.assertEqual(self.page(proposal).facts["Waiting time"].text, "12 days")

    def test_shows_the_readers_words_only_where_an_editor_cleared_them(self):
        shown = decided(self.body, wrong="Clear words.", shows_words=True)
        self.assertIn("Clear words.", self.page(shown).content.text)
        hidden = decided(self.body, wrong="Clear words.")
        self.assertNotIn("Clear words.", self.page(hidden).content.text)

    def test_is_no_page_of_a_number_that_there_is_not(self):
        for number in ("9", "0", "99999999999999999999"):
            self.assertEqual(self.client.get(f"/en/contribute/log/{number}/").status_code, 404)

    def test_shows_cleared_markup_as_it_was_typed(self):
        page = self.page(decided(self.body, wrong="<img src=x>", reason="<img src=y>", shows_words=True))
        self.assertEqual(page.select("img"), [])


class PrivacyTests(LogTestCase):
    def assert_silent(self, proposal, *words):
        for address in ("/en/contribute/log/", proposal.get_absolute_url(), f"/en/contribute/received/{proposal.pk}/"):
            body = self.client.get(address).content.decode().lower()
            for word in words:
                with self.subTest(address=address, word=word):
                    self.assertNotIn(word, body)

    def test_tells_nothing_private_of_a_proposal(self):
        for proposal in (factories.proposal(self.body, **PRIVATE), decided(self.body, "accepted", **PRIVATE)):
            self.assert_silent(proposal, "private ", "private@", "private.")

    def test_tells_no_name_of_a_suggested_record_before_it_is_public(self):
        changes = {"name_en": "Canary", "summary_en": "A canary."}
        self.assert_silent(factories.proposal(changes=changes), "canary")
        draft = factories.organisation(slug="canary", name_en="Canary", status="draft")
        taken = {"name_en": ["", "Canary"]}
        accepted = decided(draft, "accepted", aim="addition", suggests="organisation", changes=changes, taken=taken)
        self.assert_silent(accepted, "canary")

    def test_tells_nothing_of_a_record_that_is_not_public(self):
        for status in ("draft", "in_review", "archived"):
            hidden = factories.organisation(name_en="Canary", status=status, slug=f"canary-{status[:5].strip('_')}")
            values = {"changes": {"founded": "1777"}, "taken": {"founded": ["1666", "1777"]}, "field": "founded"}
            proposal = decided(hidden, "accepted", reason="The canary.", shows_words=True, wrong="Canary.", **values)
            self.assert_silent(proposal, "canary", "1777", "1666", "founded")
            self.assertIn("a record that is not public", self.page(proposal).content.text)

    def test_names_no_body_that_stood_in_a_relation(self):
        factories.organisation(slug="canary", status="draft")
        taken = {"parent": ["canary", ""], "founded": ["1991", "1986"]}
        self.assert_silent(decided(self.body, "accepted", taken=taken), "canary")

    def test_gives_no_cookie(self):
        proposal = decided(self.body)
        for address in ("/en/contribute/log/", proposal.get_absolute_url(), f"/en/contribute/received/{proposal.pk}/"):
            self.assertFalse(self.client.get(address).cookies)


class ChineseTests(LogTestCase):
    def test_reads_in_chinese(self):
        decided(self.body, changes={"founded": "1986"})
        page = Page(self.client.get("/zh-hans/contribute/log/"))
        self.assertRegex(page.one("h1").text, "[一-鿿]")
