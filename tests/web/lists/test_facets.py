"""The counts beside the choices of a filter: following one gives just as many, whatever else is chosen."""

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


def chance():
    """Return a source of chance that is the same each time."""
    return Random(2026)  # noqa: S311 - nothing secret hangs on it


def populate(random):
    """Make a small world in which everything stands to everything by chance."""
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
class PromiseTests(TestCase):
    """On a world made by chance, but each time the same."""

    @classmethod
    def setUpTestData(cls):
        populate(chance())

    def test_is_kept_for_every_choice_of_the_whole_list(self):
        for path in addresses.LIST_VIEWS:
            self.follow(path, [])

    def test_is_kept_under_every_other_filter(self):
        for path in addresses.LIST_VIEWS:
            facets = fetch_page(self.client, f"/en/{path}").facets
            for name in chance().sample(list(facets), 3):
                # The choice that most records have leaves most to be promised.
                value = max(facets[name], key=lambda value: facets[name][value])
                self.follow(path, [(name, value)], each=1)

    def test_is_kept_under_two_filters_and_a_name(self):
        self.follow("organisations/", [("ai", "core"), ("region", "hong_kong"), ("q", "organisation")], each=1)

    def test_is_kept_under_a_tie_to_an_application(self):
        self.follow("organisations/", [("tie", "uses"), ("tie", "named"), ("application", "fraud-detection")], each=2)

    def follow(self, path, chosen, each=None):
        """Choose each choice beside a list instead of its filter's own, and compare the count with the promise."""
        for name, choices in fetch_page(self.client, f"/en/{path}?{urlencode(chosen)}").facets.items():
            others = [choice for choice in chosen if choice[0] != name]
            for value, (promised, _is_chosen) in list(choices.items())[:each]:
                with self.subTest(path=path, chosen=chosen, name=name, value=value):
                    self.assertEqual(self.count(path, [*others, (name, value)]), promised)

    def count(self, path, chosen):
        """Return how many records a list finds; its own facets are nothing to this."""
        with mock.patch("ecosystem.web.record_views.build_facets", return_value=[]):
            return fetch_page(self.client, f"/en/{path}?{urlencode(chosen)}&page_size=1").count


class FactsPromiseTests(FactsTestCase):
    def test_is_kept_on_the_real_facts(self):
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

    def test_offers_the_bodies_with_most_to_count(self):
        counts = [n for n, _is_chosen in fetch_page(self.client, "/en/initiatives/").facets["body"].values()]
        self.assertEqual((len(counts), counts), (12, sorted(counts, reverse=True)))


class ChosenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(kind="company", ai="core")

    def test_stay_where_they_count_nothing(self):
        facets = fetch_page(self.client, "/en/organisations/?kind=startup&ai=context").facets
        self.assertEqual((facets["kind"]["startup"], facets["ai"]["context"]), ((0, True), (0, True)))

    def test_stay_as_bodies_that_count_nothing(self):
        factories.organisation(slug="alone")
        facets = fetch_page(self.client, "/en/initiatives/?body=alone").facets
        self.assertEqual(facets["body"], {"alone": (0, True)})

    def test_are_all_that_is_checked(self):
        facets = fetch_page(self.client, "/en/organisations/?kind=company&ai=core").facets
        checked = {(name, value) for name, values in facets.items() for value, (_n, on) in values.items() if on}
        self.assertEqual(checked, {("kind", "company"), ("ai", "core")})

    def test_are_seen_though_they_stand_among_those_that_are_folded(self):
        for kind in OrganisationKind.values:
            factories.organisation(kind=kind)
        page = fetch_page(self.client, f"/en/organisations/?kind={OrganisationKind.values[-1]}")
        kinds = page.select(f'input[value="{OrganisationKind.values[-1]}"][name=kind]')[0]
        folded = kinds.parent.parent
        self.assertEqual((folded.name, folded.has_attr("open")), ("details", True))


class OfferedTests(TestCase):
    def test_are_no_choices_that_count_nothing(self):
        factories.organisation(kind="company")
        self.assertEqual(fetch_page(self.client, "/en/organisations/").facets["kind"], {"company": (1, False)})

    def test_are_public_bodies_of_which_no_hidden_one_takes_a_seat(self):
        # Twelve are offered; twelve hidden ones have more parts.
        for number in range(12):
            parent = factories.organisation(slug=f"public-{number}")
            factories.organisation(parent=parent)
            hidden = factories.organisation(slug=f"hidden-{number}", status="draft")
            for _part in range(2):
                factories.organisation(parent=hidden)
        facets = fetch_page(self.client, "/en/organisations/").facets
        self.assertEqual(set(facets["parent"]), {f"public-{number}" for number in range(12)})

    def test_are_public_initiatives_of_which_no_hidden_one_takes_a_seat(self):
        body = factories.organisation()
        for number in range(12):
            factories.collaboration(initiative=factories.initiative(slug=f"public-{number}", lead=body))
            hidden = factories.initiative(slug=f"hidden-{number}", lead=body, status="in_review")
            for _times in range(2):
                factories.collaboration(initiative=hidden)
        facets = fetch_page(self.client, "/en/collaborations/").facets
        self.assertEqual(set(facets["initiative"]), {f"public-{number}" for number in range(12)})

    def test_may_count_alike_where_some_records_have_none(self):
        for slug in ("one", "two"):
            factories.organisation(parent=factories.organisation(slug=slug, kind="association"), kind="startup")
        factories.organisation(kind="startup")
        facets = fetch_page(self.client, "/en/organisations/?kind=startup").facets
        self.assertEqual(facets["parent"], {"one": (1, False), "two": (1, False)})


class DefinitionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(kind="company", place=factories.place())

    def list_links(self):
        """Return the addresses of definitions by facet."""
        facets = fetch_page(self.client, "/en/organisations/").select("fieldset.facet")
        return {box.one("legend").text: [link["href"] for link in box.select("a.help-link")] for box in facets}

    def test_of_choices_are_in_the_glossary(self):
        self.assertEqual(self.list_links()["Type"], ["/en/about/glossary/#organisation-kinds"])

    def test_are_missing_where_choices_need_none(self):
        self.assertEqual(self.list_links()["District"], [])
