"""The notes at the facts: opened and closed by whatever somebody has at hand, on a desk, on a phone, on paper."""

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


class TestKeyboard:
    @pytest.fixture(autouse=True)
    def opened(self, page):
        page.locator(OPENER).focus()
        page.keyboard.press("Enter")

    def test_opens_the_note_and_brings_one_there(self, page):
        assert page.locator(NOTE).is_visible()
        assert has_focus(page, NOTE)

    def test_goes_on_within_the_note(self, page):
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert has_focus(page, f"{NOTE} li a")

    def test_leads_back_to_the_fact_by_escape(self, page):
        page.keyboard.press("Escape")
        assert not page.locator(NOTE).is_visible()
        assert has_focus(page, OPENER)

    def test_leads_back_to_the_fact_by_the_button(self, page):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert not page.locator(NOTE).is_visible()
        assert has_focus(page, OPENER)


class TestPhone:
    def test_opens_by_a_touch_without_a_script_within_the_screen(self, phone):
        phone.locator(OPENER).tap()
        box = phone.locator(NOTE).bounding_box()
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)

    def test_closes_by_a_touch_beside_it(self, phone):
        phone.locator(OPENER).tap()
        phone.touchscreen.tap(200, 40)
        assert not phone.locator(NOTE).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_is_clean_while_it_is_open(reader, breaches, scheme, width):
    page = reader(width=width, color_scheme=scheme)
    page.goto(SCHEME)
    page.locator(OPENER).click()
    assert breaches(page) == []


def test_stands_beside_its_fact(page):
    page.locator(OPENER).click()
    fact, note = page.locator(OPENER).bounding_box(), page.locator(NOTE).bounding_box()
    gaps = (note["y"] - fact["y"] - fact["height"], fact["y"] - note["y"] - note["height"])
    assert max(gaps) >= 0
    assert max(gaps) < 12


def test_leaves_numbers_and_list_on_paper(page):
    page.emulate_media(media="print")
    assert page.locator(OPENER).is_visible()
    assert not page.locator(NOTE).is_visible()
    assert page.locator("#source-1").is_visible()


class TestPlace:
    def test_leaves_the_sentence_that_it_ends_to_be_read(self, reader):
        page = reader(width=1280, height=900)
        page.goto("/en/organisations/hkust/")
        page.locator("#fact-summary .note").first.click()
        note, said = (page.locator(each).bounding_box() for each in ("#note-summary", "#fact-summary"))
        assert note["y"] >= said["y"] + said["height"] - 1 or note["y"] + note["height"] <= said["y"] + 1
