"""What the form for proposals says of what it does not take: where it is, and nothing is lost."""

from unittest import mock

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.html_pages import Page
from tests.support.proposal_forms import (
    ADDITION_DATA,
    CORRECTION_DATA,
    ContributeTestCase,
    extract_form_data,
    fetch_form_data,
    submit_form,
)


class RefusalTests(ContributeTestCase):
    """What is wrong is said where it is, and all that was typed comes back."""

    def assert_refused(self, address, said, status=422, **typed):
        response = submit_form(self.client, address, **typed)
        self.assertIn(said, self.assert_response_refused(response, status))
        back = extract_form_data(response)
        self.assertEqual({name: back[name] for name in typed}, typed)
        return Page(response)

    def test_says_what_is_no_date(self):
        page = self.assert_refused(self.founded, "“1986-13”", founded="1986-13", url="https://n.example/")
        self.assertEqual(page.one("input[name=founded]")["aria-invalid"], "true")

    def test_says_how_an_amount_is_written(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        address = f"/en/contribute/?initiative={fund.slug}&field=amount"
        self.assert_refused(
            address,
            "Enter the full amount in figures, for example 3000000000",
            amount="some billions",
            url="https://n.example/",
        )

    def test_says_that_nothing_would_change(self):
        self.assert_refused(
            self.founded, "This is the same as the current value", founded="1991", url="https://n.example/"
        )

    def test_asks_for_the_page_that_shows_it(self):
        self.assert_refused(self.founded, "Enter the public page that supports this.", founded="1986", url="")

    def test_says_what_is_no_address_of_a_page(self):
        for url in ("javascript:alert(1)", "news.example", "ftp://news.example/"):
            with self.subTest(url=url):
                self.assert_refused(self.founded, "Public page that supports this", founded="1986", url=url)

    def test_says_what_is_no_address_of_mail(self):
        for email in ("nobody", "a@b.example\nBcc: all@c.example"):
            with self.subTest(email=email):
                response = submit_form(self.client, self.founded, founded="1986", url="https://n.example/", email=email)
                self.assertIn("Email address", self.assert_response_refused(response, 422))

    def test_says_that_an_address_of_mail_is_longer_than_any(self):
        long = "a@" + ".".join(["b" * 60] * 4) + ".example.com"
        self.assert_refused(self.about, "Email address", **(CORRECTION_DATA | {"email": long}))

    def test_says_that_the_directory_is_busy(self):
        with mock.patch(
            "ecosystem.proposals.moderation.receive_proposal", side_effect=OperationalError("database is locked")
        ):
            self.assert_refused(self.about, "The directory is being updated", status=503, **CORRECTION_DATA)

    def test_does_not_tell_by_a_refusal_what_stands_there_unseen(self):
        hidden = factories.organisation(status="draft", slug="canary")
        fund = factories.initiative(lead=self.body)
        factories.add_participant(fund, hidden, "partner")
        type(fund).objects.filter(pk=fund.pk).update(part_of=factories.initiative(status="draft", slug="canary"))
        fund.builds_on.add(factories.initiative(status="draft", slug="canary-too"))
        guesses = {"part_of": "canary", "builds_on": "canary-too", "bodies": "body: lead\ncanary: partner"}
        for field, guess in guesses.items():
            with self.subTest(field=field):
                address = f"/en/contribute/?initiative={fund.slug}&field={field}"
                response = submit_form(self.client, address, url="https://n.example/", **{field: guess})
                self.assertEqual(response.status_code, 302)

    def test_says_that_nothing_would_change_of_what_readers_see_of_a_relation(self):
        fund = factories.initiative(lead=self.body)
        factories.add_participant(fund, factories.organisation(status="draft"), "partner")
        address = f"/en/contribute/?initiative={fund.slug}&field=bodies"
        self.assert_refused(
            address, "This is the same as the current value", bodies="body: lead", url="https://n.example/"
        )

    def test_asks_for_words_where_there_are_none(self):
        self.assert_refused(self.about, "Enter what is wrong.", wrong="", right="So.", url="https://n.example/")

    def test_asks_what_a_new_record_is(self):
        response = submit_form(self.client, "/en/contribute/", **(ADDITION_DATA | {"suggests": ""}))
        self.assertIn("Select one of the three options.", self.assert_response_refused(response, 422))

    def test_leads_from_each_fault_to_its_field(self):
        response = submit_form(self.client, self.about)
        page = Page(response)
        targets = [a["href"].removeprefix("#") for a in page.one("[role=alert]").select("a")]
        self.assertEqual([len(page.select(f"#{target}")) for target in targets], [1, 1, 1])

    def test_says_first_that_it_was_not_sent(self):
        page = Page(submit_form(self.client, self.about))
        self.assertTrue(page.title.startswith("Error: "))
        self.assertTrue(page.one("[role=alert]").has_attr("autofocus"))

    def test_says_it_in_chinese(self):
        response = submit_form(self.client, "/zh-hant/contribute/?organisation=body", wrong="不是這樣。")
        self.assertRegex(self.assert_response_refused(response, 422), "[一-鿿]")


class HostileTests(ContributeTestCase):
    def test_says_that_a_text_is_too_long_and_gives_it_back(self):
        text = "x" * 2001
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"wrong": text}))
        self.assertIn("2000", self.assert_response_refused(response, 422))
        self.assertEqual(extract_form_data(response)["wrong"], text)

    def test_says_that_a_form_of_megabytes_cannot_be_read(self):
        response = self.client.post(self.about, CORRECTION_DATA | {"wrong": "x" * 3_000_000})
        self.assertIn("Your text is too long for this form", self.assert_response_refused(response, 413))

    def test_says_that_a_form_of_a_thousand_fields_cannot_be_read(self):
        response = self.client.post(self.about, CORRECTION_DATA | {f"f{number}": "x" for number in range(1100)})
        self.assertIn("Your text is too long for this form", self.assert_response_refused(response, 413))

    def test_takes_no_nul(self):
        for name in ("wrong", "right", "url", "email"):
            with self.subTest(name=name):
                response = submit_form(self.client, self.about, **(CORRECTION_DATA | {name: "a\0b"}))
                self.assert_response_refused(response, 422)

    def test_takes_marks_that_no_feed_can_hold_for_spaces(self):
        marks = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
        submit_form(self.client, self.about, **(CORRECTION_DATA | {"wrong": f"a{marks}b\n\tc", "right": "a\x0bb"}))
        proposal = Proposal.objects.get()
        self.assertEqual(("a" + " " * len(marks) + "b\n\tc", "a b"), (proposal.wrong.replace("\r", ""), proposal.right))

    def test_takes_such_marks_for_spaces_in_the_form_of_a_field_and_of_a_new_record(self):
        submit_form(self.client, f"{self.about}&field=summary", summary_en="It\x01sees.", url="https://n.example/")
        submit_form(self.client, "/en/contribute/", **(ADDITION_DATA | {"name_en": "Heron\x1fAI"}))
        named = {name: text for proposal in Proposal.objects.all() for name, text in proposal.changes.items()}
        self.assertEqual(named["name_en"], "Heron AI")
        self.assertIn("It sees.", [proposal.changes["summary_en"] for proposal in Proposal.objects.all()])

    def test_takes_ten_thousand_links_for_what_they_are(self):
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"right": "http://a.b " * 180}))
        self.assertIn("180 links", self.assert_response_refused(response, 422))

    def test_shows_markup_as_it_was_typed(self):
        markup = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
        response = submit_form(self.client, self.about, wrong=markup, right=markup, url=markup)
        page = Page(response)
        self.assertEqual((page.select("img"), page.one("textarea[name=wrong]").text), ([], markup))

    def test_reads_nothing_but_a_form(self):
        for content_type in ("application/json", "text/plain", "multipart/form-data; boundary=x", "image/png"):
            with self.subTest(content_type=content_type):
                response = self.client.post(self.about, b"{}", content_type=content_type)
                self.assertIn(response.status_code, {400, 422})
        self.assertEqual(Proposal.objects.count(), 0)

    def test_takes_no_field_that_it_did_not_show(self):
        forged = {"status": "archived", "slug": "mine", "name_en": "Mine", "fate": "accepted", "organisation": "1"}
        submit_form(self.client, self.founded, founded="1986", url="https://n.example/", **forged)
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.changes, proposal.fate), ({"founded": "1986"}, "pending"))

    def test_takes_no_value_that_a_choice_has_not(self):
        response = submit_form(self.client, f"{self.about}&field=kind", kind="nonsense", url="https://n.example/")
        self.assert_response_refused(response, 422)

    def test_gives_back_what_was_typed_about_a_record_that_is_not_public_any_more(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        type(self.body).objects.filter(pk=self.body.pk).update(status="archived")
        response = self.client.post(self.about, values)
        self.assertEqual((response.status_code, Proposal.objects.count()), (404, 0))
        self.assertContains(response, CORRECTION_DATA["wrong"], status_code=404)
        self.assertNotContains(response, "Heron", status_code=404)

    def test_gives_back_what_was_typed_whatever_the_table_refuses(self):
        for fault in (ValidationError({"url": "Not so.", "form_key": "Nor so."}), ValidationError("Not so. Nor so.")):
            with (
                self.subTest(fault=fault),
                mock.patch("ecosystem.proposals.moderation.receive_proposal", side_effect=fault),
            ):
                response = submit_form(self.client, self.about, **CORRECTION_DATA)
            said = self.assert_response_refused(response, 422)
            self.assertTrue("Not so." in said and "Nor so." in said, said)
            self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    def test_takes_one_of_two_that_arrive_at_the_same_moment(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA

        def other_first(proposal):
            proposal.save()
            raise IntegrityError

        # What the other sent stands in the table when this one comes to write.
        with mock.patch("ecosystem.proposals.moderation.receive_proposal", other_first):
            response = self.client.post(self.about, values)
        self.assertRedirects(response, f"/en/contribute/received/{Proposal.objects.get().pk}/")
