"""Guessing is slowed, for all processes together, and locks nobody out for long."""

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


class PasswordLimitTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")

    def test_fifteen_wrong_passwords_are_slowed(self):
        self.assertEqual(guess(self.client, self.user, 15), [200] * 5 + [429] * 10)

    def test_limit_is_told_in_plain_words_with_the_time_to_wait(self):
        guess(self.client, self.user, 5)
        response = sign_in(self.client, self.user, "wrong")
        self.assertContains(response, "Try again in 5 minutes.", status_code=429)

    def test_answer_tells_programs_when_to_come_back(self):
        guess(self.client, self.user, 5)
        self.assertLessEqual(int(sign_in(self.client, self.user, "wrong")["Retry-After"]), 300)

    def test_right_password_waits_as_well(self):
        guess(self.client, self.user, 5)
        sign_in(self.client, self.user)
        self.assertFalse(is_signed_in(self.client))

    def test_right_password_from_another_network_is_let_in(self):
        guess(self.client, self.user, 15)
        sign_in(elsewhere := Client(), self.user, **ELSEWHERE)
        self.assertTrue(is_signed_in(elsewhere))

    def test_limit_ends_after_its_minutes_however_often_it_was_tried_meanwhile(self):
        guess(self.client, self.user, 15)
        with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
            sign_in(self.client, self.user)
            self.assertTrue(is_signed_in(self.client))

    def test_limit_holds_where_no_cache_is_shared(self):
        for _number in range(5):
            cache.clear()
            sign_in(Client(), self.user, "wrong")
        cache.clear()
        self.assertEqual(sign_in(Client(), self.user).status_code, 429)

    def test_name_and_address_of_an_account_count_together(self):
        guess(self.client, self.user, 5)
        self.assertEqual(sign_in(self.client, self.user.email, "wrong").status_code, 429)

    def test_guesses_at_an_address_count_for_its_owner_whatever_usernames_there_are(self):
        colleague = create_user("Editors")
        colleague.username = self.user.email
        colleague.save()
        guess(self.client, self.user.email, 5)
        self.assertEqual(sign_in(self.client, self.user, "wrong").status_code, 429)

    def test_account_that_is_none_is_limited_alike(self):
        self.assertEqual(guess(self.client, "nobody-of-this-name", 6), [200] * 5 + [429])

    def test_network_is_limited_over_all_accounts(self):
        statuses = [sign_in(self.client, f"nobody-{number}", "wrong").status_code for number in range(31)]
        self.assertEqual(statuses[-2:], [200, 429])

    def test_account_is_limited_over_all_networks_for_minutes_only(self):
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        statuses = [sign_in(Client(), self.user, **ELSEWHERE).status_code]
        with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
            statuses.append(sign_in(Client(), self.user, **ELSEWHERE).status_code)
        self.assertEqual(statuses, [429, 302])

    def test_owner_gets_in_from_a_known_network_while_strangers_guess_from_everywhere(self):
        sign_in(Client(), self.user, **ELSEWHERE)
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        sign_in(at_home := Client(), self.user, **ELSEWHERE)
        self.assertTrue(is_signed_in(at_home))

    def test_known_network_of_one_account_is_unknown_to_another(self):
        sign_in(Client(), create_user("Editors"), **ELSEWHERE)
        for number in range(60):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"198.51.100.{number}")
        self.assertEqual(sign_in(Client(), self.user, **ELSEWHERE).status_code, 429)

    def test_limit_does_not_end_with_the_day(self):
        with time_machine.travel(datetime(2026, 11, 24, 15, 59, tzinfo=UTC), tick=False):
            guess(self.client, self.user, 5)
        with time_machine.travel(datetime(2026, 11, 24, 16, 1, tzinfo=UTC), tick=False):
            self.assertEqual(sign_in(self.client, self.user, "wrong").status_code, 429)

    def test_addresses_of_one_household_count_as_one_network(self):
        for number in range(5):
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=f"2001:db8:1:2::{number + 1}")
        statuses = [
            sign_in(Client(), self.user, "wrong", REMOTE_ADDR=address).status_code
            for address in ("2001:db8:1:2:ffff::1", "2001:db8:1:3::1")
        ]
        self.assertEqual(statuses, [429, 200])

    def test_forged_forwarding_header_makes_no_other_network(self):
        statuses = [
            sign_in(self.client, self.user, "wrong", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
            for number in range(6)
        ]
        self.assertEqual(statuses[-1], 429)

    @override_settings(BEHIND_PROXY=True)
    def test_port_that_a_proxy_adds_makes_no_other_network(self):
        for address in ("198.51.100.7:{}", "[2001:db8::7]:{}"):
            with self.subTest(address=address):
                user = create_user("Editors")
                statuses = [
                    sign_in(self.client, user, "wrong", headers={"X-Forwarded-For": address.format(port)}).status_code
                    for port in range(5000, 5006)
                ]
                self.assertEqual(statuses, [200] * 5 + [429])

    @override_settings(BEHIND_PROXY=True)
    def test_address_that_a_client_forges_before_a_proxy_makes_no_other_network(self):
        statuses = [
            sign_in(
                self.client, self.user, "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7"}
            ).status_code
            for number in range(6)
        ]
        self.assertEqual(statuses[-1], 429)

    def test_success_counts_for_nothing(self):
        for _number in range(6):
            sign_in(client := Client(), self.user)
        self.assertTrue(is_signed_in(client))

    def test_reset_of_the_password_takes_the_limit_off(self):
        guess(self.client, self.user, 5)
        rate_limits.forget_attempts(self.client.get(LOGIN_PATH).wsgi_request, self.user)
        sign_in(self.client, self.user)
        self.assertTrue(is_signed_in(self.client))

    def test_concurrent_attempt_that_is_written_first_is_counted(self):
        limit = rate_limits.RateLimit("test", 1, 60)
        create = RateLimitHit.objects.create

        def create_after_another(**values):
            create(**values)
            return create(**values)

        patch = mock.patch.object(RateLimitHit.objects, "create", create_after_another)
        with patch, self.assertRaises(rate_limits.RateLimitExceeded):
            rate_limits.count_attempt((limit, "key"))


class OtherLimitTests(TestCase):
    def test_mails_to_one_address_are_limited(self):
        user = create_user("Editors")
        statuses = [
            self.client.post("/accounts/password/reset/", {"email": user.email}).status_code for _number in range(4)
        ]
        self.assertEqual((statuses, len(mail.outbox)), ([302] * 3 + [429], 3))

    def test_mails_that_were_sent_already_are_pointed_out(self):
        user = create_user("Editors")
        for _number in range(4):
            response = self.client.post("/accounts/password/reset/", {"email": user.email})
        self.assertContains(response, "We have sent emails to this address within the last hour", status_code=429)

    def test_owner_gives_a_code_on_a_known_network_while_a_stranger_guesses(self):
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

    def test_guesses_of_a_second_factor_are_limited(self):
        add_authenticator_app(user := create_user("Editors"))
        sign_in(self.client, user)
        statuses = [self.client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _n in range(6)]
        self.assertEqual(statuses, [200] * 5 + [429])

    def test_limits_of_allauth_answer_in_the_look_of_the_site(self):
        for _number in range(31):
            response = self.client.post(LOGIN_PATH, {})
        self.assertEqual((response.status_code, Page(response).one("h1").text), (429, "Too many attempts"))


class SingleUseTests(TestCase):
    def test_value_is_claimed_once_until_it_expires(self):
        claims = [rate_limits.claim_single_use("code", "1", seconds=60) for _number in range(2)]
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            claims.append(rate_limits.claim_single_use("code", "1", seconds=60))
        self.assertEqual(claims, [True, False, True])


class TidyingTests(TestCase):
    def test_old_attempts_are_deleted_and_new_ones_stay(self):
        now = timezone.now()
        RateLimitHit.objects.create(action="password", key="old", hit_at=now - timedelta(hours=2))
        RateLimitHit.objects.create(action="password", key="new")
        SingleUseToken.objects.create(key="old", expires_at=now - timedelta(seconds=1))
        rate_limits.delete_old_attempts()
        self.assertEqual(
            (list(RateLimitHit.objects.values_list("key", flat=True)), SingleUseToken.objects.count()), (["new"], 0)
        )


class FailureLogTests(TestCase):
    def test_failure_is_logged_for_the_account_and_without_the_password(self):
        user = create_user("Editors")
        sign_in(self.client, user, "secret-guess")
        event = AccountEvent.objects.get(kind="sign_in_failed")
        self.assertEqual((event.user, event.ip_address, event.detail), (user, "127.0.0.1", ""))

    def test_text_that_names_no_account_is_not_kept(self):
        sign_in(self.client, PASSWORD, "x")
        event = AccountEvent.objects.get(kind="sign_in_failed")
        self.assertEqual((event.user, event.detail), (None, ""))

    def test_wrong_password_on_the_page_that_changes_it_is_logged(self):
        sign_in(self.client, user := create_user("Editors"))
        data = {"oldpassword": "secret-guess", "password1": "another-long-phrase-8", "password2": ""}
        self.client.post("/accounts/password/change/", data)
        self.assertTrue(AccountEvent.objects.filter(kind="sign_in_failed", user=user).exists())

    def test_refusals_in_a_row_are_logged_once(self):
        guess(self.client, create_user("Editors"), 15)
        self.assertEqual(AccountEvent.objects.filter(kind="sign_in_limited").count(), 1)
