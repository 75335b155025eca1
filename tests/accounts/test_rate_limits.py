"""Rate limits of sign-in, password reset and second factor: shared by all processes, and short."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from ecosystem.accounts import rate_limits
from ecosystem.models import AccountEvent, RateLimitHit, SingleUseToken
from tests.support.accounts import (
    LOGIN_PATH,
    PASSWORD,
    add_authenticator_app,
    create_user,
    get_current_code,
    is_signed_in,
    sign_in,
)
from tests.support.html_pages import Page

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def guess(client, user, times, **extra):
    return [sign_in(client, user, f"guess-{number}", **extra).status_code for number in range(times)]


class SignInRateLimitTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")

    def test_attempts_after_five_wrong_passwords_get_status_429(self):
        self.assertEqual(guess(self.client, self.user, 15), [200] * 5 + [429] * 10)

    def test_message_states_how_long_to_wait(self):
        guess(self.client, self.user, 5)
        response = sign_in(self.client, self.user, "wrong")
        self.assertContains(response, "Try again in 5 minutes.", status_code=429)

    def test_response_has_a_retry_after_header(self):
        guess(self.client, self.user, 5)
        self.assertLessEqual(int(sign_in(self.client, self.user, "wrong")["Retry-After"]), 300)

    def test_correct_password_is_refused_while_limited(self):
        guess(self.client, self.user, 5)
        sign_in(self.client, self.user)
        self.assertFalse(is_signed_in(self.client))

    def test_correct_password_from_another_network_is_accepted(self):
        guess(self.client, self.user, 15)
        sign_in(elsewhere := Client(), self.user, **ELSEWHERE)
        self.assertTrue(is_signed_in(elsewhere))

    def test_limit_ends_after_five_minutes_despite_further_attempts(self):
        guess(self.client, self.user, 15)
        with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
            sign_in(self.client, self.user)
            self.assertTrue(is_signed_in(self.client))

    def test_limit_does_not_depend_on_the_cache(self):
        for _number in range(5):
            cache.clear()
            sign_in(Client(), self.user, "wrong")
        cache.clear()
        self.assertEqual(sign_in(Client(), self.user).status_code, 429)

    def test_username_and_email_address_share_one_limit(self):
        guess(self.client, self.user, 5)
        self.assertEqual(sign_in(self.client, self.user.email, "wrong").status_code, 429)

    def test_guesses_by_email_address_count_for_its_owner(self):
        colleague = create_user("Editors")
        colleague.username = self.user.email
        colleague.save()
        guess(self.client, self.user.email, 5)
        self.assertEqual(sign_in(self.client, self.user, "wrong").status_code, 429)

    def test_unknown_username_is_limited_in_the_same_way(self):
        self.assertEqual(guess(self.client, "nobody-of-this-name", 6), [200] * 5 + [429])

    def test_network_is_limited_across_accounts(self):
        statuses = [sign_in(self.client, f"nobody-{number}", "wrong").status_code for number in range(31)]
        self.assertEqual(statuses[-2:], [200, 429])

    def test_account_is_limited_across_networks_for_five_minutes(self):
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        statuses = [sign_in(Client(), self.user, **ELSEWHERE).status_code]
        with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
            statuses.append(sign_in(Client(), self.user, **ELSEWHERE).status_code)
        self.assertEqual(statuses, [429, 302])

    def test_owner_can_sign_in_from_a_known_network_during_an_attack(self):
        sign_in(Client(), self.user, **ELSEWHERE)
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(at_home := Client(), self.user, **ELSEWHERE)
        self.assertTrue(is_signed_in(at_home))

    def test_known_network_of_another_account_is_not_exempt(self):
        sign_in(Client(), create_user("Editors"), **ELSEWHERE)
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        self.assertEqual(sign_in(Client(), self.user, **ELSEWHERE).status_code, 429)

    def test_limit_does_not_end_at_midnight(self):
        with time_machine.travel(datetime(2026, 11, 24, 15, 59, tzinfo=UTC), tick=False):
            guess(self.client, self.user, 5)
        with time_machine.travel(datetime(2026, 11, 24, 16, 1, tzinfo=UTC), tick=False):
            self.assertEqual(sign_in(self.client, self.user, "wrong").status_code, 429)

    def test_ipv6_addresses_with_the_same_64_bit_prefix_count_as_one_network(self):
        for number in range(5):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
        statuses = [
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=address).status_code
            for address in ("2001:db8:1:2:ffff::1", "2001:db8:1:3::1")
        ]
        self.assertEqual(statuses, [429, 200])

    def test_forged_x_forwarded_for_header_does_not_evade_the_limit(self):
        statuses = [
            sign_in(self.client, self.user, "wrong", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
            for number in range(6)
        ]
        self.assertEqual(statuses[-1], 429)

    @override_settings(BEHIND_PROXY=True)
    def test_port_added_by_a_proxy_does_not_evade_the_limit(self):
        for address in ("198.51.100.7:{}", "[2001:db8::7]:{}"):
            with self.subTest(address=address):
                user = create_user("Editors")
                statuses = [
                    sign_in(self.client, user, "wrong", headers={"X-Forwarded-For": address.format(port)}).status_code
                    for port in range(5000, 5006)
                ]
                self.assertEqual(statuses, [200] * 5 + [429])

    @override_settings(BEHIND_PROXY=True)
    def test_forged_x_forwarded_for_entry_before_a_proxy_does_not_evade_the_limit(self):
        statuses = [
            sign_in(
                self.client, self.user, "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7"}
            ).status_code
            for number in range(6)
        ]
        self.assertEqual(statuses[-1], 429)

    def test_successful_sign_ins_do_not_count(self):
        for _number in range(6):
            sign_in(client := Client(), self.user)
        self.assertTrue(is_signed_in(client))

    def test_forget_attempts_lifts_the_limit(self):
        guess(self.client, self.user, 5)
        rate_limits.forget_attempts(self.client.get(LOGIN_PATH).wsgi_request, self.user)
        sign_in(self.client, self.user)
        self.assertTrue(is_signed_in(self.client))

    def test_concurrent_attempt_is_counted(self):
        limit = rate_limits.RateLimit("test", 1, 60)
        create = RateLimitHit.objects.create

        def create_after_another(**values):
            create(**values)
            return create(**values)

        patch = mock.patch.object(RateLimitHit.objects, "create", create_after_another)
        with patch, self.assertRaises(rate_limits.RateLimitExceeded):
            rate_limits.count_attempt((limit, "key"))


class AccountRateLimitTests(TestCase):
    def test_password_reset_mails_to_one_address_are_limited(self):
        user = create_user("Editors")
        statuses = [
            self.client.post("/accounts/password/reset/", {"email": user.email}).status_code for _number in range(4)
        ]
        self.assertEqual((statuses, len(mail.outbox)), ([302] * 3 + [429], 3))

    def test_password_reset_limit_message_mentions_the_mails_already_sent(self):
        user = create_user("Editors")
        for _number in range(4):
            response = self.client.post("/accounts/password/reset/", {"email": user.email})
        self.assertContains(response, "We have sent emails to this address within the last hour", status_code=429)

    def test_owner_can_enter_a_code_from_a_known_network_during_an_attack(self):
        user = create_user("Editors")
        sign_in(Client(), user, **ELSEWHERE)
        add_authenticator_app(user)
        for number in range(4):
            extra = {"REMOTE_ADDR": f"198.51.100.{number}"}
            sign_in(stranger := Client(), user, **extra)
            for _guess in range(5):
                stranger.post("/accounts/2fa/authenticate/", {"code": "000000"}, **extra)
        sign_in(owner := Client(), user, **ELSEWHERE)
        owner.post("/accounts/2fa/authenticate/", {"code": get_current_code()}, **ELSEWHERE)
        self.assertTrue(is_signed_in(owner))

    def test_second_factor_codes_are_limited(self):
        add_authenticator_app(user := create_user("Editors"))
        sign_in(self.client, user)
        statuses = [self.client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _n in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])

    def test_allauth_rate_limits_use_the_error_page_of_the_site(self):
        for _number in range(31):
            response = self.client.post(LOGIN_PATH, {})
        self.assertEqual((response.status_code, Page(response).one("h1").text), (429, "Too many attempts"))


class SingleUseTokenTests(TestCase):
    def test_value_can_be_claimed_once_until_it_expires(self):
        claims = [rate_limits.claim_single_use("code", "1", seconds=60) for _number in range(2)]
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            claims.append(rate_limits.claim_single_use("code", "1", seconds=60))
        self.assertEqual(claims, [True, False, True])


class RateLimitCleanupTests(TestCase):
    def test_old_attempts_and_expired_tokens_are_deleted(self):
        now = timezone.now()
        RateLimitHit.objects.create(action="password", key="old", hit_at=now - timedelta(hours=2))
        RateLimitHit.objects.create(action="password", key="new")
        SingleUseToken.objects.create(key="old", expires_at=now - timedelta(seconds=1))
        rate_limits.delete_old_attempts()
        self.assertEqual(
            (list(RateLimitHit.objects.values_list("key", flat=True)), SingleUseToken.objects.count()), (["new"], 0)
        )


class SignInFailureLogTests(TestCase):
    def test_failure_is_logged_with_account_and_ip_address_but_no_password(self):
        user = create_user("Editors")
        sign_in(self.client, user, "secret-guess")
        event = AccountEvent.objects.get(kind="sign_in_failed")
        self.assertEqual((event.user, event.ip_address, event.detail), (user, "127.0.0.1", ""))

    def test_unknown_username_is_not_stored(self):
        sign_in(self.client, PASSWORD, "x")
        event = AccountEvent.objects.get(kind="sign_in_failed")
        self.assertEqual((event.user, event.detail), (None, ""))

    def test_wrong_current_password_in_a_password_change_is_logged(self):
        sign_in(self.client, user := create_user("Editors"))
        data = {"oldpassword": "secret-guess", "password1": "another-long-phrase-8", "password2": ""}
        self.client.post("/accounts/password/change/", data)
        self.assertTrue(AccountEvent.objects.filter(kind="sign_in_failed", user=user).exists())

    def test_consecutive_rate_limit_refusals_are_logged_once(self):
        guess(self.client, create_user("Editors"), 15)
        self.assertEqual(AccountEvent.objects.filter(kind="sign_in_limited").count(), 1)
