"""Pages of sources: the list, the publishers, and the page of one source with all its citations."""

from datetime import date, timedelta
from urllib.parse import urlencode

import time_machine
from django.test import TestCase, override_settings

from ecosystem.models import Source
from tests.support import factories
from tests.support.html_pages import fetch_page


class SourcePageTestCase(TestCase):
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


class SourceListTests(SourcePageTestCase):
    def test_groups_by_publisher_with_grade_date_and_citation_count(self):
        (section,) = [
            s
            for s in fetch_page(self.client, "/en/sources/").select("section")
            if s.select("h2")[0].text == "An Office"
        ]
        line = section.select("p.sources__line")[0].text
        for said in ("Official", "May 2024", "accessed on", "Cited by 2 records"):
            self.assertIn(said, line)

    def test_filters_by_grade_and_by_publisher(self):
        for query in ("?grade=other", "?publisher=Somebody"):
            with self.subTest(query=query):
                page = fetch_page(self.client, f"/en/sources/{query}")
                self.assertEqual(
                    [h2.text for h2 in page.one("div#results").select("h2.sources__publisher")], ["Somebody"]
                )

    def test_sorts_by_number_of_citations(self):
        page = fetch_page(self.client, "/en/sources/?sort=-cited&grade=official")
        self.assertEqual(page.one("div#results").select("h2.sources__publisher")[0].text, "An Office")

    def test_source_cited_only_by_a_draft_is_hidden(self):
        self.assertNotIn("Nobody", fetch_page(self.client, "/en/sources/").text)
        self.assertEqual(self.client.get(f"/en/sources/{self.hidden.pk}/").status_code, 404)

    def test_sort_by_grade_groups_by_grade_the_best_first(self):
        page = fetch_page(self.client, "/en/sources/?sort=grade").one("div#results")
        self.assertEqual([h2.text for h2 in page.select("h2.sources__publisher")], ["Official", "Other"])

    def test_filters_by_link_status(self):
        Source.objects.filter(pk=self.copy.pk).update(link_status="gone", link_checked_on=date(2026, 11, 1))
        page = fetch_page(self.client, "/en/sources/?link_status=gone")
        self.assertEqual((page.count, page.facets["link_status"]), (1, {"gone": (1, True)}))

    def test_search_finds_title_publisher_or_host(self):
        Source.objects.filter(pk=self.copy.pk).update(title="數碼港年報", url="https://www.press.example/a")
        for typed in ("数码港", "SOMEBODY 年報", "press.example"):
            with self.subTest(typed=typed):
                page = fetch_page(self.client, f"/en/sources/?{urlencode({'q': typed})}").one("div#results")
                self.assertEqual([h2.text for h2 in page.select("h2.sources__publisher")], ["Somebody"])

    def test_search_ignores_the_path_of_the_url(self):
        Source.objects.filter(pk=self.copy.pk).update(url="https://press.example/zebra")
        self.assertEqual(fetch_page(self.client, "/en/sources/?q=zebra").count, 0)

    def test_publisher_facet_starts_with_the_most_cited(self):
        self.assertEqual(next(iter(fetch_page(self.client, "/en/sources/").facets["publisher"])), "An Office")

    def test_unknown_filter_value_is_an_error(self):
        for query in ("?grade=x", "?publisher=Nobody"):
            with self.subTest(query=query):
                self.assertIn("is not an option for", fetch_page(self.client, f"/en/sources/{query}").text)


class PublisherListTests(SourcePageTestCase):
    def test_counts_sources_and_citations_the_most_cited_first(self):
        factories.cite(self.bank, "name", page=factories.source(publisher="An Office"))
        rows = fetch_page(self.client, "/en/sources/publishers/").select("tbody")[0].select("tr")
        self.assertEqual([cell.text for cell in rows[0].select("th") + rows[0].select("td")], ["An Office", "2", "2"])

    def test_links_to_the_sources_of_a_publisher(self):
        links = [a["href"] for a in fetch_page(self.client, "/en/sources/publishers/").content.select("a")]
        self.assertIn("/en/sources/?publisher=An%20Office", links)

    def test_publisher_cited_only_by_a_draft_is_hidden(self):
        self.assertNotIn("Nobody", fetch_page(self.client, "/en/sources/publishers/").text)


class SourceDetailTests(SourcePageTestCase):
    def test_lists_citing_records_with_the_supported_fields(self):
        page = fetch_page(self.client, f"/en/sources/{self.page.pk}/")
        rows = {row.select("th")[0].text: row.select("td")[0].text for row in page.select("tbody")[0].select("tr")}
        self.assertEqual(rows, {"A Laboratory": "summary", "The Bank": "date founded"})

    def test_links_to_each_supported_fact(self):
        (link,) = [
            a for a in fetch_page(self.client, f"/en/sources/{self.page.pk}/").select("a") if a.text == "date founded"
        ]
        self.assertEqual(link["href"], "/en/organisations/bank/#fact-founded")

    def test_links_to_each_supported_figure(self):
        series = factories.indicator(slug="series")
        page = fetch_page(self.client, f"/en/sources/{series.citations.get().source.pk}/")
        links = [a["href"] for a in page.content.select("a.to-fact")]
        self.assertEqual(links, [f"/en/indicators/series/#{end}" for end in ("fact-observations", "p-2025", "p-2024")])

    def test_shows_the_claim_for_a_disputed_field(self):
        citation = factories.dispute(self.bank, "founded", "1970-05")
        page = fetch_page(self.client, f"/en/sources/{citation.source.pk}/")
        self.assertIn("Conflicts on: date founded; it says: May 1970", page.content.text)

    def test_links_to_the_url_of_the_source(self):
        page = fetch_page(self.client, f"/en/sources/{self.copy.pk}/")
        (link,) = [a for a in page.select("a") if a["href"] == self.copy.url]
        self.assertIn("nofollow", link["rel"])

    def test_shows_the_link_status_once_checked(self):
        address = f"/en/sources/{self.page.pk}/"
        self.assertNotIn("Link status", fetch_page(self.client, address).text)
        Source.objects.filter(pk=self.page.pk).update(link_status="gone", link_checked_on=date(2026, 11, 1))
        self.assertIn("Page removed, 1 November 2026", fetch_page(self.client, address).text)

    def test_broken_link_has_a_warning(self):
        address = f"/en/sources/{self.page.pk}/"
        for status, is_dead in (("answers", False), ("refuses", False), ("gone", True), ("silent", True)):
            with self.subTest(status=status):
                Source.objects.filter(pk=self.page.pk).update(link_status=status, link_checked_on=date(2026, 11, 1))
                self.assertEqual("This page is no longer available" in fetch_page(self.client, address).text, is_dead)

    def test_shows_the_new_url_of_a_moved_page(self):
        moved = {"link_status": "moved", "link_checked_on": date(2026, 11, 1), "link_moved_to": "https://new.example/"}
        Source.objects.filter(pk=self.page.pk).update(**moved)
        page = fetch_page(self.client, f"/en/sources/{self.page.pk}/")
        self.assertIn("https://new.example/", [a["href"] for a in page.select("a")])

    def test_query_count_is_independent_of_the_number_of_citations(self):
        for _number in range(20):
            factories.cite(factories.organisation(), "name", page=self.page)
        with self.assertNumQueries(3):
            self.client.get(f"/en/sources/{self.page.pk}/")

    def test_unknown_source_is_404(self):
        self.assertEqual(self.client.get("/en/sources/999999/").status_code, 404)


class RecordPageSourceTests(SourcePageTestCase):
    def test_sources_link_to_all_their_citations(self):
        page = fetch_page(self.client, "/en/organisations/lab/")
        links = [a["href"] for a in page.one("ol.sources").select("a") if "/en/sources/" in a["href"]]
        self.assertIn(f"/en/sources/{self.page.pk}/", links)

    def test_summary_of_sources_names_grades_and_unsourced_facts(self):
        origin = fetch_page(self.client, "/en/organisations/bank/").one("div#origin").text
        self.assertIn("Official", origin)
        self.assertIn("No source recorded name, location", origin)

    def test_name_supported_only_by_a_copy_is_marked_as_weak(self):
        facts = fetch_page(self.client, "/en/organisations/lab/").one("section#facts")
        (name,) = [row for row in facts.select("div") if row.select("dt")[0].text == "Name"]
        self.assertIn("source is only a copy or reference work", name.one("button.note--weak")["aria-label"])

    def test_disputed_fact_names_the_other_source(self):
        factories.dispute(self.bank, "founded", title="Another year")
        facts = fetch_page(self.client, "/en/organisations/bank/").one("section#facts")
        (row,) = [row for row in facts.select("div") if row.select("dt")[0].text == "Founded"]
        self.assertIn("Another source says: 2001 [3]", row.text)


class CheckDueDateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(slug="bank")
        cls.scheme = factories.initiative(slug="scheme", lead=cls.bank, starts="2020", ends="2040", kind="funding")
        # It is not known whether this one is still active.
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

    def test_open_scheme_is_overdue_after_its_period(self):
        self.assert_due_after("/en/initiatives/scheme/", date(2026, 4, 2))

    def test_other_initiative_is_overdue_after_its_period(self):
        self.assert_due_after("/en/initiatives/old/", date(2026, 7, 1))

    def test_organisation_and_collaboration_are_overdue_after_their_period(self):
        for path in ("/en/organisations/bank/", "/en/collaborations/pact/"):
            self.assert_due_after(path, date(2027, 1, 2))

    @override_settings(CHECK_AFTER_DAYS={"open": 10, "initiative": 20, "other": 30})
    def test_periods_come_from_settings(self):
        self.assert_due_after("/en/initiatives/scheme/", date(2026, 1, 12))
        self.assert_due_after("/en/initiatives/old/", date(2026, 1, 22))
        self.assert_due_after("/en/organisations/bank/", date(2026, 2, 1))

    def test_period_starts_at_the_last_check(self):
        type(self.bank).objects.update(verified_on="2026-12-31")
        with time_machine.travel("2027-06-01T12:00:00+08:00", tick=False):
            self.assertNotIn("overdue", self.line("/en/organisations/bank/"))

    def test_due_by_query_matches_the_pages(self):
        for day in ("2026-04-01", "2026-04-02", "2026-06-30", "2026-07-01", "2027-01-01", "2027-01-02"):
            with self.subTest(day=day), time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
                for model in (type(self.bank), type(self.scheme), type(self.pact)):
                    found = set(model.objects.published().due_by(date.fromisoformat(day)))
                    said = {record for record in model.objects.published().for_detail() if record.is_overdue}
                    self.assertEqual(found, said)
