"""The list of applications (the matrix of who uses AI for what) and the page of an application."""

from datetime import date

import time_machine
from django.test import TestCase

from ecosystem.models import Sector
from tests.support import factories
from tests.support.html_pages import fetch_page, parse_query


def build_city_application(slug="traffic-management", **values):
    sector = Sector.objects.get_or_create(slug="city", defaults={"name_en": "City", "name_zh_hant": "城市"})[0]
    return factories.application(slug, sector=sector, name_zh_hant="交通管理", **values)


def get_matrix_counts(page):
    """Return the counts of the matrix by their label: `{"Fraud detection, Company": 4}`."""
    links = page.one("table.matrix").one("thead").parent.select("a")
    named = [a["aria-label"].rsplit(": ", 1) for a in links if a.has_attr("aria-label")]
    return {name: int(count) for name, count in named}


class ApplicationListViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.fraud, cls.traffic = factories.application(), build_city_application()
        cls.bank = factories.organisation(slug="bank", kind="financial_institution")
        cls.vendor = factories.organisation(slug="vendor", kind="startup", themes=[factories.theme("smart-city")])
        system = factories.initiative(kind="deployment", lead=cls.bank, applications=[cls.fraud])
        factories.add_participant(system, cls.vendor, "partner")
        factories.organisation(slug="tagged", kind="startup", applications=[cls.fraud])

    def page(self, query_string=""):
        return fetch_page(self.client, f"/en/applications/{query_string}")

    def test_default_tie_is_uses(self):
        page = self.page()
        self.assertEqual(get_matrix_counts(page), get_matrix_counts(self.page("?tie=uses")))
        self.assertEqual([strong.text for strong in page.content.select("strong")][-1], "Uses AI")

    def test_csv_link_has_the_chosen_tie(self):
        for query, file_query in (("", "?tie=uses"), ("?tie=supplies", "?tie=supplies"), ("?tie=any", "")):
            with self.subTest(query=query):
                link = next(a["href"] for a in self.page(query).select("a") if ".csv" in a["href"])
                self.assertEqual(link, f"/en/applications.csv{file_query}")

    def test_organisations_are_counted_by_application_and_kind(self):
        self.assertEqual(
            get_matrix_counts(self.page("?tie=any")),
            {
                "Fraud detection, Financial institution": 1,
                "Fraud detection, Start-up": 2,
                "Fraud detection, All organisations": 3,
                "Fraud detection, Initiatives": 1,
            },
        )

    def test_organisations_are_counted_by_theme(self):
        found = get_matrix_counts(self.page("?by=theme&tie=any"))
        self.assertEqual((found["Fraud detection, Ai in finance"], found["Fraud detection, Smart city"]), (2, 1))

    def test_only_organisations_with_the_chosen_tie_are_counted(self):
        self.assertEqual(get_matrix_counts(self.page("?tie=supplies"))["Fraud detection, All organisations"], 1)

    def test_organisation_with_several_ties_is_counted_once(self):
        self.assertEqual(
            get_matrix_counts(self.page("?tie=uses&tie=supplies"))["Fraud detection, All organisations"], 2
        )

    def test_counts_link_to_lists_of_the_same_length(self):
        for address in ("", "?tie=any", "?by=theme&tie=any", "?tie=uses", "?tie=named&by=theme"):
            for link in self.page(address).one("table.matrix").select("a"):
                if link.has_attr("aria-label"):
                    with self.subTest(address=address, link=link["href"]):
                        self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text))

    def test_applications_without_organisations_are_listed(self):
        table = self.page().one("table.matrix")
        self.assertEqual(
            [th.one("a")["href"] for th in table.select("th[scope=row]")],
            ["/en/applications/traffic-management/", "/en/applications/fraud-detection/"],
        )

    def test_applications_are_grouped_by_sector(self):
        headings = [th.text for th in self.page().select("th[scope=rowgroup]")]
        self.assertEqual(headings, ["City", "Finance"])

    def test_drafts_are_not_counted(self):
        factories.organisation(kind="startup", applications=[self.fraud], status="draft")
        self.assertEqual(get_matrix_counts(self.page("?tie=any"))["Fraud detection, All organisations"], 3)

    def test_search_narrows_the_applications(self):
        factories.rebuild_search_index()
        table = self.page("?q=fraud").one("table.matrix")
        self.assertEqual([th.text for th in table.select("th[scope=row]")], ["Fraud detection"])

    def test_search_without_results_shows_a_message(self):
        factories.rebuild_search_index()
        self.assertIn("There is no application area with this name", self.page("?q=zyzzyva").content.text)

    def test_unknown_tie_shows_an_error_with_a_link_without_it(self):
        page = self.page("?tie=nonsense&by=theme")
        self.assertEqual(page.status, 200)
        self.assertIn("nonsense", page.one(".empty").text)
        self.assertEqual(parse_query(page.one(".empty").select("a")[0]["href"]), {"by": ["theme"]})

    def test_empty_parameters_are_redirected_away(self):
        response = self.client.get("/en/applications/?tie=&by=theme")
        self.assertRedirects(response, "/en/applications/?by=theme")


@time_machine.travel(date(2026, 11, 24))
class ApplicationDetailViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.task = factories.application()
        cls.bank = factories.organisation(slug="bank", name_en="Heron Bank", kind="financial_institution")
        cls.vendor = factories.organisation(slug="vendor", name_en="Lens Works", kind="startup")

    def page(self, slug="fraud-detection"):
        return fetch_page(self.client, f"/en/applications/{slug}/")

    def system(self, **values):
        made = factories.initiative(
            **{"slug": "system", "kind": "deployment", "lead": self.bank, "applications": [self.task]} | values
        )
        factories.add_participant(made, self.vendor, "partner")
        return made

    def row(self, section):
        return self.page().one(f"section#{section}").one("tbody").one("tr")

    def test_systems_have_user_start_date_and_supplier(self):
        self.system(starts="2023-05")
        cell = {td.get("data-label"): td.text for td in self.row("uses").select("td")}
        self.assertEqual(
            (cell["Used by"], cell["Since"], cell["Supplied by"]), ("Heron Bank", "May 2023", "Lens Works")
        )

    def test_source_of_the_start_date_is_shown(self):
        system = self.system(starts="2023-05")
        factories.cite(system, "starts", publisher="The Gazette")
        self.assertIn("The Gazette", self.row("uses").text)

    def test_summary_names_organisations_by_tie(self):
        self.system(starts="2023-05")
        rule = factories.organisation(name_en="The Regulator", kind="public_body")
        factories.initiative(kind="guideline", lead=rule, applications=[self.task], starts="2024")
        fact = self.page().facts
        self.assertEqual(fact["Users"].text, "Heron Bank 1 system, May 2023")
        self.assertEqual(fact["Suppliers"].text, "Lens Works 1 system, May 2023")
        self.assertEqual(fact["Regulators"].text, "The Regulator 1 rule, guideline or sandbox, 2024")

    def test_tie_without_organisations_shows_a_message(self):
        self.assertEqual(self.page().facts["Users"].text, "No known users of AI in this area yet.")

    def test_summary_is_shortened_with_a_link_to_the_rest(self):
        for _number in range(8):
            factories.initiative(kind="deployment", lead=factories.organisation(), applications=[self.task])
        answer = self.page().facts["Users"]
        self.assertEqual((len(answer.select("a")), answer.select("a")[-1]["href"]), (7, "#uses"))

    def test_systems_without_ai_have_their_own_section(self):
        self.system(ai="context")
        page = self.page()
        self.assertEqual(page.select("section#uses"), [])
        self.assertIn("/en/initiatives/system/", page.one("section#without-ai").one("tbody").select("a")[0]["href"])

    def test_general_ai_rules_in_force_are_listed(self):
        rules = factories.application("regulatory-compliance")
        office = factories.organisation(name_en="The Office", kind="government")
        factories.initiative(
            slug="wide",
            kind="guideline",
            lead=office,
            applications=[rules],
            starts="2021",
            themes=[factories.theme("government-initiatives")],
        )
        self.assertIn("/en/initiatives/wide/", [a["href"] for a in self.page().one("section#regulates").select("a")])

    def test_rules_of_other_themes_are_left_out(self):
        rules = factories.application("regulatory-compliance")
        factories.initiative(
            slug="far", kind="guideline", applications=[rules], starts="2021", themes=[factories.theme("smart-city")]
        )
        self.assertNotIn("/en/initiatives/far/", self.page().links)

    def test_researching_organisations_are_listed(self):
        lab = factories.organisation(slug="lab", name_en="The Lab", kind="research_centre")
        factories.collaboration(slug="joint", parties=[lab, self.bank], applications=[self.task], announced="2022")
        self.assertIn("The Lab", self.page().one("section#researches").text)

    def test_supporting_initiatives_are_listed(self):
        factories.initiative(slug="fund", kind="funding", applications=[self.task])
        self.assertIn("/en/initiatives/fund/", [a["href"] for a in self.page().one("section#supports").select("a")])

    def test_organisations_that_only_name_it_are_listed(self):
        factories.organisation(slug="tagged", applications=[self.task])
        self.assertIn("/en/organisations/tagged/", [a["href"] for a in self.page().one("section#named").select("a")])

    def test_drafts_are_not_linked(self):
        self.system(status="draft")
        self.assertNotIn("/en/initiatives/system/", self.page().links)

    def test_related_applications_are_listed(self):
        factories.organisation(applications=[self.task, build_city_application()])
        self.assertIn("Areas often found with this one", self.page().one("aside").text)

    def test_links_to_support_for_the_application(self):
        self.assertIn("/en/support/?application=fraud-detection", self.page().links)

    def test_unknown_slug_is_404(self):
        self.assertEqual(self.page("nothing").status, 404)
