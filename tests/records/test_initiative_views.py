"""The list of initiatives and the page of one."""

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

    def test_keeps_initiatives_by_their_state_today(self):
        lead = factories.organisation()
        for state, values in STATES.items():
            factories.initiative(slug=state, lead=lead, **values)
        for state in STATES:
            with self.subTest(state=state):
                self.assertEqual(self.rows(f"state={state}"), {state})

    def test_keeps_what_a_body_or_one_of_its_parts_takes_part_in(self):
        body = factories.organisation(slug="body")
        factories.initiative(slug="own", lead=body)
        factories.initiative(slug="parts", lead=factories.organisation(parent=body))
        factories.initiative(slug="others")
        self.assertEqual(self.rows("body=body"), {"own", "parts"})

    def test_keeps_nothing_by_parts_that_are_not_public(self):
        body = factories.organisation(slug="body")
        fund = factories.initiative()
        factories.add_participant(fund, factories.organisation(parent=body, status="draft"), "partner")
        self.assertEqual(self.rows("body=body"), set())

    def test_keeps_amounts_of_one_currency_and_one_way_of_counting(self):
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

    def test_keeps_every_currency_where_no_amount_is_asked_for(self):
        factories.initiative(slug="renminbi", amount=5, amount_basis="total", currency="CNY")
        self.assertEqual(self.rows("amount_basis=total"), {"renminbi"})

    def create_amounts(self):
        factories.initiative(slug="small", amount=1_000, amount_basis="per_project_max", currency="HKD")
        factories.initiative(slug="large", amount=50_000, amount_basis="per_project_max", currency="HKD")
        factories.initiative(slug="yuan", amount=90_000, amount_basis="per_project_max", currency="CNY")
        factories.initiative(slug="fund", amount=70_000, amount_basis="total", currency="HKD")

    def test_offers_every_amount_type_with_its_count_where_an_amount_lacks_one(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_min=10000&theme=ai-in-finance")
        counts = {value: count for value, (count, _is_chosen) in page.facets["amount_basis"].items()}
        self.assertEqual(counts, {"total": 1, "per_project_max": 1, "per_person": 0, "annual": 0})

    def test_offers_the_maximum_per_project_where_an_amount_lacks_its_type(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=10000&amount_max=60000&theme=ai-in-finance")
        links = {link.text: link["href"] for link in page.one(".empty").select("a")}
        kept = "theme=ai-in-finance&amount_basis=per_project_max&amount_min=10000&amount_max=60000"
        self.assertEqual(links["Maximum per project"], f"/en/initiatives/?{kept}")
        self.assertEqual(links["Remove it and try again"], "/en/initiatives/?theme=ai-in-finance")

    def test_offers_each_chosen_amount_type_where_two_are_chosen(self):
        query = "amount_basis=total&amount_basis=annual&amount_max=10000"
        page = fetch_page(self.client, f"/en/initiatives/?{query}")
        links = {link.text for link in page.one(".empty").select("a.button")}
        self.assertEqual(links, {"In total", "Per year"})

    def test_keeps_every_amount_type_where_an_amount_excludes_all(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_min=900000&amount_basis=total")
        self.assertEqual([*page.facets["amount_basis"]], ["total", "per_project_max", "per_person", "annual"])

    def test_sorts_by_amount_within_one_type_each_currency_apart(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_basis=per_project_max&sort=-amount")
        self.assertEqual(page.rows, ["large", "small", "yuan"])

    def test_sorts_files_by_amount_as_the_page(self):
        self.create_amounts()
        text = self.client.get("/en/initiatives.csv?amount_basis=per_project_max&sort=-amount").getvalue().decode()
        self.assertEqual([line.split(",")[0] for line in text.splitlines()[1:]], ["large", "small", "yuan"])

    def test_says_how_many_amounts_in_another_currency_are_left_out(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?amount_basis=per_project_max&amount_min=1")
        self.assertEqual(page.one(".notice").text, "1 initiative with an amount in another currency is left out.")

    def test_offers_no_order_by_amount_without_one_type(self):
        self.create_amounts()
        options = fetch_page(self.client, "/en/initiatives/").one("select#sort").select("option")
        self.assertNotIn("-amount", [option["value"] for option in options])

    def test_offers_the_type_with_which_it_can_be_sorted_by_amount(self):
        self.create_amounts()
        page = fetch_page(self.client, "/en/initiatives/?sort=-amount")
        (link,) = page.one(".notice").select("a.button")
        rows = fetch_page(self.client, link["href"]).rows
        self.assertEqual((link.text, rows), ("Maximum per project", ["large", "small", "yuan"]))

    def test_says_why_it_is_not_sorted_by_amount_without_one_type(self):
        page = fetch_page(self.client, "/en/initiatives/?sort=-amount")
        self.assertIn("Choose one amount type to sort by amount.", page.one(".notice").text)

    def test_says_in_files_why_they_are_not_sorted_by_amount(self):
        answer = json.loads(self.client.get("/en/initiatives.json?sort=-amount").getvalue())
        self.assertIn("Choose one amount type to sort by amount.", answer["warning"])

    def test_says_in_the_header_of_a_csv_file_why_it_is_not_sorted_by_amount(self):
        self.assertIn("amount%20type", self.client.get("/en/initiatives.csv?sort=-amount")["Warning"])

    def test_keeps_those_for_an_audience_that_give_a_support(self):
        fund = factories.initiative(slug="fund")
        fund.audience.add(factories.audience())
        fund.support.add(factories.support())
        factories.initiative(slug="other").audience.add(factories.audience())
        self.assertEqual(self.rows("audience=startups&support=funding"), {"fund"})


class InitiativeDetailTests(TestCase):
    def page(self, slug="fund", language="en"):
        return fetch_page(self.client, f"/{language}/initiatives/{slug}/")

    def test_names_the_newest_page_that_says_that_it_runs(self):
        fund = factories.initiative(slug="fund", starts="2024", is_sourced=False)
        factories.cite(fund, "summary", title="An old page", published="2024-05")
        factories.cite(fund, "amount", title="The Budget speech", published="2026-02-25")
        page = fetch_page(self.client, "/en/initiatives/fund/")
        status = page.facts["Status"]
        self.assertIn("25 February 2026", status.text)
        self.assertEqual(status.one("a")["title"], "The Budget speech")

    def test_says_its_state_in_a_sentence(self):
        factories.initiative(slug="fund", starts="2018")
        self.assertIn("Started 2018.", self.page().facts["Status"].text)

    def test_has_a_badge_for_a_status_that_is_known(self):
        factories.initiative(slug="fund", starts="2018", ends="2040")
        self.assertEqual(self.page().one("header.page-head").select(".badge")[0].text, "Active")

    def test_has_no_badge_for_a_status_that_is_not_known(self):
        for slug, values in (("unconfirmed", {"starts": "2018"}), ("undated", {})):
            factories.initiative(slug=slug, kind="funding", **values)
            with self.subTest(slug=slug):
                badges = self.page(slug).one("header.page-head").select(".badge")
                self.assertEqual([badge.text for badge in badges], ["Funding"])

    def test_opens_in_every_state(self):
        for state, values in STATES.items():
            factories.initiative(slug=state.replace("_", "-"), **values)
            with self.subTest(state=state):
                self.assertEqual(self.page(state.replace("_", "-")).status, 200)

    def test_shows_its_amount_with_how_it_is_counted(self):
        factories.initiative(slug="fund", amount=3_000_000_000, amount_basis="total", currency="HKD")
        said = self.page().facts["Amount"].text
        self.assertRegex(said, r"HK\$3.billion\s*In total")

    def test_says_that_no_amount_is_published(self):
        factories.initiative(slug="fund")
        self.assertIn("not published", self.page().facts["Amount"].text)

    def test_shows_its_dates_as_exactly_as_they_are_known(self):
        factories.initiative(slug="fund", announced="2020", starts="2021-03", ends="2030-01-31")
        facts = self.page().facts
        said = [facts[term].one("time").text for term in ("Announced", "Start date", "End date")]
        self.assertEqual(said, ["2020", "March 2021", "31 January 2030"])

    def test_shows_whom_it_is_for_what_it_gives_and_on_what_conditions(self):
        fund = factories.initiative(slug="fund", eligibility_en="At most 3 years old.")
        fund.audience.add(factories.audience(name_en="Start-ups"))
        fund.support.add(factories.support(name_en="Money"))
        facts = self.page().facts
        said = [facts[term].text for term in ("Who it is for", "Support offered", "Eligibility")]
        self.assertEqual(said, ["Start-ups", "Money", "At most 3 years old."])

    def test_shows_what_it_belongs_to_consists_of_builds_on_and_carries(self):
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

    def test_names_who_leads_what_is_built_on_it(self):
        base = factories.initiative(slug="fund")
        lead = factories.organisation(slug="lead")
        builder = factories.initiative(lead=lead)
        factories.add_participant(builder, factories.organisation(slug="partner"), "partner")
        builder.builds_on.add(base)
        links = [a["href"] for a in self.page().one("section#builders").select("a")]
        self.assertIn("/en/organisations/lead/", links)
        self.assertNotIn("/en/organisations/partner/", links)

    def test_shows_the_leading_bodies_first(self):
        fund = factories.initiative(slug="fund", lead=False)
        for role in ("user", "partner", "funder", "lead", "operator"):
            factories.add_participant(fund, factories.organisation(), role)
        cells = self.page().one("section#bodies").one("tbody").select("[data-label=Role]")
        self.assertEqual([cell.text for cell in cells], ["Lead", "Funder", "Operator", "Partner", "User"])
