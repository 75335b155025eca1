"""Which page a record leads to first."""

from django.test import TestCase

from tests.support import factories
from tests.support.reading import fetch_page


class OfficialPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hub = factories.organisation(slug="hub", name_en="The Hub", website="https://www.hub.example/en/")
        cls.funder = factories.organisation(slug="funder", website="https://funder.example/")
        factories.organisation(slug="school", website="https://www.school.example/")
        cls.scheme = factories.initiative(slug="scheme", lead=cls.hub, is_sourced=False)
        factories.add_participant(cls.scheme, cls.funder, "funder")

    def cite(self, url, grade="own", **values):
        factories.cite(self.scheme, "summary", url=url, grade=grade, **values)

    def get_buttons(self):
        return fetch_page(self.client, "/en/initiatives/scheme/").all("a", "button")

    def get_address(self):
        return self.get_buttons()[0]["href"]

    def set_addresses(self, **values):
        for name, value in values.items():
            setattr(self.scheme, name, value)
        self.scheme.save()

    def test_is_its_own_address_before_any_source(self):
        self.cite("https://hub.example/page")
        for own in ("https://apply.hub.example/", "https://scheme.example/"):
            with self.subTest(own=own):
                self.set_addresses(website=own)
                self.assertEqual(self.get_address(), own)

    def test_is_where_to_apply_before_the_website(self):
        self.set_addresses(website="https://hub.example/scheme", apply_url="https://hub.example/apply")
        self.assertEqual(self.get_address(), "https://hub.example/apply")

    def test_is_on_the_host_of_its_lead_before_that_of_others(self):
        self.cite("https://school.example/their-scheme")
        self.cite("https://www.gov.example/speech", grade="official")
        self.cite("https://funder.example/grants")
        self.cite("https://programmes.hub.example/scheme")
        self.assertEqual(self.get_address(), "https://programmes.hub.example/scheme")

    def test_is_on_the_host_of_its_funder_before_that_of_strangers(self):
        self.cite("https://school.example/their-scheme", grade="official")
        self.cite("https://funder.example/grants")
        self.assertEqual(self.get_address(), "https://funder.example/grants")

    def test_is_by_its_lead_before_others_elsewhere(self):
        self.cite("https://school.example/their-scheme", grade="official")
        self.cite("https://gazette.example/1", grade="official", publisher="The Hub")
        self.assertEqual(self.get_address(), "https://gazette.example/1")

    def test_is_no_website_on_the_host_of_a_stranger_where_the_lead_has_a_page(self):
        self.set_addresses(website="https://www.school.example/scheme")
        self.cite("https://hub.example/scheme")
        self.assertEqual(self.get_address(), "https://hub.example/scheme")

    def test_is_a_website_on_the_host_of_a_stranger_before_other_pages_of_strangers(self):
        self.set_addresses(website="https://www.school.example/scheme")
        self.cite("https://gazette.example/1", grade="official")
        self.assertEqual(self.get_address(), "https://www.school.example/scheme")

    def test_is_no_own_page_of_a_stranger(self):
        self.cite("https://school.example/their-scheme")
        self.assertNotIn("https://school.example/their-scheme", [a["href"] for a in self.get_buttons()])

    def test_is_no_page_whose_host_only_ends_alike(self):
        self.cite("https://nothub.example/", grade="own")
        self.cite("https://gazette.example/1", grade="official")
        self.assertEqual(self.get_address(), "https://gazette.example/1")
