"""Pages of organisations: the list with its filters, and the page of one organisation."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class OrganisationListTests(TestCase):
    def test_filters_by_parent(self):
        parent = factories.organisation(slug="parent")
        factories.organisation(slug="part", parent=parent)
        self.assertEqual(fetch_page(self.client, "/en/organisations/?parent=parent").rows, ["part"])

    def test_filters_by_tie_and_application_together(self):
        fraud, credit = factories.application(), factories.application("credit-assessment")
        bank, bureau = factories.organisation(slug="bank"), factories.organisation(slug="bureau")
        factories.initiative(lead=bank, kind="deployment", applications=[fraud])
        factories.initiative(lead=bank, kind="guideline", applications=[credit])
        factories.initiative(lead=bureau, kind="guideline", applications=[fraud])
        for asked, rows in {
            "tie=uses&application=fraud-detection": {"bank"},
            "tie=regulates&application=fraud-detection": {"bureau"},
            "tie=regulates": {"bank", "bureau"},
            "tie=uses&tie=regulates&application=fraud-detection": {"bank", "bureau"},
            "tie=uses&application=credit-assessment": set(),
        }.items():
            with self.subTest(asked=asked):
                self.assertEqual(set(fetch_page(self.client, f"/en/organisations/?{asked}").rows), rows)

    def test_founding_filters_respect_the_precision_of_dates(self):
        for slug, founded in (("year", "2020"), ("month", "2020-03"), ("day", "2019-12-31"), ("none", None)):
            factories.organisation(slug=slug, founded=founded)
        for asked, rows in {
            "founded_after=2020": {"year", "month"},
            "founded_after=2020-06": {"year"},
            "founded_before=2019": {"day"},
            "founded_before=2020-02": {"day", "year"},
            "founded_after=2019-12-31&founded_before=2020-03": {"day", "year", "month"},
        }.items():
            with self.subTest(asked=asked):
                self.assertEqual(set(fetch_page(self.client, f"/en/organisations/?{asked}").rows), rows)

    def test_filters_by_region(self):
        factories.organisation(slug="here")
        factories.organisation(slug="there", place=factories.place_abroad())
        page = fetch_page(self.client, "/en/organisations/?region=greater_bay_area&region=overseas")
        self.assertEqual(page.rows, ["there"])

    def test_row_counts_published_initiatives(self):
        body = factories.organisation(slug="body")
        factories.initiative(lead=body)
        factories.initiative(lead=body, status="draft")
        page = fetch_page(self.client, "/en/organisations/?kind=company")
        row = next(li for li in page.select("li.record-row") if li.select("a")[0]["href"].endswith("/body/"))
        self.assertIn("1 initiative", row.one(".record-row__facts").text)


class OrganisationDetailTests(TestCase):
    def page(self, slug="body", language="en"):
        return fetch_page(self.client, f"/{language}/organisations/{slug}/")

    def links(self, term):
        return [a["href"].split("/")[-2] for a in self.page().facts[term].select("a") if a["href"].startswith("/")]

    def test_missing_relationships_are_stated(self):
        factories.organisation(slug="body")
        self.assertIn("No relationships recorded", self.page().content.text)

    def test_links_to_parent_units_predecessor_and_successor(self):
        others = {slug: factories.organisation(slug=slug) for slug in ("whole", "next")}
        body = factories.organisation(slug="body", parent=others["whole"], successor=others["next"], closed="2020")
        factories.organisation(slug="part", parent=body)
        factories.organisation(slug="former", successor=body)
        for term, slug in {
            "Part of": "whole",
            "Replaced by": "next",
            "Units": "part",
            "Predecessor": "former",
        }.items():
            with self.subTest(term=term):
                self.assertEqual(self.links(term), [slug])

    def test_shows_that_and_when_it_closed(self):
        factories.organisation(slug="body", closed="2020-05")
        page = self.page()
        self.assertEqual(
            (page.one(".badge--closed").text, page.facts["Closed"].one("time")["datetime"]), ("Closed", "2020-05")
        )

    def test_lists_initiatives_with_role_and_date(self):
        body = factories.organisation(slug="body")
        fund = factories.initiative(slug="fund", starts="2024-05")
        factories.add_participant(fund, body, "funder")
        row = self.page().one("section#initiatives").one("tbody").one("tr")
        self.assertEqual((row.one("time")["datetime"], row.one("[data-label=Role]").text), ("2024-05", "Funder"))

    def test_lists_all_roles_in_one_initiative(self):
        body = factories.organisation(slug="body")
        fund = factories.initiative(lead=body)
        factories.add_participant(fund, body, "operator")
        role = self.page().one("section#initiatives").one("tbody").one("[data-label=Role]")
        self.assertEqual(role.text, "Lead, Operator")

    def test_lists_collaborations_of_units_with_the_unit(self):
        body = factories.organisation(slug="body")
        part = factories.organisation(parent=body, name_en="The Lab")
        factories.collaboration(parties=[part, factories.organisation(name_en="The Bank")])
        row = self.page().one("section#collaborations").one("tbody").one("tr")
        said = [row.one(f'[data-label="{label}"]').text for label in ("Partners", "Role")]
        self.assertEqual(said, ["The Bank", "Partner through The Lab"])

    def test_lists_own_roles_before_those_of_units(self):
        bank = factories.organisation(slug="bank", name_en="The Bank", name_zh_hant="")
        lab = factories.organisation(slug="lab", name_en="The Lab", name_zh_hant="", parent=bank)
        fund = factories.initiative(lead=lab)
        for role in ("lead", "funder"):
            factories.add_participant(fund, bank, role)
        page = fetch_page(self.client, "/en/organisations/bank/")
        (cell,) = [c for c in page.one("section#initiatives").select("td") if c["data-label"] == "Role"]
        self.assertEqual(cell.text, "Lead, Funder, Lead through The Lab")

    def test_lists_application_ties_with_the_initiative_they_come_from(self):
        body = factories.organisation(slug="body")
        factories.initiative(slug="system", lead=body, kind="deployment", applications=[factories.application()])
        group = self.page().one("section#applications").one("tbody")
        self.assertEqual(
            [a["href"] for a in group.select("a")],
            ["/en/applications/fraud-detection/", "/en/initiatives/system/"],
        )

    def test_page_of_an_initiative_links_back_to_the_organisation(self):
        body = factories.organisation(slug="body")
        factories.initiative(slug="fund", lead=body)
        page = fetch_page(self.client, "/en/initiatives/fund/")
        self.assertEqual(page.one("section#bodies").one("tbody").one("a")["href"], "/en/organisations/body/")

    def test_shows_indicators_that_it_publishes(self):
        body = factories.organisation(slug="body")
        factories.indicator(organisation=body, name_en="Start-ups in the park", values=[("2025", 1200)])
        self.assertIn("Start-ups in the park", self.page().one("section#figures").text)

    def test_indicator_without_a_theme_is_shown(self):
        factories.indicator(organisation=factories.organisation(slug="body"), themes=[])
        self.assertEqual(self.page().status, 200)

    def test_city_is_named_once(self):
        city = factories.place_abroad(city_zh_hant="深圳市")
        factories.organisation(slug="body", place=city)
        self.assertEqual(self.page(language="zh-hant").one("div#fact-place").one("dd").text, "深圳")

    def test_place_in_a_city_is_shown_with_the_city(self):
        park = factories.place_abroad("park", precision="site", name_zh_hant="河套園區", city_zh_hant="深圳市")
        factories.organisation(slug="body", place=park)
        self.assertEqual(self.page(language="zh-hant").one("div#fact-place").one("dd").text, "河套園區、深圳市")

    def test_aliases_are_converted_to_simplified_chinese(self):
        factories.organisation(slug="body", aliases=["港科大（廣州）", "HKUST(GZ)", "引進辦", "引进办"])
        names = self.page(language="zh-hans").one("div#fact-aliases").one("dd").text
        self.assertEqual(names, "港科大（广州）、HKUST(GZ)、引进办")

    def test_aliases_are_not_converted_in_other_languages(self):
        factories.organisation(slug="body", aliases=["港科大（廣州）", "HKUST(GZ)"])
        self.assertIn("港科大（廣州）", self.page(language="zh-hant").one("div#fact-aliases").text)
