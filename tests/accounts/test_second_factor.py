"""Second factor: checked at sign-in, and required for the admin of a public site."""

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


class SecondFactorSignInTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        self.codes = add_authenticator_app(self.user)

    def test_password_alone_does_not_sign_in(self):
        sign_in(self.client, self.user)
        self.assertFalse(is_signed_in(self.client))

    def test_code_signs_in_and_redirects_to_the_requested_page(self):
        sign_in(self.client, self.user, next_url="/admin/ecosystem/place/")
        self.assertRedirects(self.client.post(AUTHENTICATE, {"code": get_current_code()}), "/admin/ecosystem/place/")

    def test_code_works_once_without_a_shared_cache(self):
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

    def test_code_is_refused_when_the_secret_key_has_changed(self):
        with override_settings(SECRET_KEY="another-key"):
            sign_in(self.client, self.user)
            with self.assertLogs("ecosystem.accounts.adapters", "WARNING"):
                self.client.post(AUTHENTICATE, {"code": get_current_code()})
        self.assertFalse(is_signed_in(self.client))


class SecondFactorSetupTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        sign_in(self.client, self.user)

    def test_valid_code_activates_the_authenticator_app(self):
        activate_app(self.client)
        self.assertTrue(has_authenticator_app(self.user))

    def test_account_pages_are_not_cached_by_the_browser(self):
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

    def test_activation_redirects_to_the_recovery_codes(self):
        self.assertRedirects(activate_app(self.client), "/accounts/2fa/recovery-codes/")

    def test_activation_ends_other_sessions(self):
        sign_in(other := Client(), self.user)
        activate_app(self.client)
        self.assertEqual((self.client.get("/admin/").status_code, other.get("/admin/").status_code), (200, 302))

    def test_removal_requires_reauthentication_with_a_code(self):
        activate_app(self.client)
        with time_machine.travel(after_confirmation_lapsed(), tick=True):
            response = self.client.get("/accounts/reauthenticate/?next=" + DEACTIVATE)
        self.assertIn("/accounts/2fa/reauthenticate/", response["Location"])

    def test_removal_is_refused_after_the_reauthentication_timeout(self):
        activate_app(self.client)
        with time_machine.travel(after_confirmation_lapsed(), tick=True):
            self.client.post(DEACTIVATE)
        self.assertTrue(has_authenticator_app(self.user))

    def test_activation_and_removal_are_logged(self):
        activate_app(self.client)
        self.client.post(DEACTIVATE)
        kinds = set(AccountEvent.objects.filter(user=self.user).values_list("kind", flat=True))
        self.assertLessEqual({"second_factor_added", "recovery_codes_created", "second_factor_removed"}, kinds)

    def test_passkeys_are_offered_on_localhost_but_not_on_an_ip_address(self):
        for host, offered in (("127.0.0.1", False), ("localhost", True)):
            with self.subTest(host=host):
                page = self.client.get("/accounts/2fa/", headers={"Host": host})
                self.assertEqual("/accounts/2fa/webauthn/add/" in page.content.decode(), offered)


@override_settings(SECOND_FACTOR_REQUIRED=True)
class RequiredSecondFactorTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")

    def test_admin_pages_redirect_to_the_setup(self):
        sign_in(self.client, self.user)
        for address in ADMIN_PAGES:
            with self.subTest(address=address):
                self.assertIn("/accounts/2fa/?next=", self.client.get(address)["Location"])

    def test_post_without_a_second_factor_redirects_to_the_setup(self):
        sign_in(self.client, self.user)
        data = {"slug": "new", "name_en": "New", "kind": "company", "ai": "core"}
        response = self.client.post("/admin/ecosystem/organisation/add/", data)
        self.assertIn("/accounts/2fa/", response["Location"])

    def test_script_name_prefix_does_not_bypass_the_requirement(self):
        sign_in(self.client, self.user)
        set_script_prefix("/prefix/")
        self.addCleanup(clear_script_prefix)
        response = self.client.get("/admin/ecosystem/organisation/", SCRIPT_NAME="/prefix")
        self.assertIn("/accounts/2fa/", response["Location"])

    def test_existing_session_must_reauthenticate(self):
        self.client.force_login(self.user)
        add_authenticator_app(self.user)
        self.assertIn("/accounts/2fa/reauthenticate/?next=", self.client.get("/admin/")["Location"])

    def test_session_continues_after_reauthentication(self):
        self.client.force_login(self.user)
        add_authenticator_app(self.user)
        self.client.post("/accounts/2fa/reauthenticate/", {"code": get_current_code()})
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_requirement_applies_to_administrators(self):
        self.client.force_login(create_user(is_superuser=True))
        self.assertIn("/accounts/2fa/", self.client.get("/admin/")["Location"])

    def test_recovery_codes_alone_do_not_count_as_a_second_factor(self):
        RecoveryCodes.activate(self.user)
        self.client.force_login(self.user)
        self.assertIn("/accounts/2fa/?next=", self.client.get("/admin/")["Location"])

    def test_sign_in_with_a_code_redirects_to_the_admin(self):
        add_authenticator_app(self.user)
        sign_in(self.client, self.user)
        self.assertRedirects(self.client.post(AUTHENTICATE, {"code": get_current_code()}), "/admin/")

    def test_setup_links_to_the_requested_page(self):
        sign_in(self.client, self.user)
        self.client.get("/admin/ecosystem/place/")
        self.assertContains(activate_app_and_follow(self.client), 'href="/admin/ecosystem/place/"')

    def test_link_to_the_requested_page_disappears_after_a_visit_to_the_admin(self):
        sign_in(self.client, self.user)
        self.client.get("/admin/ecosystem/place/")
        activate_app(self.client)
        self.client.get("/admin/")
        self.assertNotContains(self.client.get("/accounts/2fa/"), 'href="/admin/ecosystem/place/"')

    def test_admin_is_accessible_after_setup(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_last_factor_cannot_be_removed(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        self.client.post(DEACTIVATE)
        self.assertTrue(has_authenticator_app(self.user))

    def test_admin_redirects_to_the_setup_when_the_last_factor_is_deleted(self):
        sign_in(self.client, self.user)
        activate_app(self.client)
        Authenticator.objects.filter(user=self.user).delete()
        self.assertIn("/accounts/2fa/?next=", self.client.get("/admin/")["Location"])

    def test_sign_out_works_without_a_second_factor(self):
        sign_in(self.client, self.user)
        self.client.post("/admin/logout/")
        self.assertFalse(is_signed_in(self.client))


class OptionalSecondFactorTests(TestCase):
    def test_admin_is_accessible_without_a_second_factor(self):
        sign_in(self.client, create_user("Editors"))
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_admin_index_offers_the_setup_to_users_without_one(self):
        sign_in(self.client, create_user("Editors"))
        self.assertContains(self.client.get("/admin/"), "Set up two-factor authentication")

    def test_admin_index_hides_the_offer_from_users_with_one(self):
        self.client.force_login(user := create_user("Editors"))
        add_authenticator_app(user)
        self.assertNotContains(self.client.get("/admin/"), "Set up two-factor authentication")

    def test_second_factor_is_required_for_https_sites_only(self):
        required = {url: self.get_required_setting(url) for url in ("https://hkai.example", "http://127.0.0.1:8000")}
        self.assertEqual(required, {"https://hkai.example": "True", "http://127.0.0.1:8000": "False"})

    def get_required_setting(self, url):
        code = "from django.conf import settings; print(settings.SECOND_FACTOR_REQUIRED)"
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "hkai_project.settings", "SITE_URL": url}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
        )
        return done.stdout.strip()


class SecondFactorResetTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        add_authenticator_app(self.user)

    def test_command_removes_the_app_and_ends_sessions(self):
        sign_in(self.client, self.user)
        self.client.post(AUTHENTICATE, {"code": get_current_code()})
        call_command("reset_second_factor", self.user.username, stdout=StringIO())
        self.assertEqual((has_authenticator_app(self.user), self.client.get("/admin/").status_code), (False, 302))

    def test_command_fails_for_an_unknown_username(self):
        with self.assertRaisesMessage(CommandError, "There is no account “nobody”."):
            call_command("reset_second_factor", "nobody")

    def test_admin_action_removes_the_app_and_is_logged(self):
        self.client.force_login(administrator := create_user(is_superuser=True))
        data = {"action": "reset_second_factor", "_selected_action": [self.user.pk]}
        self.client.post("/admin/auth/user/", data)
        event = AccountEvent.objects.get(kind="second_factor_removed")
        self.assertEqual((has_authenticator_app(self.user), event.user, event.actor), (False, self.user, administrator))

    def test_senior_editor_cannot_use_the_admin_action(self):
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
