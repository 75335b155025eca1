"""Reverting a record to an earlier version, with its relations and citations."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from ecosystem.editing import merging, publishing, reverting
from ecosystem.history import revisions, snapshots
from ecosystem.models import Initiative
from tests.support import factories
from tests.support.signatures import build_senior_editor_signature


class RecordRevertTests(TestCase):
    def setUp(self):
        self.body = factories.organisation()
        self.fund = factories.initiative(lead=self.body, amount=500, amount_basis="total", currency="HKD")
        self.fund.applications.add(factories.application())
        revisions.begin_record_histories()
        self.first = self.fund.changes.get()

    def change_everything(self):
        factories.add_participant(self.fund, factories.organisation(), "operator")
        self.fund.citations.all().delete()
        factories.cite(self.fund, "summary")
        self.fund.applications.clear()
        self.fund.amount = 600
        self.fund.save()
        publishing.conclude_record_change(self.fund, by=build_senior_editor_signature())
        return revisions.build_current_snapshot(self.fund)

    def test_columns_lists_relations_and_citations_are_restored(self):
        before = revisions.build_current_snapshot(self.fund)
        self.change_everything()
        reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        self.assertEqual(snapshots.list_changed_fields(before, revisions.build_current_snapshot(self.fund)), [])

    def test_revert_is_recorded_in_the_history(self):
        self.change_everything()
        reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature("It was right before."))
        change = self.fund.changes.newest_first().first()
        self.assertEqual(
            (change.kind, change.reason, change.fields),
            ("reverted", "It was right before.", ["amount", "applications", "bodies", "citations"]),
        )

    def test_slug_and_status_are_kept(self):
        self.change_everything()
        Initiative.objects.filter(pk=self.fund.pk).update(slug="another")
        reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        fund = Initiative.objects.get(pk=self.fund.pk)
        self.assertEqual((fund.slug, fund.status, fund.created_at), ("another", "published", self.fund.created_at))

    def test_version_with_a_merged_participant_is_rejected(self):
        into = factories.organisation()
        merging.merge_records(self.body, into, by=build_senior_editor_signature())
        with self.assertRaisesMessage(ValidationError, f"“{self.body}”, which has since been merged into “{into}”"):
            reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        self.assertEqual(self.fund.involvements.get().organisation, into)

    def test_version_with_a_merged_parent_is_rejected(self):
        part = factories.organisation(parent=self.body)
        revisions.begin_record_histories()
        merging.merge_records(self.body, factories.organisation(), by=build_senior_editor_signature())
        with self.assertRaisesMessage(ValidationError, "which has since been merged into"):
            reverting.revert_record(part, part.changes.order_by("pk").first(), by=build_senior_editor_signature())

    def test_search_keys_of_names_are_rebuilt(self):
        self.change_everything()
        reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        fund = Initiative.objects.get(pk=self.fund.pk)
        self.assertIn(fund.name_en.lower(), fund.names_key)

    def test_incomplete_version_of_a_published_record_is_rejected(self):
        lacking = factories.organisation(status="draft", themes=[])
        revisions.begin_record_histories()
        lacking.themes.add(factories.theme())
        publishing.conclude_record_change(lacking)
        publishing.publish_record(lacking)
        before = revisions.build_current_snapshot(lacking)
        with self.assertRaisesMessage(ValidationError, "It has no theme."):
            reverting.revert_record(lacking, lacking.changes.order_by("pk").first(), by=build_senior_editor_signature())
        self.assertEqual(snapshots.list_changed_fields(before, revisions.build_current_snapshot(lacking)), [])

    def test_verification_date_is_cleared(self):
        self.change_everything()
        publishing.confirm_record(self.fund)
        reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        self.assertIsNone(Initiative.objects.get(pk=self.fund.pk).verified_on)

    def test_revert_of_a_merged_record_is_rejected(self):
        other = factories.initiative()
        revisions.begin_record_histories()
        merging.merge_records(self.fund, other, by=build_senior_editor_signature())
        before = revisions.build_current_snapshot(other)
        with self.assertRaisesMessage(
            ValidationError, "belonged to this record then but now belongs to another record"
        ):
            reverting.revert_record(self.fund, self.first, by=build_senior_editor_signature())
        self.assertEqual(snapshots.list_changed_fields(before, revisions.build_current_snapshot(other)), [])

    def test_version_with_a_deleted_relation_is_rejected(self):
        gone = factories.application("gone")
        self.fund.applications.add(gone)
        publishing.conclude_record_change(self.fund, by=build_senior_editor_signature())
        with_it = self.fund.changes.newest_first().first()
        self.fund.applications.remove(gone)
        publishing.conclude_record_change(self.fund, by=build_senior_editor_signature())
        gone.delete()
        with self.assertRaisesMessage(
            ValidationError, "This version cannot be restored because it refers to something that no longer exists"
        ):
            reverting.revert_record(self.fund, with_it, by=build_senior_editor_signature())

    def test_sources_of_the_old_value_are_restored(self):
        factories.cite(self.fund, "amount")
        publishing.conclude_record_change(self.fund, by=build_senior_editor_signature())
        with_source = self.fund.changes.newest_first().first()
        self.change_everything()
        reverting.revert_record(self.fund, with_source, by=build_senior_editor_signature())
        supported = [citation.supports for citation in self.fund.citations.order_by("pk")]
        self.assertEqual(supported, [["summary"], ["amount"]])

    def test_support_of_an_empty_field_is_not_restored(self):
        factories.cite(self.fund, "eligibility", "amount")
        revisions.record_revision(self.fund, "changed", build_senior_editor_signature())
        with_tick = self.fund.changes.newest_first().first()
        self.change_everything()
        reverting.revert_record(self.fund, with_tick, by=build_senior_editor_signature())
        supported = [citation.supports for citation in self.fund.citations.order_by("pk")]
        self.assertEqual(supported, [["summary"], ["amount"]])
