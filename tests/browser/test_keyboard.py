"""Keyboard navigation, narrow screens, enlarged text and print styles."""

import pytest

from tests.support import browser_pages

# What the keyboard is to reach, in the order of the page; what is folded away is not.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(element => element.type !== "hidden" && element.checkVisibility({visibilityProperty: true}))
    .map(element => window.told(element))"""
TELL = """() => { window.told = element => element.tagName.toLowerCase()
    + (element.id ? "#" + element.id : "") + (element.name ? "." + element.name : "")
    + " " + (element.getAttribute("href") ?? element.innerText ?? "").trim().slice(0, 60); }"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const style = getComputedStyle(element);
    // In a picture the mark itself is drawn with a ring.
    const mark = element.closest("svg") && getComputedStyle(element.firstElementChild);
    const ring = mark ? mark.stroke !== "none" && parseFloat(mark.strokeWidth) >= 2
        : style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
    return {told: window.told(element), ring};
}"""
IS_WITHIN = "() => document.scrollingElement.scrollWidth <= innerWidth"
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => `${element.tagName}.${element.className}: ${element.innerText?.slice(0, 40)}`)"""
HIDDEN_TEXT = """() => [...document.querySelectorAll("main *")]
    .filter(element => element.children.length === 0 && element.innerText?.trim()
        && !element.closest(".visually-hidden, thead") && element.checkVisibility()
        && getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
    .map(element => element.innerText)"""


def list_tab_stops(page):
    """Return what the Tab key reaches from the top of the page until it leaves it."""
    reached = []
    while True:
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or len(reached) > 1000:
            return reached
        reached.append(focused)


class TestKeyboardNavigation:
    @pytest.fixture(params=["", "organisations/zeroth-ai/", "themes/", browser_pages.EMPTY_LIST, "about/"])
    def page(self, request, reader):
        page = reader()
        page.goto(f"/en/{request.param}")
        page.evaluate(TELL)
        return page

    def test_tab_reaches_every_control_in_order(self, page):
        assert [step["told"] for step in list_tab_stops(page)] == page.evaluate(REACHABLE)

    def test_focused_control_has_a_visible_outline(self, page):
        assert [step["told"] for step in list_tab_stops(page) if not step["ring"]] == []


class TestSkipLink:
    @pytest.mark.parametrize("path", ["", "organisations/", "organisations/hkma/"])
    def test_is_the_first_tab_stop(self, page, path):
        page.goto(f"/en/{path}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"

    def test_is_visible_when_focused(self, page):
        page.goto("/en/")
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")

    def test_moves_the_focus_to_the_main_content(self, page):
        page.goto("/en/organisations/hkma/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


class TestCollapsedMenus:
    @pytest.fixture
    def page(self, reader):
        page = reader(width=390, height=844)
        page.goto("/en/organisations/")
        return page

    def test_enter_opens_the_menu(self, page):
        page.get_by_text("Menu", exact=True).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Themes"

    def test_space_opens_the_filters(self, page):
        page.get_by_text("Filter", exact=True).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "filter-q"

    def test_tab_skips_closed_filters(self, page):
        page.get_by_text("Filter", exact=True).focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.facets') === null")


@pytest.mark.parametrize("visit", browser_pages.ALL_PAGES, indirect=True, scope="module")
class TestReflow:
    @pytest.fixture
    def enlarged(self, visit):
        """Return the page with text twice as large."""
        visit.page.set_viewport_size({"width": 640, "height": 800})
        visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
        yield visit.page
        visit.page.evaluate("document.documentElement.style.fontSize = ''")

    def test_page_does_not_scroll_sideways_at_320_pixels(self, visit):
        visit.page.set_viewport_size({"width": 320, "height": 800})
        assert visit.page.evaluate(IS_WITHIN), visit.page.evaluate(TOO_WIDE)

    def test_page_does_not_scroll_sideways_with_text_at_200_percent(self, enlarged):
        assert enlarged.evaluate(IS_WITHIN), enlarged.evaluate(TOO_WIDE)

    def test_text_is_not_cut_off_at_200_percent(self, enlarged):
        assert enlarged.evaluate(HIDDEN_TEXT) == []


@pytest.mark.parametrize("path", browser_pages.ALL_PAGES)
def test_chinese_page_does_not_scroll_sideways_at_320_pixels(reader, path):
    page = reader(width=320, height=800)
    page.goto(f"/zh-hant/{path}")
    assert page.evaluate(IS_WITHIN), page.evaluate(TOO_WIDE)


class TestPrintStyles:
    @pytest.fixture
    def page(self, reader):
        page = reader()
        page.goto("/en/initiatives/ai-subsidy-scheme/")
        page.emulate_media(media="print")
        return page

    def test_url_of_each_source_is_printed(self, page):
        said = page.locator(".sources a[href^=http]").evaluate_all(
            "links => links.map(link => [link.href, getComputedStyle(link, '::after').content])"
        )
        assert said
        assert all(href in content for href, content in said)

    @pytest.mark.parametrize("part", [".masthead__menu", ".search-box", ".language-menu", ".contents", ".skip-link"])
    def test_interactive_parts_are_hidden(self, page, part):
        assert not page.locator(part).first.is_visible()

    def test_amount_is_printed(self, page):
        assert page.get_by_text("HK$3 billion", exact=False).first.is_visible()

    def test_background_is_white_in_dark_mode(self, reader):
        page = reader(color_scheme="dark")
        page.goto("/en/organisations/hkma/")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
