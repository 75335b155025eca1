"""The network as somebody looks at it: by pointer, by keyboard, on a phone, and without scripts."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

PICTURE = "svg.network"


def view(page):
    """Return the left, the top, the width and the height of what the picture shows."""
    return [float(part) for part in page.locator(PICTURE).get_attribute("viewBox").split()]


@pytest.fixture
def page(reader):
    page = reader()
    page.goto("/en/network/")
    return page


class TestZoom:
    def test_comes_closer_and_goes_back(self, page):
        whole = view(page)
        page.get_by_role("button", name="Zoom in").click()
        assert view(page)[2] < whole[2]
        page.get_by_role("button", name="Reset zoom").click()
        assert view(page) == whole

    def test_never_shows_more_than_the_whole(self, page):
        whole = view(page)
        page.get_by_role("button", name="Zoom out").click()
        assert view(page) == whole

    def test_comes_closer_by_a_key(self, page):
        whole = view(page)
        page.get_by_role("region", name="Network diagram").press("+")
        assert view(page)[2] < whole[2]

    def test_moves_by_the_arrows_when_it_is_closer(self, page):
        region = page.get_by_role("region", name="Network diagram")
        region.press("+")
        before = view(page)
        region.press("ArrowRight")
        assert view(page)[0] > before[0]

    def test_leaves_the_arrows_alone_while_it_is_whole(self, page):
        whole = view(page)
        page.get_by_role("region", name="Network diagram").press("ArrowRight")
        assert view(page) == whole

    def test_moves_as_it_is_dragged(self, page):
        page.get_by_role("button", name="Zoom in").click()
        before = view(page)
        page.locator(PICTURE).scroll_into_view_if_needed()
        box = page.locator(PICTURE).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 200
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 120, y, steps=4)
        page.mouse.up()
        assert view(page)[0] > before[0]
        assert urlsplit(page.url).path == "/en/network/"

    def test_leaves_the_wheel_to_the_page(self, page):
        whole = view(page)
        page.locator(PICTURE).hover()
        page.mouse.wheel(0, -100)
        assert view(page) == whole


class TestLight:
    def test_falls_on_a_body_and_its_partners(self, page):
        mark = page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']")
        mark.focus()
        expect(page.locator(PICTURE)).to_have_class("network network--whole is-dimmed")
        lit = page.locator(f"{PICTURE} a.is-lit").count()
        assert lit == 1 + int(mark.locator("title").text_content().split(" · ")[-1].split()[0])

    def test_goes_out_again(self, page):
        page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']").focus()
        page.locator("#n-theme").focus()
        assert page.locator(f"{PICTURE} .is-lit").count() == 0


class TestQuestions:
    def test_draw_anew_as_a_filter_is_chosen(self, page):
        before = page.locator(f"{PICTURE} a").count()
        page.get_by_label("Theme").select_option("smart-city")
        page.wait_for_url("**/*theme=smart-city*")
        expect(page.locator(f"{PICTURE} a")).not_to_have_count(before)
        # What was drawn anew moves and lights up like the first.
        page.get_by_role("button", name="Zoom in").click()
        assert view(page)[2] < 1180

    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_find_how_two_are_connected_by_their_names(self, reader, scripts):
        page = reader(java_script_enabled=scripts)
        page.goto("/en/network/")
        page.get_by_label("First organisation").fill("HKUST")
        page.get_by_label("Second organisation").fill("滙豐")
        page.get_by_role("button", name="Find connection").click()
        assert {name: value for name, (value,) in parse_qs(urlsplit(page.url).query).items()} == {
            "from": "hkust",
            "to": "hsbc",
        }
        expect(page.locator("main")).to_contain_text("2 steps apart")


class TestWithoutScripts:
    def test_leads_from_a_mark_to_its_body(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/network/")
        page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/organisations/hsbc/")

    def test_has_no_buttons_that_do_nothing(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/network/")
        assert page.get_by_role("button", name="Zoom in").count() == 0
