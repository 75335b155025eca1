"""What the pages of organisations, initiatives and collaborations have in common."""

from datetime import UTC, date, datetime

from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

MAKERS = {
    "organisations": factories.organisation,
    "initiatives": factories.initiative,
    "collaborations": factories.collaboration,
}


class RecordPageStatusCodeTests(TestCase):
    def answers(self, **values):
        """Return the page of each kind of record in each language."""
        found = {}
        for kind, make in MAKERS.items():
            record = make(**values)
            for language in addresses.LANGUAGES:
                found[kind, language] = fetch_page(self.client, f"/{language}/{kind}/{record.slug}/")
        return found.values()

    def test_draft_is_404(self):
        self.assertEqual({page.status for page in self.answers(status="draft")}, {404})

    def test_record_in_review_is_404(self):
        self.assertEqual({page.status for page in self.answers(status="in_review")}, {404})

    def test_archived_record_is_410(self):
        self.assertEqual({page.status for page in self.answers(status="archived")}, {410})

    def test_archived_record_that_was_never_published_is_404(self):
        self.assertEqual({page.status for page in self.answers(status="archived", published_at=None)}, {404})

    def test_draft_that_was_published_before_is_404(self):
        once = datetime(2026, 1, 1, tzinfo=UTC)
        self.assertEqual({page.status for page in self.answers(status="draft", published_at=once)}, {404})

    def test_page_of_an_archived_record_links_to_the_lists(self):
        for page in self.answers(status="archived"):
            ways = [a["href"].split("/", 2)[2] for a in page.content.select("a")]
            self.assertEqual(ways, ["", "organisations/", "initiatives/", "collaborations/"])

    def test_page_of_an_archived_record_does_not_show_its_name(self):
        for page in self.answers(status="archived", name_en="Secret Name"):
            self.assertNotIn("Secret", page.text)


class RecordPageNoteTests(TestCase):
    def test_note_buttons_show_the_numbers_of_the_sources(self):
        body = factories.organisation(slug="body", founded="2001", is_sourced=False)
        factories.cite(body, "name", "founded")
        factories.cite(body, "founded", "summary")
        page = fetch_page(self.client, "/en/organisations/body/")
        self.assertEqual([note.text for note in page.facts["Founded"].select("button.note")], ["[1, 2]"])

    def test_summary_has_a_note_button_in_every_language(self):
        factories.organisation(slug="body")
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                page = fetch_page(self.client, f"/{language}/organisations/body/")
                self.assertEqual([a.text for a in page.one(".lede").select("button.note")], ["[1]"])

    def test_marks_every_sourced_field_that_lacks_a_source(self):
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

    def test_fully_sourced_record_has_no_missing_source_marks(self):
        fields = ("name", "announced", "starts", "ends", "participants")
        factories.cite(factories.collaboration(slug="pact", announced="2020", starts="2021", ends="2030"), *fields)
        self.assertEqual(fetch_page(self.client, "/en/collaborations/pact/").select("button.note--wanted"), [])


class RecordPageSourceListTests(TestCase):
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

    def test_shows_grade_publisher_dates_and_supported_fields(self):
        said = self.first.one(".sources__line").text
        self.assertEqual(
            said,
            "Official The Bureau May 2024 accessed on 2 November 2026 Cited for: date founded, name All citations of this source",
        )

    def test_title_has_a_lang_attribute(self):
        self.assertEqual(self.first.select("a")[0]["lang"][:2], "zh")

    def test_shows_the_disputed_field_and_a_missing_date(self):
        said = self.copy.one(".sources__line").text
        self.assertEqual(("Conflicts on: date founded; it says: 1998" in said, "no date" in said), (True, True))

    def test_marks_a_copy(self):
        self.assertIn("A copy, mirror or self-published page", self.copy.text)

    def test_link_to_a_copy_is_nofollow(self):
        rels = [set(li.select("a")[0]["rel"]) for li in (self.first, self.copy)]
        self.assertEqual(rels, [{"external"}, {"external", "nofollow", "noopener"}])

    def test_sources_are_ordered_by_position(self):
        body = factories.organisation(slug="other", is_sourced=False)
        factories.cite(body, "name", position=2, title="Second")
        factories.cite(body, "name", position=1, title="First")
        page = fetch_page(self.client, "/en/organisations/other/")
        self.assertEqual([li.select("a")[0].text for li in page.one(".sources").select("li")], ["First", "Second"])


class RecordPageLastCheckTests(TestCase):
    def fetch_facts(self, language="en", **values):
        """Return the facts in the box about the sources."""
        factories.organisation(slug="body", **values)
        box = fetch_page(self.client, f"/{language}/organisations/body/").one("div#origin")
        return {row.one("dt").text: row.one("dd").text for row in box.one("dl").select("div")}

    def test_shows_that_it_was_not_checked_since_sources_were_accessed(self):
        self.assertEqual(self.fetch_facts()["Last checked"], "not checked since 22 November 2026")

    def test_shows_that_it_was_not_checked_in_chinese(self):
        self.assertEqual(self.fetch_facts("zh-hant")["最後核實"], "2026年11月22日後未再全面核實")

    def test_shows_the_date_of_the_last_check(self):
        self.assertEqual(self.fetch_facts(verified_on=date(2026, 11, 23))["Last checked"], "23 November 2026")

    def test_date_of_the_last_check_is_not_in_the_header(self):
        factories.organisation(slug="body")
        self.assertNotIn("checked", fetch_page(self.client, "/en/organisations/body/").one("header.page-head").text)


class RecordPageButtonTests(TestCase):
    def way(self, *grades, **values):
        record = factories.initiative(is_sourced=False, **values)
        for grade in grades:
            factories.cite(record, "summary", grade=grade, url=f"https://{grade}.example/{record.slug}")
        head = fetch_page(self.client, f"/en/initiatives/{record.slug}/").one("header.page-head")
        buttons = [(a.text, a["href"].removesuffix(record.slug)) for a in head.select("a.button")]
        return buttons[0] if buttons else None

    def test_application_url_comes_first(self):
        found = self.way("official", apply_url="https://apply.example/", website="https://www.example/")
        self.assertEqual(found, ("Apply", "https://apply.example/"))

    def test_website_comes_second(self):
        self.assertEqual(self.way("official", website="https://www.example/"), ("Website", "https://www.example/"))

    def test_best_official_or_own_source_comes_third(self):
        for grades, best in ((("own", "official"), "official"), (("press", "own"), "own")):
            with self.subTest(grades=grades):
                self.assertEqual(self.way(*grades), ("Official page", f"https://{best}.example/"))

    def test_button_is_left_out_without_a_suitable_link(self):
        self.assertIsNone(self.way("press", "other"))


class RecordPageLanguageTests(TestCase):
    def test_missing_translation_falls_back_to_english_with_a_notice(self):
        factories.organisation(
            slug="body", name_en="Alone", name_zh_hant="", summary_zh_hant="", summary_en="Plain words."
        )
        page = fetch_page(self.client, "/zh-hant/organisations/body/")
        lede = page.one(".lede").select("span[lang=en]")
        self.assertEqual(([span.text for span in lede], len(page.select(".notice"))), (["Plain words."], 1))

    def test_name_in_another_language_has_a_lang_attribute(self):
        factories.organisation(slug="body", name_en="Alone", name_zh_hant="")
        self.assertEqual(fetch_page(self.client, "/zh-hans/organisations/body/").one(".title__main")["lang"], "en")

    def test_missing_simplified_name_is_converted_from_traditional(self):
        factories.organisation(slug="body", name_zh_hant="數碼港")
        self.assertEqual(fetch_page(self.client, "/zh-hans/organisations/body/").one(".title__main").text, "数码港")

    def test_summary_is_converted_to_mainland_terms_except_names(self):
        factories.organisation(slug="body", name_zh_hant="數碼港", summary_zh_hant="數碼港支援數碼科技。")
        page = fetch_page(self.client, "/zh-hans/organisations/body/")
        self.assertIn("数码港支持数字科技。", page.content.text)

    def test_title_shows_the_name_in_the_other_script(self):
        factories.organisation(slug="body", name_en="Port", name_zh_hant="數碼港")
        other = fetch_page(self.client, "/en/organisations/body/").one(".title__other")
        self.assertEqual((other.text, other["lang"]), ("數碼港", "zh-Hant-HK"))

    def test_acronyms_are_explained_except_the_records_own(self):
        factories.organisation(name_en="Monetary Authority", acronym="HKMA")
        factories.organisation(slug="body", acronym="BODY", summary_en="BODY and HKMA study LLM use; HKMA pays.")
        page = fetch_page(self.client, "/en/organisations/body/")
        found = [(abbr.text, abbr["title"]) for abbr in page.one(".lede").select("abbr")]
        self.assertEqual(found, [("HKMA", "Monetary Authority"), ("LLM", "large language model")])
