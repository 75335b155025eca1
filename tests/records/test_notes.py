"""Source notes: the sources of each fact on the page of a record."""

from datetime import date
from urllib.parse import urlsplit

from django.test import TestCase

from ecosystem.models import Source
from tests.support import factories
from tests.support.html_pages import fetch_page, get_source_note

# Values for every field, so that every field of a record can have a source.
BODY = {
    "acronym": "ACR",
    "aliases": ["It"],
    "founded": "2001",
    "closed": "2020",
    "address": "1 Road",
    "home_region": "mainland",
    "website": "https://body.example/",
    "ror": "00q4vv597",
    "wikidata": "Q1234",
}
SCHEME = {
    "acronym": "ACR",
    "aliases": ["It"],
    "announced": "2020",
    "starts": "2021",
    "ends": "2030",
    "applications_close": "2025",
    "amount": 5,
    "amount_basis": "total",
    "currency": "HKD",
    "eligibility_en": "All.",
    "website": "https://fund.example/",
    "apply_url": "https://fund.example/form/",
}
WORK = {"announced": "2020", "starts": "2021", "ends": "2030", "website": "https://pact.example/"}


class FullySourcedRecordTests(TestCase):
    """Each kind of record with a value and a source for every field."""

    @classmethod
    def setUpTestData(cls):
        parent, successor = factories.organisation(), factories.organisation()
        cls.body = factories.organisation(slug="body", parent=parent, successor=successor, **BODY)
        cls.body.support.add(factories.support())
        whole = factories.initiative()
        cls.fund = factories.initiative(slug="fund", lead=cls.body, part_of=whole, **SCHEME)
        cls.fund.builds_on.add(whole)
        cls.fund.support.add(factories.support())
        cls.fund.audience.add(factories.audience())
        cls.pact = factories.collaboration(slug="pact", initiative=cls.fund, parties=[cls.body, parent], **WORK)
        cls.records = (cls.body, cls.fund, cls.pact)
        for record in cls.records:
            factories.cite(record, *record.bearable_fields)

    def pages(self):
        for record in self.records:
            with self.subTest(record=record.slug):
                yield record, fetch_page(self.client, record.get_absolute_url())

    def test_every_field_with_a_source_has_a_note_button(self):
        for record, page in self.pages():
            opened = {button["popovertarget"] for button in page.select("button.note")}
            self.assertEqual(opened, {f"note-{field}" for field in record.bearable_fields})

    def test_every_note_button_has_a_note(self):
        for record, page in self.pages():
            found = [element["id"] for element in page.select("div.source-note")]
            self.assertEqual(found, [f"note-{field}" for field in record.bearable_fields])

    def test_every_fact_has_an_anchor(self):
        for record, page in self.pages():
            names = {element["id"] for element in page.select("[id]")}
            self.assertLessEqual({f"fact-{field}" for field in record.bearable_fields}, names)

    def test_links_of_source_pages_lead_to_existing_anchors(self):
        series = factories.indicator(slug="series")
        links = set()
        for source in Source.objects.filter(citations__in=[r.citations.last() for r in (*self.records, series)]):
            links |= {a["href"] for a in fetch_page(self.client, f"/en/sources/{source.pk}/").select("a.to-fact")}
        self.assertGreater(len(links), sum(len(record.bearable_fields) for record in self.records))
        for link in links:
            with self.subTest(link=link):
                address = urlsplit(link)
                self.assertEqual(len(fetch_page(self.client, address.path).select(f"#{address.fragment}")), 1)

    def test_links_of_tables_lead_to_existing_anchors(self):
        links = set()
        for _record, page in self.pages():
            links |= {a["href"] for a in page.select("a.to-fact")}
        self.assertIn("/en/initiatives/fund/#fact-amount", links)
        for link in links:
            with self.subTest(link=link):
                address = urlsplit(link)
                self.assertEqual(len(fetch_page(self.client, address.path).select(f"#{address.fragment}")), 1)

    def test_units_and_predecessors_link_to_the_sourced_facts(self):
        body = factories.organisation(slug="whole")
        factories.organisation(slug="limb", parent=body)
        factories.organisation(slug="former", successor=body)
        fund = factories.initiative(slug="umbrella", lead=body)
        factories.initiative(slug="branch", lead=body, part_of=fund)
        pages = {"organisations/whole/": ("organisations/limb/#fact-parent", "organisations/former/#fact-successor")}
        pages |= {"initiatives/umbrella/": ("initiatives/branch/#fact-part_of",)}
        for path, facts in pages.items():
            links = fetch_page(self.client, f"/en/{path}").links
            for fact in facts:
                with self.subTest(fact=fact):
                    self.assertIn(f"/en/{fact}", links)

    def test_timeline_links_to_dates_of_other_records(self):
        fund = factories.initiative(slug="dated", starts="2024-05")
        factories.collaboration(slug="deal", initiative=fund, announced="2025-01")
        line = fetch_page(self.client, "/en/initiatives/dated/").one("ol.timeline")
        self.assertIn("/en/collaborations/deal/#fact-announced", [a["href"] for a in line.select("a.to-fact")])

    def test_element_ids_are_unique(self):
        for _record, page in self.pages():
            names = [element["id"] for element in page.select("[id]")]
            self.assertEqual(sorted(names), sorted(set(names)))

    def test_provenance_is_the_same_without_prefetched_relations(self):
        for record in self.records:
            with self.subTest(record=record.slug):
                self.assertEqual(
                    list(type(record).objects.get(pk=record.pk).provenance_by_field), list(record.bearable_fields)
                )

    def test_no_fact_is_marked_as_lacking_a_source(self):
        for _record, page in self.pages():
            self.assertEqual(page.select("button.note--wanted"), [])


class SourceNoteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(
            slug="body", is_sourced=False, founded="2001", closed="2020", website="https://body.example/"
        )
        cls.page_read = {"read_on": date(2026, 11, 2), "published": "2024-05"}
        cls.report = factories.cite(
            cls.body, "founded", title="Annual report", publisher="The Bureau", grade="press", **cls.page_read
        )
        factories.cite(cls.body, "closed", title="Copied", grade="other")
        factories.cite(cls.body, "closed", title="Looked up", grade="reference")

    def page(self):
        return fetch_page(self.client, "/en/organisations/body/")

    def test_shows_grade_publisher_date_and_access_date(self):
        (line,) = get_source_note(self.page(), "founded").select("span.source-note__line")
        self.assertEqual(line.text, "Press The Bureau May 2024 accessed on 2 November 2026")

    def test_links_to_the_source(self):
        (item,) = get_source_note(self.page(), "founded").select("li")
        self.assertEqual(
            (item["value"], item.one("a").text, item.one("a")["href"]), ("1", "Annual report", self.report.source.url)
        )

    def test_shows_the_result_and_date_of_the_last_link_check(self):
        Source.objects.filter(pk=self.report.source.pk).update(
            link_status="answers", link_checked_on=date(2026, 11, 20)
        )
        self.assertIn("link checked on 20 November 2026: Working", get_source_note(self.page(), "founded").text)

    def test_marks_a_broken_link(self):
        for status, is_broken in (("gone", True), ("silent", True), ("refuses", False), ("moved", False)):
            with self.subTest(status=status):
                Source.objects.filter(pk=self.report.source.pk).update(link_status=status, link_checked_on="2026-11-20")
                self.assertEqual(bool(get_source_note(self.page(), "founded").select("span.dead")), is_broken)

    def test_warns_if_all_sources_are_copies_or_reference_works(self):
        page = self.page()
        said = [
            "The only source is a copy or reference work, which repeats information from elsewhere"
            in get_source_note(page, field).text
            for field in ("closed", "founded")
        ]
        self.assertEqual(said, [True, False])

    def test_note_button_warns_of_weak_sources(self):
        (opener,) = self.page().facts["Closed"].select("button.note--weak")
        self.assertIn("source is only a copy or reference work", opener["aria-label"])

    def test_missing_source_is_stated(self):
        page = self.page()
        (opener,) = page.facts["Location"].select("button.note")
        self.assertEqual(
            (opener["aria-label"], opener["popovertarget"]), ("no source recorded: location", "note-place")
        )
        self.assertIn("We have not recorded a source for this", get_source_note(page, "place").text)

    def test_note_buttons_show_no_warning_text(self):
        facts = self.page().facts
        self.assertEqual((facts["Location"].select("button.note")[0].text, facts["Closed"].text), ("", "2020[2, 3]"))

    def test_website_needs_no_source(self):
        self.assertEqual(self.page().facts["Website"].select("button.note"), [])

    def test_accessible_names_contain_the_fact(self):
        page = self.page()
        (opener,) = page.facts["Founded"].select("button.note")
        label = get_source_note(page, "founded")["aria-labelledby"]
        self.assertEqual(
            (opener["aria-label"], page.one(f"#{label}").text), ("Source 1: date founded", "Sources: date founded")
        )

    def test_close_button_needs_no_javascript(self):
        close = get_source_note(self.page(), "founded").one("button.source-note__close")
        self.assertEqual((close["popovertarget"], close["popovertargetaction"]), ("note-founded", "hide"))

    def test_draft_parent_has_no_note(self):
        self.body.parent = factories.organisation(status="draft")
        self.body.save()
        factories.cite(self.body, "parent")
        self.assertEqual(self.page().select("div#note-parent"), [])
