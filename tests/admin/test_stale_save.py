"""Saving a record that was changed since its form was opened is refused."""

from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.models import Organisation
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class StaleRecordFormTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_editor())
        self.draft = factories.organisation(status="draft", name_en="Old name")
        self.page = self.client.get(get_admin_url(self.draft))

    def change_meanwhile(self):
        other = Organisation.objects.get(pk=self.draft.pk)
        other.website = "https://other.example/"
        other.save()
        publishing.conclude_record_change(other)

    def save(self, **changes):
        response = self.client.post(get_admin_url(self.draft), build_admin_form_data(self.page, **changes))
        self.draft.refresh_from_db()
        return response

    def test_save_after_a_change_by_another_user_is_refused(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        self.assertContains(
            response, "Your changes were not saved because someone else has changed this record since you opened it."
        )
        self.assertEqual((self.draft.name_en, self.draft.website), ("Old name", "https://other.example/"))

    def test_refused_form_keeps_the_submitted_values(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        self.assertContains(response, 'value="New name"')

    def test_refused_form_shows_the_changes_of_the_other_user(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        (difference,) = response.context["adminform"].form.conflict.differences
        self.assertEqual((difference.label, difference.theirs), ("Website", "https://other.example/"))

    def test_refused_form_can_be_saved_again(self):
        self.change_meanwhile()
        self.page = self.save(name_en="New name")
        self.save()
        self.assertEqual((self.draft.name_en, self.draft.website), ("New name", "https://other.example/"))

    def test_save_after_the_record_was_submitted_is_refused(self):
        publishing.submit_for_review(Organisation.objects.get(pk=self.draft.pk))
        response = self.save(name_en="New name")
        self.assertContains(response, "The saved version is the same as what you see below")
        self.assertEqual(self.draft.name_en, "Old name")

    def test_save_without_the_seen_timestamp_is_refused(self):
        self.save(name_en="New name", seen=None)
        self.assertEqual(self.draft.name_en, "Old name")

    def test_save_after_a_citation_was_added_is_refused(self):
        factories.cite(self.draft)
        publishing.conclude_record_change(Organisation.objects.get(pk=self.draft.pk))
        self.save(name_en="New name")
        self.assertEqual(self.draft.name_en, "Old name")

    def test_save_after_publication_is_refused_with_the_submitted_values(self):
        publishing.publish_record(Organisation.objects.get(pk=self.draft.pk))
        response = self.save(name_en="New name")
        self.assertContains(response, "This record is or has been public")
        self.assertContains(response, 'value="New name"')
        self.assertEqual(self.draft.name_en, "Old name")

    def test_save_without_a_conflict_succeeds(self):
        self.save(name_en="New name")
        self.assertEqual(self.draft.name_en, "New name")
