"""Edges of the network, its filters, the paths between two organisations, and its metrics."""

from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.visuals.network.data import find_organisation_slug, get_network, list_network_years
from ecosystem.visuals.network.metrics import NetworkMetrics
from ecosystem.visuals.network.paths import find_network_paths
from tests.support import factories


def pairs(found):
    return {tuple(sorted((found.organisations[a].slug, found.organisations[b].slug))) for a, b in found.edges_by_pair}


class NetworkEdgeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank, cls.lab, cls.city, cls.abroad = (
            factories.organisation(slug=slug) for slug in ("bank", "lab", "city", "abroad")
        )
        cls.abroad.home_region = "mainland"
        cls.abroad.save()

    def kinds(self):
        found = get_network()
        return {
            (found.organisations[edge.a].slug, found.organisations[edge.b].slug, edge.kind.value)
            for edge in found.edges
        }

    def test_parties_of_a_collaboration_are_joined(self):
        factories.collaboration(parties=[self.bank, self.lab, self.city])
        self.assertEqual(pairs(get_network()), {("bank", "lab"), ("bank", "city"), ("city", "lab")})

    def test_lead_of_an_initiative_is_joined_with_all_participants(self):
        fund = factories.initiative(lead=self.bank)
        factories.add_participant(fund, self.lab, "partner")
        factories.add_participant(fund, self.city, "user")
        self.assertEqual(pairs(get_network()), {("bank", "lab"), ("bank", "city")})

    def test_two_leads_are_joined_once(self):
        fund = factories.initiative(lead=self.bank)
        factories.add_participant(fund, self.lab, "lead")
        self.assertEqual(len(get_network().edges), 1)

    def test_organisation_is_joined_with_its_unit(self):
        factories.organisation(slug="desk", parent=self.bank)
        self.assertEqual(self.kinds(), {("bank", "desk", "part")})

    def test_unpublished_records_have_no_edges(self):
        factories.collaboration(parties=[self.bank, self.lab])
        factories.collaboration(parties=[self.bank, self.city], status="draft")
        factories.organisation(slug="hidden", parent=self.bank, status="draft")
        self.assertEqual(pairs(get_network()), {("bank", "lab")})

    def test_edges_are_updated_after_a_publication(self):
        self.assertEqual(pairs(get_network()), set())
        joint = factories.collaboration(parties=[self.bank, self.lab], status="in_review", published_at=None)
        publishing.publish_record(joint)
        self.assertEqual(pairs(get_network()), {("bank", "lab")})

    def test_edge_to_an_organisation_from_elsewhere_crosses_the_boundary(self):
        factories.collaboration(parties=[self.bank, self.abroad])
        factories.collaboration(parties=[self.bank, self.lab])
        found = NetworkMetrics(get_network())
        self.assertEqual([(c.home.slug, c.away.slug) for c in found.boundary_crossings], [("bank", "abroad")])
        self.assertEqual(found.percent_across, 50)


class NetworkFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        finance, city = factories.theme(), factories.theme("smart-city")
        bank = factories.organisation(slug="bank", kind="financial_institution", themes=[finance])
        lab = factories.organisation(slug="lab", kind="research_centre", themes=[finance, city])
        works = factories.organisation(slug="works", kind="company", themes=[city], home_region="mainland")
        factories.organisation(slug="desk", kind="company", themes=[finance], parent=bank)
        factories.collaboration(parties=[bank, lab], announced="2019")
        factories.collaboration(parties=[lab, works], starts="2023-05")

    def test_theme_filter_keeps_organisations_of_the_theme(self):
        self.assertEqual(pairs(get_network().filter(themes=["smart-city"])), {("lab", "works")})

    def test_kind_filter_keeps_organisations_of_any_given_kind(self):
        kept = get_network().filter(kinds=["financial_institution", "research_centre"])
        self.assertEqual(pairs(kept), {("bank", "lab")})

    def test_reach_filter_keeps_edges_to_the_region(self):
        self.assertEqual(pairs(get_network().filter(reaches=["mainland"])), {("lab", "works")})

    def test_reach_filter_keeps_edges_within_hong_kong(self):
        self.assertEqual(pairs(get_network().filter(reaches=["hong_kong"])), {("bank", "lab"), ("bank", "desk")})

    def test_year_filter_keeps_edges_up_to_its_end(self):
        self.assertEqual(pairs(get_network().filter(year=2020)), {("bank", "lab")})

    def test_years_are_those_with_a_start(self):
        self.assertEqual(list_network_years(), [2023, 2019])

    def test_neighbourhood_keeps_organisations_within_its_depth(self):
        bank = next(pk for pk, body in get_network().organisations.items() if body.slug == "bank")
        near = {body.slug for body in get_network().get_neighbourhood(bank, 1).organisations.values()}
        far = {body.slug for body in get_network().get_neighbourhood(bank, 2).organisations.values()}
        self.assertEqual((near, far), ({"bank", "lab", "desk"}, {"bank", "lab", "desk", "works"}))


class NetworkPathTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.a, cls.b, cls.c, cls.d = (factories.organisation(slug=slug) for slug in "abcd")
        cls.old = factories.collaboration(slug="old", parties=[cls.a, cls.b], announced="2010")
        cls.new = factories.collaboration(slug="new", parties=[cls.a, cls.b], announced="2020")
        factories.cite(cls.new, "participants", title="Who they are")
        fund = factories.initiative(slug="fund", lead=cls.b, is_sourced=False)
        factories.add_participant(fund, cls.c, "user")

    def found(self, a, b):
        return find_network_paths(get_network(), a.pk, b.pk)

    def test_path_has_the_organisations_between(self):
        (way,) = self.found(self.a, self.c)
        self.assertEqual([body.slug for body in way.organisations], ["a", "b", "c"])

    def test_step_has_its_newest_edge_first(self):
        (way,) = self.found(self.a, self.c)
        self.assertEqual([[tie.record.slug for tie in step.edges] for step in way.steps], [["new", "old"], ["fund"]])

    def test_edge_has_its_source(self):
        (way,) = self.found(self.a, self.b)
        self.assertEqual(way.steps[0].edges[0].citation.source.title, "Who they are")

    def test_edge_starts_at_the_lead(self):
        (way,) = self.found(self.c, self.b)
        tie = way.steps[0].edges[0]
        self.assertEqual((tie.a.slug, tie.b.slug), ("b", "c"))

    def test_edge_without_a_recorded_source_has_none(self):
        (way,) = self.found(self.b, self.c)
        self.assertIsNone(way.steps[0].edges[0].citation)

    def test_unconnected_organisation_has_no_path(self):
        self.assertEqual(self.found(self.a, self.d), [])

    def test_step_counts_omitted_edges(self):
        for number in range(5):
            factories.collaboration(parties=[self.a, self.b], announced=f"200{number}")
        (way,) = self.found(self.a, self.b)
        self.assertEqual((len(way.steps[0].edges), way.steps[0].omitted), (4, 3))


class NetworkMetricsTests(TestCase):
    def test_partners_are_counted_once_and_records_each(self):
        a, b, c = (factories.organisation(slug=slug) for slug in "abc")
        factories.collaboration(parties=[a, b])
        factories.collaboration(parties=[a, b, c])
        fund = factories.initiative(lead=a)
        factories.add_participant(fund, b, "user")
        first = NetworkMetrics(get_network()).most_connected[0]
        self.assertEqual(
            (first.organisation.slug, first.partners, first.collaborations, first.initiatives), ("a", 2, 2, 1)
        )

    def test_organisation_between_regions_is_a_bridge(self):
        home, bridge, away = (factories.organisation(slug=slug) for slug in ("home", "bridge", "away"))
        away.home_region = "mainland"
        away.save()
        factories.collaboration(parties=[home, bridge])
        factories.collaboration(parties=[bridge, away])
        self.assertEqual([row.organisation.slug for row in NetworkMetrics(get_network()).bridges], ["bridge"])

    def test_empty_network_has_empty_metrics(self):
        found = NetworkMetrics(get_network())
        self.assertEqual(
            (found.organisation_metrics, found.bridges, found.boundary_crossings, found.percent_across), ([], [], [], 0)
        )


class NetworkOrganisationLookupTests(TestCase):
    def test_organisation_is_found_by_any_of_its_names(self):
        factories.organisation(
            slug="port", name_en="The Port", name_zh_hant="數碼港", acronym="TP", aliases=["Old Port"]
        )
        for text in ("port", "the port", "数码港", "數碼港", "tp", " Old port "):
            with self.subTest(text=text):
                self.assertEqual(find_organisation_slug(text), "port")

    def test_name_is_preferred_to_an_alias(self):
        factories.organisation(slug="first", aliases=["Port"])
        factories.organisation(slug="second", name_en="Port")
        self.assertEqual(find_organisation_slug("Port"), "second")

    def test_unknown_name_finds_nothing(self):
        self.assertEqual(find_organisation_slug("nobody"), "")
