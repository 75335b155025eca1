"""Every page: WCAG 2.2 AA as far as tools can check it, Content Security Policy, and cost of a first visit."""

from urllib.parse import urlsplit

import pytest

from tests.support import browser_pages

# One of them for the speculation rules, after the page.
MOST_REQUESTS = 7
MOST_BYTES = 60_000
MOST_BYTES_WITH_A_PICTURE = 150_000
PAGES_WITH_A_PICTURE = ("map/", "network/", "timeline/")


@pytest.mark.parametrize("visit", browser_pages.ALL_PAGES, indirect=True, scope="module")
class TestEveryPage:
    """Each page in English and in the light colour scheme."""

    def test_meets_wcag(self, visit, find_wcag_violations):
        assert find_wcag_violations(visit.page) == []

    def test_follows_the_content_security_policy(self, visit):
        assert [said for said in visit.console_errors if "status of 404" not in said] == []

    def test_requests_no_other_host(self, visit, site):
        hosts = {urlsplit(response.url).netloc for response in visit.responses}
        assert hosts == {urlsplit(site).netloc}

    def test_needs_few_requests(self, visit):
        assert len(visit.responses) <= MOST_REQUESTS

    def test_transfers_few_bytes(self, visit):
        most = MOST_BYTES_WITH_A_PICTURE if visit.path in PAGES_WITH_A_PICTURE else MOST_BYTES
        assert visit.count_bytes() <= most


MEASURE_SHIFTS = """() => new Promise(done => {
    let total = 0;
    const add = list => { for (const shift of list.getEntries()) total += shift.value; };
    new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(total), 100);
})"""
SUPPORT = "support/?audience=startups&support=funding"


@pytest.mark.parametrize(
    "path", ["", "organisations/", browser_pages.LONGEST_RECORD, "search/?q=robot", "map/", SUPPORT]
)
def test_page_layout_on_a_phone_does_not_shift(reader, path):
    page = reader(width=390, height=844)
    page.goto(f"/en/{path}", wait_until="load")
    assert page.evaluate(MEASURE_SHIFTS) == 0


# Dark colours and Chinese texts come from what pages of one template share.
@pytest.mark.parametrize("path", browser_pages.ONE_OF_EACH_TEMPLATE)
def test_dark_page_in_chinese_meets_wcag(reader, find_wcag_violations, path):
    page = reader(color_scheme="dark")
    page.goto(f"/zh-hant/{path}")
    assert find_wcag_violations(page) == []


@pytest.mark.parametrize("path", [browser_pages.LONGEST_RECORD, "organisations/"])
def test_page_on_a_phone_meets_wcag(reader, find_wcag_violations, path):
    page = reader(width=390, height=844)
    page.goto(f"/en/{path}")
    assert find_wcag_violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_page_meets_wcag(reader, find_wcag_violations, scheme):
    page = reader(color_scheme=scheme)
    page.goto("/admin/login/")
    assert find_wcag_violations(page) == []


class TestAdminContentSecurityPolicy:
    @pytest.fixture
    def site(self, editors_site):
        return editors_site

    @pytest.fixture
    def page(self, reader, sessions):
        return reader(storage_state=sessions["Senior editors"])

    @pytest.fixture
    def console_errors(self, page, watch_console):
        return watch_console(page)

    @pytest.mark.parametrize(
        "path", ["", "ecosystem/organisation/", "ecosystem/organisation/add/", "ecosystem/source/"]
    )
    def test_pages_do_not_violate_it(self, page, console_errors, path):
        page.goto(f"/admin/{path}")
        assert console_errors == []

    def test_autocomplete_does_not_violate_it(self, page, console_errors):
        page.goto("/admin/ecosystem/organisation/?q=hkust")
        page.locator("#result_list tbody th a").first.click()
        page.locator(".field-place .select2-selection").click()
        page.locator(".select2-results__option").nth(1).wait_for()
        assert console_errors == []
