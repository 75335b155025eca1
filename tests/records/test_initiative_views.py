"""Pages of initiatives: the list with its filters, and the page of one initiative."""

import json

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

STATES = {
    "open": {"starts": "2020", "ends": "2035"},
    "announced": {"announced": "2026-06"},
    "in_force": {"kind": "guideline", "starts": "2020"},
    "in_service": {"kind": "deployment", "starts": "2020"},
    "unconfirmed": {"starts": "2018"},
    "closed": {"starts": "2018", "ends": "2020"},
    "undated": {},
}


class InitiativeListTests(TestCase):
    def rows(self, asked):
        return set(fetch_page(self.client, f"/en/initiatives/?{asked}").rows)

    def test_filters_by_current_state(self):
        lead = factories.organisation()
        for state, values in STATES.items():
            factories.initiative(slug=state, lead=lead, **values)
        for state in STATES:
            with self.subTest(state=state):
                self.assertEqual(self.rows(f"state={state}"), {state})

    def test_filters_by_an_organisation_including_its_units(self):
        body = factories.organisation(slug="body")
        factories.initiative(slug="own", lead=body)
        factories.initiative(slug="parts", lead=factories.organisation(parent=body))
        factories.initiative(slug="others")
        self.assertEqual(self.rows("body=body"), {"own", "parts"})

    def test_draft_units_of_an_organisation_do_not_count(self):
        body = factories.organisation(slug="body")
        fund = factories.initiative()
        factories.add_participant(fund, factories.organisation(parent=body, status="draft"), "partner")
        self.assertEqual(self.rows("body=body"), set())

    def test_amount_filter_compares_one_currency_and_one_amount_type(self):
        for slug, amount, basis, currency in (
            ("total", 500, "total", "HKD"),
            ("large", 5000, "total", "HKD"),
            ("yearly", 500, "annual", "HKD"),
            ("renminbi", 500, "total", "CNY"),
        ):
            factories.initiative(slug=slug, amount=amount, amount_basis=basis, currency=currency)
        for asked, rows in {
            "amount_min=500&amount_max=1000": {"total"},
            "amount_min=501": {"large"},
            "amount_max=499": set(),
            "amount_min=0": {"total", "large"},
        }.items():
            with self.subTest(asked=asked):
                self.assertEqual(self.rows(f"amount_basis=total&{asked}"), rows)

    def test_amount_type_filter_alone_keeps_every_currency(self):
        factories.initiative(slug="renminbi", amount=5, amount_basis="total", currency="CNY")
        self.assertEqual(self.rows("amount_basis=total"), {"renminbi"})

    def create_amounts(self):
        factories.initiative(slug="small", amount=1_000, amount_basis="per_project_max", currency="HKD")
        factories.initiative(slug="large", amount=50_000, amount_basis="per_project_max", currency="HKD")
        factories.initiative(slug="yuan", amount=90_000, amount_basis="per_project_max", currency="CNY")
        factories.initiative(slug="fund", amount=70_000, amount_basis="total", currency="HKD")

    def test_amount_without_a_type_offers_every_type_with_its_count(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_min=10000&theme=ai-in-finance")
        counts = {value: count for value, (count, _is_chosen) in page.facets["amount_basis"].items()}
        self.assertEqual(counts, {"total": 1, "per_project_max": 1, "per_person": 0, "annual": 0})

    def test_amount_without_a_type_links_to_the_maximum_per_project(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=10000&amount_max=60000&theme=ai-in-finance")
        links = {link.text: link["href"] for link in page.one(".empty").select("a")}
        kept = "theme=ai-in-finance&amount_basis=per_project_max&amount_min=10000&amount_max=60000"
        self.assertEqual(links["Maximum per project"], f"/en/initiatives/?{kept}")
        self.assertEqual(links["Remove it and try again"], "/en/initiatives/?theme=ai-in-finance")

    def test_two_amount_types_link_to_each_of_them(self):
        query = "amount_basis=total&amount_basis=annual&amount_max=10000"
        page = fetch_page(self.client, f"/en/initiatives/?{query}")
        links = {link.text for link in page.one(".empty").select("a.button")}
        self.assertEqual(links, {"In total", "Per year"})

    def test_amount_type_facet_keeps_every_type_if_no_amount_matches(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_min=900000&amount_basis=total")
        self.assertEqual([*page.facets["amount_basis"]], ["total", "per_project_max", "per_person", "annual"])

    def test_sorts_by_amount_within_each_currency(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_basis=per_project_max&sort=-amount")
        self.assertEqual(page.rows, ["large", "small", "yuan"])

    def test_csv_file_is_sorted_by_amount_like_the_page(self):
        self.create_amounts()
        text = self.client.get("/en/initiatives.csv?amount_basis=per_project_max&sort=-amount").getvalue().decode()
        self.assertEqual([line.split(",")[0] for line in text.splitlines()[1:]], ["large", "small", "yuan"])

    def test_counts_omitted_amounts_in_other_currencies(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_basis=per_project_max&amount_min=1")
        self.assertEqual(page.one(".notice").text, "1 initiative with an amount in another currency is left out.")

    def test_sort_by_amount_is_not_offered_without_an_amount_type(self):
        self.create_amounts()
        options = fetch_page(self.client, "/en/initiatives/").one("select#sort").select("option")
        self.assertNotIn("-amount", [option["value"] for option in options])

    def test_sort_by_amount_without_a_type_links_to_a_sortable_type(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?sort=-amount")
        (link,) = page.one(".notice").select("a.button")
        rows = fetch_page(self.client, link["href"]).rows
        self.assertEqual((link.text, rows), ("Maximum per project", ["large", "small", "yuan"]))

    def test_sort_by_amount_without_a_type_shows_a_notice(self):
        page = fetch_page(self.client, "/en/initiatives/?sort=-amount")
        self.assertIn("Choose one amount type to sort by amount.", page.one(".notice").text)

    def test_json_file_warns_that_it_is_not_sorted_by_amount(self):
        answer = json.loads(self.client.get("/en/initiatives.json?sort=-amount").getvalue())
        self.assertIn("Choose one amount type to sort by amount.", answer["warning"])

    def test_csv_response_has_a_warning_header_if_not_sorted_by_amount(self):
        self.assertIn("amount%20type", self.client.get("/en/initiatives.csv?sort=-amount")["Warning"])

    def test_filters_by_audience_and_support(self):
        fund = factories.initiative(slug="fund")
        fund.audience.add(factories.audience())
        fund.support.add(factories.support())
        factories.initiative(slug="other").audience.add(factories.audience())
        self.assertEqual(self.rows("audience=startups&support=funding"), {"fund"})


class InitiativeDetailTests(TestCase):
    def page(self, slug="fund", language="en"):
        return fetch_page(self.client, f"/{language}/initiatives/{slug}/")

    def test_status_names_the_newest_source(self):
        fund = factories.initiative(slug="fund", starts="2024", is_sourced=False)
        factories.cite(fund, "summary", title="An old page", published="2024-05")
        factories.cite(fund, "amount", title="The Budget speech", published="2026-02-25")
        page = fetch_page(self.client, "/en/initiatives/fund/")
        status = page.facts["Status"]
        self.assertIn("25 February 2026", status.text)
        self.assertEqual(status.one("a")["title"], "The Budget speech")

    def test_status_has_a_sentence_with_the_start(self):
        factories.initiative(slug="fund", starts="2018")
        self.assertIn("Started 2018.", self.page().facts["Status"].text)

    def test_known_status_has_a_badge(self):
        factories.initiative(slug="fund", starts="2018", ends="2040")
        self.assertEqual(self.page().one("header.page-head").select(".badge")[0].text, "Active")

    def test_unknown_status_has_no_badge(self):
        for slug, values in (("unconfirmed", {"starts": "2018"}), ("undated", {})):
            factories.initiative(slug=slug, kind="funding", **values)
            with self.subTest(slug=slug):
                badges = self.page(slug).one("header.page-head").select(".badge")
                self.assertEqual([badge.text for badge in badges], ["Funding"])

    def test_page_exists_in_every_state(self):
        for state, values in STATES.items():
            factories.initiative(slug=state.replace("_", "-"), **values)
            with self.subTest(state=state):
                self.assertEqual(self.page(state.replace("_", "-")).status, 200)

    def test_shows_the_amount_with_its_basis(self):
        factories.initiative(slug="fund", amount=3_000_000_000, amount_basis="total", currency="HKD")
        said = self.page().facts["Amount"].text
        self.assertRegex(said, r"HK\$3.billion\s*In total")

    def test_missing_amount_is_shown_as_not_published(self):
        factories.initiative(slug="fund")
        self.assertIn("not published", self.page().facts["Amount"].text)

    def test_dates_keep_their_precision(self):
        factories.initiative(slug="fund", announced="2020", starts="2021-03", ends="2030-01-31")
        facts = self.page().facts
        said = [facts[term].one("time").text for term in ("Announced", "Start date", "End date")]
        self.assertEqual(said, ["2020", "March 2021", "31 January 2030"])

    def test_shows_audience_support_and_eligibility(self):
        fund = factories.initiative(slug="fund", eligibility_en="At most 3 years old.")
        fund.audience.add(factories.audience(name_en="Start-ups"))
        fund.support.add(factories.support(name_en="Money"))
        facts = self.page().facts
        said = [facts[term].text for term in ("Who it is for", "Support offered", "Eligibility")]
        self.assertEqual(said, ["Start-ups", "Money", "At most 3 years old."])

    def test_shows_parent_parts_foundations_builders_and_collaborations(self):
        lead = factories.organisation()
        fund = factories.initiative(slug="fund", lead=lead, part_of=factories.initiative(slug="plan", lead=lead))
        factories.initiative(slug="part", lead=lead, part_of=fund)
        fund.builds_on.add(factories.initiative(slug="ground", lead=lead))
        factories.initiative(slug="roof", lead=lead).builds_on.add(fund)
        factories.collaboration(slug="pact", initiative=fund)
        page = self.page()
        found = {"plan": page.facts["Part of"]} | {
            slug: page.one(f"section#{section}").one("tbody")
            for slug, section in (
                ("part", "parts"),
                ("ground", "foundations"),
                ("roof", "builders"),
                ("pact", "collaborations"),
            )
        }
        self.assertEqual(
            {slug: where.select("a")[0]["href"].split("/")[-2] for slug, where in found.items()}, {s: s for s in found}
        )

    def test_shows_the_lead_of_initiatives_that_build_on_it(self):
        base = factories.initiative(slug="fund")
        lead = factories.organisation(slug="lead")
        builder = factories.initiative(lead=lead)
        factories.add_participant(builder, factories.organisation(slug="partner"), "partner")
        builder.builds_on.add(base)
        links = [a["href"] for a in self.page().one("section#builders").select("a")]
        self.assertIn("/en/organisations/lead/", links)
        self.assertNotIn("/en/organisations/partner/", links)

    def test_participants_are_ordered_by_role(self):
        fund = factories.initiative(slug="fund", lead=False)
        for role in ("user", "partner", "funder", "lead", "operator"):
            factories.add_participant(fund, factories.organisation(), role)
        cells = self.page().one("section#bodies").one("tbody").select("[data-label=Role]")
        self.assertEqual([cell.text for cell in cells], ["Lead", "Funder", "Operator", "Partner", "User"])
