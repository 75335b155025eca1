"""Accounts in a browser: passkeys, authenticator apps, and forms submitted after the session has ended."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.conftest import fill_sign_in

NOTICE = "Nothing was saved because you had to sign in again"
PAGES = ("2fa/", "2fa/totp/activate/", "sessions/", "password/change/", "email/")


@pytest.fixture
def site(editors_site):
    # Browsers allow passkeys for a name, not for a number.
    return editors_site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(reader):
    page = reader()
    # Passwords are hashed slowly on purpose, and slower still on a busy machine.
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def console_errors(page, watch_console):
    return watch_console(page)


def sign_in(page, name):
    page.goto("/accounts/login/")
    fill_sign_in(page, name)
    page.wait_for_url("**/admin/")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


def add_authenticator(page):
    """Give the browser a device that makes passkeys and says yes to everything."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_signs_in_without_a_password(page, console_errors):
    add_authenticator(page)
    sign_in(page, "passkey-of-tests")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/admin/")
    assert console_errors == []


def test_missing_passkey_shows_an_error(page):
    page.goto("/accounts/login/")
    add_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="Your passkey could not be read").wait_for()


def test_authenticator_app_code_completes_the_sign_in(page, console_errors):
    sign_in(page, "app-of-tests")
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".account-key").inner_text()

    def code(offset):
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + offset))

    page.get_by_label("Code from the app").fill(code(0))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    fill_sign_in(page, "app-of-tests")
    page.get_by_label("Code").fill(code(1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    assert console_errors == []


class TestAdminFormAfterSessionEnd:
    """The text of a form is kept when the session ends, or when the user signs in again in another tab."""

    @pytest.fixture
    def form(self, page):
        sign_in(page, "tabs-of-tests")
        page.goto("/admin/ecosystem/organisation/add/")
        page.locator("#id_name_en").fill("Typed before the end")
        page.get_by_text("Add another Citation").click()
        page.locator("#id_citations-0-position").fill("7")
        return page

    def save(self, page):
        page.get_by_role("button", name="Save and continue editing").click()

    def assert_text_is_restored(self, page):
        page.locator(".messagelist").filter(has_text=NOTICE).wait_for()
        typed = [page.locator(f"#id_{name}").input_value() for name in ("name_en", "citations-0-position")]
        assert typed == ["Typed before the end", "7"]

    def test_text_is_restored_after_sign_in(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "tabs-of-tests")
        self.assert_text_is_restored(form)

    def test_text_is_restored_after_sign_in_in_another_tab(self, form):
        other_tab = form.context.new_page()
        other_tab.goto("/admin/")
        sign_out(other_tab)
        fill_sign_in(other_tab, "tabs-of-tests")
        other_tab.wait_for_url("**/admin/")
        self.save(form)
        self.assert_text_is_restored(form)

    def test_restored_form_warns_before_it_is_left(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "tabs-of-tests")
        self.assert_text_is_restored(form)
        form.on("dialog", lambda dialog: dialog.dismiss())
        with form.expect_event("dialog") as asked:
            form.locator("#site-name a").click(no_wait_after=True)
        assert asked.value.type == "beforeunload"

    def test_text_is_hidden_from_another_user(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "editor-of-tests")
        form.get_by_text("Someone else opened and filled in this form").wait_for()
        assert "Typed before the end" not in form.content()


def test_form_after_session_end_is_merged_with_changes_of_a_colleague(page, reader, sessions):
    sign_in(page, "colleague-of-tests")
    page.goto("/admin/ecosystem/source/?q=policyaddress")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    page.locator("#id_title").fill("A title of mine")
    page.context.clear_cookies(name="sessionid")

    colleague = reader(storage_state=for_localhost(sessions["Senior editors"]))
    colleague.goto(page.url)
    colleague.locator("#id_publisher").fill("A publisher of theirs")
    colleague.get_by_role("button", name="Save and continue editing").click()
    colleague.locator(".messagelist .success").wait_for()

    page.get_by_role("button", name="Save and continue editing").click()
    fill_sign_in(page, "colleague-of-tests")
    page.get_by_role("region", name="Changed by someone else after you opened the form").wait_for()
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist .success").wait_for()
    saved = [page.locator(f"#id_{name}").input_value() for name in ("title", "publisher")]
    assert saved == ["A title of mine", "A publisher of theirs"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_account_pages_meet_wcag(reader, sessions, find_wcag_violations, width, scheme):
    page = reader(width=width, color_scheme=scheme, storage_state=for_localhost(sessions["Editors"]))
    found = {}
    for path in PAGES:
        page.goto(f"/accounts/{path}")
        found[path] = find_wcag_violations(page)
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_page_meets_wcag_and_fits_a_phone(reader, find_wcag_violations, scheme):
    page = reader(width=390, height=844, color_scheme=scheme)
    page.goto("/accounts/login/")
    assert (find_wcag_violations(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 390)


def for_localhost(state):
    """Return the cookies of a session as those of the same site under its other name."""
    return state | {"cookies": [cookie | {"domain": "localhost"} for cookie in state["cookies"]]}
