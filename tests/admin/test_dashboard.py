"""The list of open tasks on the index page of the admin, and its links."""

from datetime import date, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from tests.support import factories, users
from tests.support.html_pages import Page


class AdminIndexTaskListTests(TestCase):
    def box(self, user=None):
        self.client.force_login(user or users.create_senior_editor())
        return Page(self.client.get(reverse("admin:index"))).one(".waiting")

    def lines(self, user=None):
        return {a.text: a["href"] for li in self.box(user).select("li") for a in li.select("a")}

    def doubts(self):
        return {a.text: a["href"] for dd in self.box().select("dd") for a in dd.select("a")}

    def test_shows_a_message_when_there_is_nothing_to_do(self):
        self.assertIn("Nothing to do.", self.box().text)

    def test_shows_the_number_of_proposals_and_the_age_of_the_oldest(self):
        body = factories.organisation(verified_on=timezone.localdate())
        factories.proposal(body, received_at=timezone.now() - timedelta(days=12))
        factories.proposal(body)
        self.assertIn("2 Reader suggestions oldest waiting 12 days", self.box().text)

    def test_each_link_leads_to_as_many_rows_as_it_states(self):
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

    def test_links_to_records_without_sources_names_or_a_known_state(self):
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

    def test_unconfirmed_filter_works_for_kinds_without_that_state(self):
        factories.organisation()
        self.client.force_login(users.create_senior_editor())
        for kind in ("organisation", "collaboration"):
            address = reverse(f"admin:ecosystem_{kind}_changelist")
            self.assertEqual(self.client.get(f"{address}?doubt=unconfirmed").status_code, 200)

    def test_unsourced_facts_include_every_field_marked_as_unsourced_on_its_page(self):
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

    def test_shows_only_tasks_that_the_user_can_see(self):
        factories.proposal(factories.organisation(verified_on=timezone.localdate()))
        self.assertEqual(len(self.lines(users.create_editor())), 1)
        self.assertEqual(self.lines(users.create_staff_user()), {})

    def test_query_count_does_not_depend_on_the_number_of_rows(self):
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
