"""Search results: facets, spelling suggestions and requests for missing records."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

ORGANISATIONS = "#f-kind-organisation"


def query(page):
    return parse_qs(urlsplit(page.url).query)


def count(page):
    return int(page.get_by_role("status").locator("b").first.inner_text().replace(",", ""))


class TestSearchFacets:
    @pytest.fixture(autouse=True)
    def searched(self, page):
        page.goto("/en/search/?q=bank")

    def test_checking_a_facet_updates_the_results(self, page):
        wanted = int(page.locator(f"label:has({ORGANISATIONS}) .facet__count").inner_text())
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        assert count(page) == wanted

    def test_checking_a_facet_keeps_the_search_text(self, page):
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        assert query(page) == {"q": ["bank"], "kind": ["organisation"]}

    def test_checking_a_facet_keeps_the_highlighted_words(self, page):
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        expect(page.locator("mark").first).to_be_visible()

    def test_button_applies_the_facet_without_javascript(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/search/?q=bank")
        page.locator(ORGANISATIONS).check()
        page.get_by_role("button", name="Show results").click()
        assert query(page) == {"q": ["bank"], "kind": ["organisation"]}


class TestSpellingSuggestion:
    def test_link_leads_to_the_corrected_search(self, page):
        page.goto("/en/search/?q=cyberprot")
        page.locator(".search-remark").get_by_role("link").click()
        expect(page.locator(".record-row__name > a").first).to_have_text("Cyberport")


class TestMissingRecordRequest:
    def test_button_leads_to_a_thank_you_page(self, page):
        page.goto("/en/search/?q=zyzzyva")
        page.get_by_role("button", name="Tell us it is missing").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
