"""Sessions: how long they last, and the page that lists and ends them."""

import time
from datetime import timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, SimpleTestCase, TestCase
from django.utils import timezone

from ecosystem.accounts.browsers import describe_browser
from ecosystem.models import AccountEvent
from tests.support.accounts import create_user, is_signed_in, sign_in

PAGE = "/accounts/sessions/"
ADMIN = "/admin/"


class SessionLifetimeTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        self.start = timezone.now()
        sign_in(self.client, self.user)

    def statuses(self, *hours):
        """Return how the admin answers at these hours after the sign-in."""
        found = []
        for hour in hours:
            with time_machine.travel(self.start + timedelta(hours=hour)):
                found.append(self.client.get(ADMIN).status_code)
        return found

    def test_idle_session_expires(self):
        self.assertEqual(self.statuses(12.5), [302])

    def test_active_session_is_extended(self):
        self.assertEqual(self.statuses(10, 20, 30, 40), [200] * 4)

    def test_session_expires_two_weeks_after_sign_in_despite_use(self):
        days = range(10, 14 * 24, 10)
        self.assertEqual(self.statuses(*days, 14 * 24 + 0.1)[-2:], [200, 302])

    def test_cookie_max_age_does_not_exceed_the_idle_time(self):
        self.assertLessEqual(self.client.cookies["sessionid"]["max-age"], settings.SESSION_IDLE_SECONDS)

    def test_session_is_not_saved_on_every_request(self):
        self.client.get(ADMIN)
        before = Session.objects.get().expire_date
        self.client.get(ADMIN)
        self.assertEqual(Session.objects.get().expire_date, before)

    def test_session_without_timestamps_gets_them(self):
        session = self.client.session
        for name in ("signed_in_at", "last_used_at"):
            session.pop(name)
        session.save()
        self.client.get(ADMIN)
        self.assertAlmostEqual(self.client.session["signed_in_at"], time.time(), delta=60)

    def test_public_pages_do_not_use_the_session(self):
        response = self.client.get("/en/about/")
        self.assertEqual(("Cookie" in response.headers.get("Vary", ""), response.cookies), (False, {}))


class SessionListPageTests(TestCase):
    def setUp(self):
        self.user = create_user("Editors")
        sign_in(self.client, self.user, headers={"User-Agent": "This browser"})
        self.other = Client()
        sign_in(self.other, self.user, headers={"User-Agent": "Other browser"}, REMOTE_ADDR="203.0.113.9")

    def session_of(self, agent):
        return UserSession.objects.get(user_agent=agent)

    def test_lists_own_sessions_with_browser_and_ip_address(self):
        page = self.client.get(PAGE)
        for text in ("This browser", "Other browser", "203.0.113.9"):
            with self.subTest(text=text):
                self.assertContains(page, text)

    def test_hides_sessions_of_other_users(self):
        sign_in(stranger := Client(), create_user("Editors"), headers={"User-Agent": "Strange browser"})
        self.assertNotContains(self.client.get(PAGE), "Strange browser")
        self.assertTrue(is_signed_in(stranger))

    def test_single_session_can_be_ended(self):
        self.client.post(PAGE, {"session": self.session_of("Other browser").pk})
        self.assertEqual((self.other.get(ADMIN).status_code, self.client.get(ADMIN).status_code), (302, 200))

    def test_all_other_sessions_can_be_ended(self):
        sign_in(third := Client(), self.user)
        self.client.post(PAGE, {"others": ""})
        statuses = [client.get(ADMIN).status_code for client in (self.client, self.other, third)]
        self.assertEqual(statuses, [200, 302, 302])

    def test_session_of_another_user_cannot_be_ended(self):
        sign_in(stranger := Client(), create_user("Editors"), headers={"User-Agent": "Strange browser"})
        self.client.post(PAGE, {"session": self.session_of("Strange browser").pk})
        self.assertEqual(stranger.get(ADMIN).status_code, 200)

    def test_invalid_session_ids_end_nothing(self):
        for value in ("", "x", "9" * 40, "-1"):
            with self.subTest(value=value):
                self.client.post(PAGE, {"session": value})
                self.assertEqual(self.other.get(ADMIN).status_code, 200)

    def test_ending_sessions_is_logged(self):
        self.client.post(PAGE, {"others": ""})
        self.assertTrue(AccountEvent.objects.filter(kind="sessions_ended", user=self.user).exists())

    def test_time_of_last_use_is_recorded(self):
        later = timezone.now() + timedelta(hours=1)
        with time_machine.travel(later):
            self.client.get(ADMIN, headers={"User-Agent": "This browser"})
        self.assertGreaterEqual(self.session_of("This browser").last_seen_at, later)

    def test_shows_account_events(self):
        sign_in(Client(), self.user, "wrong")
        self.assertContains(self.client.get(PAGE), "Sign-in failed")

    def test_requires_sign_in(self):
        self.assertRedirects(Client().get(PAGE), f"/accounts/login/?next={PAGE}")


class UserAgentDescriptionTests(SimpleTestCase):
    def test_names_browser_and_operating_system(self):
        known = {
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
            " Edg/140.0": "Edge on Windows",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox on Linux",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1":
                "Safari on iPhone",
            "curl/8": "curl/8",
            "": "Unknown browser",
        }  # fmt: skip
        self.assertEqual({agent: describe_browser(agent) for agent in known}, known)
