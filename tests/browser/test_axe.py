"""No page breaches WCAG 2.2 AA as far as a machine can tell, and none asks what the security policy forbids."""

import pytest

from tests.browser import pages

# Colours do not depend on the language, nor the language on colours: two looks show all that four would.
LOOKS = (("en", "light"), ("zh-hant", "dark"))


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
@pytest.mark.parametrize("path", pages.ALL)
def test_page_is_clean(reader, breaches, path, language, scheme):
    page = reader(color_scheme=scheme)
    page.goto(f"/{language}/{path}")
    assert breaches(page) == []


@pytest.mark.parametrize("path", pages.ALL)
def test_page_keeps_to_the_content_security_policy(page, listen, path):
    complaints = listen(page)
    page.goto(f"/en/{path}")
    assert [said for said in complaints if "status of 404" not in said] == []


@pytest.mark.parametrize("path", [pages.LONGEST, "organisations/"])
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
        return reader(storage_state=sessions["Publishers"])

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
