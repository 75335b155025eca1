"""What holds spam off the form for proposals: each limit is said in plain words, and nothing is lost."""

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


class LimitTests(ContributeTestCase):
    def test_asks_whoever_is_faster_than_anybody_types_to_wait(self):
        with self.settings(PROPOSAL_LEAST_SECONDS=3), time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
            self.assertIn("Wait 3 seconds", self.assert_response_refused(response, 422))
            clock.shift(3)
            self.client.post(self.about, extract_form_data(response))
        self.assertEqual(Proposal.objects.get().wrong, CORRECTION_DATA["wrong"])

    def test_takes_a_form_that_was_open_for_too_long_at_the_second_press(self):
        with time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
            clock.shift(timedelta(days=2))
            response = self.client.post(self.about, values)
            self.assertIn(
                "Your form has expired. Select the button again to send it", self.assert_response_refused(response, 422)
            )
            self.client.post(self.about, extract_form_data(response))
        self.assertEqual(Proposal.objects.get().wrong, CORRECTION_DATA["wrong"])

    def test_takes_no_stamp_that_it_did_not_give(self):
        for stamp in ("", "nonsense", spam_limits.create_form_stamp()[:-1] + "x", "a:b:c", "\0", "é"):
            with self.subTest(stamp=stamp):
                response = self.client.post(self.about, CORRECTION_DATA | {"opened": stamp})
                self.assertIn(
                    "Your form has expired. Select the button again to send it",
                    self.assert_response_refused(response, 422),
                )

    @override_settings(PROPOSALS_AN_HOUR=2)
    def test_says_how_many_a_network_may_send_within_an_hour(self):
        for _time in range(2):
            submit_form(self.client, self.about, **CORRECTION_DATA)
        response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual((response.status_code, Proposal.objects.count()), (429, 2))
        self.assertIn("2 suggestions from your network in the last hour", get_form_error(response))
        self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_counts_what_came_at_the_same_time(self):
        submit_form(self.client, self.about, **CORRECTION_DATA)
        # As if both had looked at the limits before either was taken.
        with mock.patch("ecosystem.proposals.spam_limits.iter_spam_errors", return_value=[]):
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual((response.status_code, Proposal.objects.count()), (429, 1))
        self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_leads_on_whoever_presses_twice_at_the_last_that_is_allowed(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        first, second = self.client.post(self.about, values), self.client.post(self.about, values)
        self.assertEqual(second.get("Location"), first["Location"])
        self.assertEqual(self.client.post(self.about, values | {"right": "Or so."}).status_code, 429)

    @override_settings(PROPOSALS_A_DAY=1)
    def test_says_how_many_a_network_may_send_in_a_day_and_lets_the_next_day_begin_anew(self):
        with time_machine.travel("2026-11-27 01:00Z", tick=False) as clock:
            submit_form(self.client, self.about, **CORRECTION_DATA)
            clock.shift(timedelta(hours=3))
            response = submit_form(self.client, self.about, **CORRECTION_DATA)
            self.assertIn("1 suggestion from your network today", get_form_error(response))
            clock.shift(timedelta(hours=20))
            self.assertEqual(self.client.post(self.about, extract_form_data(response)).status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_counts_no_other_network(self):
        for address in ("203.0.113.1", "203.0.113.2", "2001:db8:1::1", "2001:db8:2::1"):
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, REMOTE_ADDR=address
            )
            self.assertEqual(response.status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_counts_the_addresses_of_one_household_as_one(self):
        for address, status in (("2001:db8::1", 302), ("2001:db8::2:3", 429)):
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, REMOTE_ADDR=address
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1, BEHIND_PROXY=True)
    def test_believes_only_the_address_that_the_proxy_itself_gives(self):
        for forged, status in (("1.1.1.1, 203.0.113.5", 302), ("2.2.2.2, 203.0.113.5", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, headers=headers
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_believes_no_header_without_a_proxy(self):
        for forged, status in (("1.1.1.1", 302), ("2.2.2.2", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(
                self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, headers=headers
            )
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_OF_ALL_A_DAY=1)
    def test_takes_no_more_in_a_day_than_editors_can_read(self):
        factories.proposal(self.body)
        response = submit_form(self.client, self.about, **CORRECTION_DATA)
        self.assertEqual(response.status_code, 429)

    def test_counts_links(self):
        links = "See http://a.example www.b.example https://c.example http://d.example"
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"right": links}))
        self.assertIn("has 4 links", self.assert_response_refused(response, 422))
        self.assertEqual(extract_form_data(response)["right"], links)

    def test_asks_for_the_field_that_only_programs_fill_to_be_emptied_and_shows_it(self):
        response = submit_form(self.client, self.about, **CORRECTION_DATA, nickname="Best price")
        self.assertIn("Clear this field. It is there to catch spam", self.assert_response_refused(response, 422))
        self.assertFalse(Page(response).one("input[name=nickname]").parent.parent.has_attr("hidden"))
        self.client.post(self.about, extract_form_data(response) | {"nickname": ""})
        self.assertEqual(Proposal.objects.count(), 1)


class TokenTests(ContributeTestCase):
    def test_asks_for_the_token_and_loses_nothing(self):
        browser = create_csrf_client()
        response = browser.post(
            self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA | {"csrfmiddlewaretoken": ""}
        )
        self.assertIn("Your form or cookie has expired", self.assert_response_refused(response, 403))
        self.assertEqual(browser.post(self.about, extract_form_data(response)).status_code, 302)

    def test_asks_for_the_cookie_and_loses_nothing(self):
        browser = create_csrf_client()
        values = fetch_form_data(browser, self.about) | CORRECTION_DATA
        browser.cookies.clear()
        response = browser.post(self.about, values)
        self.assert_response_refused(response, 403)
        self.assertEqual(browser.post(self.about, extract_form_data(response)).status_code, 302)

    def test_takes_nothing_from_another_site(self):
        browser = create_csrf_client()
        headers = {"Origin": "https://evil.example"}
        response = browser.post(self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA, headers=headers)
        self.assert_response_refused(response, 403)

    def test_takes_what_has_its_token(self):
        browser = create_csrf_client()
        self.assertEqual(
            browser.post(self.about, fetch_form_data(browser, self.about) | CORRECTION_DATA).status_code, 302
        )
