"""Of two editors at once, neither overwrites the other unawares."""

from django.test import TestCase

from ecosystem.editing import publishing
from ecosystem.models import Organisation
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class StaleTests(TestCase):
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

    def test_refuses_a_save_of_what_somebody_changed_meanwhile(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        self.assertContains(
            response, "Your changes were not saved because someone else has changed this record since you opened it."
        )
        self.assertEqual((self.draft.name_en, self.draft.website), ("Old name", "https://other.example/"))

    def test_keeps_what_was_typed(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        self.assertContains(response, 'value="New name"')

    def test_shows_what_somebody_else_changed(self):
        self.change_meanwhile()
        response = self.save(name_en="New name")
        (difference,) = response.context["adminform"].form.conflict.differences
        self.assertEqual((difference.label, difference.theirs), ("Website", "https://other.example/"))

    def test_saves_the_form_that_came_back(self):
        self.change_meanwhile()
        self.page = self.save(name_en="New name")
        self.save()
        self.assertEqual((self.draft.name_en, self.draft.website), ("New name", "https://other.example/"))

    def test_refuses_a_form_whose_record_was_submitted_meanwhile(self):
        publishing.submit_for_review(Organisation.objects.get(pk=self.draft.pk))
        response = self.save(name_en="New name")
        self.assertContains(response, "The saved version is the same as what you see below")
        self.assertEqual(self.draft.name_en, "Old name")

    def test_refuses_a_form_that_does_not_say_what_it_was_opened_on(self):
        self.save(name_en="New name", seen=None)
        self.assertEqual(self.draft.name_en, "Old name")

    def test_refuses_when_only_a_citation_was_added_meanwhile(self):
        factories.cite(self.draft)
        publishing.conclude_record_change(Organisation.objects.get(pk=self.draft.pk))
        self.save(name_en="New name")
        self.assertEqual(self.draft.name_en, "Old name")

    def test_gives_an_editor_back_what_they_typed_while_it_was_published(self):
        publishing.publish_record(Organisation.objects.get(pk=self.draft.pk))
        response = self.save(name_en="New name")
        self.assertContains(response, "This record is or has been public")
        self.assertContains(response, 'value="New name"')
        self.assertEqual(self.draft.name_en, "Old name")

    def test_saves_what_nobody_else_touched(self):
        self.save(name_en="New name")
        self.assertEqual(self.draft.name_en, "New name")
