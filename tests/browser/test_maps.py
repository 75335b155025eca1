"""The map and the line of time as somebody uses them: by pointer, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

MAP = "svg.map >> nth=0"


def view(page, picture=MAP):
    return [float(part) for part in page.locator(picture).get_attribute("viewBox").split()]


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request, reader):
    page = reader(java_script_enabled=request.param == "with scripts")
    page.goto("/en/map/")
    return page


class TestMap:
    def test_opens_a_cluster_by_a_click(self, page):
        page.locator(f"{MAP} >> a:has(.site--cluster) >> nth=0").click()
        page.wait_for_url("**/map/?*near=*")
        expect(page.get_by_role("link", name="Zoom out one level")).to_be_visible()

    def test_leads_from_a_district_to_its_list(self, page):
        page.locator(f"{MAP} >> a[href$='district=islands'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/organisations/?district=islands")

    def test_narrows_to_a_theme(self, page):
        page.get_by_label("Theme").select_option("ai-in-finance")
        page.get_by_role("button", name="Update").click()
        page.wait_for_url("**/map/?theme=ai-in-finance")
        expect(page.locator(".applied-filters").get_by_role("link")).not_to_have_count(0)

    def test_leads_from_a_line_to_the_bodies_of_its_city(self, page):
        page.locator("svg.map >> nth=1 >> a[href$='#city-shenzhen'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/map/#city-shenzhen")


class TestMoving:
    @pytest.fixture
    def page(self, reader):
        page = reader()
        page.goto("/en/map/")
        return page

    def test_comes_closer_by_a_key_and_goes_back(self, page):
        whole = view(page)
        region = page.get_by_role("region", name="Image: Organisations by district")
        region.press("+")
        assert view(page)[2] < whole[2]
        region.press("0")
        assert view(page) == whole

    def test_moves_each_map_by_itself(self, page):
        bay = view(page, "svg.map >> nth=1")
        page.get_by_role("button", name="Zoom in").first.click()
        assert view(page, "svg.map >> nth=1") == bay


class TestTimeline:
    @pytest.fixture(params=["with scripts", "without scripts"])
    def page(self, request, reader):
        page = reader(java_script_enabled=request.param == "with scripts")
        page.goto("/en/timeline/")
        return page

    def test_comes_closer_to_a_year_and_to_a_record(self, page):
        page.locator("svg.lines >> a[href$='year=2024'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/timeline/?year=2024")
        mark = page.locator("svg.lines >> a[href*='/initiatives/'] >> nth=0")
        address = mark.get_attribute("href")
        mark.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")

    def test_goes_back_from_a_year_to_its_decade(self, page):
        page.goto("/en/timeline/?year=2024")
        page.get_by_role("link", name="2020s", exact=True).click()
        page.wait_for_url("**/timeline/?decade=2020")
