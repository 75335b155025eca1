"""Source notes of facts: opened and closed by keyboard and touch, their position, and print."""

import pytest

SCHEME = "/en/initiatives/top-talent-pass-scheme/"
OPENER, NOTE = "#fact-starts .note", "#note-starts"


@pytest.fixture
def page(reader):
    page = reader()
    page.goto(SCHEME)
    return page


@pytest.fixture
def phone(reader):
    page = reader(width=390, height=844, has_touch=True, is_mobile=True, java_script_enabled=False)
    page.goto(SCHEME)
    return page


def has_focus(page, selector):
    return page.locator(selector).first.evaluate("element => element === document.activeElement")


class TestSourceNoteKeyboard:
    @pytest.fixture(autouse=True)
    def opened(self, page):
        page.locator(OPENER).focus()
        page.keyboard.press("Enter")

    def test_enter_opens_and_focuses_the_note(self, page):
        assert page.locator(NOTE).is_visible()
        assert has_focus(page, NOTE)

    def test_tab_moves_within_the_note(self, page):
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert has_focus(page, f"{NOTE} li a")

    def test_escape_closes_the_note_and_returns_the_focus(self, page):
        page.keyboard.press("Escape")
        assert not page.locator(NOTE).is_visible()
        assert has_focus(page, OPENER)

    def test_close_button_closes_the_note_and_returns_the_focus(self, page):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert not page.locator(NOTE).is_visible()
        assert has_focus(page, OPENER)


class TestSourceNoteOnPhone:
    def test_tap_opens_the_note_without_javascript(self, phone):
        phone.locator(OPENER).tap()
        box = phone.locator(NOTE).bounding_box()
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)

    def test_tap_outside_closes_the_note(self, phone):
        phone.locator(OPENER).tap()
        phone.touchscreen.tap(200, 40)
        assert not phone.locator(NOTE).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_open_source_note_meets_wcag(reader, find_wcag_violations, scheme, width):
    page = reader(width=width, color_scheme=scheme)
    page.goto(SCHEME)
    page.locator(OPENER).click()
    assert find_wcag_violations(page) == []


def test_source_note_is_next_to_its_fact(page):
    page.locator(OPENER).click()
    fact, note = page.locator(OPENER).bounding_box(), page.locator(NOTE).bounding_box()
    gaps = (note["y"] - fact["y"] - fact["height"], fact["y"] - note["y"] - note["height"])
    assert max(gaps) >= 0
    assert max(gaps) < 12


def test_print_shows_the_source_list_instead_of_source_notes(page):
    page.emulate_media(media="print")
    assert page.locator(OPENER).is_visible()
    assert not page.locator(NOTE).is_visible()
    assert page.locator("#source-1").is_visible()


class TestSourceNotePosition:
    def test_note_does_not_cover_its_sentence(self, reader):
        page = reader(width=1280, height=900)
        page.goto("/en/organisations/hkust/")
        page.locator("#fact-summary .note").first.click()
        note, said = (page.locator(each).bounding_box() for each in ("#note-summary", "#fact-summary"))
        assert note["y"] >= said["y"] + said["height"] - 1 or note["y"] + note["height"] <= said["y"] + 1
