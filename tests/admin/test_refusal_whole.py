"""Saving a published record: a change that would make it incomplete is refused as a whole."""

from django.contrib.admin.models import LogEntry
from django.test import TestCase

from ecosystem.models import Citation, InitiativeBody, Organisation, Participation, editions
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, build_removal_data, get_admin_url


class IncompleteRecordRefusalTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def save(self, record, **changes):
        page = self.client.get(get_admin_url(record))
        return self.client.post(get_admin_url(record), build_admin_form_data(page, **changes))

    def test_deleting_the_last_citation_is_refused(self):
        record = factories.organisation()
        response = self.save(record, **{"citations-0-DELETE": "on"})
        self.assertContains(response, "Nothing was saved.")
        self.assertContains(response, "It has no source.")
        self.assertEqual(Citation.objects.filter(organisation=record).count(), 1)

    def test_other_changes_are_rolled_back(self):
        record = factories.organisation(name_en="Old name")
        self.save(record, name_en="New name", **{"citations-0-DELETE": "on"})
        record.refresh_from_db()
        self.assertEqual(record.name_en, "Old name")

    def test_form_shows_the_submitted_values(self):
        record = factories.organisation(name_en="Old name")
        response = self.save(record, name_en="New name", **{"citations-0-DELETE": "on"})
        form = response.context["adminform"].form
        self.assertEqual(form["name_en"].value(), "New name")
        self.assertContains(response, 'value="New name"')

    def test_form_shows_the_rows_marked_for_deletion(self):
        record = factories.organisation()
        response = self.save(record, **{"citations-0-DELETE": "on"})
        citations = response.context["inline_admin_formsets"][0].formset
        self.assertTrue(citations.forms[0]["DELETE"].value())

    def test_deleting_the_last_lead_is_refused(self):
        initiative = factories.initiative()
        response = self.save(initiative, **{"involvements-0-DELETE": "on"})
        self.assertContains(response, "No published organisation leads or operates it.")
        self.assertEqual(InitiativeBody.objects.filter(initiative=initiative).count(), 1)

    def test_changing_the_last_lead_to_a_partner_is_refused(self):
        initiative = factories.initiative()
        response = self.save(initiative, **{"involvements-0-role": "partner"})
        self.assertContains(response, "No published organisation leads or operates it.")
        self.assertEqual(initiative.involvements.get().role, "lead")

    def test_deleting_the_second_participant_is_refused(self):
        collaboration = factories.collaboration()
        response = self.save(collaboration, **{"participations-0-DELETE": "on"})
        self.assertContains(response, "It has fewer than two published participants.")
        self.assertEqual(Participation.objects.filter(collaboration=collaboration).count(), 2)

    def test_removing_the_last_theme_is_refused(self):
        record = factories.organisation()
        response = self.save(record, themes=None)
        self.assertContains(response, "It has no theme.")
        self.assertEqual(record.themes.count(), 1)

    def test_removing_the_chinese_summary_is_refused(self):
        record = factories.organisation()
        response = self.save(record, summary_zh_hant="")
        self.assertContains(response, "It has no Chinese summary.")

    def test_refusal_makes_no_log_entry_and_no_edition(self):
        record, before = factories.organisation(), editions.read_edition_number()
        self.save(record, **{"citations-0-DELETE": "on"})
        self.assertFalse(LogEntry.objects.exists())
        self.assertEqual(editions.read_edition_number(), before)

    def test_initiative_that_builds_on_itself_is_refused(self):
        initiative = factories.initiative()
        response = self.save(initiative, builds_on=[str(initiative.pk)])
        self.assertContains(response, "An initiative cannot build on itself.")
        self.assertFalse(initiative.builds_on.exists())

    def test_draft_may_be_incomplete(self):
        draft = factories.organisation(status="draft")
        response = self.save(draft, themes=None, **{"citations-0-DELETE": "on"})
        self.assertRedirects(response, get_admin_url(Organisation, "changelist"))
        self.assertFalse(draft.citations.exists())


class RecordFormSaveTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def save(self, record, **changes):
        page = self.client.get(get_admin_url(record))
        return self.client.post(get_admin_url(record), build_admin_form_data(page, **changes))

    def test_only_source_can_be_replaced_in_one_save(self):
        record, other = factories.organisation(founded="1991"), factories.source()
        page = self.client.get(get_admin_url(record))
        added = {
            "citations-TOTAL_FORMS": "2",
            "citations-1-source": str(other.pk),
            "citations-1-position": "1",
            "citations-1-supports": ["name", "founded"],
        }
        self.client.post(get_admin_url(record), build_admin_form_data(page, **build_removal_data(page), **added))
        self.assertEqual(record.citations.get().source, other)
        self.assertEqual(record.citations.get().supports, ["name", "founded"])

    def test_change_of_a_published_record_makes_a_new_edition(self):
        record, before = factories.organisation(), editions.read_edition_number()
        self.save(record, name_en="New name")
        self.assertGreater(editions.read_edition_number(), before)

    def test_change_of_a_citation_sets_updated_at(self):
        record = factories.organisation()
        self.save(record, **{"citations-0-supports": ["summary", "name"]})
        self.assertGreater(Organisation.objects.get(pk=record.pk).updated_at, record.updated_at)

    def test_save_without_changes_keeps_updated_at(self):
        record = factories.organisation()
        self.save(record)
        self.assertEqual(Organisation.objects.get(pk=record.pk).updated_at, record.updated_at)

    def test_supported_fields_can_be_emptied(self):
        record = factories.organisation()
        self.save(record, **{"citations-0-supports": None})
        self.assertEqual(record.citations.get().supports, [])

    def test_citation_of_an_unknown_field_is_refused(self):
        record = factories.organisation()
        response = self.save(record, **{"citations-0-supports": ["amount"]})
        self.assertContains(response, "Select a valid choice. amount is not one of the available choices.")

    def test_field_both_supported_and_disputed_is_refused(self):
        record = factories.organisation()
        response = self.save(record, **{"citations-0-disputes": ["summary"]})
        self.assertContains(response, "These fields are marked as both supported and conflicting: summary.")

    def test_aliases_are_entered_one_per_line(self):
        record = factories.organisation()
        self.save(record, aliases="Cyber Port\n數碼港\n")
        record.refresh_from_db()
        self.assertEqual(record.aliases, ["Cyber Port", "數碼港"])

    def test_new_record_is_saved_with_its_sources(self):
        source = factories.source()
        values = {
            "slug": "a-new-one",
            "name_en": "A new one",
            "kind": "company",
            "ai": "core",
            "citations-TOTAL_FORMS": "1",
            "citations-INITIAL_FORMS": "0",
            "citations-0-source": str(source.pk),
            "citations-0-position": "1",
            "citations-0-supports": ["name"],
        }
        self.client.post(get_admin_url(Organisation, "add"), values)
        made = Organisation.objects.get(slug="a-new-one")
        self.assertEqual((made.status, made.citations.get().supports), ("draft", ["name"]))

    def test_slug_of_an_archived_record_cannot_change(self):
        record = factories.organisation(status="archived", slug="cyberport")
        self.save(record, slug="something-else")
        record.refresh_from_db()
        self.assertEqual(record.slug, "cyberport")

    def test_slug_of_a_draft_can_change(self):
        record = factories.organisation(status="draft", slug="cyberprot")
        self.save(record, slug="cyberport")
        record.refresh_from_db()
        self.assertEqual(record.slug, "cyberport")
