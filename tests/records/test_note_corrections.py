"""Links to suggest a correction of a fact, and notes about sources that dispute it."""

from urllib.parse import urlsplit

from django.test import TestCase

from ecosystem.templatetags.hkai import correction_address
from tests.support import factories
from tests.support.html_pages import fetch_page, get_source_note, parse_query


class CorrectionLinkTests(TestCase):
    def corrections(self, address):
        return [
            a for a in fetch_page(self.client, address).select("a") if urlsplit(a["href"]).path.endswith("/contribute/")
        ]

    def test_each_fact_has_a_correction_link_with_or_without_a_source(self):
        other = factories.organisation(slug="other")
        website = "https://one.example/"
        dates = {"announced": "2020", "starts": "2021", "ends": "2030"}
        body = factories.organisation(
            slug="one", acronym="ONE", aliases=["First"], founded="1990", closed="2020", parent=other, successor=other,
            address="1 Road", ror="00q4vv597", wikidata="Q1", home_region="mainland", website=website,
        )  # fmt: skip
        fund = factories.initiative(
            slug="one", acronym="ONE", aliases=["First"], amount=1, amount_basis="total", currency="HKD", part_of=factories.initiative(),
            eligibility_en="None.", applications_close="2029", apply_url="https://one.example/apply", website=website,
            **dates,
        )  # fmt: skip
        for record in (body, fund):
            record.support.add(factories.support())
        fund.audience.add(factories.audience())
        fund.builds_on.add(factories.initiative())
        pact = factories.collaboration(slug="one", initiative=fund, website="https://one.example/pact", **dates)
        for record in (body, fund, pact):
            kind = record._meta.model_name
            asked = [parse_query(a["href"]).get("field") for a in self.corrections(f"/zh-hant/{kind}s/one/")]
            for field in record.bearable_fields:
                # These two are shown with the amount, and are corrected with it.
                if field not in {"amount_basis", "currency"}:
                    with self.subTest(kind=kind, field=field):
                        self.assertIn([field], asked)

    def test_unknown_facts_have_a_correction_link(self):
        factories.initiative(slug="one")
        asked = [parse_query(a["href"]).get("field") for a in self.corrections("/en/initiatives/one/")]
        for field in ("amount", "announced", "starts"):
            with self.subTest(field=field):
                self.assertIn([field], asked)

    def test_whole_record_has_a_correction_link(self):
        factories.collaboration(slug="pact")
        asked = [parse_query(a["href"]) for a in self.corrections("/en/collaborations/pact/")]
        self.assertIn({"collaboration": ["pact"]}, asked)

    def test_indicator_and_its_figures_have_correction_links(self):
        factories.indicator(slug="series")
        asked = [parse_query(a["href"]) for a in self.corrections("/en/indicators/series/")]
        self.assertIn({"indicator": ["series"]}, asked)
        self.assertIn({"indicator": ["series"], "field": ["observations"]}, asked)

    def test_correction_form_accepts_every_field(self):
        for make in (factories.organisation, factories.initiative, factories.collaboration):
            record = make()
            for field in record.bearable_fields:
                with self.subTest(kind=record._meta.model_name, field=field):
                    address = correction_address(record, field)
                    self.assertNotIn("no such field", fetch_page(self.client, address).content.text)

    def test_correction_form_shows_what_a_disputing_source_says(self):
        record = factories.organisation(founded="2001")
        factories.dispute(record, "founded", "1998-05")
        said = fetch_page(self.client, correction_address(record, "founded")).content.text
        self.assertIn("conflicts with this and says: May 1998", said)

    def test_links_are_nofollow(self):
        factories.cite(factories.organisation(slug="body"), "name")
        asked = [a for a in self.corrections("/en/organisations/body/") if parse_query(a["href"])]
        self.assertEqual({tuple(a["rel"]) for a in asked}, {("nofollow",)})


class DisputedFactTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.fund = factories.initiative(slug="fund", starts="2021", amount=5, amount_basis="total", currency="HKD")
        factories.cite(cls.fund, "starts", "amount")
        reasons = {"reason": "It tells of the pilot.", "reason_zh_hant": "該頁所述為試驗計劃。"}
        factories.dispute(cls.fund, "starts", "2019-03", title="A later page", **reasons)
        factories.dispute(cls.fund, "amount", "七元", reason="Rounded.")

    def test_shows_both_values_the_other_source_and_the_reason(self):
        began = fetch_page(self.client, "/en/initiatives/fund/").facts["Start date"].text
        self.assertEqual(
            began, "2021 [2] Another source says: March 2019 [3] Why we do not use it: It tells of the pilot."
        )

    def test_reason_is_in_the_language_of_the_page(self):
        for language, reason in (("zh-hant", "該頁所述為試驗計劃。"), ("zh-hans", "该页所述为试验计划。")):
            with self.subTest(language=language):
                page = fetch_page(self.client, f"/{language}/initiatives/fund/")
                self.assertIn(reason, page.one("#fact-starts").one(".dispute__reason").text)

    def test_untranslated_reason_has_a_lang_attribute(self):
        reason = fetch_page(self.client, "/zh-hant/initiatives/fund/").one("#fact-amount").one(".dispute__reason")
        self.assertEqual([span.text for span in reason.select("span[lang=en]")], ["Rounded."])

    def test_claimed_value_is_shown_as_the_source_writes_it(self):
        dispute = fetch_page(self.client, "/en/initiatives/fund/").one("#fact-amount").one(".dispute")
        self.assertEqual([span.text for span in dispute.select("span[lang=zh]")], ["七元"])

    def test_source_note_lists_the_disputing_source(self):
        found = get_source_note(fetch_page(self.client, "/en/initiatives/fund/"), "starts")
        self.assertEqual([item["value"] for item in found.select("li")], ["2", "3"])
        self.assertIn("Another source says: March 2019", found.text)

    def test_comparison_shows_disputes(self):
        factories.initiative(slug="other")
        page = fetch_page(self.client, "/en/compare/?initiative=fund&initiative=other")
        self.assertEqual(len(page.one("table.comparison").select("span.dispute")), 2)
