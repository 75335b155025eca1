"""The notes at the facts: what each fact rests on, and their sum."""

from datetime import date
from urllib.parse import urlsplit

from django.test import TestCase

from ecosystem.models import Source
from tests.support import factories
from tests.support.html_pages import fetch_page, get_source_note

# What a fact needs that says something, so that every field of a record can be borne out.
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


class WholeTests(TestCase):
    """Each kind of record with every field said and borne out."""

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

    def test_opens_a_note_for_every_field_that_a_source_can_bear_out(self):
        for record, page in self.pages():
            opened = {button["popovertarget"] for button in page.select("button.note")}
            self.assertEqual(opened, {f"note-{field}" for field in record.bearable_fields})

    def test_has_a_note_of_its_own_for_each_that_it_opens(self):
        for record, page in self.pages():
            found = [element["id"] for element in page.select("div.source-note")]
            self.assertEqual(found, [f"note-{field}" for field in record.bearable_fields])

    def test_gives_each_fact_an_address_of_its_own(self):
        for record, page in self.pages():
            names = {element["id"] for element in page.select("[id]")}
            self.assertLessEqual({f"fact-{field}" for field in record.bearable_fields}, names)

    def test_is_there_for_every_link_from_the_page_of_a_source(self):
        series = factories.indicator(slug="series")
        links = set()
        for source in Source.objects.filter(citations__in=[r.citations.last() for r in (*self.records, series)]):
            links |= {a["href"] for a in fetch_page(self.client, f"/en/sources/{source.pk}/").select("a.to-fact")}
        self.assertGreater(len(links), sum(len(record.bearable_fields) for record in self.records))
        for link in links:
            with self.subTest(link=link):
                address = urlsplit(link)
                self.assertEqual(len(fetch_page(self.client, address.path).select(f"#{address.fragment}")), 1)

    def test_leads_from_the_tables_of_other_pages_to_facts_that_are_there(self):
        links = set()
        for _record, page in self.pages():
            links |= {a["href"] for a in page.select("a.to-fact")}
        self.assertIn("/en/initiatives/fund/#fact-amount", links)
        for link in links:
            with self.subTest(link=link):
                address = urlsplit(link)
                self.assertEqual(len(fetch_page(self.client, address.path).select(f"#{address.fragment}")), 1)

    def test_leads_from_parts_and_from_what_was_replaced_to_where_that_is_borne_out(self):
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

    def test_leads_from_the_line_of_time_to_the_dates_of_other_records(self):
        fund = factories.initiative(slug="dated", starts="2024-05")
        factories.collaboration(slug="deal", initiative=fund, announced="2025-01")
        line = fetch_page(self.client, "/en/initiatives/dated/").one("ol.timeline")
        self.assertIn("/en/collaborations/deal/#fact-announced", [a["href"] for a in line.select("a.to-fact")])

    def test_gives_no_two_elements_one_name(self):
        for _record, page in self.pages():
            names = [element["id"] for element in page.select("[id]")]
            self.assertEqual(sorted(names), sorted(set(names)))

    def test_are_the_same_where_relations_were_not_fetched(self):
        for record in self.records:
            with self.subTest(record=record.slug):
                self.assertEqual(
                    list(type(record).objects.get(pk=record.pk).provenance_by_field), list(record.bearable_fields)
                )

    def test_leaves_nothing_without_a_source(self):
        for _record, page in self.pages():
            self.assertEqual(page.select("button.note--wanted"), [])


class NoteTests(TestCase):
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

    def test_says_who_published_the_page_when_of_what_kind_it_is_and_when_it_was_read(self):
        (line,) = get_source_note(self.page(), "founded").select("span.source-note__line")
        self.assertEqual(line.text, "Press The Bureau May 2024 accessed on 2 November 2026")

    def test_leads_to_the_page(self):
        (item,) = get_source_note(self.page(), "founded").select("li")
        self.assertEqual(
            (item["value"], item.one("a").text, item.one("a")["href"]), ("1", "Annual report", self.report.source.url)
        )

    def test_says_what_the_last_check_of_the_link_found_and_when(self):
        Source.objects.filter(pk=self.report.source.pk).update(
            link_status="answers", link_checked_on=date(2026, 11, 20)
        )
        self.assertIn("link checked on 20 November 2026: Working", get_source_note(self.page(), "founded").text)

    def test_marks_a_link_that_no_longer_answers(self):
        for status, is_broken in (("gone", True), ("silent", True), ("refuses", False), ("moved", False)):
            with self.subTest(status=status):
                Source.objects.filter(pk=self.report.source.pk).update(link_status=status, link_checked_on="2026-11-20")
                self.assertEqual(bool(get_source_note(self.page(), "founded").select("span.dead")), is_broken)

    def test_says_that_a_fact_rests_only_on_what_repeats_others(self):
        page = self.page()
        said = [
            "The only source is a copy or reference work, which repeats information from elsewhere"
            in get_source_note(page, field).text
            for field in ("closed", "founded")
        ]
        self.assertEqual(said, [True, False])

    def test_says_so_beside_the_fact_as_well(self):
        (opener,) = self.page().facts["Closed"].select("button.note--weak")
        self.assertIn("source is only a copy or reference work", opener["aria-label"])

    def test_says_so_where_no_source_is_recorded(self):
        page = self.page()
        (opener,) = page.facts["Location"].select("button.note")
        self.assertEqual(
            (opener["aria-label"], opener["popovertarget"]), ("no source recorded: location", "note-place")
        )
        self.assertIn("We have not recorded a source for this", get_source_note(page, "place").text)

    def test_puts_no_words_of_doubt_beside_the_fact(self):
        facts = self.page().facts
        self.assertEqual((facts["Location"].select("button.note")[0].text, facts["Closed"].text), ("", "2020[2, 3]"))

    def test_wants_no_source_for_what_leads_to_its_own_proof(self):
        self.assertEqual(self.page().facts["Website"].select("button.note"), [])

    def test_names_the_fact_to_those_who_hear_the_page(self):
        page = self.page()
        (opener,) = page.facts["Founded"].select("button.note")
        label = get_source_note(page, "founded")["aria-labelledby"]
        self.assertEqual(
            (opener["aria-label"], page.one(f"#{label}").text), ("Source 1: date founded", "Sources: date founded")
        )

    def test_can_be_closed_again_without_a_script(self):
        close = get_source_note(self.page(), "founded").one("button.source-note__close")
        self.assertEqual((close["popovertarget"], close["popovertargetaction"]), ("note-founded", "hide"))

    def test_tells_of_nothing_that_is_not_public(self):
        self.body.parent = factories.organisation(status="draft")
        self.body.save()
        factories.cite(self.body, "parent")
        self.assertEqual(self.page().select("div#note-parent"), [])
