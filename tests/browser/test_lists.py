"""The lists with their filters, with scripts and without, on a desk and on a phone."""

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


def in_facet(page, box):
    """Return the count that stands beside a box."""
    return int(page.locator(f"label:has({box}) .facet__count").inner_text())


class TestWithScripts:
    @pytest.fixture
    def page(self, reader):
        page = reader()
        page.goto("/en/organisations/")
        return page

    def test_answers_as_a_filter_is_ticked(self, page):
        wanted = in_facet(page, FINANCE)
        tick(page, FINANCE)
        assert count(page) == wanted

    def test_keeps_the_page_while_it_answers(self, page):
        page.evaluate("document.body.dataset.same = 'yes'")
        tick(page, FINANCE)
        assert page.locator("body").get_attribute("data-same") == "yes"

    def test_writes_the_filters_into_the_address(self, page):
        tick(page, FINANCE)
        tick(page, "#f-kind-government")
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["government"]}

    def test_names_the_filters_in_the_title(self, page):
        tick(page, FINANCE)
        expect(page).to_have_title("Organisations · AI in finance · HKAI")

    def test_gives_the_same_list_at_that_address(self, page):
        tick(page, FINANCE)
        found = count(page)
        page.reload()
        assert count(page) == found
        assert page.locator(FINANCE).is_checked()

    def test_goes_back_to_the_list_before(self, page):
        everything = count(page)
        tick(page, FINANCE)
        page.go_back()
        expect(page.locator(".applied-filters")).to_have_count(0)
        assert count(page) == everything

    def test_unticks_the_box_on_the_way_back(self, page):
        tick(page, FINANCE)
        page.go_back()
        expect(page.locator(FINANCE)).not_to_be_checked()

    def test_goes_forward_again(self, page):
        tick(page, FINANCE)
        found = count(page)
        page.go_back()
        expect(page.locator(".applied-filters")).to_have_count(0)
        page.go_forward()
        expect(page.locator(FINANCE)).to_be_checked()
        assert count(page) == found

    def test_leaves_the_focus_on_the_ticked_box(self, page):
        page.locator(FINANCE).focus()
        page.keyboard.press("Space")
        page.wait_for_url("**/*theme=*")
        expect(page.locator(FINANCE)).to_be_focused()

    def test_counts_the_other_filters_anew(self, page):
        before = in_facet(page, "#f-kind-research_centre")
        tick(page, FINANCE)
        assert in_facet(page, "#f-kind-research_centre") < before

    def test_unfolds_the_rest_of_a_filter(self, page):
        page.locator("details").filter(has=page.locator(START_UPS)).last.locator("summary").click()
        assert page.locator(START_UPS).is_visible()

    def test_leaves_a_filter_unfolded_while_a_box_in_it_is_ticked(self, page):
        page.locator("details").filter(has=page.locator(START_UPS)).last.locator("summary").click()
        tick(page, START_UPS)
        assert page.locator(START_UPS).is_visible()

    def test_answers_to_a_name_as_well(self, page):
        page.get_by_label("Filters").get_by_role("searchbox").fill("HSBC")
        page.keyboard.press("Enter")
        page.wait_for_url("**/*q=HSBC*")
        assert page.get_by_role("link", name="The Hongkong and Shanghai Banking Corporation Limited").is_visible()

    def test_breaks_no_rule_of_the_content_security_policy(self, page, listen):
        complaints = listen(page)
        tick(page, FINANCE)
        assert complaints == []


class TestWithoutScripts:
    @pytest.fixture
    def page(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/organisations/")
        return page

    def test_answers_when_the_button_is_pressed(self, page):
        wanted = in_facet(page, FINANCE)
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert count(page) == wanted

    def test_leads_to_an_address_without_empty_parameters(self, page):
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert urlsplit(page.url).query == "theme=ai-in-finance"

    def test_sorts_when_the_button_is_pressed(self, page):
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"sort": ["founded"]}

    def test_unfolds_the_filters_on_a_phone(self, reader):
        page = reader(java_script_enabled=False, width=390, height=844)
        page.goto("/en/organisations/")
        page.get_by_text("Filter", exact=True).click()
        page.locator(FINANCE).check()
        page.get_by_role("button", name="Show results").click()
        assert query(page) == {"theme": ["ai-in-finance"]}


class TestOnAPhone:
    @pytest.fixture
    def page(self, reader):
        page = reader(width=390, height=844, has_touch=True)
        page.goto("/en/organisations/")
        return page

    def test_folds_the_filters_at_first(self, page):
        assert not page.locator(FINANCE).is_visible()

    def test_leaves_the_filters_unfolded_while_one_ticks(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        assert page.locator(FINANCE).is_visible()

    def test_says_on_the_folded_filters_how_many_are_chosen(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        expect(page.locator(".facets > summary")).to_have_text("Filter: 1 selected")

    def test_answers_to_several_boxes_in_a_row(self, page):
        page.get_by_text("Filter", exact=True).tap()
        tick(page, FINANCE)
        tick(page, "#f-kind-financial_institution")
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["financial_institution"]}

    def test_unfolds_the_menu(self, page):
        page.get_by_text("Menu", exact=True).tap()
        assert page.get_by_role("navigation", name="Main").get_by_role("link", name="Timeline").is_visible()


class TestAround:
    """What stands around the rows: chips, order, pages, languages."""

    def test_takes_one_filter_away_by_its_chip(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="Remove filter: Start-up").click()
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_takes_all_filters_away(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="Clear all").click()
        assert query(page) == {}

    def test_leads_out_of_a_question_that_finds_nothing(self, page):
        page.goto(f"/en/{browser_pages.EMPTY_LIST}")
        page.locator(".empty").get_by_role("link", name="Remove filter: Mainland").click()
        assert "region" not in query(page)

    def test_leads_out_of_a_question_that_makes_no_sense(self, page):
        page.goto(f"/en/{browser_pages.INVALID_FILTER}")
        page.get_by_role("link", name="Remove it and try again").click()
        assert count(page) > 0

    def test_shows_other_rows_on_the_next_page(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        first = page.locator(".record-row__name").all_inner_texts()
        page.get_by_role("link", name="Next").click()
        # It stands under the rows: when it is there, they are.
        page.get_by_role("link", name="Previous").wait_for()
        assert not set(first) & set(page.locator(".record-row__name").all_inner_texts())

    def test_keeps_the_filters_on_the_next_page(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        page.get_by_role("link", name="Next").click()
        assert query(page) == {"theme": ["ai-in-finance"], "page": ["2"]}

    def test_begins_at_the_first_page_again_when_a_filter_changes(self, page):
        page.goto("/en/organisations/?page=3")
        tick(page, FINANCE)
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_keeps_the_filters_when_the_order_changes(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance")
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}

    def test_keeps_the_order_when_a_filter_changes(self, page):
        page.goto("/en/organisations/?sort=founded")
        tick(page, FINANCE)
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}

    def test_keeps_the_filters_in_another_language(self, page):
        page.goto("/en/organisations/?theme=ai-in-finance&kind=startup")
        page.get_by_role("link", name="繁體").click()
        assert urlsplit(page.url).path == "/zh-hant/organisations/"
        assert query(page) == {"theme": ["ai-in-finance"], "kind": ["startup"]}

    def test_keeps_filters_that_were_just_ticked_in_another_language(self, page):
        page.goto("/en/organisations/")
        tick(page, FINANCE)
        page.get_by_role("link", name="繁體").click()
        assert query(page) == {"theme": ["ai-in-finance"]}

    def test_keeps_filters_that_were_just_ticked_when_the_order_changes(self, page):
        page.goto("/en/organisations/")
        tick(page, FINANCE)
        page.get_by_label("Sort by").select_option("founded")
        page.get_by_role("button", name="Sort").click()
        assert query(page) == {"theme": ["ai-in-finance"], "sort": ["founded"]}
