"""The summary of the sources of a record or an indicator, in every language."""

from datetime import date

from django.test import TestCase

from ecosystem.models import Source
from tests.support import addresses, factories
from tests.support.html_pages import fetch_page, get_source_note


class SourceSummaryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", founded="2001", closed="2020", is_sourced=False)
        checked = {"link_checked_on": date(2026, 11, 20)}
        factories.cite(cls.body, "founded", read_on=date(2026, 11, 2), link_status="answers", **checked)
        factories.cite(cls.body, "closed", grade="other", read_on=date(2026, 10, 1), link_status="gone", **checked)
        factories.dispute(cls.body, "founded", "1998", grade="press", read_on=date(2026, 10, 1))

    def setUp(self):
        self.origin = fetch_page(self.client, "/en/organisations/body/").one("div#origin")
        self.said = {div.one("dt").text: div.one("dd").text for div in self.origin.one("dl").select("div")}

    def test_counts_sources_by_grade(self):
        self.assertIn("3 public pages: Official 1, Other 1, Press 1", self.origin.text)

    def test_shows_when_sources_were_last_accessed(self):
        self.assertEqual(self.said["Last accessed"], "2 November 2026")

    def test_counts_broken_and_unchecked_links(self):
        self.assertEqual(self.said["Links"], "1 broken link (2), 1 not checked yet; last checked 20 November 2026")

    def test_does_not_mention_links_before_the_first_check(self):
        Source.objects.update(link_checked_on=None, link_status="")
        facts = fetch_page(self.client, "/en/organisations/body/").one("div#origin").one("dl")
        self.assertNotIn("Links", [term.text for term in facts.select("dt")])

    def test_lists_facts_with_weak_sources_only(self):
        self.assertEqual(self.said["Weak sources"], "date closed: only from a copy or reference work")

    def test_lists_facts_without_a_source(self):
        self.assertEqual(self.said["No source recorded"], "name, location")

    def test_links_to_disputed_facts(self):
        (link,) = [a for a in self.origin.select("a") if a["href"] == "#fact-founded"]
        self.assertEqual(link.text, "date founded")


class IndicatorSourceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.series = factories.indicator(slug="series", values=())
        for year, title in (("2024", "Earlier"), ("2025", "Later")):
            citation = factories.cite(cls.series, "observations", title=title)
            factories.Observation.objects.create(indicator=cls.series, period=year, value=5, source=citation.source)

    def test_each_figure_has_its_source_note(self):
        page = fetch_page(self.client, "/en/indicators/series/")
        for year, title in (("2024", "Earlier"), ("2025", "Later")):
            with self.subTest(year=year):
                opener = page.one(f"tr#p-{year}").one("button.note")
                self.assertEqual(page.one(f"#{opener['popovertarget']}").one("li").one("a").text, title)

    def test_lists_sources_of_the_figures_and_of_the_indicator(self):
        self.assertEqual(len(fetch_page(self.client, "/en/indicators/series/").one("ol.sources").select("li")), 3)

    def test_shows_a_source_that_disputes_the_figures(self):
        factories.dispute(self.series, "observations", "six", reason="An estimate.")
        said = fetch_page(self.client, "/en/indicators/series/").one("section#fact-observations").text
        self.assertIn("Another source says: six [4] Why we do not use it: An estimate.", said)

    def test_has_a_summary_of_its_sources(self):
        self.assertIn(
            "3 public pages: Official 3", fetch_page(self.client, "/en/indicators/series/").one("#origin").text
        )

    def test_query_count_is_independent_of_the_number_of_figures(self):
        with self.assertNumQueries(6):
            self.client.get("/en/indicators/series/")
        for year in range(1990, 2010):
            citation = factories.cite(self.series, "observations")
            factories.Observation.objects.create(indicator=self.series, period=year, value=5, source=citation.source)
        with self.assertNumQueries(6):
            self.client.get("/en/indicators/series/")


class SourceNoteLanguageTests(TestCase):
    def test_note_exists_in_every_language(self):
        factories.cite(factories.organisation(slug="body"), "name")
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                self.assertEqual(
                    len(
                        get_source_note(fetch_page(self.client, f"/{language}/organisations/body/"), "name").select(
                            "li"
                        )
                    ),
                    1,
                )
