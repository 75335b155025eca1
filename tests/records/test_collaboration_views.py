"""The list of collaborations and the page of one."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class CollaborationListTests(TestCase):
    def rows(self, asked):
        return set(fetch_page(self.client, f"/en/collaborations/?{asked}").rows)

    def test_keeps_collaborations_by_every_region_that_they_reach(self):
        here, gba = factories.organisation(), factories.organisation(place=factories.place_abroad())
        # A branch in Hong Kong of a body from elsewhere counts as from elsewhere.
        branch = factories.organisation(home_region="overseas")
        factories.collaboration(slug="within", parties=[here, factories.organisation()])
        factories.collaboration(slug="near", parties=[here, gba])
        factories.collaboration(slug="far", parties=[here, branch])
        factories.collaboration(slug="both", parties=[gba, branch])
        for asked, rows in {
            "reach=hong_kong": {"within"},
            "reach=greater_bay_area": {"near", "both"},
            "reach=overseas": {"far", "both"},
            "reach=mainland": set(),
            "reach=hong_kong&reach=overseas": {"within", "far", "both"},
        }.items():
            with self.subTest(asked=asked):
                self.assertEqual(self.rows(asked), rows)

    def test_reaches_no_further_by_a_party_that_is_not_public(self):
        pact = factories.collaboration(slug="pact")
        factories.add_participant(
            pact, factories.organisation(place=factories.place_abroad(), status="draft"), "partner"
        )
        self.assertEqual((self.rows("reach=hong_kong"), self.rows("reach=greater_bay_area")), ({"pact"}, set()))

    def test_keeps_what_a_body_or_one_of_its_parts_is_party_to(self):
        body = factories.organisation(slug="body")
        factories.collaboration(slug="own", parties=[body, factories.organisation()])
        factories.collaboration(slug="parts", parties=[factories.organisation(parent=body), factories.organisation()])
        factories.collaboration(slug="others")
        self.assertEqual(self.rows("organisation=body"), {"own", "parts"})

    def test_keeps_what_stands_under_an_initiative(self):
        factories.collaboration(slug="under", initiative=factories.initiative(slug="fund"))
        factories.collaboration(slug="apart")
        self.assertEqual(self.rows("initiative=fund"), {"under"})


class CollaborationDetailTests(TestCase):
    def page(self, language="en"):
        return fetch_page(self.client, f"/{language}/collaborations/pact/")

    def test_shows_its_parties_with_their_roles_and_homes_the_leading_first(self):
        pact = factories.collaboration(slug="pact", parties=[factories.organisation(name_en="B")])
        factories.add_participant(pact, factories.organisation(name_en="A", place=factories.place_abroad()), "lead")
        rows = self.page().one("section#parties").one("tbody").select("tr")
        said = [(row.select("a")[0].text, row.one("[data-label=Role]").text) for row in rows]
        homes = [row.one('[data-label="Headquarters region"]').text[:11] for row in rows]
        self.assertEqual((said, homes), ([("A", "Lead"), ("B", "Partner")], ["Greater Bay", "Hong Kong"]))

    def test_says_how_far_it_reaches(self):
        factories.collaboration(slug="pact")
        self.assertIn("Within Hong Kong", self.page().facts["Geographic reach"].text)

    def test_says_that_its_name_is_our_description(self):
        factories.collaboration(slug="pact")
        self.assertIn("This is our description. No official name is known", self.page().facts["About the name"].text)

    def test_says_so_only_of_the_name_that_the_reader_sees(self):
        factories.collaboration(slug="pact", name_en_is_descriptive=False, name_zh_hant_is_descriptive=True)
        self.assertNotIn("About the name", self.page().facts)

    def test_shows_the_initiative_that_it_stands_under(self):
        factories.collaboration(slug="pact", initiative=factories.initiative(slug="fund"))
        self.assertEqual(self.page().facts["Part of initiative"].one("a")["href"], "/en/initiatives/fund/")
