"""The search box: suggestions in an ARIA combobox by keyboard and mouse, and a plain form without JavaScript."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

CYBERPORT = re.compile(r"/en/organisations/cyberport/$")
# As Safari sends the press of Enter that ends a composition: isComposing is false again.
END_COMPOSITION = """field => {
    const event = new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, bubbles: true, cancelable: true});
    return field.dispatchEvent(event);
}"""
COMPOSE = """field => field.dispatchEvent(
    new KeyboardEvent("keydown", {key: "ArrowDown", isComposing: true, bubbles: true, cancelable: true}))"""


@pytest.fixture
def page(page):
    page.goto("/en/")
    return page


@pytest.fixture
def box(page):
    return page.get_by_role("combobox", name="Search the directory")


@pytest.fixture
def options(page):
    return page.get_by_role("option")


@pytest.fixture
def open_suggestions(box, page):
    """Return a function that types, and waits until the list is open."""

    def type_text(text):
        box.press_sequentially(text)
        expect(page.get_by_role("listbox")).to_be_visible()

    return type_text


def read_search_text(page):
    return parse_qs(urlsplit(page.url).query).get("q")


class TestSearchComboboxInitialState:
    def test_is_collapsed(self, box):
        for name, value in {"aria-autocomplete": "list", "aria-expanded": "false"}.items():
            expect(box).to_have_attribute(name, value)

    def test_controls_a_labelled_listbox(self, box, page):
        controlled = page.locator(f"#{box.get_attribute('aria-controls')}")
        expect(controlled).to_have_attribute("role", "listbox")
        expect(controlled).to_have_attribute("aria-label", "Search the directory")

    def test_has_no_active_option(self, box):
        assert box.get_attribute("aria-activedescendant") is None


class TestSearchSuggestions:
    def test_typing_opens_the_list(self, open_suggestions, box):
        open_suggestions("cyberpo")
        expect(box).to_have_attribute("aria-expanded", "true")

    @pytest.mark.smoke
    @pytest.mark.parametrize("text", ["cyberport", "數碼港", "数码港"])
    def test_are_found_in_both_scripts(self, open_suggestions, options, text):
        open_suggestions(text)
        expect(options.first).to_contain_text("Cyberport")

    def test_are_found_by_an_acronym(self, open_suggestions, options):
        open_suggestions("HKMA")
        expect(options.first).to_contain_text("Hong Kong Monetary Authority")

    def test_show_the_name_in_the_other_language_and_the_kind(self, open_suggestions, options):
        open_suggestions("cyberport")
        expect(options.first.locator("[lang=zh-Hant-HK]")).to_have_text("數碼港")
        expect(options.first).to_contain_text("Organisation")

    def test_none_is_selected_at_first(self, open_suggestions, box, options):
        open_suggestions("cyberport")
        assert box.get_attribute("aria-activedescendant") is None
        assert options.evaluate_all("found => found.every(one => one.ariaSelected === 'false')")

    def test_list_closes_when_the_box_is_cleared(self, open_suggestions, box, page):
        open_suggestions("cyberport")
        box.fill("")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")

    def test_list_closes_without_matches(self, open_suggestions, box, page):
        open_suggestions("cyberport")
        box.press_sequentially(" zyzzyva")
        expect(page.get_by_role("listbox")).to_be_hidden()

    def test_are_in_the_language_of_the_page(self, page, open_suggestions, options):
        page.goto("/zh-hans/")
        box = page.get_by_role("combobox")
        box.press_sequentially("cyberport")
        expect(options.first).to_contain_text("数码港")

    def test_follow_the_content_security_policy(self, page, open_suggestions, watch_console):
        console_errors = watch_console(page)
        open_suggestions("cyberport")
        assert console_errors == []

    def test_meet_wcag(self, page, open_suggestions, find_wcag_violations):
        open_suggestions("cyberport")
        page.keyboard.press("ArrowDown")
        assert find_wcag_violations(page) == []

    def test_work_in_the_page_header(self, page, open_suggestions, options):
        page.goto("/en/organisations/hkma/")
        open_suggestions("cyberport")
        options.first.click()
        expect(page).to_have_url(CYBERPORT)


class TestSearchComboboxArrowKeys:
    @pytest.fixture(autouse=True)
    def opened(self, open_suggestions):
        open_suggestions("hong kong univ")

    def selected(self, page):
        """Return the number of the selected option as the box names it, and those that say so of themselves."""
        return page.evaluate(
            """() => {
                const options = [...document.querySelectorAll("[role=option]")];
                const named = document.activeElement.getAttribute("aria-activedescendant");
                const at = options.findIndex(option => option.id === named);
                return [at, options.flatMap((option, n) => option.ariaSelected === "true" ? [n] : [])];
            }"""
        )

    def test_down_selects_the_first_option(self, page):
        page.keyboard.press("ArrowDown")
        assert self.selected(page) == [0, [0]]

    def test_down_and_up_move_the_selection(self, page):
        for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        assert self.selected(page) == [0, [0]]

    def test_up_selects_the_last_option(self, page, options):
        page.keyboard.press("ArrowUp")
        last = options.count() - 1
        assert self.selected(page) == [last, [last]]

    def test_down_after_the_last_option_selects_none(self, page):
        for key in ("ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        assert self.selected(page) == [-1, []]

    def test_focus_and_text_stay_in_the_box(self, page, box):
        page.keyboard.press("ArrowDown")
        expect(box).to_be_focused()
        expect(box).to_have_value("hong kong univ")

    def test_down_reopens_a_closed_list(self, page):
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("listbox")).to_be_visible()

    def test_down_is_ignored_during_ime_composition(self, page, box):
        box.evaluate(COMPOSE)
        assert self.selected(page) == [-1, []]


class TestSearchComboboxKeys:
    def test_enter_that_ends_ime_composition_is_ignored(self, page, open_suggestions, box):
        open_suggestions("cyberport")
        page.keyboard.press("ArrowDown")
        assert box.evaluate(END_COMPOSITION)
        assert box.get_attribute("aria-activedescendant")
        expect(page).to_have_url(re.compile("/en/$"))

    def test_enter_opens_the_selected_option(self, page, open_suggestions):
        open_suggestions("cyberport")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(CYBERPORT)

    def test_enter_searches_without_a_selection(self, page, open_suggestions):
        open_suggestions("cyberport")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert read_search_text(page) == ["cyberport"]

    def test_escape_closes_the_list_and_keeps_the_text(self, page, open_suggestions, box):
        open_suggestions("cyberport")
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("cyberport")

    def test_escape_clears_the_selection(self, page, open_suggestions, box):
        open_suggestions("cyberport")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        assert box.get_attribute("aria-activedescendant") is None

    def test_tab_closes_the_list_and_moves_to_the_button(self, page, open_suggestions, options):
        open_suggestions("cyberport")
        page.keyboard.press("Tab")
        expect(page.get_by_role("main").get_by_role("button", name="Search")).to_be_focused()
        expect(options).to_have_count(0)


class TestPendingSearchSuggestions:
    """The list still has the suggestions for an earlier text."""

    @pytest.fixture(autouse=True)
    def waiting(self, page, open_suggestions, box):
        open_suggestions("cyberpor")
        page.keyboard.press("ArrowDown")
        page.route("**/suggestions/**", lambda route: None)
        box.press_sequentially("t")

    def test_enter_searches_the_current_text(self, page):
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert read_search_text(page) == ["cyberport"]

    def test_enter_after_an_arrow_key_searches_the_current_text(self, page):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert read_search_text(page) == ["cyberport"]


class TestSearchSuggestionStatus:
    """The live region for screen readers."""

    @pytest.fixture
    def status(self, page):
        return page.locator("main .search-box [aria-live=polite]")

    @pytest.mark.parametrize(
        ("text", "said"),
        [("cyberport ai lab", "1 suggestion"), ("hong kong univ", "8 suggestions"), ("zyzzyva", "No suggestions")],
    )
    def test_states_the_number_of_suggestions(self, box, status, text, said):
        box.press_sequentially(text)
        expect(status).to_have_text(said)

    def test_is_in_the_language_of_the_page(self, page, status):
        page.goto("/zh-hant/")
        page.get_by_role("combobox").press_sequentially("zyzzyva")
        expect(status).to_have_text("沒有搜尋建議")

    def test_is_empty_when_the_list_is_closed(self, page, open_suggestions, status):
        open_suggestions("cyberport")
        page.keyboard.press("Escape")
        expect(status).to_have_text("")


class TestSearchSuggestionMouse:
    def test_click_opens_a_suggestion(self, page, open_suggestions, options):
        open_suggestions("cyberport")
        options.first.click()
        expect(page).to_have_url(CYBERPORT)

    def test_click_elsewhere_closes_the_list(self, page, open_suggestions):
        open_suggestions("cyberport")
        page.get_by_role("heading", level=1).click()
        expect(page.get_by_role("listbox")).to_be_hidden()


class TestSearchSuggestionsOnPhone:
    @pytest.fixture
    def page(self, reader):
        page = reader(width=320, height=700, has_touch=True)
        page.goto("/en/")
        return page

    def test_tap_opens_a_suggestion(self, page, open_suggestions, options):
        open_suggestions("cyberport")
        options.first.tap()
        expect(page).to_have_url(CYBERPORT)

    def test_list_fits_the_screen(self, page, open_suggestions):
        open_suggestions("hong kong univ")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


class TestFailedSearchSuggestions:
    """An error, an invalid response or none leaves the plain form."""

    @pytest.mark.parametrize("answer", [{"status": 500}, {"body": "no sense"}, None])
    def test_form_still_searches(self, page, box, answer):
        page.route("**/suggestions/**", lambda route: route.fulfill(**answer) if answer else route.abort())
        with page.expect_request("**/suggestions/**"):
            box.press_sequentially("cyberport")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert read_search_text(page) == ["cyberport"]


class TestSearchBoxWithoutJavaScript:
    @pytest.fixture
    def page(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/")
        return page

    @pytest.fixture
    def box(self, page):
        return page.get_by_role("searchbox", name="Search the directory")

    def test_button_searches(self, page, box):
        box.fill("cyberport")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        assert (urlsplit(page.url).path, read_search_text(page)) == ("/en/search/", ["cyberport"])

    def test_enter_searches(self, page, box):
        box.fill("數碼港")
        box.press("Enter")
        expect(page.locator(".record-row__name > a").first).to_have_text("Cyberport")

    def test_page_header_searches(self, page, box):
        page.goto("/en/organisations/hkma/")
        box.fill("cyberport")
        box.press("Enter")
        assert read_search_text(page) == ["cyberport"]
