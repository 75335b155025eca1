"""The contribution form, saving proposals, and the confirmation page."""

from datetime import datetime

from django.test import TestCase

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.proposal_forms import (
    ADDITION_DATA,
    CORRECTION_DATA,
    ContributeTestCase,
    extract_form_data,
    fetch_form_data,
    get_form_error,
    submit_form,
)


def list_terms(element):
    return [(dt.text, dd.text) for dt, dd in zip(element.select("dt"), element.select("dd"), strict=True)]


class ContributionFormPageTests(ContributeTestCase):
    def test_current_value_is_shown_with_its_source(self):
        page = fetch_page(self.client, self.founded)
        aside = page.one("aside").text
        self.assertIn("1991", aside)
        self.assertIn("The founding page", aside)
        self.assertEqual(page.one("input[name=founded]")["value"], "1991")

    def test_text_has_a_field_for_each_language(self):
        page = fetch_page(self.client, f"{self.about}&field=summary")
        self.assertEqual(page.one("textarea[name=summary_en]").text, "It looks.")
        self.assertEqual(page.one("textarea[name=summary_zh_hant]")["lang"], "zh-Hant-HK")
        self.assertTrue(page.select("textarea[name=summary_zh_hans]"))

    def test_choices_are_offered_in_a_select(self):
        page = fetch_page(self.client, f"{self.about}&field=kind")
        options = page.one("select[name=kind]").select("option")
        self.assertIn(("company", "Company", True), [(o["value"], o.text, o.has_attr("selected")) for o in options])

    def test_choices_are_defined(self):
        details = fetch_page(self.client, f"{self.about}&field=kind").one("details.definitions")
        self.assertIn(("University", "A university or other institution that awards degrees."), list_terms(details))

    def test_terms_of_a_table_are_defined(self):
        factories.support(name_en="Funding", description_en="A grant.")
        details = fetch_page(self.client, f"{self.about}&field=support").one("details.definitions")
        self.assertEqual(list_terms(details), [("Funding", "A grant.")])

    def test_field_without_choices_has_no_definitions(self):
        self.assertEqual(fetch_page(self.client, self.founded).select("details.definitions"), [])

    def test_amount_has_fields_for_basis_and_currency(self):
        factories.initiative(slug="fund", amount=5, amount_basis="total", currency="HKD")
        values = fetch_form_data(self.client, "/en/contribute/?initiative=fund&field=amount")
        found = {name: values[name] for name in ("amount", "amount_basis", "currency")}
        self.assertEqual(found, {"amount": "5", "amount_basis": "total", "currency": "HKD"})

    def test_every_field_of_every_kind_has_a_form(self):
        rows = [self.body, factories.initiative(), factories.collaboration(), factories.indicator()]
        for row in rows:
            for field in row.bearable_fields:
                with self.subTest(kind=row._meta.model_name, field=field):
                    address = f"/zh-hant/contribute/?{row._meta.model_name}={row.slug}&field={field}"
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_language_links_keep_record_and_field(self):
        links = [a["href"] for a in fetch_page(self.client, self.founded).select("a") if a.has_attr("hreflang")]
        self.assertIn("/zh-hant/contribute/?organisation=body&field=founded", links)

    def test_page_without_a_record_has_a_search_form(self):
        page = fetch_page(self.client, "/en/contribute/")
        self.assertEqual([f["action"] for f in page.content.select("form[role=search]")], ["/en/contribute/"])

    def test_unpublished_record_is_404(self):
        for status in ("draft", "in_review"):
            hidden = factories.organisation(status=status)
            with self.subTest(status=status):
                self.assertEqual(self.client.get(f"/en/contribute/?organisation={hidden.slug}").status_code, 404)

    def test_unpublished_relations_are_not_shown(self):
        hidden = factories.organisation(status="draft", slug="canary", name_en="Canary")
        fund = factories.initiative(lead=hidden)
        type(self.body).objects.filter(pk=self.body.pk).update(parent=hidden)
        for address in (f"{self.about}&field=parent", f"/en/contribute/?initiative={fund.slug}&field=bodies"):
            with self.subTest(address=address):
                self.assertNotIn("canary", self.client.get(address).content.decode().lower())

    def test_unknown_field_is_ignored_with_a_message(self):
        page = fetch_page(self.client, f"{self.about}&field=status")
        self.assertIn("This record has no such field", page.content.text)
        self.assertEqual(page.select("input[name=status]"), [])

    def test_only_cookie_is_a_session_csrf_cookie(self):
        cookies = self.client.get(self.about).cookies
        self.assertEqual(list(cookies), ["csrftoken"])
        self.assertEqual((cookies["csrftoken"]["max-age"], cookies["csrftoken"]["httponly"]), ("", True))

    def test_honeypot_field_is_hidden(self):
        page = fetch_page(self.client, self.about)
        self.assertTrue(page.one("input[name=nickname]").parent.parent.has_attr("hidden"))

    def test_malformed_slugs_are_404(self):
        for slug in ("%00", "%F0%9F%92%A9", "a" * 3000, "..%2F"):
            with self.subTest(slug=slug[:10]):
                self.assertEqual(self.client.get(f"/en/contribute/?organisation={slug}").status_code, 404)


class ContributionFormSubmissionTests(ContributeTestCase):
    def test_proposal_has_the_new_and_the_current_value(self):
        submit_form(self.client, self.founded, founded="1986-04", url="https://news.example/a")
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.record, proposal.field, proposal.fate), (self.body, "founded", "pending"))
        self.assertEqual((proposal.changes, proposal.found), ({"founded": "1986-04"}, {"founded": "1991"}))

    def test_submission_redirects_to_a_confirmation_with_its_number(self):
        response = submit_form(self.client, self.about, **CORRECTION_DATA)
        proposal = Proposal.objects.get()
        self.assertRedirects(response, f"/en/contribute/received/{proposal.pk}/")
        page = fetch_page(self.client, response["Location"])
        self.assertIn(f"number is {proposal.pk}", page.one("h1").text)
        self.assertEqual(fetch_page(self.client, proposal.get_absolute_url()).facts["Decision"].text, "Pending")

    def test_record_is_unchanged(self):
        submit_form(self.client, self.founded, founded="1986", url="https://news.example/a")
        self.body.refresh_from_db()
        self.assertEqual(self.body.founded.text, "1991")

    def test_only_changed_languages_are_saved(self):
        submit_form(self.client, f"{self.about}&field=summary", summary_en="It sees.", url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"summary_en": "It sees."})

    def test_name_of_a_related_organisation_is_accepted_as_text(self):
        submit_form(self.client, f"{self.about}&field=parent", parent="The Heron Group", url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"parent": "The Heron Group"})

    def test_chosen_terms_are_saved(self):
        factories.support("funding")
        factories.support("mentorship")
        address = f"{self.about}&field=support"
        submit_form(self.client, address, support=["mentorship", "funding"], url="https://news.example/a")
        self.assertEqual(Proposal.objects.get().changes, {"support": "funding\nmentorship"})

    def test_new_record_is_saved(self):
        submit_form(self.client, "/zh-hant/contribute/", **ADDITION_DATA)
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.aim, proposal.suggests, proposal.language), ("addition", "organisation", "zh-hant"))
        self.assertEqual(proposal.changes, {"name_en": "Heron AI", "summary_en": "It makes herons."})

    def test_removal_by_the_organisation_needs_no_source(self):
        submit_form(self.client, self.about, wrong="We are private.", asks_for_removal="on", is_about_oneself="on")
        proposal = Proposal.objects.get()
        self.assertEqual((proposal.aim, proposal.is_about_oneself), ("removal", True))

    def test_proposal_about_an_indicator_is_saved(self):
        series = factories.indicator()
        submit_form(self.client, f"/en/contribute/?indicator={series.slug}&field=observations", **CORRECTION_DATA)
        self.assertEqual(Proposal.objects.get().indicator, series)

    def test_repeated_submission_is_saved_once(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        first, second = self.client.post(self.about, values), self.client.post(self.about, values)
        self.assertEqual((first["Location"], Proposal.objects.count()), (second["Location"], 1))

    def test_changed_text_in_a_sent_form_needs_confirmation(self):
        values = fetch_form_data(self.client, self.about) | CORRECTION_DATA
        self.client.post(self.about, values)
        response = self.client.post(self.about, values | {"right": "Or so."})
        self.assertIn("). Select the button again to send it as a new suggestion", get_form_error(response))
        self.client.post(self.about, extract_form_data(response))
        self.assertEqual(
            list(Proposal.objects.order_by("pk").values_list("right", flat=True)), [CORRECTION_DATA["right"], "Or so."]
        )

    def test_ip_address_is_not_stored(self):
        self.client.post(
            self.about, fetch_form_data(self.client, self.about) | CORRECTION_DATA, REMOTE_ADDR="203.0.113.77"
        )
        self.assertNotIn("203.0.113", str(Proposal.objects.values().get()))


class ContributionConfirmationPageTests(TestCase):
    def test_unknown_number_is_404(self):
        self.assertEqual(self.client.get("/en/contribute/received/9/").status_code, 404)

    def test_private_details_are_not_shown(self):
        proposal = factories.proposal(email="reader@example.org", wrong="My words.")
        body = self.client.get(f"/en/contribute/received/{proposal.pk}/").content.decode()
        self.assertNotIn("reader@", body)
        self.assertNotIn("My words", body)

    def test_date_is_that_of_hong_kong(self):
        received = datetime.fromisoformat("2026-11-26T17:00:00+00:00")
        proposal = factories.proposal(received_at=received)
        self.assertContains(self.client.get(f"/en/contribute/received/{proposal.pk}/"), "27 November 2026")
