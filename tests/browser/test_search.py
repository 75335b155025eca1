"""The page of results in a real browser: facets that answer at once, and nothing that keeps anybody out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

ORGANISATIONS = "#f-kind-organisation"


def query(page):
    return parse_qs(urlsplit(page.url).query)


def count(page):
    return int(page.get_by_role("status").locator("b").first.inner_text().replace(",", ""))


class TestFacets:
    @pytest.fixture(autouse=True)
    def searched(self, page):
        page.goto("/en/search/?q=bank")

    def test_answer_as_they_are_ticked(self, page):
        wanted = int(page.locator(f"label:has({ORGANISATIONS}) .facet__count").inner_text())
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        assert count(page) == wanted

    def test_keep_the_words(self, page):
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        assert query(page) == {"q": ["bank"], "kind": ["organisation"]}

    def test_still_mark_the_words(self, page):
        page.locator(ORGANISATIONS).check()
        page.wait_for_url("**/*kind=organisation*")
        expect(page.locator("mark").first).to_be_visible()

    def test_answer_without_scripts_when_the_button_is_pressed(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/search/?q=bank")
        page.locator(ORGANISATIONS).check()
        page.get_by_role("button", name="Show results").click()
        assert query(page) == {"q": ["bank"], "kind": ["organisation"]}


class TestMeant:
    def test_is_one_click_away(self, page):
        page.goto("/en/search/?q=cyberprot")
        page.locator(".search-remark").get_by_role("link").click()
        expect(page.locator(".record-row__name > a").first).to_have_text("Cyberport")


class TestWanted:
    def test_is_thanked_by_one_click(self, page):
        page.goto("/en/search/?q=zyzzyva")
        page.get_by_role("button", name="Tell us it is missing").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
