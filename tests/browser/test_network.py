"""The network diagram by pointer, by keyboard, and without JavaScript."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

PICTURE = "svg.network"


def read_view_box(page):
    """Return the left, the top, the width and the height of what the picture shows."""
    return [float(part) for part in page.locator(PICTURE).get_attribute("viewBox").split()]


@pytest.fixture
def page(reader):
    page = reader()
    page.goto("/en/network/")
    return page


class TestNetworkZoom:
    def test_buttons_zoom_in_and_reset(self, page):
        whole = read_view_box(page)
        page.get_by_role("button", name="Zoom in").click()
        assert read_view_box(page)[2] < whole[2]
        page.get_by_role("button", name="Reset zoom").click()
        assert read_view_box(page) == whole

    def test_zoom_out_stops_at_the_whole_diagram(self, page):
        whole = read_view_box(page)
        page.get_by_role("button", name="Zoom out").click()
        assert read_view_box(page) == whole

    def test_plus_key_zooms_in(self, page):
        whole = read_view_box(page)
        page.get_by_role("region", name="Network diagram").press("+")
        assert read_view_box(page)[2] < whole[2]

    def test_arrow_keys_pan_when_zoomed_in(self, page):
        region = page.get_by_role("region", name="Network diagram")
        region.press("+")
        before = read_view_box(page)
        region.press("ArrowRight")
        assert read_view_box(page)[0] > before[0]

    def test_arrow_keys_do_not_pan_the_whole_diagram(self, page):
        whole = read_view_box(page)
        page.get_by_role("region", name="Network diagram").press("ArrowRight")
        assert read_view_box(page) == whole

    def test_dragging_pans(self, page):
        page.get_by_role("button", name="Zoom in").click()
        before = read_view_box(page)
        page.locator(PICTURE).scroll_into_view_if_needed()
        box = page.locator(PICTURE).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 200
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 120, y, steps=4)
        page.mouse.up()
        assert read_view_box(page)[0] > before[0]
        assert urlsplit(page.url).path == "/en/network/"

    def test_mouse_wheel_does_not_zoom(self, page):
        whole = read_view_box(page)
        page.locator(PICTURE).hover()
        page.mouse.wheel(0, -100)
        assert read_view_box(page) == whole


class TestNetworkHighlight:
    def test_focus_highlights_an_organisation_and_its_partners(self, page):
        mark = page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']")
        mark.focus()
        expect(page.locator(PICTURE)).to_have_class("network network--whole is-dimmed")
        lit = page.locator(f"{PICTURE} a.is-lit").count()
        assert lit == 1 + int(mark.locator("title").text_content().split(" · ")[-1].split()[0])

    def test_highlight_ends_with_the_focus(self, page):
        page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']").focus()
        page.locator("#n-theme").focus()
        assert page.locator(f"{PICTURE} .is-lit").count() == 0


class TestNetworkForms:
    def test_choosing_a_theme_redraws_the_diagram(self, page):
        before = page.locator(f"{PICTURE} a").count()
        page.get_by_label("Theme").select_option("smart-city")
        page.wait_for_url("**/*theme=smart-city*")
        expect(page.locator(f"{PICTURE} a")).not_to_have_count(before)
        # What was drawn anew moves and lights up like the first.
        page.get_by_role("button", name="Zoom in").click()
        assert read_view_box(page)[2] < 1180

    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_connection_of_two_organisations_is_found_by_their_names(self, reader, scripts):
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


class TestNetworkWithoutJavaScript:
    def test_node_links_to_its_organisation(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/network/")
        page.locator(f"{PICTURE} a[href='/en/organisations/hsbc/']").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/organisations/hsbc/")

    def test_zoom_buttons_are_missing(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/en/network/")
        assert page.get_by_role("button", name="Zoom in").count() == 0
