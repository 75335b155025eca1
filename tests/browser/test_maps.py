"""Maps and timeline by pointer, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

MAP = "svg.map >> nth=0"


def read_view_box(page, picture=MAP):
    return [float(part) for part in page.locator(picture).get_attribute("viewBox").split()]


@pytest.fixture(params=["with scripts", "without scripts"])
def page(request, reader):
    page = reader(java_script_enabled=request.param == "with scripts")
    page.goto("/en/map/")
    return page


class TestMapNavigation:
    def test_click_opens_a_cluster(self, page):
        page.locator(f"{MAP} >> a:has(.site--cluster) >> nth=0").click()
        page.wait_for_url("**/map/?*near=*")
        expect(page.get_by_role("link", name="Zoom out one level")).to_be_visible()

    def test_district_links_to_its_list(self, page):
        page.locator(f"{MAP} >> a[href$='district=islands'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/organisations/?district=islands")

    def test_map_can_be_filtered_by_theme(self, page):
        page.get_by_label("Theme").select_option("ai-in-finance")
        page.get_by_role("button", name="Update").click()
        page.wait_for_url("**/map/?theme=ai-in-finance")
        expect(page.locator(".applied-filters").get_by_role("link")).not_to_have_count(0)

    def test_line_links_to_the_organisations_of_its_city(self, page):
        page.locator("svg.map >> nth=1 >> a[href$='#city-shenzhen'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/map/#city-shenzhen")


class TestMapZoom:
    @pytest.fixture
    def page(self, reader):
        page = reader()
        page.goto("/en/map/")
        return page

    def test_keys_zoom_in_and_reset(self, page):
        whole = read_view_box(page)
        region = page.get_by_role("region", name="Image: Organisations by district")
        region.press("+")
        assert read_view_box(page)[2] < whole[2]
        region.press("0")
        assert read_view_box(page) == whole

    def test_each_map_is_zoomed_separately(self, page):
        bay = read_view_box(page, "svg.map >> nth=1")
        page.get_by_role("button", name="Zoom in").first.click()
        assert read_view_box(page, "svg.map >> nth=1") == bay


class TestTimelineNavigation:
    @pytest.fixture(params=["with scripts", "without scripts"])
    def page(self, request, reader):
        page = reader(java_script_enabled=request.param == "with scripts")
        page.goto("/en/timeline/")
        return page

    def test_links_lead_to_a_year_and_to_a_record(self, page):
        page.locator("svg.lines >> a[href$='year=2024'] >> nth=0").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/timeline/?year=2024")
        mark = page.locator("svg.lines >> a[href*='/initiatives/'] >> nth=0")
        address = mark.get_attribute("href")
        mark.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{address}")

    def test_year_links_to_its_decade(self, page):
        page.goto("/en/timeline/?year=2024")
        page.get_by_role("link", name="2020s", exact=True).click()
        page.wait_for_url("**/timeline/?decade=2020")
