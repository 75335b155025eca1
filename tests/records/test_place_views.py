"""Pages of places: the list, and the page of one place."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class PlaceListTests(TestCase):
    def test_counts_published_organisations(self):
        factories.organisation()
        factories.organisation(status="draft")
        row = fetch_page(self.client, "/en/places/").one("section#hong_kong").one("tbody").one("tr")
        self.assertEqual(row.select("td")[-1].text, "1")

    def test_groups_places_by_region(self):
        factories.place()
        factories.place_abroad()
        sections = [section["id"] for section in fetch_page(self.client, "/en/places/").select("section")]
        self.assertEqual(sections, ["hong_kong", "greater_bay_area"])


class PlaceDetailTests(TestCase):
    def page(self, slug="central"):
        return fetch_page(self.client, f"/en/places/{slug}/")

    def test_lists_published_organisations(self):
        factories.organisation(slug="here")
        factories.organisation(slug="draft", status="draft")
        self.assertEqual(self.page().rows, ["here"])

    def test_shows_coordinates_only_for_an_exact_site(self):
        factories.place()
        factories.place("tower", precision="site")
        points = ["Coordinates" in self.page(slug).facts for slug in ("central", "tower")]
        self.assertEqual(points, [False, True])

    def test_lists_other_places_in_the_district(self):
        factories.place()
        factories.place("tower", name_en="Tower")
        factories.place_abroad()
        self.assertEqual([li.one("a")["href"] for li in self.page().one("aside").select("li")], ["/en/places/tower/"])
