"""A reader suggests a correction on a phone, a senior editor accepts it, and the public page shows it."""

import re

import pytest
from playwright.sync_api import expect

ABOUT = "/en/contribute/?organisation=zeroth-ai&field=founded"


@pytest.fixture
def site(editors_site):
    return editors_site


@pytest.fixture
def phone(reader):
    return reader(width=390, height=844)


def press_until(page, name, key="Tab", most=80):
    """Press a key until the focus is on a field or button of this name."""
    for _press in range(most):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.name || document.activeElement.innerText || ''") == name:
            return
    raise AssertionError(f"{name} is not reached")


def fill_by_keyboard(page):
    page.goto(ABOUT)
    press_until(page, "founded")
    page.keyboard.press("Control+A")
    page.keyboard.type("2016-11")
    press_until(page, "wrong")
    page.keyboard.type("The page gives the month.")
    press_until(page, "url")
    page.keyboard.type("https://news.example/zeroth")
    press_until(page, "Send suggestion")
    with page.expect_navigation():
        page.keyboard.press("Enter")


class TestContributionForm:
    def test_can_be_sent_by_keyboard_on_a_phone(self, phone):
        fill_by_keyboard(phone)
        if phone.get_by_role("alert").count():
            # Faster than anybody types: what was typed is still there, and is sent after the pause.
            assert phone.get_by_label("Founded").input_value() == "2016-11"
            phone.wait_for_timeout(3_000)
            phone.get_by_role("button", name="Send suggestion").press("Enter")
        phone.wait_for_url(re.compile("/contribute/received/"))
        phone.get_by_role("link", name=re.compile("contribute.log")).click()
        expect(phone.get_by_role("main")).to_contain_text("Zeroth")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_errors_are_announced_and_linked_to_their_fields(self, reader, find_wcag_violations, scheme):
        page = reader(width=390, height=844, color_scheme=scheme)
        page.goto(ABOUT)
        page.get_by_label("Founded").fill("soon")
        page.get_by_role("button", name="Send suggestion").click()
        alert = page.get_by_role("alert")
        alert.get_by_role("link", name="Founded").click()
        assert page.evaluate("document.activeElement.name") == "founded"
        assert page.get_by_label("Founded").get_attribute("aria-invalid") == "true"
        assert find_wcag_violations(page) == []
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    def test_shows_errors_without_javascript(self, reader):
        page = reader(java_script_enabled=False)
        page.goto("/zh-hant/contribute/")
        page.get_by_role("button", name="提交建議").click()
        expect(page.get_by_role("alert").get_by_role("listitem").nth(2)).to_be_visible()


class TestContributionModeration:
    @pytest.fixture
    def senior_editor(self, reader, sessions):
        return reader(storage_state=sessions["Senior editors"])

    @pytest.mark.smoke
    def test_accepted_suggestion_appears_on_the_public_page(
        self, phone, senior_editor, watch_console, find_wcag_violations
    ):
        phone.goto("/en/contribute/?organisation=hkust&field=acronym")
        phone.get_by_label("Acronym").fill("UST")
        phone.get_by_label("Public page that supports this").fill("https://news.example/ust")
        phone.wait_for_timeout(3_000)
        phone.get_by_role("button", name="Send suggestion").click()
        console_errors = watch_console(senior_editor)
        senior_editor.goto("/admin/")
        senior_editor.get_by_role("link", name="Reader suggestions").click()
        senior_editor.get_by_role("row", name=re.compile("acronym")).get_by_role("link").click()
        assert find_wcag_violations(senior_editor) == []
        senior_editor.get_by_label("Reason (public)").fill("The page says so.")
        senior_editor.get_by_label("I have checked that the record’s existing sources support this").check()
        senior_editor.get_by_role("button", name="Accept selected").click()
        senior_editor.wait_for_url(re.compile("/admin/ecosystem/proposal/$"))
        phone.goto("/en/organisations/hkust/")
        assert "UST" in phone.get_by_role("main").inner_text()
        assert console_errors == []
