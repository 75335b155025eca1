"""The first page of the admin says what waits, and leads to it."""

from datetime import date, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from tests.support import factories, users
from tests.support.html_pages import Page


class WaitingTests(TestCase):
    def box(self, user=None):
        self.client.force_login(user or users.create_senior_editor())
        return Page(self.client.get(reverse("admin:index"))).one(".waiting")

    def lines(self, user=None):
        return {a.text: a["href"] for li in self.box(user).select("li") for a in li.select("a")}

    def doubts(self):
        return {a.text: a["href"] for dd in self.box().select("dd") for a in dd.select("a")}

    def test_says_that_nothing_waits(self):
        self.assertIn("Nothing to do.", self.box().text)

    def test_tells_proposals_and_for_how_long_the_oldest_has_waited(self):
        body = factories.organisation(verified_on=timezone.localdate())
        factories.proposal(body, received_at=timezone.now() - timedelta(days=12))
        factories.proposal(body)
        self.assertIn("2 Reader suggestions oldest waiting 12 days", self.box().text)

    def test_leads_from_each_line_to_as_many_rows(self):
        fresh, old = timezone.localdate(), date(2020, 1, 1)
        body = factories.organisation(verified_on=fresh)
        for make in (factories.organisation, factories.initiative, factories.collaboration):
            for status in ("in_review", "published"):
                for _number in range(2):
                    make(status=status, verified_on=old)
        for fate in ("pending", "undecided"):
            factories.proposal(body, fate=fate)
        factories.source(link_status="gone", link_checked_on=fresh)
        factories.source(link_status="silent", link_checked_on=fresh)
        # Their leads and parties, which were made along, are none of this.
        type(body).objects.exclude(verified_on=old).update(verified_on=fresh)
        lines = self.lines()
        self.assertEqual(len(lines), 10)
        for label, address in lines.items():
            with self.subTest(label=label):
                rows = Page(self.client.get(address)).one("table#result_list").one("tbody").select("tr")
                self.assertEqual(len(rows), int(label.split()[0]))

    def test_leads_to_what_is_doubtful_or_lacks(self):
        fresh = timezone.localdate()
        copied = factories.organisation(name_zh_hant="", founded="1990", verified_on=fresh)
        copied.citations.all().delete()
        factories.cite(copied, "summary", page=factories.source(grade="other"))
        factories.cite(factories.initiative(lead=copied, announced="2020", verified_on=fresh), "announced", "bodies")
        # A draft may lack what it will.
        factories.organisation(status="draft", name_zh_hant="", verified_on=fresh)
        lines = self.doubts()
        self.assertEqual(
            set(lines),
            {
                "1 Facts without a source",
                "1 Only copies or reference works as sources",
                "1 No Chinese name",
                "1 Not known if still active",
            },
        )
        for label, address in lines.items():
            with self.subTest(label=label):
                rows = Page(self.client.get(address)).one("table#result_list").one("tbody").select("tr")
                self.assertEqual(len(rows), 1)

    def test_asks_of_each_kind_only_what_it_has(self):
        factories.organisation()
        self.client.force_login(users.create_senior_editor())
        for kind in ("organisation", "collaboration"):
            address = reverse(f"admin:ecosystem_{kind}_changelist")
            self.assertEqual(self.client.get(f"{address}?doubt=unconfirmed").status_code, 200)

    def test_misses_no_field_of_which_a_page_says_that_no_source_is_recorded(self):
        other = factories.organisation(slug="other")
        factories.cite(other, "name", "place")
        fund = factories.initiative(lead=other, eligibility_en="None.", part_of=factories.initiative(lead=False))
        fund.builds_on.add(factories.initiative(lead=False))
        pact = factories.collaboration(parties=[other, factories.organisation()], initiative=fund)
        lab = factories.organisation(parent=other, founded="1990", address="1 Road")
        for record in (fund, pact, lab):
            shown = type(record).objects.for_detail().get(pk=record.pk)
            wanted = {note.field for note in shown.provenance_by_field.values() if note.is_missing} - {
                "name",
                "aliases",
                "place",
            }
            for field in wanted:
                with self.subTest(record=record, field=field):
                    record.citations.all().delete()
                    factories.cite(record, *wanted - {field})
                    self.assertIn(record, type(record).objects.with_unsourced_facts())
            record.citations.all().delete()
            factories.cite(record, *wanted)
            self.assertNotIn(record, type(record).objects.with_unsourced_facts())

    def test_shows_editors_what_they_may_see(self):
        factories.proposal(factories.organisation(verified_on=timezone.localdate()))
        self.assertEqual(len(self.lines(users.create_editor())), 1)
        self.assertEqual(self.lines(users.create_staff_user()), {})

    def test_needs_the_same_queries_however_much_waits(self):
        user = users.create_senior_editor()
        self.client.force_login(user)
        # The first page of a session notes that it is in use.
        self.client.get(reverse("admin:index"))
        for number in (1, 20):
            for _row in range(number):
                factories.proposal(factories.organisation(verified_on=date(2020, 1, 1)))
                factories.initiative(status="in_review")
            with self.subTest(number=number), self.assertNumQueries(25):
                self.client.get(reverse("admin:index"))
