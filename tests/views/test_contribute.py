"""The form by which readers propose: what it shows, what it takes, and what it says of what it does not take."""

from datetime import datetime, timedelta
from unittest import mock

import time_machine
from django.db import IntegrityError
from django.test import TestCase, override_settings

from ecosystem import limits
from ecosystem.models import Proposal
from tests import factories
from tests.contributing import opened, send, sendable, strict
from tests.reading import Page, read

NEW = {"suggests": "organisation", "name_en": "Heron AI", "right": "It makes herons.", "url": "https://heron.example/"}
WORDS = {"wrong": "It is not so.", "right": "It is otherwise.", "url": "https://news.example/"}


def faults(response):
    return Page(response).one(role="alert").text


@override_settings(PROPOSAL_LEAST_SECONDS=0)
class ContributeTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(
            slug="body", name_en="Heron Institute", name_zh_hant="白鷺研究所", founded="1991", summary_en="It looks."
        )
        factories.cite(cls.body, "founded", title="The founding page")
        cls.about = "/en/contribute/?organisation=body"
        cls.founded = f"{cls.about}&field=founded"

    def refused(self, response, status):
        self.assertEqual((response.status_code, Proposal.objects.count()), (status, 0))
        return faults(response)


class FormTests(ContributeTestCase):
    def test_shows_the_present_value_beside_the_field_with_its_source(self):
        page = read(self.client, self.founded)
        aside = page.one("aside").text
        self.assertIn("1991", aside)
        self.assertIn("The founding page", aside)
        self.assertEqual(page.one("input", name="founded")["value"], "1991")

    def test_takes_a_text_in_three_languages(self):
        page = read(self.client, f"{self.about}&field=summary")
        self.assertEqual(page.one("textarea", name="summary_en").text, "It looks.")
        self.assertEqual(page.one("textarea", name="summary_zh_hant")["lang"], "zh-Hant-HK")
        self.assertTrue(page.all("textarea", name="summary_zh_hans"))

    def test_offers_the_words_of_a_vocabulary(self):
        page = read(self.client, f"{self.about}&field=kind")
        options = page.one("select", name="kind").all("option")
        self.assertIn(("company", "Company", True), [(o["value"], o.text, "selected" in o) for o in options])

    def test_takes_an_amount_with_its_basis_and_currency(self):
        factories.initiative(slug="fund", amount=5, amount_basis="total", currency="HKD")
        values = opened(self.client, "/en/contribute/?initiative=fund&field=amount")
        found = {name: values[name] for name in ("amount", "amount_basis", "currency")}
        self.assertEqual(found, {"amount": "5", "amount_basis": "total", "currency": "HKD"})

    def test_has_a_page_for_every_field_of_every_kind(self):
        rows = [self.body, factories.initiative(), factories.collaboration(), factories.indicator()]
        for row in rows:
            for field in row.bearable_fields:
                with self.subTest(kind=row._meta.model_name, field=field):
                    address = f"/zh-hant/contribute/?{row._meta.model_name}={row.slug}&field={field}"
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_keeps_the_record_and_field_in_the_other_languages(self):
        links = [a["href"] for a in read(self.client, self.founded).all("a") if "hreflang" in a]
        self.assertIn("/zh-hant/contribute/?organisation=body&field=founded", links)

    def test_offers_to_look_a_record_up_before_suggesting_one(self):
        page = read(self.client, "/en/contribute/")
        self.assertEqual([f["action"] for f in page.content.all("form", role="search")], ["/en/search/"])

    def test_knows_no_record_that_is_not_public(self):
        for status in ("draft", "in_review", "archived"):
            hidden = factories.organisation(status=status)
            with self.subTest(status=status):
                self.assertEqual(self.client.get(f"/en/contribute/?organisation={hidden.slug}").status_code, 404)

    def test_says_nothing_of_rows_that_are_not_public(self):
        hidden = factories.organisation(status="draft", slug="canary", name_en="Canary")
        fund = factories.initiative(lead=hidden)
        type(self.body).objects.filter(pk=self.body.pk).update(parent=hidden)
        for address in (f"{self.about}&field=parent", f"/en/contribute/?initiative={fund.slug}&field=bodies"):
            with self.subTest(address=address):
                self.assertNotIn("canary", self.client.get(address).content.decode().lower())

    def test_ignores_a_field_that_there_is_not_and_says_so(self):
        page = read(self.client, f"{self.about}&field=status")
        self.assertIn("This record has no such field", page.content.text)
        self.assertEqual(page.all("input", name="status"), [])

    def test_gives_no_cookie_but_that_of_the_form_which_goes_with_the_browser(self):
        cookies = self.client.get(self.about).cookies
        self.assertEqual(list(cookies), ["csrftoken"])
        self.assertEqual((cookies["csrftoken"]["max-age"], cookies["csrftoken"]["httponly"]), ("", True))

    def test_hides_the_field_that_only_programs_fill(self):
        page = read(self.client, self.about)
        self.assertIn("hidden", page.one("input", name="nickname").parent.parent)

    def test_does_not_say_what_is_no_address_of_a_record(self):
        for slug in ("%00", "%F0%9F%92%A9", "a" * 3000, "..%2F"):
            with self.subTest(slug=slug[:10]):
                self.assertEqual(self.client.get(f"/en/contribute/?organisation={slug}").status_code, 404)


class SendingTests(ContributeTestCase):
    def test_keeps_what_would_change_and_what_stood_there(self):
        send(self.client, self.founded, founded="1986-04", url="https://news.example/a")
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.record, proposal.field, proposal.fate), (self.body, "founded", "pending"))
        self.assertEqual((proposal.changes, proposal.found), ({"founded": "1986-04"}, {"founded": "1991"}))

    def test_leads_to_a_page_with_the_number_and_where_its_fate_stands(self):
        response = send(self.client, self.about, **WORDS)
        proposal = Proposal.objects.get()
        self.assertRedirects(response, f"/en/contribute/received/{proposal.pk}/")
        page = read(self.client, response["Location"])
        self.assertIn(f"number {proposal.pk}", page.one("h1").text)
        self.assertEqual(read(self.client, proposal.get_absolute_url()).fact["Decision"].text, "Pending")

    def test_leaves_the_record_as_it_is(self):
        send(self.client, self.founded, founded="1986", url="https://news.example/a")
        self.body.refresh_from_db()
        self.assertEqual(self.body.founded.text, "1991")

    def test_keeps_only_the_languages_that_differ(self):
        send(self.client, f"{self.about}&field=summary", summary_en="It sees.", url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"summary_en": "It sees."})

    def test_takes_the_words_for_a_body_that_only_an_editor_can_find(self):
        send(self.client, f"{self.about}&field=parent", parent="The Heron Group", url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"parent": "The Heron Group"})

    def test_takes_what_is_ticked_of_a_vocabulary(self):
        factories.support("funding")
        factories.support("mentorship")
        address = f"{self.about}&field=support"
        send(self.client, address, support=["mentorship", "funding"], url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"support": "funding\nmentorship"})

    def test_takes_a_new_record(self):
        send(self.client, "/zh-hant/contribute/", **NEW)
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.aim, proposal.suggests, proposal.language), ("addition", "organisation", "zh-hant"))
        self.assertEqual(proposal.changes, {"name_en": "Heron AI", "summary_en": "It makes herons."})

    def test_takes_a_removal_by_the_organisation_itself_without_a_page(self):
        send(self.client, self.about, wrong="We are private.", asks_for_removal="on", is_about_oneself="on")
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.aim, proposal.is_about_oneself), ("removal", True))

    def test_takes_a_proposal_about_a_series_in_words(self):
        series = factories.indicator()
        send(self.client, f"/en/contribute/?indicator={series.slug}&field=observations", **WORDS)
        self.assertEqual(Proposal.objects.get().indicator, series)

    def test_takes_the_same_form_once_however_often_the_button_is_pressed(self):
        values = opened(self.client, self.about) | WORDS
        first, second = self.client.post(self.about, values), self.client.post(self.about, values)
        self.assertEqual((first["Location"], Proposal.objects.count()), (second["Location"], 1))

    def test_takes_another_text_of_a_form_that_was_sent_when_it_is_sent_knowingly(self):
        values = opened(self.client, self.about) | WORDS
        self.client.post(self.about, values)
        response = self.client.post(self.about, values | {"right": "Or so."})
        self.assertIn("was sent already", faults(response))
        self.client.post(self.about, sendable(response))
        self.assertEqual(
            list(Proposal.objects.order_by("pk").values_list("right", flat=True)), [WORDS["right"], "Or so."]
        )

    def test_keeps_no_network_address(self):
        self.client.post(self.about, opened(self.client, self.about) | WORDS, REMOTE_ADDR="203.0.113.77")
        self.assertNotIn("203.0.113", str(Proposal.objects.values().get()))


class RefusalTests(ContributeTestCase):
    """What is wrong is said where it is, and all that was typed comes back."""

    def assert_refused(self, address, said, status=422, **typed):
        response = send(self.client, address, **typed)
        self.assertIn(said, self.refused(response, status))
        back = sendable(response)
        self.assertEqual({name: back[name] for name in typed}, typed)
        return Page(response)

    def test_says_what_is_no_date(self):
        page = self.assert_refused(self.founded, "“1986-13” is no day", founded="1986-13", url="https://n.example/")
        self.assertEqual(page.one("input", name="founded")["aria-invalid"], "true")

    def test_says_how_an_amount_is_written(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        address = f"/en/contribute/?initiative={fund.slug}&field=amount"
        self.assert_refused(address, "Write whole units in digits", amount="3 billion", url="https://n.example/")

    def test_says_that_nothing_would_change(self):
        self.assert_refused(self.founded, "This is what stands there already", founded="1991", url="https://n.example/")

    def test_asks_for_the_page_that_shows_it(self):
        self.assert_refused(self.founded, "Name the page that shows it.", founded="1986", url="")

    def test_says_what_is_no_address_of_a_page(self):
        for url in ("javascript:alert(1)", "news.example", "ftp://news.example/"):
            with self.subTest(url=url):
                self.assert_refused(self.founded, "The public page that shows it", founded="1986", url=url)

    def test_says_what_is_no_address_of_mail(self):
        for email in ("nobody", "a@b.example\nBcc: all@c.example"):
            with self.subTest(email=email):
                response = send(self.client, self.founded, founded="1986", url="https://n.example/", email=email)
                self.assertIn("Your e-mail address", self.refused(response, 422))

    def test_asks_for_words_where_there_are_none(self):
        self.assert_refused(self.about, "Say what is wrong.", wrong="", right="So.", url="https://n.example/")

    def test_asks_what_a_new_record_is(self):
        response = send(self.client, "/en/contribute/", **(NEW | {"suggests": ""}))
        self.assertIn("Choose one of the three.", self.refused(response, 422))

    def test_leads_from_each_fault_to_its_field(self):
        response = send(self.client, self.about)
        page = Page(response)
        targets = [a["href"].removeprefix("#") for a in page.one(role="alert").all("a")]
        self.assertEqual([len(page.all(id=target)) for target in targets], [1, 1, 1])

    def test_says_first_that_it_was_not_sent(self):
        page = Page(send(self.client, self.about))
        self.assertTrue(page.title.startswith("Not sent yet: "))
        self.assertIn("autofocus", page.one(role="alert"))

    def test_says_it_in_chinese(self):
        response = send(self.client, "/zh-hant/contribute/?organisation=body", wrong="不是這樣。")
        self.assertRegex(self.refused(response, 422), "[一-鿿]")


class LimitTests(ContributeTestCase):
    def test_asks_whoever_is_faster_than_anybody_types_to_wait(self):
        with self.settings(PROPOSAL_LEAST_SECONDS=3), time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            response = send(self.client, self.about, **WORDS)
            self.assertIn("Wait 3 seconds", self.refused(response, 422))
            clock.shift(3)
            self.client.post(self.about, sendable(response))
        self.assertEqual(Proposal.objects.get().wrong, WORDS["wrong"])

    def test_takes_a_form_that_was_open_for_too_long_at_the_second_press(self):
        with time_machine.travel("2026-11-27 09:00Z", tick=False) as clock:
            values = opened(self.client, self.about) | WORDS
            clock.shift(timedelta(days=2))
            response = self.client.post(self.about, values)
            self.assertIn("open for too long", self.refused(response, 422))
            self.client.post(self.about, sendable(response))
        self.assertEqual(Proposal.objects.get().wrong, WORDS["wrong"])

    def test_takes_no_stamp_that_it_did_not_give(self):
        for stamp in ("", "nonsense", limits.new_stamp()[:-1] + "x", "a:b:c", "\0", "é"):
            with self.subTest(stamp=stamp):
                response = self.client.post(self.about, WORDS | {"opened": stamp})
                self.assertIn("without its mark", self.refused(response, 422))

    @override_settings(PROPOSALS_AN_HOUR=2)
    def test_says_how_many_a_network_may_send_within_an_hour(self):
        for _time in range(2):
            send(self.client, self.about, **WORDS)
        response = send(self.client, self.about, **WORDS)
        self.assertEqual((response.status_code, Proposal.objects.count()), (429, 2))
        self.assertIn("2 proposals came within an hour", faults(response))
        self.assertEqual(sendable(response)["wrong"], WORDS["wrong"])

    @override_settings(PROPOSALS_A_DAY=1)
    def test_says_how_many_a_network_may_send_in_a_day_and_lets_the_next_day_begin_anew(self):
        with time_machine.travel("2026-11-27 01:00Z", tick=False) as clock:
            send(self.client, self.about, **WORDS)
            clock.shift(timedelta(hours=3))
            response = send(self.client, self.about, **WORDS)
            self.assertIn("1 proposals came today", faults(response))
            clock.shift(timedelta(hours=20))
            self.assertEqual(self.client.post(self.about, sendable(response)).status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_counts_no_other_network(self):
        for address in ("203.0.113.1", "203.0.113.2", "2001:db8:1::1", "2001:db8:2::1"):
            response = self.client.post(self.about, opened(self.client, self.about) | WORDS, REMOTE_ADDR=address)
            self.assertEqual(response.status_code, 302)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_counts_the_addresses_of_one_household_as_one(self):
        for address, status in (("2001:db8::1", 302), ("2001:db8::2:3", 429)):
            response = self.client.post(self.about, opened(self.client, self.about) | WORDS, REMOTE_ADDR=address)
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1, BEHIND_PROXY=True)
    def test_believes_only_the_address_that_the_proxy_itself_gives(self):
        for forged, status in (("1.1.1.1, 203.0.113.5", 302), ("2.2.2.2, 203.0.113.5", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(self.about, opened(self.client, self.about) | WORDS, headers=headers)
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_AN_HOUR=1)
    def test_believes_no_header_without_a_proxy(self):
        for forged, status in (("1.1.1.1", 302), ("2.2.2.2", 429)):
            headers = {"X-Forwarded-For": forged}
            response = self.client.post(self.about, opened(self.client, self.about) | WORDS, headers=headers)
            self.assertEqual(response.status_code, status)

    @override_settings(PROPOSALS_OF_ALL_A_DAY=1)
    def test_takes_no_more_in_a_day_than_editors_can_read(self):
        factories.proposal(self.body)
        response = send(self.client, self.about, **WORDS)
        self.assertEqual(response.status_code, 429)

    def test_counts_links(self):
        links = "See http://a.example www.b.example https://c.example http://d.example"
        response = send(self.client, self.about, **(WORDS | {"right": links}))
        self.assertIn("has 4 links", self.refused(response, 422))
        self.assertEqual(sendable(response)["right"], links)

    def test_asks_for_the_field_that_only_programs_fill_to_be_emptied_and_shows_it(self):
        response = send(self.client, self.about, **WORDS, nickname="Best price")
        self.assertIn("Empty this field", self.refused(response, 422))
        self.assertNotIn("hidden", Page(response).one("input", name="nickname").parent.parent)
        self.client.post(self.about, sendable(response) | {"nickname": ""})
        self.assertEqual(Proposal.objects.count(), 1)


class TokenTests(ContributeTestCase):
    def test_asks_for_the_token_and_loses_nothing(self):
        browser = strict()
        response = browser.post(self.about, opened(browser, self.about) | WORDS | {"csrfmiddlewaretoken": ""})
        self.assertIn("had lost its mark", self.refused(response, 403))
        self.assertEqual(browser.post(self.about, sendable(response)).status_code, 302)

    def test_asks_for_the_cookie_and_loses_nothing(self):
        browser = strict()
        values = opened(browser, self.about) | WORDS
        browser.cookies.clear()
        response = browser.post(self.about, values)
        self.refused(response, 403)
        self.assertEqual(browser.post(self.about, sendable(response)).status_code, 302)

    def test_takes_nothing_from_another_site(self):
        browser = strict()
        headers = {"Origin": "https://evil.example"}
        response = browser.post(self.about, opened(browser, self.about) | WORDS, headers=headers)
        self.refused(response, 403)

    def test_takes_what_has_its_token(self):
        browser = strict()
        self.assertEqual(browser.post(self.about, opened(browser, self.about) | WORDS).status_code, 302)


class HostileTests(ContributeTestCase):
    def test_says_that_a_text_is_too_long_and_gives_it_back(self):
        text = "x" * 2001
        response = send(self.client, self.about, **(WORDS | {"wrong": text}))
        self.assertIn("2000", self.refused(response, 422))
        self.assertEqual(sendable(response)["wrong"], text)

    def test_says_that_a_form_of_megabytes_cannot_be_read(self):
        response = self.client.post(self.about, WORDS | {"wrong": "x" * 3_000_000})
        self.assertIn("more than this form can read", self.refused(response, 413))

    def test_says_that_a_form_of_a_thousand_fields_cannot_be_read(self):
        response = self.client.post(self.about, WORDS | {f"f{number}": "x" for number in range(1100)})
        self.assertIn("more than this form can read", self.refused(response, 413))

    def test_takes_no_nul(self):
        for name in ("wrong", "right", "url", "email"):
            with self.subTest(name=name):
                response = send(self.client, self.about, **(WORDS | {name: "a\0b"}))
                self.refused(response, 422)

    def test_takes_ten_thousand_links_for_what_they_are(self):
        response = send(self.client, self.about, **(WORDS | {"right": "http://a.b " * 180}))
        self.assertIn("180 links", self.refused(response, 422))

    def test_shows_markup_as_it_was_typed(self):
        markup = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
        response = send(self.client, self.about, wrong=markup, right=markup, url=markup)
        page = Page(response)
        self.assertEqual((page.all("img"), page.one("textarea", name="wrong").text), ([], markup))

    def test_reads_nothing_but_a_form(self):
        for content_type in ("application/json", "text/plain", "multipart/form-data; boundary=x", "image/png"):
            with self.subTest(content_type=content_type):
                response = self.client.post(self.about, b"{}", content_type=content_type)
                self.assertIn(response.status_code, {400, 422})
        self.assertEqual(Proposal.objects.count(), 0)

    def test_takes_no_field_that_it_did_not_show(self):
        forged = {"status": "archived", "slug": "mine", "name_en": "Mine", "fate": "accepted", "organisation": "1"}
        send(self.client, self.founded, founded="1986", url="https://n.example/", **forged)
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.changes, proposal.fate), ({"founded": "1986"}, "pending"))

    def test_takes_no_value_that_a_choice_has_not(self):
        response = send(self.client, f"{self.about}&field=kind", kind="nonsense", url="https://n.example/")
        self.refused(response, 422)

    def test_gives_back_what_was_typed_about_a_record_that_is_not_public_any_more(self):
        values = opened(self.client, self.about) | WORDS
        type(self.body).objects.filter(pk=self.body.pk).update(status="archived")
        response = self.client.post(self.about, values)
        self.assertEqual((response.status_code, Proposal.objects.count()), (404, 0))
        self.assertContains(response, WORDS["wrong"], status_code=404)
        self.assertNotContains(response, "Heron", status_code=404)

    def test_takes_one_of_two_that_arrive_at_the_same_moment(self):
        values = opened(self.client, self.about) | WORDS

        def other_first(proposal):
            proposal.save()
            raise IntegrityError

        # What the other sent stands in the table when this one comes to write.
        with mock.patch("ecosystem.moderation.receive", other_first):
            response = self.client.post(self.about, values)
        self.assertRedirects(response, f"/en/contribute/received/{Proposal.objects.get().pk}/")


class ReceivedTests(TestCase):
    def test_is_no_page_of_a_number_that_there_is_not(self):
        self.assertEqual(self.client.get("/en/contribute/received/9/").status_code, 404)

    def test_tells_nothing_of_who_sent_it(self):
        proposal = factories.proposal(email="reader@example.org", wrong="My words.")
        body = self.client.get(f"/en/contribute/received/{proposal.pk}/").content.decode()
        self.assertNotIn("reader@", body)
        self.assertNotIn("My words", body)

    def test_counts_days_in_hong_kong(self):
        received = datetime.fromisoformat("2026-11-26T17:00:00+00:00")
        proposal = factories.proposal(received_at=received)
        self.assertContains(self.client.get(f"/en/contribute/received/{proposal.pk}/"), "27 November 2026")
