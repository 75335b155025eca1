"""Units of an organisation at any depth, in lists, pages, the API and the network."""

from django.test import TestCase

from ecosystem.models import Organisation
from ecosystem.models.organisation_tree import get_organisation_tree
from tests.support import factories
from tests.support.html_pages import fetch_page


class OrganisationUnitTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.university = factories.organisation(slug="university", name_en="Hill University")
        cls.school = factories.organisation(slug="school", parent=cls.university)
        cls.laboratory = factories.organisation(slug="laboratory", name_en="Deep Laboratory", parent=cls.school)
        cls.group = factories.organisation(slug="group", parent=cls.laboratory)
        cls.fund = factories.initiative(
            slug="fund", lead=cls.group, kind="deployment", applications=[factories.application()]
        )
        cls.pact = factories.collaboration(slug="pact", parties=[cls.group, factories.organisation(slug="other")])

    def rows(self, path):
        return set(fetch_page(self.client, f"/en/{path}").rows)

    def test_parent_filter_includes_every_depth(self):
        self.assertEqual(self.rows("organisations/?parent=university"), {"school", "laboratory", "group"})

    def test_record_filters_include_those_of_units(self):
        self.assertEqual(self.rows("initiatives/?body=university"), {"fund"})
        self.assertEqual(self.rows("collaborations/?organisation=university"), {"pact"})

    def test_facet_counts_include_units(self):
        facets = fetch_page(self.client, "/en/organisations/").facets["parent"]
        self.assertEqual({slug: n for slug, (n, _) in facets.items()}, {"university": 3, "school": 2, "laboratory": 1})
        facets = fetch_page(self.client, "/en/initiatives/").facets["body"]
        self.assertEqual(facets["university"], (1, False))

    def test_organisation_page_lists_its_units(self):
        units = fetch_page(self.client, "/en/organisations/university/").facts["Units"]
        links = {a["href"].split("#")[0] for a in units.select("a")}
        self.assertEqual(links, {f"/en/organisations/{slug}/" for slug in ("school", "laboratory", "group")})

    def test_organisation_page_links_to_records_of_its_units(self):
        page = fetch_page(self.client, "/en/organisations/university/")
        self.assertIn("/en/initiatives/fund/", [link.split("#")[0] for link in page.links])

    def test_api_lists_units_and_their_records(self):
        answer = self.client.get("/api/v1/organisations/university").json()
        self.assertEqual({part["slug"] for part in answer["parts"]}, {"school", "laboratory", "group"})
        self.assertEqual([part["through"]["slug"] for part in answer["initiatives"]], ["group"])
        listed = self.client.get("/api/v1/organisations?parent=university").json()["results"]
        self.assertEqual({row["slug"] for row in listed}, {"school", "laboratory", "group"})

    def test_comparison_includes_initiatives_of_units(self):
        page = fetch_page(self.client, "/en/compare/?organisation=university&organisation=other")
        self.assertIn("/en/initiatives/?body=university", page.links)

    def test_network_includes_units(self):
        text = self.client.get("/en/network.csv?organisation=university").content.decode()
        for slug in ("school", "laboratory", "group"):
            self.assertIn(slug, text)

    def test_units_below_an_unpublished_unit_are_left_out(self):
        Organisation.objects.filter(slug="laboratory").update(status="draft")
        self.assertEqual(self.rows("organisations/?parent=university"), {"school"})
        self.assertEqual(self.rows("initiatives/?body=university"), set())

    def test_circular_parents_are_handled(self):
        Organisation.objects.filter(slug="university").update(parent=self.group)
        self.assertEqual(self.rows("organisations/?parent=university"), {"school", "laboratory", "group"})
        self.assertEqual(fetch_page(self.client, "/en/organisations/university/").status, 200)

    def test_tree_needs_one_query(self):
        with self.assertNumQueries(2):
            # The number of the edition, and the tree.
            get_organisation_tree().find_units(self.university.pk)
