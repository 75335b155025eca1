"""Proposals of records and sources that exist already."""

from ecosystem.models import Citation, Proposal, Source
from tests.support import factories, users
from tests.support.admin_pages import get_admin_url
from tests.support.proposal_forms import ADDITION_DATA, ContributeTestCase, extract_form_data, submit_form

ADDRESS = "/en/contribute/"


class ProposalOfExistingRecordTests(ContributeTestCase):
    def suggest(self, **typed):
        return submit_form(self.client, ADDRESS, **ADDITION_DATA | typed)

    def test_duplicate_is_linked_and_the_form_keeps_its_values(self):
        response = self.suggest(name_en="The HERON Institute")
        error = self.assert_response_refused(response, 422)
        self.assertIn("This may already be here", error)
        self.assertContains(response, '<a href="/en/organisations/body/">', status_code=422)
        self.assertContains(response, "?organisation=body", status_code=422)
        self.assertEqual(extract_form_data(response)["name_en"], "The HERON Institute")

    def test_confirmation_that_it_is_another_record_is_accepted(self):
        response = self.suggest(name_en="The HERON Institute", is_another="on")
        self.assertEqual((response.status_code, Proposal.objects.count()), (302, 1))

    def test_duplicate_is_found_by_chinese_name_or_website(self):
        self.body.website = "https://heron-institute.example/"
        self.body.save()
        for typed in ({"name_zh_hant": "白鹭研究所"}, {"website": "http://www.heron-institute.example/en"}):
            with self.subTest(typed=typed):
                self.assert_response_refused(self.suggest(**typed), 422)

    def test_drafts_are_not_revealed(self):
        factories.organisation(status="draft", name_en="Heron AI")
        self.assertEqual(self.suggest().status_code, 302)

    def test_duplicate_of_another_kind_is_linked(self):
        response = self.suggest(suggests="initiative", name_en="Heron Institute")
        self.assert_response_refused(response, 422)
        self.assertContains(response, "(organisation; the same name: Heron Institute)", status_code=422)

    def test_question_is_not_shown_before_the_form_is_sent(self):
        self.assertNotContains(self.client.get(ADDRESS), "it is another one")


class ProposalOfExistingSourceTests(ContributeTestCase):
    def test_existing_source_is_cited_on_acceptance(self):
        source = factories.source(url="https://www.news.example/story")
        self.client.force_login(users.create_senior_editor())
        proposal = factories.proposal(
            self.body, field="founded", changes={"founded": "1990"}, found={"founded": "1991"},
            url="http://news.example/story/?utm_source=mail",
        )  # fmt: skip
        page = self.client.get(get_admin_url(proposal))
        typed = {"take_founded": "on", "value_founded": "1990", "adds_source": "on", "reason": "So.", "_accept": "1"}
        response = self.client.post(get_admin_url(proposal), extract_form_data(page) | typed)
        self.assertEqual(response.status_code, 302)
        self.assertTrue(Citation.objects.filter(source=source, organisation=self.body).exists())
        self.assertEqual(Source.objects.filter(url__contains="news.example/story").count(), 1)
