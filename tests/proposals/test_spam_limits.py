"""Spam limits of the contribution form."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.test import override_settings

from ecosystem.models import Proposal
from ecosystem.proposals import spam_limits
from tests.support import factories
from tests.support.html_pages import Page
from tests.support.proposal_forms import (
    CORRECTION_DATA,
    ContributeTestCase,
    create_csrf_client,
    extract_form_data,
    fetch_form_data,
    get_form_error,
    submit_form,
)


class ContributionSpamLimitTests(ContributeTestCase):
    def test_too_fast_submission_is_asked_to_wait(self):
        with self.settings(PROPOSAL_LEAST_SECONDS=3), time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
            self.assertIn("Wait 3 seconds", self.assert_response_refused(response, 422))
            clock.shift(3)
            self.client.post(self.about, extract_form_data(response))
        self.assertEqual(Proposal.objects.get().wrong, CORRECTION_DATA["wrong"])

    def test_expired_form_is_accepted_at_the_second_attempt(self):
        with time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
            clock.shift(timedelta(days=2))
            response = self.client.post(self.about, values)
            self.assertIn(
                "Your form has expired. Select the button again to send it", self.assert_response_refused(response, 422)
            )
            self.client.post(self.about, extract_form_data(response))
        self.assertEqual(Proposal.objects.get().wrong, CORRECTION_DATA["wrong"])

    def test_invalid_form_stamp_is_an_error(self):
        for stamp in ("", "nonsense", spam_limits.create_form_stamp()[:-1] + "x", "a:b:c", "\0", "é"):
            with self.subTest(stamp=stamp):
                response = self.client.post(self.about, CORRECTION_DATA | {"opened": stamp})
                self.assertIn(
                    "Your form has expired. Select the button again to send it",
                    self.assert_response_refused(response, 422),
                )

    @override_settings(PROPOSALS_AN_HOUR=2)
    def test_hourly_limit_per_network_is_429(self):
        for _time in range(2):
            submit_form(self.client, self.about, **CORRECTION_DATA)
        response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual((response.status_code, Proposal.objects.count()), (429, 2))
        self.assertIn("2 suggestions from your network in the last hour", get_form_error(response))
        self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_simultaneous_submissions_are_counted(self):
        submit_form(self.client, self.about, **CORRECTION_DATA)
        # As if both had looked at the limits before either was taken.
        with mock.patch("ecosystem.proposals.spam_limits.iter_spam_errors", return_value=[]):
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual((response.status_code, Proposal.objects.count()), (429, 1))
        self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_second_click_at_the_limit_redirects_like_the_first(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        first, second = self.client.post(self.about, values), self.client.post(self.about, values)
        self.assertEqual(second.get("Location"), first["Location"])
        self.assertEqual(self.client.post(self.about, values | {"right": "Or so."}).status_code, 429)

    @override_settings(PROPOSALS_A_DAY=1)
    def test_daily_limit_per_network_is_reset_the_next_day(self):
        with time_machine.travel("2026-11-27 01:00Z", tick=False) as clock:
            submit_form(self.client, self.about, **CORRECTION_DATA)
            clock.shift(timedelta(hours=3))
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
            self.assertIn("1 suggestion from your network today", get_form_error(response))
            clock.shift(timedelta(hours=20))
            self.assertEqual(self.client.post(self.about, extract_form_data(response)).status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_networks_are_counted_separately(self):
        for address in ("203.0.113.1", "203.0.113.2", "2001:db8:1::1", "2001:db8:2::1"):
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, REMOTE_ADDR=address
            )
            self.assertEqual(response.status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_ipv6_addresses_of_one_64_network_are_counted_together(self):
        for address, status in (("2001:db8::1", 302), ("2001:db8::2:3", 429)):
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, REMOTE_ADDR=address
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1, BEHIND_PROXY=True)
    def test_only_the_address_set_by_the_proxy_is_used(self):
        for forged, status in (("1.1.1.1, 203.0.113.5", 302), ("2.2.2.2, 203.0.113.5", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, headers=headers
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_x_forwarded_for_is_ignored_without_a_proxy(self):
        for forged, status in (("1.1.1.1", 302), ("2.2.2.2", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, headers=headers
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_OF_ALL_A_DAY=1)
    def test_total_daily_limit_is_429(self):
        factories.proposal(self.body)
        response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual(response.status_code, 429)

    def test_too_many_links_are_an_error(self):
        links = "See http://a.example www.b.example https://c.example http://d.example"
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"right": links}))
        self.assertIn("has 4 links", self.assert_response_refused(response, 422))
        self.assertEqual(extract_form_data(response)["right"], links)

    def test_filled_honeypot_field_is_shown_with_an_error(self):
        response = submit_form(self.client, self.about, **CORRECTION_DATA, nickname="Best price")
        self.assertIn("Clear this field. It is there to catch spam", self.assert_response_refused(response, 422))
        self.assertFalse(Page(response).one("input[name=nickname]").parent.parent.has_attr("hidden"))
        self.client.post(self.about, extract_form_data(response) | {"nickname": ""})
        self.assertEqual(Proposal.objects.count(), 1)


class ContributionFormCsrfTests(ContributeTestCase):
    def test_missing_token_is_403_and_the_form_keeps_its_values(self):
        browser = create_csrf_client()
        response = browser.post(
            self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA | {"csrfmiddlewaretoken": ""}
        )
        self.assertIn("Your form or cookie has expired", self.assert_response_refused(response, 403))
        self.assertEqual(browser.post(self.about, extract_form_data(response)).status_code, 302)

    def test_missing_cookie_is_403_and_the_form_keeps_its_values(self):
        browser = create_csrf_client()
        values = fetch_form_data(browser, self.about) | CORRECTION_DATA
        browser.cookies.clear()
        response = browser.post(self.about, values)
        self.assert_response_refused(response, 403)
        self.assertEqual(browser.post(self.about, extract_form_data(response)).status_code, 302)

    def test_other_origin_is_403(self):
        browser = create_csrf_client()
        headers = {"Origin": "https://evil.example"}
        response = browser.post(self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA, headers=headers)
        self.assert_response_refused(response, 403)

    def test_valid_token_is_accepted(self):
        browser = create_csrf_client()
        self.assertEqual(
            browser.post(self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA).status_code, 302
        )
