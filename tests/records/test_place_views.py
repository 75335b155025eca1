"""The places and the page of one."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class PlaceListTests(TestCase):
    def test_counts_the_public_bodies_at_each(self):
        factories.organisation()
        factories.organisation(status="draft")
        row = fetch_page(self.client, "/en/places/").one("section#hong_kong").one("tbody").one("tr")
        self.assertEqual(row.select("td")[-1].text, "1")

    def test_puts_places_under_their_regions(self):
        factories.place()
        factories.place_abroad()
        sections = [section["id"] for section in fetch_page(self.client, "/en/places/").select("section")]
        self.assertEqual(sections, ["hong_kong", "greater_bay_area"])


class PlaceDetailTests(TestCase):
    def page(self, slug="central"):
        return fetch_page(self.client, f"/en/places/{slug}/")

    def test_shows_the_public_bodies_that_stand_there(self):
        factories.organisation(slug="here")
        factories.organisation(slug="draft", status="draft")
        self.assertEqual(self.page().rows, ["here"])

    def test_gives_a_point_only_for_a_site(self):
        factories.place()
        factories.place("tower", precision="site")
        points = ["Coordinates" in self.page(slug).facts for slug in ("central", "tower")]
        self.assertEqual(points, [False, True])

    def test_shows_what_else_stands_in_its_district(self):
        factories.place()
        factories.place("tower", name_en="Tower")
        factories.place_abroad()
        self.assertEqual([li.one("a")["href"] for li in self.page().one("aside").select("li")], ["/en/places/tower/"])
