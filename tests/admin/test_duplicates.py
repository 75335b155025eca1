"""Possible duplicates in the admin: warnings, the confirmation before publishing, and sources of one page."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecosystem.editing import merging
from ecosystem.models import DistinctPair, Organisation, Source
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, build_admin_form_data, get_admin_url


class PossibleDuplicateTestCase(AdminTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.heron = factories.organisation(slug="heron", name_en="Heron Robotics", website="https://heron.example/")
        cls.draft = factories.organisation(slug="draft", status="draft", name_en="Heron Robotics Ltd")
        cls.editor, cls.senior_editor = users.create_editor(), users.create_senior_editor()

    def setUp(self):
        self.sign_in(self.editor)

    def mark(self, record, other):
        return self.client.post(
            reverse(f"admin:ecosystem_{record._meta.model_name}_distinct", args=[record.pk, other.pk]), follow=True
        )


class DuplicateRecordWarningTests(PossibleDuplicateTestCase):
    def test_form_links_to_the_similar_record(self):
        response = self.client.get(get_admin_url(self.draft))
        self.assertContains(response, "This may already be here")
        self.assertContains(response, f'<a href="{get_admin_url(self.heron)}">Heron Robotics</a>', html=True)

    def test_message_after_saving_links_to_the_similar_record(self):
        draft = factories.organisation(status="draft", name_en="Egret")
        page = self.client.get(get_admin_url(draft))
        data = build_admin_form_data(page, website="http://www.heron.example/about")
        response = self.client.post(get_admin_url(draft), data, follow=True)
        self.assertContains(response, f'This may already be here: <a href="{get_admin_url(self.heron)}">')
        self.assertEqual(Organisation.objects.get(pk=draft.pk).website, "http://www.heron.example/about")

    def test_no_message_after_saving_an_unrelated_field(self):
        page = self.client.get(get_admin_url(self.draft))
        data = build_admin_form_data(page, summary_en="It makes robots.")
        response = self.client.post(get_admin_url(self.draft), data, follow=True)
        self.assertNotContains(response, "This may already be here:")

    def test_publishing_requires_confirmation(self):
        self.sign_in(self.senior_editor)
        response = self.submit_step(self.draft, "publish")
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.status, "draft")
        self.assertContains(self.client.get(response.url), "was not published because it may already be here")
        self.submit_step(self.draft, "publish", is_another="on")
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.status, "published")

    def test_publish_action_of_the_list_skips_possible_duplicates(self):
        self.sign_in(self.senior_editor)
        data = {"action": "publish_selected", "_selected_action": [self.draft.pk]}
        response = self.client.post(get_admin_url(Organisation, "changelist"), data, follow=True)
        self.assertContains(response, "was not published because it may already be here")
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.status, "draft")

    def test_mark_as_not_the_same_removes_the_warning(self):
        response = self.mark(self.draft, self.heron)
        self.assertContains(response, "are marked as not the same.")
        self.assertNotContains(response, "This may already be here")
        self.assertEqual(DistinctPair.objects.get().marked_by, self.editor)
        self.sign_in(self.senior_editor)
        self.submit_step(self.draft, "publish")
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.status, "published")

    def test_deleting_the_mark_restores_the_warning(self):
        self.mark(self.draft, self.heron)
        address = get_admin_url(DistinctPair.objects.get(), "delete")
        self.client.post(address, {"post": "yes"})
        self.assertContains(self.client.get(get_admin_url(self.draft)), "This may already be here")

    def test_merging_keeps_the_mark(self):
        other = factories.organisation(name_en="Heron Works")
        DistinctPair.objects.mark_distinct(self.draft, other, self.editor)
        merging.merge_records(other, self.heron)
        (pair,) = DistinctPair.objects.all()
        self.assertEqual((set(pair.records), pair.marked_by), ({self.draft, self.heron}, self.editor))

    def test_mark_requires_post_csrf_token_and_a_role(self):
        address = reverse("admin:ecosystem_organisation_distinct", args=[self.draft.pk, self.heron.pk])
        self.assertEqual(self.client.get(address).status_code, 405)
        strict = self.client_class(enforce_csrf_checks=True)
        strict.force_login(self.editor)
        self.assertEqual(strict.post(address).status_code, 403)
        self.sign_in(users.create_staff_user())
        self.assertEqual(self.client.post(address).status_code, 403)
        self.assertEqual(DistinctPair.objects.count(), 0)

    def test_similar_record_of_another_kind_is_linked_without_a_button(self):
        initiative = factories.initiative(status="draft", name_en="Heron Robotics")
        response = self.client.get(get_admin_url(initiative))
        self.assertContains(response, f'<a href="{get_admin_url(self.heron)}">Heron Robotics</a>', html=True)
        self.assertContains(response, "organisation; the same name: Heron Robotics")
        self.assertNotContains(response, "Not the same")
        self.sign_in(self.senior_editor)
        self.submit_step(initiative, "publish")
        initiative.refresh_from_db()
        self.assertEqual(initiative.status, "published")

    def test_warning_costs_one_query(self):
        alone = factories.organisation(status="draft", name_en="Egret")
        self.count_queries(alone)
        self.assertEqual(self.count_queries(self.draft), self.count_queries(alone) + 1)

    def count_queries(self, record):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(get_admin_url(record))
        return len(queries)


class DuplicateProposalWarningTests(PossibleDuplicateTestCase):
    def test_new_record_proposal_links_to_the_similar_record(self):
        self.sign_in(self.senior_editor)
        proposal = factories.proposal(changes={"name_en": "Heron Robotics Limited"})
        response = self.client.get(get_admin_url(proposal))
        self.assertContains(response, "This may already be here")
        self.assertContains(response, get_admin_url(self.heron))

    def test_similar_record_of_another_kind_is_linked(self):
        self.sign_in(self.senior_editor)
        proposal = factories.proposal(suggests="initiative", changes={"name_en": "Heron Robotics"})
        self.assertContains(self.client.get(get_admin_url(proposal)), get_admin_url(self.heron))

    def test_correction_links_to_the_similar_record(self):
        self.sign_in(self.senior_editor)
        Organisation.objects.filter(pk=self.heron.pk).update(ror="00q4vv597", wikidata="Q5")
        other = factories.organisation(name_en="Egret")
        for changes in (
            {"name_en": "Heron Robotics"},
            {"aliases": "Egret Labs\nHeron Robotics Ltd"},
            {"website": "http://heron.example"},
            {"ror": "https://ror.org/00q4vv597"},
            {"wikidata": "Q5"},
        ):
            with self.subTest(changes=changes):
                proposal = factories.proposal(other, field="name", changes=changes)
                response = self.client.get(get_admin_url(proposal))
                self.assertContains(response, "This may already be here")
                self.assertContains(response, f'<a href="{get_admin_url(self.heron)}">')

    def test_correction_of_another_field_links_to_nothing(self):
        self.sign_in(self.senior_editor)
        other = factories.organisation(name_en="Heron Robotics")
        proposal = factories.proposal(other, field="website", changes={"website": "https://egret.example"})
        self.assertNotContains(self.client.get(get_admin_url(proposal)), "This may already be here")


class DuplicateSourceWarningTests(PossibleDuplicateTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.source = factories.source(url="https://www.news.example/story?id=1", title="A story")

    def add(self, **values):
        data = {"title": "A story", "publisher": "News", "read_on": "2026-11-01", "grade": "press"}
        return self.client.post(get_admin_url(Source, "add"), data | values)

    def test_new_source_with_an_equivalent_url_is_refused_with_a_link(self):
        for url in (
            "http://www.news.example/story?id=1",
            "https://NEWS.example/story/?id=1",
            "https://www.news.example/story?id=1&utm_source=mail#top",
        ):
            with self.subTest(url=url):
                response = self.add(url=url)
                self.assertContains(response, f'tick “This is another page”: <a href="{get_admin_url(self.source)}">')
        self.assertEqual(Source.objects.filter(title="A story").count(), 1)

    def test_new_source_with_the_same_url_is_refused_with_a_link(self):
        for values in ({}, {"is_another": "on"}):
            with self.subTest(values=values):
                response = self.add(url=self.source.url, **values)
                self.assertContains(response, f'Use that one: <a href="{get_admin_url(self.source)}">')
                self.assertNotContains(response, "already exists")

    def test_new_source_is_saved_after_confirmation(self):
        self.assertEqual(self.add(url="http://news.example/story?id=1", is_another="on").status_code, 302)
        self.assertEqual(Source.objects.filter(title="A story").count(), 2)

    def test_existing_source_is_saved_without_confirmation(self):
        page = self.client.get(get_admin_url(self.source))
        data = build_admin_form_data(page, title="Another title")
        self.assertEqual(self.client.post(get_admin_url(self.source), data).status_code, 302)
