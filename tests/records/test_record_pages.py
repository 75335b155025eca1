"""What the pages of all three kinds of record share: who sees them, names, notes, sources, freshness, the way on."""

from datetime import UTC, date, datetime

from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

MAKERS = {
    "organisations": factories.organisation,
    "initiatives": factories.initiative,
    "collaborations": factories.collaboration,
}


class StatusTests(TestCase):
    def answers(self, **values):
        """Return how each kind of record answers in each language."""
        found = {}
        for kind, make in MAKERS.items():
            record = make(**values)
            for language in addresses.LANGUAGES:
                found[kind, language] = fetch_page(self.client, f"/{language}/{kind}/{record.slug}/")
        return found.values()

    def test_answers_404_for_a_draft(self):
        self.assertEqual({page.status for page in self.answers(status="draft")}, {404})

    def test_answers_404_in_review(self):
        self.assertEqual({page.status for page in self.answers(status="in_review")}, {404})

    def test_answers_410_where_it_was_public_once(self):
        self.assertEqual({page.status for page in self.answers(status="archived")}, {410})

    def test_answers_404_in_the_archive_where_it_never_was_public(self):
        self.assertEqual({page.status for page in self.answers(status="archived", published_at=None)}, {404})

    def test_answers_404_for_a_draft_that_was_public_once(self):
        once = datetime(2026, 1, 1, tzinfo=UTC)
        self.assertEqual({page.status for page in self.answers(status="draft", published_at=once)}, {404})

    def test_leads_on_from_where_nothing_is(self):
        for page in self.answers(status="archived"):
            ways = [a["href"].split("/", 2)[2] for a in page.content.select("a")]
            self.assertEqual(ways, ["", "organisations/", "initiatives/", "collaborations/"])

    def test_says_nothing_of_what_was_removed(self):
        for page in self.answers(status="archived", name_en="Secret Name"):
            self.assertNotIn("Secret", page.text)


class NoteTests(TestCase):
    def test_numbers_each_fact_by_the_sources_that_bear_it_out(self):
        body = factories.organisation(slug="body", founded="2001", is_sourced=False)
        factories.cite(body, "name", "founded")
        factories.cite(body, "founded", "summary")
        page = fetch_page(self.client, "/en/organisations/body/")
        self.assertEqual([note.text for note in page.facts["Founded"].select("button.note")], ["[1, 2]"])

    def test_stands_at_the_end_of_the_summary_in_every_language(self):
        factories.organisation(slug="body")
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                page = fetch_page(self.client, f"/{language}/organisations/body/")
                self.assertEqual([a.text for a in page.one(".lede").select("button.note")], ["[1]"])

    def test_says_so_where_no_source_bears_out_a_name_a_date_an_amount_a_place_or_bodies(self):
        whole = {"founded": "2001", "closed": "2020"}
        whole |= {"address": "1 Road", "home_region": "mainland", "aliases": ["It"]}
        parent, next_body = factories.organisation(), factories.organisation()
        body = factories.organisation(slug="body", parent=parent, successor=next_body, **whole)
        dates = {"announced": "2020", "starts": "2021", "ends": "2030"}
        money = {"amount": 5, "amount_basis": "total", "currency": "HKD", "applications_close": "2025"}
        wide = factories.initiative()
        others = {"part_of": wide, "eligibility_en": "All.", "aliases": ["It"]}
        fund = factories.initiative(slug="fund", lead=body, **dates, **money, **others)
        fund.builds_on.add(wide)
        factories.collaboration(slug="pact", initiative=fund, **dates)
        for record in (body, fund, factories.Collaboration.objects.get(slug="pact")):
            with self.subTest(record=record.slug):
                notes = fetch_page(self.client, record.get_absolute_url()).select("button.note--wanted")
                self.assertEqual(
                    sorted(note["popovertarget"] for note in notes),
                    sorted(f"note-{name}" for name in record.record_fields.sourced_fields),
                )

    def test_says_nothing_missing_where_every_fact_is_borne_out(self):
        fields = ("name", "announced", "starts", "ends", "participants")
        factories.cite(factories.collaboration(slug="pact", announced="2020", starts="2021", ends="2030"), *fields)
        self.assertEqual(fetch_page(self.client, "/en/collaborations/pact/").select("button.note--wanted"), [])


class SourceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        body = factories.organisation(slug="body", is_sourced=False)
        factories.cite(
            body,
            "founded",
            "name",
            title="年報",
            publisher="The Bureau",
            published="2024-05",
            read_on=date(2026, 11, 2),
        )
        factories.dispute(body, "founded", "1998", url="https://copy.example/", grade="other")

    def setUp(self):
        self.page = fetch_page(self.client, "/en/organisations/body/")
        self.first, self.copy = self.page.one(".sources").select("li")

    def test_says_its_kind_publisher_date_day_of_reading_and_what_it_bears_out(self):
        said = self.first.one(".sources__line").text
        self.assertEqual(
            said,
            "Official The Bureau May 2024 accessed on 2 November 2026 Cited for: date founded, name All citations of this source",
        )

    def test_says_in_which_language_its_title_is(self):
        self.assertEqual(self.first.select("a")[0]["lang"][:2], "zh")

    def test_says_what_it_disputes_and_that_it_has_no_date(self):
        said = self.copy.one(".sources__line").text
        self.assertEqual(("Conflicts on: date founded; it says: 1998" in said, "no date" in said), (True, True))

    def test_says_that_it_is_a_copy(self):
        self.assertIn("A copy, mirror or self-published page", self.copy.text)

    def test_sends_nobody_to_a_copy_as_to_the_origin(self):
        rels = [set(li.select("a")[0]["rel"]) for li in (self.first, self.copy)]
        self.assertEqual(rels, [{"external"}, {"external", "nofollow", "noopener"}])

    def test_stands_in_the_order_of_its_position(self):
        body = factories.organisation(slug="other", is_sourced=False)
        factories.cite(body, "name", position=2, title="Second")
        factories.cite(body, "name", position=1, title="First")
        page = fetch_page(self.client, "/en/organisations/other/")
        self.assertEqual([li.select("a")[0].text for li in page.one(".sources").select("li")], ["First", "Second"])


class FreshnessTests(TestCase):
    def fetch_facts(self, language="en", **values):
        """Return the facts in the box about the sources."""
        factories.organisation(slug="body", **values)
        box = fetch_page(self.client, f"/{language}/organisations/body/").one("div#origin")
        return {row.one("dt").text: row.one("dd").text for row in box.one("dl").select("div")}

    def test_says_that_nobody_has_checked_since_sources_were_read(self):
        self.assertEqual(self.fetch_facts()["Last checked"], "not checked since 22 November 2026")

    def test_says_so_in_chinese(self):
        self.assertEqual(self.fetch_facts("zh-hant")["最後核實"], "2026年11月22日後未再全面核實")

    def test_says_on_which_day_somebody_checked(self):
        self.assertEqual(self.fetch_facts(verified_on=date(2026, 11, 23))["Last checked"], "23 November 2026")

    def test_is_not_in_the_header(self):
        factories.organisation(slug="body")
        self.assertNotIn("checked", fetch_page(self.client, "/en/organisations/body/").one("header.page-head").text)


class WayOnTests(TestCase):
    def way(self, *grades, **values):
        record = factories.initiative(is_sourced=False, **values)
        for grade in grades:
            factories.cite(record, "summary", grade=grade, url=f"https://{grade}.example/{record.slug}")
        head = fetch_page(self.client, f"/en/initiatives/{record.slug}/").one("header.page-head")
        buttons = [(a.text, a["href"].removesuffix(record.slug)) for a in head.select("a.button")]
        return buttons[0] if buttons else None

    def test_is_first_to_apply(self):
        found = self.way("official", apply_url="https://apply.example/", website="https://www.example/")
        self.assertEqual(found, ("Apply", "https://apply.example/"))

    def test_is_else_the_website(self):
        self.assertEqual(self.way("official", website="https://www.example/"), ("Website", "https://www.example/"))

    def test_is_else_the_best_official_or_own_source(self):
        for grades, best in ((("own", "official"), "official"), (("press", "own"), "own")):
            with self.subTest(grades=grades):
                self.assertEqual(self.way(*grades), ("Official page", f"https://{best}.example/"))

    def test_is_else_left_out(self):
        self.assertIsNone(self.way("press", "other"))


class LanguageTests(TestCase):
    def test_shows_a_text_that_is_missing_in_another_language_and_says_so(self):
        factories.organisation(
            slug="body", name_en="Alone", name_zh_hant="", summary_zh_hant="", summary_en="Plain words."
        )
        page = fetch_page(self.client, "/zh-hant/organisations/body/")
        lede = page.one(".lede").select("span[lang=en]")
        self.assertEqual(([span.text for span in lede], len(page.select(".notice"))), (["Plain words."], 1))

    def test_marks_a_name_of_another_language(self):
        factories.organisation(slug="body", name_en="Alone", name_zh_hant="")
        self.assertEqual(fetch_page(self.client, "/zh-hans/organisations/body/").one(".title__main")["lang"], "en")

    def test_converts_what_simplified_chinese_lacks(self):
        factories.organisation(slug="body", name_zh_hant="數碼港")
        self.assertEqual(fetch_page(self.client, "/zh-hans/organisations/body/").one(".title__main").text, "数码港")

    def test_converts_a_summary_into_terms_of_the_mainland_but_for_names(self):
        factories.organisation(slug="body", name_zh_hant="數碼港", summary_zh_hant="數碼港支援數碼科技。")
        page = fetch_page(self.client, "/zh-hans/organisations/body/")
        self.assertIn("数码港支持数字科技。", page.content.text)

    def test_shows_the_name_in_the_other_script_beside_it(self):
        factories.organisation(slug="body", name_en="Port", name_zh_hant="數碼港")
        other = fetch_page(self.client, "/en/organisations/body/").one(".title__other")
        self.assertEqual((other.text, other["lang"]), ("數碼港", "zh-Hant-HK"))

    def test_says_what_acronyms_stand_for_but_for_its_own(self):
        factories.organisation(name_en="Monetary Authority", acronym="HKMA")
        factories.organisation(slug="body", acronym="BODY", summary_en="BODY and HKMA study LLM use; HKMA pays.")
        page = fetch_page(self.client, "/en/organisations/body/")
        found = [(abbr.text, abbr["title"]) for abbr in page.one(".lede").select("abbr")]
        self.assertEqual(found, [("HKMA", "Monetary Authority"), ("LLM", "large language model")])
