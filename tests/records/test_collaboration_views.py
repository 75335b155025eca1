"""Pages of collaborations: the list with its filters, and the page of one collaboration."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class CollaborationListTests(TestCase):
    def rows(self, asked):
        return set(fetch_page(self.client, f"/en/collaborations/?{asked}").rows)

    def test_filters_by_every_region_of_the_parties(self):
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

    def test_region_of_a_draft_party_does_not_count(self):
        pact = factories.collaboration(slug="pact")
        factories.add_participant(
            pact, factories.organisation(place=factories.place_abroad(), status="draft"), "partner"
        )
        self.assertEqual((self.rows("reach=hong_kong"), self.rows("reach=greater_bay_area")), ({"pact"}, set()))

    def test_filters_by_an_organisation_including_its_units(self):
        body = factories.organisation(slug="body")
        factories.collaboration(slug="own", parties=[body, factories.organisation()])
        factories.collaboration(slug="parts", parties=[factories.organisation(parent=body), factories.organisation()])
        factories.collaboration(slug="others")
        self.assertEqual(self.rows("organisation=body"), {"own", "parts"})

    def test_filters_by_initiative(self):
        factories.collaboration(slug="under", initiative=factories.initiative(slug="fund"))
        factories.collaboration(slug="apart")
        self.assertEqual(self.rows("initiative=fund"), {"under"})


class CollaborationDetailTests(TestCase):
    def page(self, language="en"):
        return fetch_page(self.client, f"/{language}/collaborations/pact/")

    def test_lists_parties_with_role_and_region_the_lead_first(self):
        pact = factories.collaboration(slug="pact", parties=[factories.organisation(name_en="B")])
        factories.add_participant(pact, factories.organisation(name_en="A", place=factories.place_abroad()), "lead")
        rows = self.page().one("section#parties").one("tbody").select("tr")
        said = [(row.select("a")[0].text, row.one("[data-label=Role]").text) for row in rows]
        homes = [row.one('[data-label="Headquarters region"]').text[:11] for row in rows]
        self.assertEqual((said, homes), ([("A", "Lead"), ("B", "Partner")], ["Greater Bay", "Hong Kong"]))

    def test_shows_the_geographic_reach(self):
        factories.collaboration(slug="pact")
        self.assertIn("Within Hong Kong", self.page().facts["Geographic reach"].text)

    def test_marks_a_name_that_is_only_a_description(self):
        factories.collaboration(slug="pact")
        self.assertIn("This is our description. No official name is known", self.page().facts["About the name"].text)

    def test_does_not_mark_a_descriptive_name_in_another_language(self):
        factories.collaboration(slug="pact", name_en_is_descriptive=False, name_zh_hant_is_descriptive=True)
        self.assertNotIn("About the name", self.page().facts)

    def test_links_to_the_initiative_it_is_part_of(self):
        factories.collaboration(slug="pact", initiative=factories.initiative(slug="fund"))
        self.assertEqual(self.page().facts["Part of initiative"].one("a")["href"], "/en/initiatives/fund/")
