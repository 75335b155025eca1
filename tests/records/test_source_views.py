"""The pages that were read, and what rests on one."""

from datetime import date, timedelta
from urllib.parse import urlencode

import time_machine
from django.test import TestCase, override_settings

from ecosystem.models import Source
from tests.support import factories
from tests.support.html_pages import fetch_page


class SourceTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(slug="bank", name_en="The Bank", founded="1985")
        cls.lab = factories.organisation(slug="lab", name_en="A Laboratory")
        cls.page = factories.source(title="A report", publisher="An Office", published="2024-05", grade="official")
        cls.copy = factories.source(title="A copy", publisher="Somebody", grade="other")
        factories.cite(cls.bank, "founded", page=cls.page)
        factories.cite(cls.lab, "summary", page=cls.page)
        factories.cite(cls.lab, "name", page=cls.copy)
        cls.hidden = factories.source(title="A secret", publisher="Nobody")
        factories.cite(factories.organisation(slug="draft", status="draft"), "name", page=cls.hidden)


class ListTests(SourceTestCase):
    def test_stands_under_its_publisher_with_grade_date_and_what_rests_on_it(self):
        (section,) = [
            s
            for s in fetch_page(self.client, "/en/sources/").select("section")
            if s.select("h2")[0].text == "An Office"
        ]
        line = section.select("p.sources__line")[0].text
        for said in ("Official", "May 2024", "accessed on", "Cited by 2 records"):
            self.assertIn(said, line)

    def test_narrows_by_grade_and_by_publisher(self):
        for query in ("?grade=other", "?publisher=Somebody"):
            with self.subTest(query=query):
                page = fetch_page(self.client, f"/en/sources/{query}")
                self.assertEqual(
                    [h2.text for h2 in page.one("div#results").select("h2.sources__publisher")], ["Somebody"]
                )

    def test_orders_by_how_much_rests_on_each(self):
        page = fetch_page(self.client, "/en/sources/?sort=-cited&grade=official")
        self.assertEqual(page.one("div#results").select("h2.sources__publisher")[0].text, "An Office")

    def test_tells_of_nothing_that_only_a_draft_rests_on(self):
        self.assertNotIn("Nobody", fetch_page(self.client, "/en/sources/").text)
        self.assertEqual(self.client.get(f"/en/sources/{self.hidden.pk}/").status_code, 404)

    def test_stands_under_its_grade_in_the_order_of_grades_the_best_first(self):
        page = fetch_page(self.client, "/en/sources/?sort=grade").one("div#results")
        self.assertEqual([h2.text for h2 in page.select("h2.sources__publisher")], ["Official", "Other"])

    def test_narrows_by_what_the_last_check_of_the_link_found(self):
        Source.objects.filter(pk=self.copy.pk).update(link_status="gone", link_checked_on=date(2026, 11, 1))
        page = fetch_page(self.client, "/en/sources/?link_status=gone")
        self.assertEqual((page.count, page.facets["link_status"]), (1, {"gone": (1, True)}))

    def test_is_found_by_words_of_its_title_its_publisher_or_its_host(self):
        Source.objects.filter(pk=self.copy.pk).update(title="數碼港年報", url="https://www.press.example/a")
        for typed in ("数码港", "SOMEBODY 年報", "press.example"):
            with self.subTest(typed=typed):
                page = fetch_page(self.client, f"/en/sources/?{urlencode({'q': typed})}").one("div#results")
                self.assertEqual([h2.text for h2 in page.select("h2.sources__publisher")], ["Somebody"])

    def test_is_not_found_by_words_of_the_path_of_its_address(self):
        Source.objects.filter(pk=self.copy.pk).update(url="https://press.example/zebra")
        self.assertEqual(fetch_page(self.client, "/en/sources/?q=zebra").count, 0)

    def test_offers_publishers_the_most_relied_on_first(self):
        self.assertEqual(next(iter(fetch_page(self.client, "/en/sources/").facets["publisher"])), "An Office")

    def test_says_what_it_does_not_know(self):
        for query in ("?grade=x", "?publisher=Nobody"):
            with self.subTest(query=query):
                self.assertIn("is not an option for", fetch_page(self.client, f"/en/sources/{query}").text)


class PublisherTests(SourceTestCase):
    def test_stand_with_how_many_pages_and_how_much_rests_on_them_the_most_first(self):
        factories.cite(self.bank, "name", page=factories.source(publisher="An Office"))
        rows = fetch_page(self.client, "/en/sources/publishers/").select("tbody")[0].select("tr")
        self.assertEqual([cell.text for cell in rows[0].select("th") + rows[0].select("td")], ["An Office", "2", "2"])

    def test_lead_to_their_pages(self):
        links = [a["href"] for a in fetch_page(self.client, "/en/sources/publishers/").content.select("a")]
        self.assertIn("/en/sources/?publisher=An%20Office", links)

    def test_tell_of_none_that_only_a_draft_rests_on(self):
        self.assertNotIn("Nobody", fetch_page(self.client, "/en/sources/publishers/").text)


class PageTests(SourceTestCase):
    def test_names_everything_that_rests_on_it_and_what_it_bears_out(self):
        page = fetch_page(self.client, f"/en/sources/{self.page.pk}/")
        rows = {row.select("th")[0].text: row.select("td")[0].text for row in page.select("tbody")[0].select("tr")}
        self.assertEqual(rows, {"A Laboratory": "summary", "The Bank": "date founded"})

    def test_leads_to_each_fact_on_the_page_of_what_rests_on_it(self):
        (link,) = [
            a for a in fetch_page(self.client, f"/en/sources/{self.page.pk}/").select("a") if a.text == "date founded"
        ]
        self.assertEqual(link["href"], "/en/organisations/bank/#fact-founded")

    def test_leads_to_each_figure_that_rests_on_it(self):
        series = factories.indicator(slug="series")
        page = fetch_page(self.client, f"/en/sources/{series.citations.get().source.pk}/")
        links = [a["href"] for a in page.content.select("a.to-fact")]
        self.assertEqual(links, [f"/en/indicators/series/#{end}" for end in ("fact-observations", "p-2025", "p-2024")])

    def test_says_what_it_says_instead_where_it_disputes_a_field(self):
        citation = factories.dispute(self.bank, "founded", "1970-05")
        page = fetch_page(self.client, f"/en/sources/{citation.source.pk}/")
        self.assertIn("Conflicts on: date founded; it says: May 1970", page.content.text)

    def test_leads_to_the_page_itself(self):
        page = fetch_page(self.client, f"/en/sources/{self.copy.pk}/")
        (link,) = [a for a in page.select("a") if a["href"] == self.copy.url]
        self.assertIn("nofollow", link["rel"])

    def test_says_whether_its_link_was_checked(self):
        address = f"/en/sources/{self.page.pk}/"
        self.assertNotIn("Link status", fetch_page(self.client, address).text)
        Source.objects.filter(pk=self.page.pk).update(link_status="gone", link_checked_on=date(2026, 11, 1))
        self.assertIn("Page removed, 1 November 2026", fetch_page(self.client, address).text)

    def test_warns_of_a_page_that_no_longer_answers(self):
        address = f"/en/sources/{self.page.pk}/"
        for status, is_dead in (("answers", False), ("refuses", False), ("gone", True), ("silent", True)):
            with self.subTest(status=status):
                Source.objects.filter(pk=self.page.pk).update(link_status=status, link_checked_on=date(2026, 11, 1))
                self.assertEqual("This page is no longer available" in fetch_page(self.client, address).text, is_dead)

    def test_says_where_the_page_has_moved_to(self):
        moved = {"link_status": "moved", "link_checked_on": date(2026, 11, 1), "link_moved_to": "https://new.example/"}
        Source.objects.filter(pk=self.page.pk).update(**moved)
        page = fetch_page(self.client, f"/en/sources/{self.page.pk}/")
        self.assertIn("https://new.example/", [a["href"] for a in page.select("a")])

    def test_takes_the_same_queries_for_many_as_for_few(self):
        for _number in range(20):
            factories.cite(factories.organisation(), "name", page=self.page)
        with self.assertNumQueries(3):
            self.client.get(f"/en/sources/{self.page.pk}/")

    def test_is_none_for_what_is_none(self):
        self.assertEqual(self.client.get("/en/sources/999999/").status_code, 404)


class RecordTests(SourceTestCase):
    def test_leads_from_each_source_to_all_that_rests_on_it(self):
        page = fetch_page(self.client, "/en/organisations/lab/")
        links = [a["href"] for a in page.one("ol.sources").select("a") if "/en/sources/" in a["href"]]
        self.assertIn(f"/en/sources/{self.page.pk}/", links)

    def test_says_where_it_comes_from(self):
        origin = fetch_page(self.client, "/en/organisations/bank/").one("div#origin").text
        self.assertIn("Official", origin)
        self.assertIn("No source recorded name, location", origin)

    def test_says_of_what_there_is_no_better_source_than_a_copy(self):
        facts = fetch_page(self.client, "/en/organisations/lab/").one("section#facts")
        (name,) = [row for row in facts.select("div") if row.select("dt")[0].text == "Name"]
        self.assertIn("source is only a copy or reference work", name.one("button.note--weak")["aria-label"])

    def test_says_which_source_disputes_a_field(self):
        factories.dispute(self.bank, "founded", title="Another year")
        facts = fetch_page(self.client, "/en/organisations/bank/").one("section#facts")
        (row,) = [row for row in facts.select("div") if row.select("dt")[0].text == "Founded"]
        self.assertIn("Another source says: 2001 [3]", row.text)


class FreshnessTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(slug="bank")
        cls.scheme = factories.initiative(slug="scheme", lead=cls.bank, starts="2020", ends="2040", kind="funding")
        # Of these nobody knows whether they still run.
        cls.old = factories.initiative(slug="old", lead=cls.bank, announced="2019", kind="funding")
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, factories.organisation()])
        for record in (cls.bank, cls.scheme, cls.old, cls.pact):
            record.citations.all().delete()
            factories.cite(record, "name", read_on="2026-01-01")

    def line(self, path):
        """Return when the next check is due, as the box about the sources says."""
        box = fetch_page(self.client, path).one("div#origin")
        return next(row.text for row in box.select("div") if row.select("dt")[0].text == "Next check due")

    def assert_due_after(self, path, day):
        """Assert that a page says that it is overdue from this day on, and not on the day before."""
        for moment, is_overdue in ((day - timedelta(days=1), False), (day, True)):
            with self.subTest(day=moment), time_machine.travel(f"{moment}T12:00:00+08:00", tick=False):
                self.assertEqual("overdue" in self.line(path), is_overdue)

    def test_say_when_an_open_scheme_is_overdue(self):
        self.assert_due_after("/en/initiatives/scheme/", date(2026, 4, 2))

    def test_say_when_another_initiative_is_overdue(self):
        self.assert_due_after("/en/initiatives/old/", date(2026, 7, 1))

    def test_say_when_a_body_or_a_collaboration_is_overdue(self):
        for path in ("/en/organisations/bank/", "/en/collaborations/pact/"):
            self.assert_due_after(path, date(2027, 1, 2))

    @override_settings(CHECK_AFTER_DAYS={"open": 10, "initiative": 20, "other": 30})
    def test_go_by_the_settings(self):
        self.assert_due_after("/en/initiatives/scheme/", date(2026, 1, 12))
        self.assert_due_after("/en/initiatives/old/", date(2026, 1, 22))
        self.assert_due_after("/en/organisations/bank/", date(2026, 2, 1))

    def test_count_from_the_last_check(self):
        type(self.bank).objects.update(verified_on="2026-12-31")
        with time_machine.travel("2027-06-01T12:00:00+08:00", tick=False):
            self.assertNotIn("overdue", self.line("/en/organisations/bank/"))

    def test_find_the_same_records_as_pages_say(self):
        for day in ("2026-04-01", "2026-04-02", "2026-06-30", "2026-07-01", "2027-01-01", "2027-01-02"):
            with self.subTest(day=day), time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
                for model in (type(self.bank), type(self.scheme), type(self.pact)):
                    found = set(model.objects.published().due_by(date.fromisoformat(day)))
                    said = {record for record in model.objects.published().for_detail() if record.is_overdue}
                    self.assertEqual(found, said)
