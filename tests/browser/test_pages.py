"""What holds for every page: WCAG 2.2 AA as far as a machine can tell, the security policy, the cost of a first visit."""

from urllib.parse import urlsplit

import pytest

from tests.support import browser_pages

# One of them for the speculation rules, after the page.
MOST_REQUESTS = 7
MOST_BYTES = 60_000
MOST_BYTES_WITH_A_PICTURE = 150_000
PAGES_WITH_A_PICTURE = ("map/", "network/", "timeline/")


@pytest.mark.parametrize("visit", browser_pages.ALL_PAGES, indirect=True, scope="module")
class TestPage:
    """Each page in English and in light colours."""

    def test_meets_wcag(self, visit, breaches):
        assert breaches(visit.page) == []

    def test_keeps_to_the_content_security_policy(self, visit):
        assert [said for said in visit.complaints if "status of 404" not in said] == []

    def test_asks_no_other_host(self, visit, site):
        hosts = {urlsplit(response.url).netloc for response in visit.responses}
        assert hosts == {urlsplit(site).netloc}

    def test_takes_few_requests(self, visit):
        assert len(visit.responses) <= MOST_REQUESTS

    def test_takes_few_bytes(self, visit):
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
def test_layout_of_a_phone_does_not_shift(reader, path):
    page = reader(width=390, height=844)
    page.goto(f"/en/{path}", wait_until="load")
    assert page.evaluate(MEASURE_SHIFTS) == 0


# Dark colours and Chinese texts come from what pages of one template share.
@pytest.mark.parametrize("path", browser_pages.ONE_OF_EACH_TEMPLATE)
def test_dark_page_in_chinese_meets_wcag(reader, breaches, path):
    page = reader(color_scheme="dark")
    page.goto(f"/zh-hant/{path}")
    assert breaches(page) == []


@pytest.mark.parametrize("path", [browser_pages.LONGEST_RECORD, "organisations/"])
def test_page_of_a_phone_is_clean(reader, breaches, path):
    page = reader(width=390, height=844)
    page.goto(f"/en/{path}")
    assert breaches(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_is_clean(reader, breaches, scheme):
    page = reader(color_scheme=scheme)
    page.goto("/admin/login/")
    assert breaches(page) == []


class TestAdmin:
    @pytest.fixture
    def site(self, editors_site):
        return editors_site

    @pytest.fixture
    def page(self, reader, sessions):
        return reader(storage_state=sessions["Senior editors"])

    @pytest.fixture
    def complaints(self, page, listen):
        return listen(page)

    @pytest.mark.parametrize(
        "path", ["", "ecosystem/organisation/", "ecosystem/organisation/add/", "ecosystem/source/"]
    )
    def test_keeps_to_the_content_security_policy(self, page, complaints, path):
        page.goto(f"/admin/{path}")
        assert complaints == []

    def test_keeps_to_it_while_a_record_is_changed(self, page, complaints):
        page.goto("/admin/ecosystem/organisation/?q=hkust")
        page.locator("#result_list tbody th a").first.click()
        page.locator(".field-place .select2-selection").click()
        page.locator(".select2-results__option").nth(1).wait_for()
        assert complaints == []
