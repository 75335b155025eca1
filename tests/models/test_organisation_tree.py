"""Units of units, at any depth, wherever an organisation stands for them."""

from django.test import TestCase

from ecosystem.models import Organisation
from ecosystem.models.organisation_tree import get_organisation_tree
from tests.support import factories
from tests.support.html_pages import fetch_page


class UnitTests(TestCase):
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

    def test_are_part_of_it_at_any_depth(self):
        self.assertEqual(self.rows("organisations/?parent=university"), {"school", "laboratory", "group"})

    def test_bring_their_initiatives_and_collaborations(self):
        self.assertEqual(self.rows("initiatives/?body=university"), {"fund"})
        self.assertEqual(self.rows("collaborations/?organisation=university"), {"pact"})

    def test_are_counted_as_they_are_found(self):
        facets = fetch_page(self.client, "/en/organisations/").facets["parent"]
        self.assertEqual({slug: n for slug, (n, _) in facets.items()}, {"university": 3, "school": 2, "laboratory": 1})
        facets = fetch_page(self.client, "/en/initiatives/").facets["body"]
        self.assertEqual(facets["university"], (1, False))

    def test_are_named_on_its_page(self):
        units = fetch_page(self.client, "/en/organisations/university/").facts["Units"]
        links = {a["href"].split("#")[0] for a in units.select("a")}
        self.assertEqual(links, {f"/en/organisations/{slug}/" for slug in ("school", "laboratory", "group")})

    def test_bring_their_records_to_its_page(self):
        page = fetch_page(self.client, "/en/organisations/university/")
        self.assertIn("/en/initiatives/fund/", [link.split("#")[0] for link in page.links])

    def test_are_in_the_api(self):
        answer = self.client.get("/api/v1/organisations/university").json()
        self.assertEqual({part["slug"] for part in answer["parts"]}, {"school", "laboratory", "group"})
        self.assertEqual([part["through"]["slug"] for part in answer["initiatives"]], ["group"])
        listed = self.client.get("/api/v1/organisations?parent=university").json()["results"]
        self.assertEqual({row["slug"] for row in listed}, {"school", "laboratory", "group"})

    def test_are_counted_in_a_comparison(self):
        page = fetch_page(self.client, "/en/compare/?organisation=university&organisation=other")
        self.assertIn("/en/initiatives/?body=university", page.links)

    def test_are_drawn_around_it_in_the_network(self):
        text = self.client.get("/en/network.csv?organisation=university").content.decode()
        for slug in ("school", "laboratory", "group"):
            self.assertIn(slug, text)

    def test_are_left_out_below_one_that_is_not_public(self):
        Organisation.objects.filter(slug="laboratory").update(status="draft")
        self.assertEqual(self.rows("organisations/?parent=university"), {"school"})
        self.assertEqual(self.rows("initiatives/?body=university"), set())

    def test_end_in_a_circle(self):
        Organisation.objects.filter(slug="university").update(parent=self.group)
        self.assertEqual(self.rows("organisations/?parent=university"), {"school", "laboratory", "group"})
        self.assertEqual(fetch_page(self.client, "/en/organisations/university/").status, 200)

    def test_are_read_in_one_query(self):
        with self.assertNumQueries(2):
            # The number of the edition, and the tree.
            get_organisation_tree().find_units(self.university.pk)
