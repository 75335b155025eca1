"""Applications and support with the facts of the directory."""

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page

# The uses that the directory must answer for: four of finance, three of the city.
FINANCE = ("risk-management", "fraud-detection", "customer-service", "algorithmic-trading")
CITY = ("traffic-management", "environmental-monitoring", "public-services")


class ApplicationFactsTests(FactsTestCase):
    def test_seven_applications_list_users_and_sources(self):
        for slug in (*FINANCE, *CITY):
            for row in (
                fetch_page(self.client, f"/en/applications/{slug}/").one("section#uses").one("tbody").select("tr")
            ):
                cells = {td.get("data-label"): td for td in row.select("td")}
                with self.subTest(slug=slug, system=row.one("th").text[:40]):
                    self.assertTrue(cells["Used by"].select("a"))
                    self.assertTrue(cells["Source"].select("a"))

    def test_seven_applications_list_rules(self):
        for slug in (*FINANCE, *CITY):
            with self.subTest(slug=slug):
                page = fetch_page(self.client, f"/en/applications/{slug}/")
                self.assertTrue(page.one("section#regulates").select("tbody"))

    def test_matrix_numbers_equal_those_of_their_lists(self):
        page = fetch_page(self.client, "/zh-hant/applications/?tie=uses")
        links = [a for a in page.one("table.matrix").select("a") if a.has_attr("aria-label")]
        for link in links[:: len(links) // 25]:
            with self.subTest(link=link["href"]):
                self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text.replace(",", "")))


class SupportFinderFactsTests(FactsTestCase):
    def test_most_open_schemes_for_startups_have_a_link(self):
        page = fetch_page(self.client, "/en/support/?audience=startups")
        offers = page.one("section#open").select("tbody")
        leading = [offer for offer in offers if offer.select("a.button")]
        self.assertGreaterEqual(len(leading), 0.9 * len(offers))

    def test_matrix_numbers_equal_those_of_their_lists(self):
        page = fetch_page(self.client, "/en/support/")
        links = [a for a in page.one("table.matrix").select("a") if a.has_attr("aria-label")]
        for link in links[::9]:
            with self.subTest(link=link["href"]):
                self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text))
