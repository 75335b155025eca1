"""Filters, order and pagination of lists, with and without JavaScript, on desktop and phone."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.support import browser_pages

FINANCE = "#f-theme-ai-in-finance"
START_UPS = "#f-kind-startup"


def query(page):
    return parse_qs(urlsplit(page.url).query)


def count(page):
    """Return how many the list says that it found."""
    return int(page.get_by_role("status").locator("b").inner_text().replace(",", ""))


def tick(page, box):
    """Tick a box, and wait until its chip stands over the list."""
    page.locator(box).check()
    name, _dash, value = box.removeprefix("#f-").partition("-")
    page.wait_for_url(f"**/*{name}={value}*")


def read_facet_count(page, box):
    """Return the count that stands beside a box."""
    return int(page.locator(f"label:has({box}) .facet__count").inner_text())


class TestListFilters:
    @pytest.fixture
    def page(self, reader):
        page = reader()
        page.goto("/en/organisations/")
        return page

    def test_checking_a_filter_updates_the_list(self, page):
        wanted = read_facet_count(page, FINANCE)
        tick(page, FINANCE)
        assert count(page) == wanted

    def test_checking_a_filter_does_not_reload_the_page(self, page):
        page.evaluate("document.body.dataset.same = 'yes'")
        tick(page, FINANCE)
        assert page.locator("body").get_attribute("data-same") == "yes"

    def test_filters_are_written_into_the_url(self, page):
        tick(page, FINANCE)
        tick(page, "#f-kind-government")
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["government"]}

    def test_title_names_the_filters(self, page):
        tick(page, FINANCE)
        expect(page).to_have_title("Organisations · AI in finance · HKAI")

    def test_reload_shows_the_same_list(self, page):
        tick(page, FINANCE)
        found = count(page)
        page.reload()
        assert count(page) == found
        assert page.locator(FINANCE).is_checked()

    def test_back_button_restores_the_previous_list(self, page):
        everything = count(page)
        tick(page, FINANCE)
        page.go_back()
        expect(page.locator(".applied-filters")).to_have_count(0)
        assert count(page) == everything

    def test_back_button_unchecks_the_filter(self, page):
        tick(page, FINANCE)
        page.go_back()
        expect(page.locator(FINANCE)).not_to_be_checked()

    def test_forward_button_restores_the_filtered_list(self, page):
        tick(page, FINANCE)
        found = count(page)
        page.go_back()
        expect(page.locator(".applied-filters")).to_have_count(0)
        page.go_forward()
        expect(page.locator(FINANCE)).to_be_checked()
        assert count(page) == found

    def test_focus_stays_on_the_checked_filter(self, page):
        page.locator(FINANCE).focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/*theme=*")
        expect(page.locator(FINANCE)).to_be_focused()

    def test_counts_of_other_filters_are_updated(self, page):
        before = read_facet_count(page, "#f-kind-research_centre")
        tick(page, FINANCE)
        assert read_facet_count(page, "#f-kind-research_centre") < before

    def test_further_options_can_be_opened(self, page):
        page.locator("details").filter(has=page.locator(START_UPS)).last.locator("summary").click()
        assert page.locator(START_UPS).is_visible()

    def test_opened_options_stay_open_after_one_is_checked(self, page):
        page.locator("details").filter(has=page.locator(START_UPS)).last.locator("summary").click()
        tick(page, START_UPS)
        assert page.locator(START_UPS).is_visible()

    def test_search_by_name_updates_the_list(self, page):
        page.get_by_label("Filters").get_by_role("searchbox").fill("HSBC")
        page.keyboard.press("Enter")
        page.wait_for_url("**/*q=HSBC*")
        assert page.get_by_role("link", name="The Hongkong and Shanghai Banking Corporation Limited").is_visible()

    def test_filters_follow_the_content_security_policy(self, page, watch_console):
        console_errors = watch_console(page)
        tick(page, FINANCE)
        assert console_errors == []


class TestListFiltersWithoutJavaScript:
    @pytest.fixture
    def page(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/organisations/")
        return page

    def test_button_applies_the_filter(self, page):
        wanted = read_facet_count(page, FINANCE)
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert count(page) == wanted

    def test_url_has_no_empty_parameters(self, page):
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert urlsplit(page.url).query == "theme=ai-in-finance"

    def test_button_sorts_the_list(self, page):
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"sort": ["founded"]}

    def test_filters_can_be_opened_on_a_phone(self, reader):
        page = reader(java_script_enabled=False, width=390, height=844)
        page.goto("/en/organisations/")
        page.get_by_text("Filter", exact=True).click()
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert query(page) == {"theme": ["ai-in-finance"]}


class TestListFiltersOnPhone:
    @pytest.fixture
    def page(self, reader):
        page = reader(width=390, height=844, has_touch=True)
        page.goto("/en/organisations/")
        return page

    def test_filters_are_closed_at_first(self, page):
        assert not page.locator(FINANCE).is_visible()

    def test_filters_stay_open_after_one_is_checked(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        assert page.locator(FINANCE).is_visible()

    def test_closed_filters_show_how_many_are_selected(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        expect(page.locator(".facets > summary")).to_have_text("Filter: 1 selected")

    def test_several_filters_can_be_checked_in_a_row(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        tick(page, "#f-kind-financial_institution")
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["financial_institution"]}

    def test_menu_can_be_opened(self, page):
        page.get_by_text("Menu", exact=True).tap()
        assert page.get_by_role("navigation", name="Main").get_by_role("link", name="Timeline").is_visible()


class TestListControls:
    """Filter chips, order, pagination and language links of a list."""

    def test_chip_removes_its_filter(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="Remove filter: Start-up").click()
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_clear_link_removes_all_filters(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="Clear all").click()
        assert query(page) == {}

    def test_empty_list_offers_to_remove_a_filter(self, page):
        page.goto(f"/en/{browser_pages.EMPTY_LIST}")
        page.locator(".empty").get_by_role("link", name="Remove filter: Mainland").click()
        assert "region" not in query(page)

    def test_invalid_filter_can_be_removed(self, page):
        page.goto(f"/en/{browser_pages.INVALID_FILTER}")
        page.get_by_role("link", name="Remove it and try again").click()
        assert count(page) > 0

    def test_next_page_shows_other_rows(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        first = page.locator(".record-row__name").all_inner_texts()
        page.get_by_role("link", name="Next").click()
        # It stands under the rows: when it is there, they are.
        page.get_by_role("link", name="Previous").wait_for()
        assert not set(first) & set(page.locator(".record-row__name").all_inner_texts())

    def test_next_page_keeps_the_filters(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        page.get_by_role("link", name="Next").click()
        assert query(page) == {"theme": ["ai-in-finance"], "page": ["2"]}

    def test_changing_a_filter_returns_to_the_first_page(self, page):
        page.goto("/en/organisations/?page=3")
        tick(page, FINANCE)
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_sorting_keeps_the_filters(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}

    def test_changing_a_filter_keeps_the_order(self, page):
        page.goto("/en/organisations/?sort=founded")
        tick(page, FINANCE)
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}

    def test_language_link_keeps_the_filters(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="繁體").click()
        assert urlsplit(page.url).path == "/zh-hant/organisations/"
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["startup"]}

    def test_language_link_keeps_filters_checked_on_the_page(self, page):
        page.goto("/en/organisations/")
        tick(page, FINANCE)
        page.get_by_role("link", name="繁體").click()
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_sorting_keeps_filters_checked_on_the_page(self, page):
        page.goto("/en/organisations/")
        tick(page, FINANCE)
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}
