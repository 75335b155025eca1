"""The search box: suggestions by keyboard and by mouse, as a combobox says them, and the plain form without a script."""

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
def typed(box, page):
    """Return a function that types, and waits until the list is open."""

    def type_text(text):
        box.press_sequentially(text)
        expect(page.get_by_role("listbox")).to_be_visible()

    return type_text


def searched(page):
    return parse_qs(urlsplit(page.url).query).get("q")


class TestBefore:
    def test_is_a_combobox_without_a_list(self, box):
        for name, value in {"aria-autocomplete": "list", "aria-expanded": "false"}.items():
            expect(box).to_have_attribute(name, value)

    def test_names_the_list_that_it_controls(self, box, page):
        controlled = page.locator(f"#{box.get_attribute('aria-controls')}")
        expect(controlled).to_have_attribute("role", "listbox")
        expect(controlled).to_have_attribute("aria-label", "Search the directory")

    def test_has_nothing_selected(self, box):
        assert box.get_attribute("aria-activedescendant") is None


class TestTyping:
    def test_opens_the_list(self, typed, box):
        typed("cyberpo")
        expect(box).to_have_attribute("aria-expanded", "true")

    @pytest.mark.smoke
    @pytest.mark.parametrize("text", ["cyberport", "數碼港", "数码港"])
    def test_suggests_in_either_script(self, typed, options, text):
        typed(text)
        expect(options.first).to_contain_text("Cyberport")

    def test_suggests_by_an_acronym(self, typed, options):
        typed("HKMA")
        expect(options.first).to_contain_text("Hong Kong Monetary Authority")

    def test_says_the_other_name_with_its_language_and_the_kind(self, typed, options):
        typed("cyberport")
        expect(options.first.locator("[lang=zh-Hant-HK]")).to_have_text("數碼港")
        expect(options.first).to_contain_text("Organisation")

    def test_selects_nothing_by_itself(self, typed, box, options):
        typed("cyberport")
        assert box.get_attribute("aria-activedescendant") is None
        assert options.evaluate_all("found => found.every(one => one.ariaSelected === 'false')")

    def test_closes_the_list_when_nothing_is_left(self, typed, box, page):
        typed("cyberport")
        box.fill("")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")

    def test_closes_the_list_when_nothing_fits(self, typed, box, page):
        typed("cyberport")
        box.press_sequentially(" zyzzyva")
        expect(page.get_by_role("listbox")).to_be_hidden()

    def test_suggests_in_the_language_of_the_page(self, page, typed, options):
        page.goto("/zh-hans/")
        box = page.get_by_role("combobox")
        box.press_sequentially("cyberport")
        expect(options.first).to_contain_text("数码港")

    def test_keeps_to_the_content_security_policy(self, page, typed, listen):
        complaints = listen(page)
        typed("cyberport")
        assert complaints == []

    def test_breaches_no_rule_of_accessibility(self, page, typed, breaches):
        typed("cyberport")
        page.keyboard.press("ArrowDown")
        assert breaches(page) == []

    def test_works_in_the_masthead_too(self, page, typed, options):
        page.goto("/en/organisations/hkma/")
        typed("cyberport")
        options.first.click()
        expect(page).to_have_url(CYBERPORT)


class TestArrows:
    @pytest.fixture(autouse=True)
    def opened(self, typed):
        typed("hong kong univ")

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

    def test_select_the_first_by_the_first_press_down(self, page):
        page.keyboard.press("ArrowDown")
        assert self.selected(page) == [0, [0]]

    def test_go_down_and_up_again(self, page):
        for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        assert self.selected(page) == [0, [0]]

    def test_select_the_last_by_the_first_press_up(self, page, options):
        page.keyboard.press("ArrowUp")
        last = options.count() - 1
        assert self.selected(page) == [last, [last]]

    def test_lead_from_the_last_back_to_what_was_typed(self, page):
        for key in ("ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        assert self.selected(page) == [-1, []]

    def test_leave_the_focus_and_the_text_in_the_box(self, page, box):
        page.keyboard.press("ArrowDown")
        expect(box).to_be_focused()
        expect(box).to_have_value("hong kong univ")

    def test_open_a_closed_list_again(self, page):
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("listbox")).to_be_visible()

    def test_are_left_to_whoever_composes_characters(self, page, box):
        box.evaluate(COMPOSE)
        assert self.selected(page) == [-1, []]


class TestKeys:
    def test_leave_the_enter_that_ends_a_composition_alone(self, page, typed, box):
        typed("cyberport")
        page.keyboard.press("ArrowDown")
        assert box.evaluate(END_COMPOSITION)
        assert box.get_attribute("aria-activedescendant")
        expect(page).to_have_url(re.compile("/en/$"))

    def test_lead_by_enter_to_what_is_selected(self, page, typed):
        typed("cyberport")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(CYBERPORT)

    def test_search_by_enter_where_nothing_is_selected(self, page, typed):
        typed("cyberport")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert searched(page) == ["cyberport"]

    def test_close_by_escape_and_keep_what_was_typed(self, page, typed, box):
        typed("cyberport")
        page.keyboard.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("cyberport")

    def test_forget_by_escape_what_was_selected(self, page, typed, box):
        typed("cyberport")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        assert box.get_attribute("aria-activedescendant") is None

    def test_go_on_by_tab_to_the_button_with_the_list_closed(self, page, typed, options):
        typed("cyberport")
        page.keyboard.press("Tab")
        expect(page.get_by_role("main").get_by_role("button", name="Search")).to_be_focused()
        expect(options).to_have_count(0)


class TestWhileAnAnswerIsUnderWay:
    """The list still has the suggestions for an earlier text."""

    @pytest.fixture(autouse=True)
    def waiting(self, page, typed, box):
        typed("cyberpor")
        page.keyboard.press("ArrowDown")
        page.route("**/suggestions/**", lambda route: None)
        box.press_sequentially("t")

    def test_enter_searches_what_was_typed(self, page):
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert searched(page) == ["cyberport"]

    def test_enter_searches_what_was_typed_after_an_arrow(self, page):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert searched(page) == ["cyberport"]


class TestStatus:
    """What a screen reader says about the list."""

    @pytest.fixture
    def status(self, page):
        return page.locator("main .search-box [aria-live=polite]")

    @pytest.mark.parametrize(
        ("text", "said"),
        [("cyberport ai lab", "1 suggestion"), ("hong kong univ", "8 suggestions"), ("zyzzyva", "No suggestions")],
    )
    def test_says_how_many_there_are(self, box, status, text, said):
        box.press_sequentially(text)
        expect(status).to_have_text(said)

    def test_is_in_the_language_of_the_page(self, page, status):
        page.goto("/zh-hant/")
        page.get_by_role("combobox").press_sequentially("zyzzyva")
        expect(status).to_have_text("沒有搜尋建議")

    def test_is_empty_when_the_list_is_closed(self, page, typed, status):
        typed("cyberport")
        page.keyboard.press("Escape")
        expect(status).to_have_text("")


class TestMouse:
    def test_leads_to_what_is_clicked(self, page, typed, options):
        typed("cyberport")
        options.first.click()
        expect(page).to_have_url(CYBERPORT)

    def test_closes_the_list_by_a_click_elsewhere(self, page, typed):
        typed("cyberport")
        page.get_by_role("heading", level=1).click()
        expect(page.get_by_role("listbox")).to_be_hidden()


class TestOnAPhone:
    @pytest.fixture
    def page(self, reader):
        page = reader(width=320, height=700, has_touch=True)
        page.goto("/en/")
        return page

    def test_leads_to_what_is_tapped(self, page, typed, options):
        typed("cyberport")
        options.first.tap()
        expect(page).to_have_url(CYBERPORT)

    def test_keeps_the_list_within_the_screen(self, page, typed):
        typed("hong kong univ")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


class TestWithoutSuggestions:
    """A script that gets no answer, or none that there is, leaves the plain form."""

    @pytest.mark.parametrize("answer", [{"status": 500}, {"body": "no sense"}, None])
    def test_still_searches(self, page, box, answer):
        page.route("**/suggestions/**", lambda route: route.fulfill(**answer) if answer else route.abort())
        with page.expect_request("**/suggestions/**"):
            box.press_sequentially("cyberport")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        assert searched(page) == ["cyberport"]


class TestWithoutScripts:
    @pytest.fixture
    def page(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/")
        return page

    @pytest.fixture
    def box(self, page):
        return page.get_by_role("searchbox", name="Search the directory")

    def test_searches_by_the_button(self, page, box):
        box.fill("cyberport")
        page.get_by_role("main").get_by_role("button", name="Search").click()
        assert (urlsplit(page.url).path, searched(page)) == ("/en/search/", ["cyberport"])

    def test_searches_by_enter(self, page, box):
        box.fill("數碼港")
        box.press("Enter")
        expect(page.locator(".record-row__name > a").first).to_have_text("Cyberport")

    def test_searches_from_the_masthead(self, page, box):
        page.goto("/en/organisations/hkma/")
        box.fill("cyberport")
        box.press("Enter")
        assert searched(page) == ["cyberport"]
