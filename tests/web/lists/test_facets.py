"""Counts of facets: each matches the number of results after choosing it, whatever else is chosen."""

from random import Random
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.test import TestCase

from ecosystem.models import (
    AmountBasis,
    CollaborationKind,
    InitiativeKind,
    InitiativeRole,
    OrganisationKind,
)
from tests.support import addresses, factories
from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page, parse_query

DATES = (None, "2018", "2023-05", "2025-01-01", "2030")


def create_random():
    """Return a random generator with a fixed seed."""
    return Random(2026)  # noqa: S311 - nothing secret hangs on it


def populate(random):
    """Create a small directory with random relations."""
    themes = [factories.theme(slug) for slug in ("ai-in-finance", "smart", "abroad")]
    tasks = [factories.application(slug) for slug in ("fraud-detection", "traffic", "credit")]
    supports = [factories.support(slug) for slug in ("funding", "desks")]
    audiences = [factories.audience(slug) for slug in ("startups", "students")]
    places = [factories.place(), factories.place_abroad(), factories.place("wan-chai", district="wan-chai")]

    def some(things):
        return random.sample(things, random.randrange(len(things)))

    def common():
        said = {"themes": [random.choice(themes), *some(themes)], "applications": some(tasks)}
        return said | {"ai": random.choice(["core", "enabling", "context"])}

    bodies = []
    for _number in range(24):
        said = {"parent": random.choice([None, *bodies[:6]]), "home_region": random.choice(["", "", "overseas"])}
        said |= {"kind": random.choice(OrganisationKind.values), "status": random.choice(["published"] * 4 + ["draft"])}
        body = factories.organisation(place=random.choice(places), founded=random.choice(DATES), **said, **common())
        body.support.set(some(supports))
        bodies.append(body)
    public = [body for body in bodies if body.status == "published"]
    initiatives = []
    for _number in range(16):
        amount = random.choice(
            [{}, {"amount": 10**6, "amount_basis": random.choice(AmountBasis.values), "currency": "HKD"}]
        )
        made = factories.initiative(
            kind=random.choice(InitiativeKind.values),
            lead=random.choice(public),
            starts=random.choice(DATES),
            status=random.choice(["published"] * 4 + ["draft"]),
            **amount,
            **common(),
        )
        for body in random.sample(bodies, 2):
            factories.add_participant(
                made, body, random.choice([role for role in InitiativeRole.values if role != "lead"])
            )
        made.support.set(some(supports))
        made.audience.set(some(audiences))
        initiatives.append(made)
    for _number in range(16):
        parties = random.sample(public, 2)
        made = factories.collaboration(
            kind=random.choice(CollaborationKind.values),
            initiative=random.choice([None, *initiatives]),
            parties=parties,
            **common(),
        )
        factories.add_participant(made, random.choice(bodies), random.choice(["lead", "host"]))


# Follows each number of each facet; a sample of them is followed on the facts, on both databases.
@pytest.mark.slow
class FacetCountTests(TestCase):
    """With random data from a fixed seed."""

    @classmethod
    def setUpTestData(cls):
        populate(create_random())

    def test_count_of_every_choice_matches_its_results(self):
        for path in addresses.LIST_VIEWS:
            self.follow(path, [])

    def test_counts_match_results_with_one_other_filter(self):
        for path in addresses.LIST_VIEWS:
            facets = fetch_page(self.client, f"/en/{path}").facets
            for name in create_random().sample(list(facets), 3):
                # The choice that most records have leaves most to be promised.
                value = max(facets[name], key=lambda value: facets[name][value])
                self.follow(path, [(name, value)], each=1)

    def test_counts_match_results_with_two_filters_and_a_search(self):
        self.follow("organisations/", [("ai", "core"), ("region", "hong_kong"), ("q", "organisation")], each=1)

    def test_counts_match_results_with_a_tie_to_an_application(self):
        self.follow("organisations/", [("tie", "uses"), ("tie", "named"), ("application", "fraud-detection")], each=2)

    def follow(self, path, chosen, each=None):
        """Replace the choice of each filter by each of its other choices, and compare the results with the count."""
        for name, choices in fetch_page(self.client, f"/en/{path}?{urlencode(chosen)}").facets.items():
            others = [choice for choice in chosen if choice[0] != name]
            for value, (promised, _is_chosen) in list(choices.items())[:each]:
                with self.subTest(path=path, chosen=chosen, name=name, value=value):
                    self.assertEqual(self.count(path, [*others, (name, value)]), promised)

    def count(self, path, chosen):
        """Return the number of records in a list, without computing its facets."""
        with mock.patch("ecosystem.web.record_views.build_facets", return_value=[]):
            return fetch_page(self.client, f"/en/{path}?{urlencode(chosen)}&page_size=1").count


class RealDataFacetCountTests(FactsTestCase):
    def test_counts_match_results(self):
        for asked in (
            "organisations/?theme=ai-in-finance&tie=uses",
            "initiatives/?state=open&audience=startups",
            "collaborations/?reach=mainland&reach=overseas",
        ):
            chosen = [(name, value) for name, values in parse_query(asked).items() for value in values]
            path = asked.partition("?")[0]
            for name, choices in fetch_page(self.client, f"/en/{asked}").facets.items():
                value, (promised, _is_chosen) = list(choices.items())[len(choices) // 2]
                others = [choice for choice in chosen if choice[0] != name]
                with self.subTest(asked=asked, name=name, value=value):
                    page = fetch_page(self.client, f"/en/{path}?{urlencode([*others, (name, value)])}&page_size=1")
                    self.assertEqual(page.count, promised)

    def test_organisation_facet_has_the_twelve_most_frequent(self):
        counts = [n for n, _is_chosen in fetch_page(self.client, "/en/initiatives/").facets["body"].values()]
        self.assertEqual((len(counts), counts), (12, sorted(counts, reverse=True)))


class ChosenFacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(kind="company", ai="core")

    def test_chosen_value_without_results_is_shown(self):
        facets = fetch_page(self.client, "/en/organisations/?kind=startup&ai=context").facets
        self.assertEqual((facets["kind"]["startup"], facets["ai"]["context"]), ((0, True), (0, True)))

    def test_chosen_organisation_without_results_is_shown(self):
        factories.organisation(slug="alone")
        facets = fetch_page(self.client, "/en/initiatives/?body=alone").facets
        self.assertEqual(facets["body"], {"alone": (0, True)})

    def test_only_chosen_values_are_checked(self):
        facets = fetch_page(self.client, "/en/organisations/?kind=company&ai=core").facets
        checked = {(name, value) for name, values in facets.items() for value, (_n, on) in values.items() if on}
        self.assertEqual(checked, {("kind", "company"), ("ai", "core")})

    def test_chosen_value_opens_the_collapsed_section(self):
        for kind in OrganisationKind.values:
            factories.organisation(kind=kind)
        page = fetch_page(self.client, f"/en/organisations/?kind={OrganisationKind.values[-1]}")
        kinds = page.select(f'input[value="{OrganisationKind.values[-1]}"][name=kind]')[0]
        folded = kinds.parent.parent
        self.assertEqual((folded.name, folded.has_attr("open")), ("details", True))


class FacetChoiceTests(TestCase):
    def test_value_without_results_is_left_out(self):
        factories.organisation(kind="company")
        self.assertEqual(fetch_page(self.client, "/en/organisations/").facets["kind"], {"company": (1, False)})

    def test_draft_parents_do_not_displace_published_ones(self):
        # Twelve are offered; twelve hidden ones have more parts.
        for number in range(12):
            parent = factories.organisation(slug=f"public-{number}")
            factories.organisation(parent=parent)
            hidden = factories.organisation(slug=f"hidden-{number}", status="draft")
            for _part in range(2):
                factories.organisation(parent=hidden)
        facets = fetch_page(self.client, "/en/organisations/").facets
        self.assertEqual(set(facets["parent"]), {f"public-{number}" for number in range(12)})

    def test_initiatives_in_review_do_not_displace_published_ones(self):
        body = factories.organisation()
        for number in range(12):
            factories.collaboration(initiative=factories.initiative(slug=f"public-{number}", lead=body))
            hidden = factories.initiative(slug=f"hidden-{number}", lead=body, status="in_review")
            for _times in range(2):
                factories.collaboration(initiative=hidden)
        facets = fetch_page(self.client, "/en/collaborations/").facets
        self.assertEqual(set(facets["initiative"]), {f"public-{number}" for number in range(12)})

    def test_equal_counts_are_all_shown(self):
        for slug in ("one", "two"):
            factories.organisation(parent=factories.organisation(slug=slug, kind="association"), kind="startup")
        factories.organisation(kind="startup")
        facets = fetch_page(self.client, "/en/organisations/?kind=startup").facets
        self.assertEqual(facets["parent"], {"one": (1, False), "two": (1, False)})


class FacetDefinitionLinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(kind="company", place=factories.place())

    def list_links(self):
        """Return the links to definitions by facet."""
        facets = fetch_page(self.client, "/en/organisations/").select("fieldset.facet")
        return {box.one("legend").text: [link["href"] for link in box.select("a.help-link")] for box in facets}

    def test_facet_with_defined_choices_links_to_the_glossary(self):
        self.assertEqual(self.list_links()["Type"], ["/en/about/glossary/#organisation-kinds"])

    def test_facet_without_definitions_has_no_link(self):
        self.assertEqual(self.list_links()["District"], [])
