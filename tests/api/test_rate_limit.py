"""How much one address may ask of the API: stated, kept, and without keeping the address."""

from unittest.mock import patch

import time_machine
from django.core.cache import cache
from django.test import TestCase, override_settings

from ecosystem.web import rate_limit


@override_settings(API_REQUESTS_PER_MINUTE=3)
@time_machine.travel("2026-11-27T08:00:10Z", tick=False)
class LimitTests(TestCase):
    def ask(self, path="places", **extra):
        return self.client.get(f"/api/v1/{path}", **extra)

    def test_is_stated_in_every_answer(self):
        response = self.ask()
        self.assertEqual(response["RateLimit-Policy"], '"minute";q=3;w=60')
        self.assertEqual(response["RateLimit"], '"minute";r=2;t=50')
        self.assertEqual(self.ask("nothing")["RateLimit"], '"minute";r=1;t=50')

    def test_is_kept(self):
        statuses = [self.ask().status_code for _number in range(5)]
        self.assertEqual(statuses, [200, 200, 200, 429, 429])

    def test_says_when_to_go_on(self):
        for _number in range(3):
            self.ask()
        response = self.ask()
        self.assertEqual((response["Retry-After"], response["RateLimit"]), ("50", '"minute";r=0;t=50'))
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response.json()["status"], 429)

    def test_begins_anew_in_the_next_minute(self):
        for _number in range(4):
            self.ask()
        with time_machine.travel("2026-11-27T08:01:00Z", tick=False):
            self.assertEqual(self.ask().status_code, 200)

    def test_counts_each_address_by_itself(self):
        for _number in range(4):
            self.ask(REMOTE_ADDR="192.0.2.1")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.2").status_code, 200)

    def test_counts_a_household_of_the_new_addresses_as_one(self):
        for end in range(4):
            self.ask(REMOTE_ADDR=f"2001:db8:1:2::{end}")
        self.assertEqual(self.ask(REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="2001:db8:1:3::1").status_code, 200)

    def test_counts_old_addresses_that_are_written_like_new_ones_each_by_itself(self):
        for _number in range(4):
            self.ask(REMOTE_ADDR="::ffff:192.0.2.1")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="::ffff:192.0.2.2").status_code, 200)

    def test_takes_no_forwarded_address_from_a_stranger(self):
        for number in range(4):
            self.ask(headers={"X-Forwarded-For": f"192.0.2.{number}"})
        self.assertEqual(self.ask(headers={"X-Forwarded-For": "192.0.2.9"}).status_code, 429)

    @override_settings(BEHIND_PROXY=True)
    def test_takes_the_address_that_the_proxy_adds(self):
        for number in range(4):
            self.ask(headers={"X-Forwarded-For": f"made.up, 192.0.2.{number}"})
        self.assertEqual(self.ask(headers={"X-Forwarded-For": "192.0.2.3, 192.0.2.8"}).status_code, 200)

    def test_lets_browsers_ask_beforehand_without_counting(self):
        for _number in range(5):
            self.client.options("/api/v1/places")
        self.assertEqual(self.ask().status_code, 200)

    def test_keeps_no_address(self):
        with patch.object(rate_limit, "cache", wraps=cache) as kept_in:
            self.ask(REMOTE_ADDR="192.0.2.77")
        self.assertNotIn("192.0.2.77", str(kept_in.mock_calls))
        self.assertTrue(kept_in.mock_calls)

    def test_goes_on_where_the_cache_has_dropped_the_count(self):
        with patch.object(rate_limit.cache, "incr", side_effect=ValueError):
            self.assertEqual(self.ask().status_code, 200)

    def test_leaves_pages_alone(self):
        for _number in range(5):
            self.assertEqual(self.client.get("/en/about/").status_code, 200)
