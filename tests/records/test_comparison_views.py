"""The page that compares organisations or initiatives side by side."""

from datetime import date

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem.models import edition_cache
from tests.support import factories
from tests.support.html_pages import fetch_page, parse_query


class ComparisonPageTestCase(TestCase):
    def page(self, *slugs, kind="organisation", more="", language="en"):
        asked = "&".join(f"{kind}={slug}" for slug in slugs)
        return fetch_page(self.client, f"/{language}/compare/?{asked}{more}")

    def rows(self, page):
        """Return the rows of the table by their headings, without the sign of those that differ."""
        found = page.one("table.comparison").one("tbody").select("tr")
        return {row.one("th").text.removesuffix(" ≠"): row for row in found}

    def cells(self, page, label):
        return [cell.text for cell in self.rows(page)[label].select("td")]

    def names(self, page):
        return [th.select("a")[0].text for th in page.one("thead").select("th")]


class ComparisonTableTests(ComparisonPageTestCase):
    def test_columns_follow_the_order_of_the_url_parameters(self):
        for slug in ("one", "two", "three"):
            factories.organisation(slug=slug, name_en=slug.capitalize())
        self.assertEqual(self.names(self.page("three", "one", "two")), ["Three", "One", "Two"])

    def test_headings_show_names_in_both_scripts(self):
        for slug, name in (("one", "數碼港"), ("two", "科學園")):
            factories.organisation(slug=slug, name_en=slug, name_zh_hant=name)
        others = [span.text for span in self.page("one", "two").one("thead").select(".table__other")]
        self.assertEqual(others, ["數碼港", "科學園"])

    def test_remove_links_keep_the_other_records(self):
        for slug in ("one", "two", "three"):
            factories.organisation(slug=slug)
        ways = [a["href"] for a in self.page("one", "two", "three").select("a.comparison__out")]
        held = [parse_query(way)["organisation"] for way in ways]
        self.assertEqual(held, [["two", "three"], ["one", "three"], ["one", "two"]])

    def test_row_is_left_out_if_no_record_has_a_value(self):
        factories.organisation(slug="one", founded="2001")
        factories.organisation(slug="two")
        page = self.page("one", "two")
        self.assertEqual(
            (self.cells(page, "Founded"), "Closed" in self.rows(page)),
            (["2001", "not known"], False),
        )

    def test_rows_that_differ_have_a_labelled_sign(self):
        factories.organisation(slug="one", kind="startup")
        factories.organisation(slug="two", kind="company")
        rows = self.rows(self.page("one", "two"))
        marks = {
            label: [sign["aria-label"] for sign in rows[label].select("[role=img]")] for label in ("Type", "Themes")
        }
        self.assertEqual(marks, {"Type": ["different"], "Themes": []})

    def test_each_record_has_its_own_source_notes(self):
        for slug in ("one", "two"):
            body = factories.organisation(slug=slug, founded="2001", is_sourced=False)
            factories.cite(body, "founded", title=f"About {slug}")
        page = self.page("one", "two")
        notes = [note["popovertarget"] for note in self.rows(page)["Founded"].select("button.note")]
        self.assertEqual([page.one(f"#{note}").select("a")[0].text for note in notes], ["About one", "About two"])

    def test_element_ids_are_unique(self):
        for slug in ("one", "two"):
            body = factories.organisation(slug=slug, founded="2001")
            factories.cite(body, "founded")
        names = [element["id"] for element in self.page("one", "two").select("[id]")]
        self.assertEqual(sorted(names), sorted(set(names)))

    def test_table_is_in_a_focusable_region_with_a_label(self):
        for slug in ("one", "two"):
            factories.organisation(slug=slug)
        page = self.page("one", "two")
        region = page.one("[role=region]")
        self.assertEqual((region["tabindex"], region["aria-label"]), ("0", "Compare"))


class OrganisationComparisonTests(ComparisonPageTestCase):
    def setUp(self):
        self.one = factories.organisation(slug="one", parent=factories.organisation(name_en="Whole"))
        self.part = factories.organisation(parent=self.one)
        factories.organisation(
            slug="two", verified_on=date(2026, 11, 23), parent=factories.organisation(status="draft")
        )

    def test_shows_type_parent_location_and_ai_relevance(self):
        page = self.page("one", "two")
        found = {label: self.cells(page, label)[0] for label in ("Type", "Part of", "Location", "AI relevance")}
        self.assertEqual(
            {label: text.split(" no ")[0] for label, text in found.items()},
            {"Type": "Company", "Part of": "Whole", "Location": "Central Central and Western"}
            | {"AI relevance": "Core AI"},
        )

    def test_does_not_show_a_draft_parent(self):
        self.assertEqual(self.cells(self.page("one", "two"), "Part of")[1], "not known")

    def test_shows_headquarters_outside_hong_kong(self):
        factories.organisation(slug="abroad", home_region="mainland")
        self.assertEqual(self.cells(self.page("one", "abroad"), "Headquarters"), ["not known", "Mainland"])

    def test_shows_application_ties_including_those_of_units(self):
        fraud, credit = factories.application(name_en="Fraud"), factories.application("credit", name_en="Credit")
        factories.initiative(lead=self.one, kind="guideline", applications=[fraud])
        factories.initiative(lead=self.part, kind="deployment", applications=[credit])
        page = self.page("one", "two")
        said = {label: self.cells(page, label) for label in ("Sets rules for", "Uses AI for")}
        self.assertEqual(
            (said, "Supplies AI for" in self.rows(page)),
            ({"Sets rules for": ["Fraud", "not known"], "Uses AI for": ["Credit", "not known"]}, False),
        )

    def test_counts_of_initiatives_and_collaborations_match_the_lists(self):
        fund = factories.initiative(lead=self.one)
        factories.add_participant(fund, self.part, "partner")
        factories.initiative(lead=self.part)
        factories.initiative(lead=self.one, status="draft")
        factories.collaboration(parties=[self.part, factories.organisation()])
        page = self.page("one", "two")
        for label in ("Initiatives", "Collaborations"):
            with self.subTest(label=label):
                link = self.rows(page)[label].one("a")
                self.assertEqual(int(link.text), fetch_page(self.client, link["href"]).count)

    def test_shows_zero_for_an_organisation_without_initiatives(self):
        factories.initiative(lead=self.one)
        self.assertEqual(self.cells(self.page("one", "two"), "Initiatives"), ["1", "0"])

    def test_shows_when_sources_were_accessed_and_last_checked(self):
        page = self.page("one", "two")
        found = [self.cells(page, label) for label in ("Sources accessed", "Last checked")]
        self.assertEqual(found, [["22 November 2026"] * 2, ["not yet checked", "23 November 2026"]])


class InitiativeComparisonTests(ComparisonPageTestCase):
    def page(self, *slugs, **options):
        return super().page(*slugs, kind="initiative", **options)

    def test_shows_lead_operators_and_funders(self):
        bodies = [factories.organisation(name_en=name) for name in ("Bureau", "Office", "Bank", "User")]
        fund = factories.initiative(slug="one", lead=bodies[0])
        for body, role in zip(bodies, ("operator", "operator", "funder", "user"), strict=True):
            factories.add_participant(fund, body, role)
        factories.add_participant(fund, factories.organisation(name_en="Hidden", status="draft"), "lead")
        factories.initiative(slug="two")
        page = self.page("one", "two")
        said = [self.cells(page, label)[0] for label in ("Led or operated by", "Funded by")]
        self.assertEqual(said, ["Bureau, Office", "Bank"])

    def test_shows_amount_with_its_basis_and_dates(self):
        values = {"amount": 5, "amount_basis": "annual", "currency": "HKD", "announced": "2018", "starts": "2019"}
        factories.initiative(slug="one", **values, ends="2035", applications_close="2030-05")
        factories.initiative(slug="two")
        page = self.page("one", "two")
        labels = ("Amount", "Announced", "Start date", "End date", "Applications", "Status")
        said = [self.cells(page, label)[0] for label in labels]
        self.assertEqual(said, ["HK$5 Per year", "2018", "2019", "2035", "Applications close on May 2030", "Active"])

    def test_shows_audience_support_eligibility_application_and_links(self):
        values = {"eligibility_en": "At most 3 years.", "apply_url": "https://www.apply.example/form/"}
        fund = factories.initiative(slug="one", applications=[factories.application(name_en="Fraud")], **values)
        fund.audience.add(factories.audience(name_en="Start-ups"))
        fund.support.add(factories.support(name_en="Money"))
        factories.initiative(slug="two")
        page = self.page("one", "two")
        labels = ("Who it is for", "Support offered", "Eligibility", "Application area", "Find out more")
        said = [self.cells(page, label)[0] for label in labels]
        self.assertEqual(said, ["Start-ups", "Money", "At most 3 years.", "Fraud", "apply.example/form Apply"])


class ComparisonParameterTests(ComparisonPageTestCase):
    @classmethod
    def setUpTestData(cls):
        for slug in ("one", "two", "three", "four", "five"):
            factories.organisation(slug=slug, name_en=slug.capitalize())
        factories.organisation(slug="draft", status="draft")
        factories.organisation(slug="gone", status="archived")
        lead = factories.organisation(slug="lead")
        for slug in ("fund", "loan"):
            factories.initiative(slug=slug, name_en=slug.capitalize(), lead=lead)

    def get_form_records(self, page):
        """Return the action of the form that links to a list, and the records it submits."""
        form = page.content.one("form")
        return form["action"], [field["value"] for field in form.select("input[type=hidden][name=compare]")]

    def test_without_parameters_links_to_the_lists(self):
        page = self.page()
        ways = [a["href"] for a in page.one(".empty").select("a")]
        self.assertEqual((page.status, ways), (200, ["/en/organisations/", "/en/initiatives/"]))

    def test_single_record_shows_a_form_to_add_more(self):
        page = self.page("fund", kind="initiative")
        self.assertEqual((page.select("table"), self.get_form_records(page)), ([], ("/en/initiatives/", ["fund"])))

    def test_two_records_show_a_form_to_add_more(self):
        self.assertEqual(self.get_form_records(self.page("one", "two")), ("/en/organisations/", ["one", "two"]))

    def test_four_records_show_no_form_to_add_more(self):
        self.assertEqual(self.page("one", "two", "three", "four").content.select("form"), [])

    def test_more_than_four_records_are_cut_with_a_notice(self):
        page = self.page("one", "two", "three", "four", "five")
        said = page.one(".notice").text
        self.assertEqual((self.names(page), "up to 4 records" in said), (["One", "Two", "Three", "Four"], True))

    def test_repeated_records_are_shown_once(self):
        page = self.page("one", "two", "one", "two", "one")
        self.assertEqual((self.names(page), page.select(".notice")), (["One", "Two"], []))

    def test_unknown_record_is_named_with_a_link_without_it(self):
        notice = self.page("one", "never", "two").one(".notice")
        held = parse_query(notice.one("a")["href"])["organisation"]
        self.assertEqual(("“never”" in notice.text, held), (True, ["one", "two"]))

    def test_unpublished_records_look_like_unknown_ones(self):
        never = self.client.get("/en/compare/?organisation=one&organisation=never").content.decode()
        for slug in ("draft", "gone"):
            with self.subTest(slug=slug):
                hidden = self.client.get(f"/en/compare/?organisation=one&organisation={slug}").content.decode()
                self.assertEqual(hidden.replace(slug, "never"), never)

    def test_arbitrary_text_is_an_unknown_record(self):
        for typed in ("%00", "%27%3B--", "x" * 3000, "%3Cscript%3E", "One"):
            with self.subTest(typed=typed[:9]):
                page = self.page("one", "two", typed)
                self.assertEqual((page.status, self.names(page)), (200, ["One", "Two"]))

    def test_both_kinds_show_organisations_with_a_link_to_initiatives(self):
        page = self.page("one", "two", more="&initiative=fund&initiative=loan")
        way = page.one(".notice").one("a")["href"]
        self.assertEqual((self.names(page), way), (["One", "Two"], "/en/compare/?initiative=fund&initiative=loan"))

    def test_empty_parameters_redirect_once_to_the_clean_url(self):
        for given, clean in {
            "?organisation=&initiative=": "",
            "?organisation=one&organisation=&initiative=%20&x=": "?organisation=one",
            "?organisation=one&initiative=fund&x=": "?organisation=one&initiative=fund",
        }.items():
            with self.subTest(given=given):
                response = self.client.get(f"/zh-hant/compare/{given}", follow=True)
                self.assertEqual(response.redirect_chain, [(f"/zh-hant/compare/{clean}", 302)])


class ComparisonPageMetadataTests(ComparisonPageTestCase):
    @classmethod
    def setUpTestData(cls):
        for slug in ("one", "two"):
            factories.organisation(slug=slug, name_en=slug.capitalize())

    def test_robots_meta_is_noindex(self):
        self.assertEqual(self.page("one", "two").get_meta("robots"), "noindex")

    def test_title_names_the_compared_records(self):
        self.assertEqual(self.page("one", "two").title, "Compare · One, Two · HKAI")

    def test_language_links_keep_the_compared_records(self):
        links = self.page("one", "two", more="&utm_source=x").one(".language-menu").select("a")
        self.assertEqual(links[1]["href"], "/zh-hant/compare/?organisation=one&organisation=two")


class ComparisonSharedOrganisationTests(ComparisonPageTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.both = factories.organisation(slug="both", name_en="Both Bank")
        cls.left, cls.right = (factories.organisation(slug=slug, name_en=slug.title()) for slug in ("left", "right"))

    def create_initiatives(self):
        for slug, role in (("one", "partner"), ("two", "user")):
            initiative = factories.initiative(slug=slug, lead=factories.organisation(name_en=f"Lead {slug}"))
            factories.add_participant(initiative, self.both, role)
            factories.add_participant(initiative, self.left if slug == "one" else self.right, "user")

    def test_marks_partners_and_users_shared_by_both_initiatives(self):
        self.create_initiatives()
        page = self.page("one", "two", kind="initiative")
        self.assertEqual(self.cells(page, "Partners"), ["Both Bank in both", "not known"])
        self.assertEqual(self.cells(page, "Users"), ["Left", "Both Bank in both, Right"])

    def test_mark_has_a_count_if_more_than_two_are_compared(self):
        self.create_initiatives()
        factories.initiative(slug="three")
        page = self.page("one", "two", "three", kind="initiative")
        self.assertEqual(self.cells(page, "Partners")[0], "Both Bank in 2 of 3")

    def test_mark_is_a_badge_with_text(self):
        self.create_initiatives()
        marks = self.page("one", "two", kind="initiative").select("span.comparison__shared")
        self.assertEqual({mark.text for mark in marks}, {"in both"})

    def test_marks_partners_and_users_shared_by_both_organisations(self):
        unit = factories.organisation(slug="unit", parent=factories.organisation(slug="part", parent=self.left))
        factories.collaboration(parties=[unit, self.both])
        system = factories.initiative(lead=self.right)
        factories.add_participant(system, self.both, "user")
        factories.add_participant(factories.initiative(lead=self.both), self.right, "partner")
        page = self.page("left", "right")
        self.assertEqual(self.cells(page, "Partners"), ["Both Bank in both", "Both Bank in both"])
        self.assertEqual(self.cells(page, "Users of its initiatives"), ["not known", "Both Bank in both"])

    def test_shows_ten_partners_and_counts_the_others(self):
        parties = [factories.organisation(name_en=f"Partner {n:02}") for n in range(12)]
        factories.collaboration(parties=[self.left, *parties])
        text = self.cells(self.page("left", "right"), "Partners")[0]
        self.assertIn("Partner 09, and 2 more", text)

    def test_query_count_is_independent_of_the_number_of_partners(self):
        def count():
            edition_cache.clear_edition_cache()
            with CaptureQueriesContext(connection) as queries:
                self.page("left", "right")
            return len(queries)

        factories.collaboration(parties=[self.left, self.both])
        factories.add_participant(factories.initiative(lead=self.right), self.both, "user")
        few = count()
        for _number in range(5):
            factories.collaboration(parties=[self.left, self.right, factories.organisation()])
            factories.add_participant(factories.initiative(lead=self.right), factories.organisation(), "user")
        self.assertEqual(count(), few)
