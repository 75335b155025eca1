"""Accounts in a real browser: a passkey, an app, and a form whose session ends while somebody types."""

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
def complaints(page, listen):
    return listen(page)


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


def test_passkey_signs_in_alone(page, complaints):
    add_authenticator(page)
    sign_in(page, "passkey-of-tests")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/admin/")
    assert complaints == []


def test_passkey_that_is_not_there_is_told_in_words(page):
    page.goto("/accounts/login/")
    add_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").filter(has_text="Your passkey could not be read").wait_for()


def test_code_of_an_app_is_the_second_step(page, complaints):
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
    assert complaints == []


class TestTyping:
    """The text of a form outlives the end of the session, and a sign-in in another tab."""

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

    def assert_text_is_there(self, page):
        page.locator(".messagelist").filter(has_text=NOTICE).wait_for()
        typed = [page.locator(f"#id_{name}").input_value() for name in ("name_en", "citations-0-position")]
        assert typed == ["Typed before the end", "7"]

    def test_session_ends_while_somebody_types(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "tabs-of-tests")
        self.assert_text_is_there(form)

    def test_somebody_signs_in_again_in_another_tab(self, form):
        other_tab = form.context.new_page()
        other_tab.goto("/admin/")
        sign_out(other_tab)
        fill_sign_in(other_tab, "tabs-of-tests")
        other_tab.wait_for_url("**/admin/")
        self.save(form)
        self.assert_text_is_there(form)

    def test_form_that_came_back_asks_before_it_is_left(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "tabs-of-tests")
        self.assert_text_is_there(form)
        form.on("dialog", lambda dialog: dialog.dismiss())
        with form.expect_event("dialog") as asked:
            form.locator("#site-name a").click(no_wait_after=True)
        assert asked.value.type == "beforeunload"

    def test_somebody_else_signs_in_on_the_same_machine(self, form):
        form.context.clear_cookies(name="sessionid")
        self.save(form)
        fill_sign_in(form, "editor-of-tests")
        form.get_by_text("Someone else opened and filled in this form").wait_for()
        assert "Typed before the end" not in form.content()


def test_session_ends_while_a_colleague_saves_the_same_record(page, reader, sessions):
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
def test_pages_of_an_account_are_clean(reader, sessions, breaches, width, scheme):
    page = reader(width=width, color_scheme=scheme, storage_state=for_localhost(sessions["Editors"]))
    found = {}
    for path in PAGES:
        page.goto(f"/accounts/{path}")
        found[path] = breaches(page)
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_of_the_sign_in_fits_a_phone(reader, breaches, scheme):
    page = reader(width=390, height=844, color_scheme=scheme)
    page.goto("/accounts/login/")
    assert (breaches(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 390)


def for_localhost(state):
    """Return the cookies of a session as those of the same site under its other name."""
    return state | {"cookies": [cookie | {"domain": "localhost"} for cookie in state["cookies"]]}
