"""Validation errors of the contribution form."""

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


class ContributionFormErrorTests(ContributeTestCase):
    """Errors are shown at their field, and the form keeps its values."""

    def assert_refused(self, address, said, status=422, **typed):
        response = submit_form(self.client, address, **typed)
        self.assertIn(said, self.assert_response_refused(response, status))
        back = extract_form_data(response)
        self.assertEqual({name: back[name] for name in typed}, typed)
        return Page(response)

    def test_invalid_date_is_an_error(self):
        page = self.assert_refused(self.founded, "“1986-13”", founded="1986-13", url="https://n.example/")
        self.assertEqual(page.one("input[name=founded]")["aria-invalid"], "true")

    def test_invalid_amount_is_an_error_with_an_example(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        address = f"/en/contribute/?initiative={fund.slug}&field=amount"
        self.assert_refused(
            address,
            "Enter the full amount in figures, for example 3000000000",
            amount="some billions",
            url="https://n.example/",
        )

    def test_unchanged_value_is_an_error(self):
        self.assert_refused(
            self.founded, "This is the same as the current value", founded="1991", url="https://n.example/"
        )

    def test_source_url_is_required(self):
        self.assert_refused(self.founded, "Enter the public page that supports this.", founded="1986", url="")

    def test_invalid_source_url_is_an_error(self):
        for url in ("javascript:alert(1)", "news.example", "ftp://news.example/"):
            with self.subTest(url=url):
                self.assert_refused(self.founded, "Public page that supports this", founded="1986", url=url)

    def test_invalid_email_address_is_an_error(self):
        for email in ("nobody", "a@b.example\nBcc: all@c.example"):
            with self.subTest(email=email):
                response = submit_form(self.client, self.founded, founded="1986", url="https://n.example/", email=email)
                self.assertIn("Email address", self.assert_response_refused(response, 422))

    def test_too_long_email_address_is_an_error(self):
        long = "a@" + ".".join(["b" * 60] * 4) + ".example.com"
        self.assert_refused(self.about, "Email address", **(CORRECTION_DATA | {"email": long}))

    def test_locked_database_is_503(self):
        with mock.patch(
            "ecosystem.proposals.moderation.receive_proposal", side_effect=OperationalError("database is locked")
        ):
            self.assert_refused(self.about, "The directory is being updated", status=503, **CORRECTION_DATA)

    def test_unpublished_relations_are_not_revealed_by_an_error(self):
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

    def test_unchanged_published_relations_are_an_error(self):
        fund = factories.initiative(lead=self.body)
        factories.add_participant(fund, factories.organisation(status="draft"), "partner")
        address = f"/en/contribute/?initiative={fund.slug}&field=bodies"
        self.assert_refused(
            address, "This is the same as the current value", bodies="body: lead", url="https://n.example/"
        )

    def test_description_of_the_error_is_required(self):
        self.assert_refused(self.about, "Enter what is wrong.", wrong="", right="So.", url="https://n.example/")

    def test_kind_of_a_new_record_is_required(self):
        response = submit_form(self.client, "/en/contribute/", **(ADDITION_DATA | {"suggests": ""}))
        self.assertIn("Select one of the three options.", self.assert_response_refused(response, 422))

    def test_error_summary_links_to_the_fields(self):
        response = submit_form(self.client, self.about)
        page = Page(response)
        targets = [a["href"].removeprefix("#") for a in page.one("[role=alert]").select("a")]
        self.assertEqual([len(page.select(f"#{target}")) for target in targets], [1, 1, 1])

    def test_title_states_the_error_and_summary_has_focus(self):
        page = Page(submit_form(self.client, self.about))
        self.assertTrue(page.title.startswith("Error: "))
        self.assertTrue(page.one("[role=alert]").has_attr("autofocus"))

    def test_errors_are_translated(self):
        response = submit_form(self.client, "/zh-hant/contribute/?organisation=body", wrong="不是這樣。")
        self.assertRegex(self.assert_response_refused(response, 422), "[一-鿿]")


class ContributionFormHostileInputTests(ContributeTestCase):
    def test_too_long_text_is_an_error_and_kept(self):
        text = "x" * 2001
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"wrong": text}))
        self.assertIn("2000", self.assert_response_refused(response, 422))
        self.assertEqual(extract_form_data(response)["wrong"], text)

    def test_form_of_megabytes_is_413(self):
        response = self.client.post(self.about, CORRECTION_DATA | {"wrong": "x" * 3_000_000})
        self.assertIn("Your text is too long for this form", self.assert_response_refused(response, 413))

    def test_form_of_a_thousand_fields_is_413(self):
        response = self.client.post(self.about, CORRECTION_DATA | {f"f{number}": "x" for number in range(1100)})
        self.assertIn("Your text is too long for this form", self.assert_response_refused(response, 413))

    def test_nul_characters_are_an_error(self):
        for name in ("wrong", "right", "url", "email"):
            with self.subTest(name=name):
                response = submit_form(self.client, self.about, **(CORRECTION_DATA | {name: "a\0b"}))
                self.assert_response_refused(response, 422)

    def test_control_characters_become_spaces(self):
        marks = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
        submit_form(self.client, self.about, **(CORRECTION_DATA | {"wrong": f"a{marks}b\n\tc", "right": "a\x0bb"}))
        proposal = Proposal.objects.get()
        self.assertEqual(("a" + " " * len(marks) + "b\n\tc", "a b"), (proposal.wrong.replace("\r", ""), proposal.right))

    def test_control_characters_become_spaces_in_fields_and_new_records(self):
        submit_form(self.client, f"{self.about}&field=summary", summary_en="It\x01sees.", url="https://n.example/")
        submit_form(self.client, "/en/contribute/", **(ADDITION_DATA | {"name_en": "Heron\x1fAI"}))
        named = {name: text for proposal in Proposal.objects.all() for name, text in proposal.changes.items()}
        self.assertEqual(named["name_en"], "Heron AI")
        self.assertIn("It sees.", [proposal.changes["summary_en"] for proposal in Proposal.objects.all()])

    def test_too_many_links_are_an_error(self):
        response = submit_form(self.client, self.about, **(CORRECTION_DATA | {"right": "http://a.b " * 180}))
        self.assertIn("180 links", self.assert_response_refused(response, 422))

    def test_html_is_escaped(self):
        markup = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
        response = submit_form(self.client, self.about, wrong=markup, right=markup, url=markup)
        page = Page(response)
        self.assertEqual((page.select("img"), page.one("textarea[name=wrong]").text), ([], markup))

    def test_other_content_types_are_rejected(self):
        for content_type in ("application/json", "text/plain", "multipart/form-data; boundary=x", "image/png"):
            with self.subTest(content_type=content_type):
                response = self.client.post(self.about, b"{}", content_type=content_type)
                self.assertIn(response.status_code, {400, 422})
        self.assertEqual(Proposal.objects.count(), 0)

    def test_forged_fields_are_ignored(self):
        forged = {"status": "archived", "slug": "mine", "name_en": "Mine", "fate": "accepted", "organisation": "1"}
        submit_form(self.client, self.founded, founded="1986", url="https://n.example/", **forged)
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.changes, proposal.fate), ({"founded": "1986"}, "pending"))

    def test_invalid_choice_is_an_error(self):
        response = submit_form(self.client, f"{self.about}&field=kind", kind="nonsense", url="https://n.example/")
        self.assert_response_refused(response, 422)

    def test_text_about_an_archived_record_is_kept(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        type(self.body).objects.filter(pk=self.body.pk).update(status="archived")
        response = self.client.post(self.about, values)
        self.assertEqual((response.status_code, Proposal.objects.count()), (404, 0))
        self.assertContains(response, CORRECTION_DATA["wrong"], status_code=404)
        self.assertNotContains(response, "Heron", status_code=404)

    def test_text_is_kept_if_the_model_is_invalid(self):
        for fault in (ValidationError({"url": "Not so.", "form_key": "Nor so."}), ValidationError("Not so. Nor so.")):
            with (
                self.subTest(fault=fault),
                mock.patch("ecosystem.proposals.moderation.receive_proposal", side_effect=fault),
            ):
                response = submit_form(self.client, self.about, **CORRECTION_DATA)
            said = self.assert_response_refused(response, 422)
            self.assertTrue("Not so." in said and "Nor so." in said, said)
            self.assertEqual(extract_form_data(response)["wrong"], CORRECTION_DATA["wrong"])

    def test_simultaneous_duplicate_is_saved_once(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA

        def other_first(proposal):
            proposal.save()
            raise IntegrityError

        # What the other sent stands in the table when this one comes to write.
        with mock.patch("ecosystem.proposals.moderation.receive_proposal", other_first):
            response = self.client.post(self.about, values)
        self.assertRedirects(response, f"/en/contribute/received/{Proposal.objects.get().pk}/")
