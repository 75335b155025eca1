"""The API's rate limit for each client address."""

from unittest.mock import patch

import time_machine
from django.core.cache import cache
from django.test import TestCase, override_settings

from ecosystem.web import rate_limit


@override_settings(API_REQUESTS_PER_MINUTE=3)
@time_machine.travel("2026-11-27T08:00:10Z", tick=False)
class ApiRateLimitTests(TestCase):
    def ask(self, path="places", **extra):
        return self.client.get(f"/api/v1/{path}", **extra)

    def test_every_response_has_rate_limit_headers(self):
        response = self.ask()
        self.assertEqual(response["RateLimit-Policy"], '"minute";q=3;w=60')
        self.assertEqual(response["RateLimit"], '"minute";r=2;t=50')
        self.assertEqual(self.ask("nothing")["RateLimit"], '"minute";r=1;t=50')

    def test_requests_over_the_limit_are_429(self):
        statuses = [self.ask().status_code for _number in range(5)]
        self.assertEqual(statuses, [200, 200, 200, 429, 429])

    def test_error_has_retry_after(self):
        for _number in range(3):
            self.ask()
        response = self.ask()
        self.assertEqual((response["Retry-After"], response["RateLimit"]), ("50", '"minute";r=0;t=50'))
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response.json()["status"], 429)

    def test_limit_is_reset_in_the_next_minute(self):
        for _number in range(4):
            self.ask()
        with time_machine.travel("2026-11-27T08:01:00Z", tick=False):
            self.assertEqual(self.ask().status_code, 200)

    def test_addresses_are_counted_separately(self):
        for _number in range(4):
            self.ask(REMOTE_ADDR="192.0.2.1")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.2").status_code, 200)

    def test_ipv6_addresses_of_one_64_network_are_counted_together(self):
        for end in range(4):
            self.ask(REMOTE_ADDR=f"2001:db8:1:2::{end}")
        self.assertEqual(self.ask(REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="2001:db8:1:3::1").status_code, 200)

    def test_ipv4_mapped_ipv6_addresses_are_counted_as_ipv4(self):
        for _number in range(4):
            self.ask(REMOTE_ADDR="::ffff:192.0.2.1")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.1").status_code, 429)
        self.assertEqual(self.ask(REMOTE_ADDR="::ffff:192.0.2.2").status_code, 200)

    def test_x_forwarded_for_is_ignored_without_a_proxy(self):
        for number in range(4):
            self.ask(headers={"X-Forwarded-For": f"192.0.2.{number}"})
        self.assertEqual(self.ask(headers={"X-Forwarded-For": "192.0.2.9"}).status_code, 429)

    @override_settings(BEHIND_PROXY=True)
    def test_x_forwarded_for_of_the_proxy_is_used(self):
        for number in range(4):
            self.ask(headers={"X-Forwarded-For": f"made.up, 192.0.2.{number}"})
        self.assertEqual(self.ask(headers={"X-Forwarded-For": "192.0.2.3, 192.0.2.8"}).status_code, 200)

    def test_cors_preflight_requests_are_not_counted(self):
        for _number in range(5):
            self.client.options("/api/v1/places")
        self.assertEqual(self.ask().status_code, 200)

    def test_address_is_not_stored_in_the_cache(self):
        with patch.object(rate_limit, "cache", wraps=cache) as kept_in:
            self.ask(REMOTE_ADDR="192.0.2.77")
        self.assertNotIn("192.0.2.77", str(kept_in.mock_calls))
        self.assertTrue(kept_in.mock_calls)

    def test_evicted_counter_is_tolerated(self):
        with patch.object(rate_limit.cache, "incr", side_effect=ValueError):
            self.assertEqual(self.ask().status_code, 200)

    def test_html_pages_are_not_limited(self):
        for _number in range(5):
            self.assertEqual(self.client.get("/en/about/").status_code, 200)
