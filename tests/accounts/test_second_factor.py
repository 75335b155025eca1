"""The second factor: asked for at sign-in, required before writing where the site is public, never got around."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from unittest import mock

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.urls import clear_script_prefix, set_script_prefix
from django.utils import timezone

from ecosystem.models import AccountEvent
from tests.support.accounts import (
    TOTP_SECRET,
    add_authenticator_app,
    create_user,
    get_current_code,
    has_authenticator_app,
    is_signed_in,
    sign_in,
)

AUTHENTICATE = "/accounts/2fa/authenticate/"
ACTIVATE = "/accounts/2fa/totp/activate/"
DEACTIVATE = "/accounts/2fa/totp/deactivate/"
ADMIN_PAGES = (
    "/admin/",
    "/admin/ecosystem/organisation/",
    "/admin/ecosystem/organisation/add/",
    "/admin/autocomplete/",
)


def activate_app(client):
    """Set up an app by the page that shows its secret."""
    secret = client.get(ACTIVATE).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    # A test is one transaction that never ends; what is to be done at its end is done at once.
    with mock.patch("django.db.transaction.on_commit", lambda function: function()):
        return client.post(ACTIVATE, {"code": code})


class SignInTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        self.codes = add_authenticator_app(self.user)

    def test_password_alone_does_not_sign_in(self):
        sign_in(self.client, self.user)
        self.assertFalse(is_signed_in(self.client))

    def test_code_of_the_app_signs_in_and_leads_to_the_page_asked_for(self):
        sign_in(self.client, self.user, next_url="/admin/ecosystem/place/")
        self.assertRedirects(self.client.post(AUTHENTICATE, {"code": get_current_code()}), "/admin/ecosystem/place/")

    def test_code_does_not_work_twice_even_where_no_cache_is_shared(self):
        code = get_current_code()
        sign_in(self.client, self.user)
        self.client.post(AUTHENTICATE, {"code": code})
        cache.clear()
        sign_in(other := Client(), self.user)
        other.post(AUTHENTICATE, {"code": code})
        self.assertFalse(is_signed_in(other))

    def test_recovery_code_signs_in_once(self):
        signed_in = []
        for _number in range(2):
            sign_in(client := Client(), self.user)
            client.post(AUTHENTICATE, {"code": self.codes[0]})
            signed_in.append(is_signed_in(client))
        self.assertEqual(signed_in, [True, False])

    def test_wrong_code_is_logged(self):
        sign_in(self.client, self.user)
        self.client.post(AUTHENTICATE, {"code": "000000"})
        self.assertTrue(AccountEvent.objects.filter(kind="second_factor_failed", user=self.user).exists())

    def test_secret_is_stored_encrypted(self):
        self.assertNotIn(TOTP_SECRET, str(list(Authenticator.objects.values_list("data", flat=True))))

    def test_no_code_fits_a_secret_stored_under_another_key_of_the_site(self):
        with override_settings(SECRET_KEY="another-key"):
            sign_in(self.client, self.user)
            with self.assertLogs("ecosystem.accounts.adapters", "WARNING"):
                self.client.post(AUTHENTICATE, {"code": get_current_code()})
        self.assertFalse(is_signed_in(self.client))


class SettingUpTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        sign_in(self.client, self.user)

    def test_app_is_set_up_by_the_code_that_it_shows(self):
        activate_app(self.client)
        self.assertTrue(has_authenticator_app(self.user))

    def test_pages_of_the_account_are_not_stored_by_the_browser(self):
        for page in (
            "2fa/",
            "2fa/totp/activate/",
            "2fa/webauthn/add/",
            "password/change/",
            "email/",
            "reauthenticate/",
        ):
            with self.subTest(page=page):
                self.assertIn("no-store", self.client.get(f"/accounts/{page}").headers.get("Cache-Control", ""))

    def test_recovery_codes_are_shown_afterwards(self):
        self.assertRedirects(activate_app(self.client), "/accounts/2fa/recovery-codes/")

    def test_sessions_from_before_end_with_the_first_factor(self):
        sign_in(other := Client(), self.user)
        activate_app(self.client)
        self.assertEqual((self.client.get("/admin/").status_code, other.get("/admin/").status_code), (200, 302))

    def test_password_is_not_enough_to_take_the_factor_off(self):
        activate_app(self.client)
        with time_machine.travel(after_confirmation_lapsed(), tick=True):
            response = self.client.get("/accounts/reauthenticate/?next=" + DEACTIVATE)
        self.assertIn("/accounts/2fa/reauthenticate/", response["Location"])

    def test_removal_is_asked_to_be_confirmed_after_a_while(self):
        activate_app(self.client)
        with time_machine.travel(after_confirmation_lapsed(), tick=True):
            self.client.post(DEACTIVATE)
        self.assertTrue(has_authenticator_app(self.user))

    def test_setting_up_and_removal_are_logged(self):
        activate_app(self.client)
        self.client.post(DEACTIVATE)
        kinds = set(AccountEvent.objects.filter(user=self.user).values_list("kind", flat=True))
        self.assertLessEqual({"second_factor_added", "recovery_codes_created", "second_factor_removed"}, kinds)

    def test_passkeys_are_not_offered_where_browsers_forbid_them(self):
        for host, offered in (("127.0.0.1", False), ("localhost", True)):
            with self.subTest(host=host):
                page = self.client.get("/accounts/2fa/", headers={"Host": host})
                self.assertEqual("/accounts/2fa/webauthn/add/" in page.content.decode(), offered)


@override_settings(SECOND_FACTOR_REQUIRED=True)
class RequiredTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")

    def test_every_page_of_the_admin_leads_to_the_setting_up(self):
        sign_in(self.client, self.user)
        for address in ADMIN_PAGES:
            with self.subTest(address=address):
                self.assertIn("/accounts/2fa/?next=", self.client.get(address)["Location"])

    def test_nothing_is_written_without_it(self):
        sign_in(self.client, self.user)
        data = {"slug": "new", "name_en": "New", "kind": "company", "ai": "core"}
        response = self.client.post("/admin/ecosystem/organisation/add/", data)
        self.assertIn("/accounts/2fa/", response["Location"])

    def test_prefix_before_all_addresses_is_no_way_around(self):
        sign_in(self.client, self.user)
        set_script_prefix("/prefix/")
        self.addCleanup(clear_script_prefix)
        response = self.client.get("/admin/ecosystem/organisation/", SCRIPT_NAME="/prefix")
        self.assertIn("/accounts/2fa/", response["Location"])

    def test_session_that_was_open_before_is_no_way_around(self):
        self.client.force_login(self.user)
        add_authenticator_app(self.user)
        self.assertIn("/accounts/2fa/reauthenticate/?next=", self.client.get("/admin/")["Location"])

    def test_session_goes_on_once_the_factor_is_shown(self):
        self.client.force_login(self.user)
        add_authenticator_app(self.user)
        self.client.post("/accounts/2fa/reauthenticate/", {"code": get_current_code()})
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_administrator_is_no_exception(self):
        self.client.force_login(create_user(is_superuser=True))
        self.assertIn("/accounts/2fa/", self.client.get("/admin/")["Location"])

    def test_recovery_codes_alone_are_no_second_factor(self):
        RecoveryCodes.activate(self.user)
        self.client.force_login(self.user)
        self.assertIn("/accounts/2fa/?next=", self.client.get("/admin/")["Location"])

    def test_sign_in_with_it_opens_the_admin(self):
        add_authenticator_app(self.user)
        sign_in(self.client, self.user)
        self.assertRedirects(self.client.post(AUTHENTICATE, {"code": get_current_code()}), "/admin/")

    def test_setting_up_leads_on_to_the_page_asked_for(self):
        sign_in(self.client, self.user)
        self.client.get("/admin/ecosystem/place/")
        self.assertContains(activate_app_and_follow(self.client), 'href="/admin/ecosystem/place/"')

    def test_way_on_is_offered_only_until_it_was_taken(self):
        sign_in(self.client, self.user)
        self.client.get("/admin/ecosystem/place/")
        activate_app(self.client)
        self.client.get("/admin/")
        self.assertNotContains(self.client.get("/accounts/2fa/"), 'href="/admin/ecosystem/place/"')

    def test_admin_opens_once_it_is_set_up(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_last_factor_cannot_be_removed(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        self.client.post(DEACTIVATE)
        self.assertTrue(has_authenticator_app(self.user))

    def test_admin_closes_once_the_last_factor_is_gone(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        Authenticator.objects.filter(user=self.user).delete()
        self.assertIn("/accounts/2fa/?next=", self.client.get("/admin/")["Location"])

    def test_signing_out_works_without_it(self):
        sign_in(self.client, self.user)
        self.client.post("/admin/logout/")
        self.assertFalse(is_signed_in(self.client))


class OfferedTests(TestCase):
    def test_admin_opens_without_it_where_the_site_is_not_public(self):
        sign_in(self.client, create_user("Editors"))
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_first_page_offers_it_to_whoever_has_none(self):
        sign_in(self.client, create_user("Editors"))
        self.assertContains(self.client.get("/admin/"), "Set up two-factor authentication")

    def test_first_page_says_nothing_of_it_to_whoever_has_one(self):
        self.client.force_login(user := create_user("Editors"))
        add_authenticator_app(user)
        self.assertNotContains(self.client.get("/admin/"), "Set up two-factor authentication")

    def test_requirement_follows_the_scheme_of_the_site(self):
        required = {url: self.setting_of(url) for url in ("https://hkai.example", "http://127.0.0.1:8000")}
        self.assertEqual(required, {"https://hkai.example": "True", "http://127.0.0.1:8000": "False"})

    def setting_of(self, url):
        code = "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "hkai_project.settings", "SITE_URL": url}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
        )
        return done.stdout.strip()


class LostTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        add_authenticator_app(self.user)

    def test_command_takes_it_off_and_ends_the_sessions(self):
        sign_in(self.client, self.user)
        self.client.post(AUTHENTICATE, {"code": get_current_code()})
        call_command("reset_second_factor", self.user.username, stdout=StringIO())
        self.assertEqual((has_authenticator_app(self.user), self.client.get("/admin/").status_code), (False, 302))

    def test_command_says_when_there_is_no_such_account(self):
        with self.assertRaisesMessage(CommandError, "There is no account “nobody”."):
            call_command("reset_second_factor", "nobody")

    def test_administrator_takes_it_off_and_it_is_logged(self):
        self.client.force_login(administrator := create_user(is_superuser=True))
        data = {"action": "reset_second_factor", "_selected_action": [self.user.pk]}
        self.client.post("/admin/auth/user/", data)
        event = AccountEvent.objects.get(kind="second_factor_removed")
        self.assertEqual((has_authenticator_app(self.user), event.user, event.actor), (False, self.user, administrator))

    def test_senior_editor_may_not_take_it_off(self):
        self.client.force_login(create_user("Senior editors"))
        data = {"action": "reset_second_factor", "_selected_action": [self.user.pk]}
        self.client.post("/admin/auth/user/", data)
        self.assertTrue(has_authenticator_app(self.user))


def after_confirmation_lapsed():
    """Return a moment when a sign-in no longer counts as a confirmation."""
    return timezone.now() + timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 60)


def activate_app_and_follow(client):
    response = activate_app(client)
    return client.get(response["Location"])
