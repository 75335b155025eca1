"""What the pages that answer a question promise, on the real facts."""

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page

# The uses that the directory must answer for: four of finance, three of the city.
FINANCE = ("risk-management", "fraud-detection", "customer-service", "algorithmic-trading")
CITY = ("traffic-management", "environmental-monitoring", "public-services")


class ApplicationTests(FactsTestCase):
    def test_name_who_uses_each_of_the_seven_with_which_system_and_the_page_that_says_so(self):
        for slug in (*FINANCE, *CITY):
            for row in (
                fetch_page(self.client, f"/en/applications/{slug}/").one("section#uses").one("tbody").select("tr")
            ):
                cells = {td.get("data-label"): td for td in row.select("td")}
                with self.subTest(slug=slug, system=row.one("th").text[:40]):
                    self.assertTrue(cells["Used by"].select("a"))
                    self.assertTrue(cells["Source"].select("a"))

    def test_show_rules_for_each_of_the_seven(self):
        for slug in (*FINANCE, *CITY):
            with self.subTest(slug=slug):
                page = fetch_page(self.client, f"/en/applications/{slug}/")
                self.assertTrue(page.one("section#regulates").select("tbody"))

    def test_lead_from_every_number_of_the_matrix_to_as_many(self):
        page = fetch_page(self.client, "/zh-hant/applications/?tie=uses")
        links = [a for a in page.one("table.matrix").select("a") if a.has_attr("aria-label")]
        for link in links[:: len(links) // 25]:
            with self.subTest(link=link["href"]):
                self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text.replace(",", "")))


class SupportTests(FactsTestCase):
    def test_let_nine_of_ten_open_answers_for_start_ups_lead_on(self):
        page = fetch_page(self.client, "/en/support/?audience=startups")
        offers = page.one("section#open").select("tbody")
        leading = [offer for offer in offers if offer.select("a.button")]
        self.assertGreaterEqual(len(leading), 0.9 * len(offers))

    def test_answer_each_number_of_the_overview_with_as_many_schemes(self):
        page = fetch_page(self.client, "/en/support/")
        links = [a for a in page.one("table.matrix").select("a") if a.has_attr("aria-label")]
        for link in links[::9]:
            with self.subTest(link=link["href"]):
                self.assertEqual(fetch_page(self.client, link["href"]).count, int(link.text))
