"""Every operation on a record stores a version of it, with user, time and reason."""

from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import TestCase
from reversion.models import Revision

from ecosystem.editing import publishing
from ecosystem.history import revisions, snapshots
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import Change
from tests.support import factories
from tests.support.signatures import build_senior_editor_signature


def change_record(record, *, by=None, **values):
    """Change columns of a record as an editor's form does."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    publishing.conclude_record_change(record, by=by or build_senior_editor_signature())
    return record.changes.newest_first().first()


class RecordChangeTests(TestCase):
    def setUp(self):
        self.record = factories.organisation(founded="1991")
        revisions.begin_record_histories()

    def test_lists_the_changed_fields(self):
        self.assertEqual(change_record(self.record, founded="1990", summary_en="Other.").fields, ["summary", "founded"])

    def test_stores_user_role_and_reason(self):
        user = User.objects.create_user("somebody")
        change = change_record(self.record, founded="1990", by=ChangeAttribution("publisher", user, "A year early."))
        self.assertEqual(
            (change.kind, change.role, change.reason, change.revision.user),
            ("changed", "publisher", "A year early.", user),
        )

    def test_is_not_stored_without_a_difference(self):
        change_record(self.record, founded="1991")
        self.assertEqual(self.record.changes.count(), 1)

    def test_requires_a_reason_for_a_public_record(self):
        self.record.founded = "1990"
        self.record.save()
        with self.assertRaisesMessage(ValidationError, "Enter the reason"):
            publishing.conclude_record_change(self.record, by=build_senior_editor_signature(" "))

    def test_draft_requires_no_reason(self):
        draft = factories.organisation(status="draft")
        revisions.begin_record_histories()
        change = change_record(draft, founded="1990", by=build_senior_editor_signature(""))
        self.assertEqual((change.fields, change.is_public), (["founded"], False))

    def test_detects_changed_citations(self):
        old = self.record.citations.get()
        factories.cite(self.record, "founded")
        old.delete()
        self.assertEqual(change_record(self.record).fields, ["citations"])

    def test_detects_changed_themes(self):
        self.record.themes.add(factories.theme("smart-city"))
        self.assertEqual(change_record(self.record).fields, ["themes"])

    def test_detects_changed_organisations_of_an_initiative(self):
        fund = factories.initiative()
        revisions.begin_record_histories()
        factories.add_participant(fund, self.record, "funder")
        self.assertEqual(change_record(fund).fields, ["bodies"])

    def test_detects_changed_participants_of_a_collaboration(self):
        pact = factories.collaboration()
        revisions.begin_record_histories()
        factories.add_participant(pact, self.record, "partner")
        self.assertEqual(change_record(pact).fields, ["participants"])

    def test_each_publication_step_stores_one_change(self):
        record = factories.organisation(status="draft")
        revisions.begin_record_histories()
        publishing.submit_for_review(record)
        publishing.publish_record(record)
        publishing.confirm_record(record)
        publishing.archive_record(record)
        self.assertEqual(
            list(record.changes.order_by("pk").values_list("kind", flat=True)),
            ["entered", "published", "confirmed", "archived"],
        )

    def test_is_deleted_with_a_draft(self):
        draft = factories.organisation(status="draft")
        revisions.begin_record_histories()
        publishing.delete_unpublished_record(draft)
        self.assertEqual((Change.objects.exclude(organisation=self.record).count(), Revision.objects.count()), (0, 1))


class CorrectionDateTests(TestCase):
    def test_wrong_since_is_the_time_of_the_wrong_change(self):
        record = factories.organisation(founded="1991")
        revisions.begin_record_histories()
        wrong = change_record(record, founded="1989")
        change_record(record, summary_en="Another sentence.")
        right = change_record(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, wrong.made_at)

    def test_wrong_since_is_the_publication_date_if_older_than_the_history(self):
        record = factories.organisation(founded="1991", published_at=datetime(2026, 3, 1, tzinfo=UTC))
        revisions.begin_record_histories()
        right = change_record(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, record.published_at)

    def test_wrong_since_is_not_before_publication(self):
        record = factories.organisation(status="draft", founded="1991")
        revisions.begin_record_histories()
        publishing.publish_record(record)
        published = record.changes.newest_first().first()
        right = change_record(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, published.made_at)


class BeginRecordHistoriesTests(TestCase):
    def test_begins_the_history_of_every_record_without_one(self):
        factories.collaboration(initiative=factories.initiative())
        # With the lead of the one and the two parties of the other.
        self.assertEqual(revisions.begin_record_histories(), 5)

    def test_does_not_begin_a_history_twice(self):
        factories.organisation()
        revisions.begin_record_histories()
        self.assertEqual(revisions.begin_record_histories(), 0)

    def test_query_count_does_not_depend_on_the_number_of_records(self):
        def begin_histories_of(number):
            for _ in range(number):
                factories.organisation()
            with self.assertNumQueries(few):
                revisions.begin_record_histories()

        few = 13
        revisions.begin_record_histories()
        begin_histories_of(2)
        begin_histories_of(20)


class RecordSnapshotTests(TestCase):
    def test_contains_fields_organisations_and_citations(self):
        body = factories.organisation()
        fund = factories.initiative(lead=body, amount=500, amount_basis="total", currency="HKD")
        state = revisions.build_current_snapshot(fund)
        self.assertEqual(state.fields["amount"], 500)
        self.assertEqual(state.joins, {(body.pk, "lead")})
        self.assertEqual(list(state.citations), [fund.citations.get().source_id])

    def test_stored_version_equals_the_current_snapshot(self):
        fund = factories.initiative()
        revisions.begin_record_histories()
        written = Change.objects.for_record(fund).with_versions().get()
        self.assertEqual(
            snapshots.list_changed_fields(
                snapshots.build_change_snapshot(written), revisions.build_current_snapshot(fund)
            ),
            [],
        )
