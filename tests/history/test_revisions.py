"""Each verb leaves the whole state of a record, with who, when and why."""

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


def changed(record, *, by=None, **values):
    """Change columns of a record as an editor's form does."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    publishing.conclude_record_change(record, by=by or build_senior_editor_signature())
    return record.changes.newest_first().first()


class ChangeTests(TestCase):
    def setUp(self):
        self.record = factories.organisation(founded="1991")
        revisions.begin_record_histories()

    def test_names_what_changed(self):
        self.assertEqual(changed(self.record, founded="1990", summary_en="Other.").fields, ["summary", "founded"])

    def test_says_who_and_why(self):
        user = User.objects.create_user("somebody")
        change = changed(self.record, founded="1990", by=ChangeAttribution("publisher", user, "A year early."))
        self.assertEqual(
            (change.kind, change.role, change.reason, change.revision.user),
            ("changed", "publisher", "A year early.", user),
        )

    def test_is_left_out_where_nothing_changed(self):
        changed(self.record, founded="1991")
        self.assertEqual(self.record.changes.count(), 1)

    def test_is_refused_without_a_reason_where_somebody_changes_what_is_public(self):
        self.record.founded = "1990"
        self.record.save()
        with self.assertRaisesMessage(ValidationError, "Enter the reason"):
            publishing.conclude_record_change(self.record, by=build_senior_editor_signature(" "))

    def test_of_a_draft_needs_no_reason(self):
        draft = factories.organisation(status="draft")
        revisions.begin_record_histories()
        change = changed(draft, founded="1990", by=build_senior_editor_signature(""))
        self.assertEqual((change.fields, change.is_public), (["founded"], False))

    def test_knows_the_citations_that_came_and_went(self):
        old = self.record.citations.get()
        factories.cite(self.record, "founded")
        old.delete()
        self.assertEqual(changed(self.record).fields, ["citations"])

    def test_knows_the_lists(self):
        self.record.themes.add(factories.theme("smart-city"))
        self.assertEqual(changed(self.record).fields, ["themes"])

    def test_knows_the_bodies_of_an_initiative(self):
        fund = factories.initiative()
        revisions.begin_record_histories()
        factories.add_participant(fund, self.record, "funder")
        self.assertEqual(changed(fund).fields, ["bodies"])

    def test_knows_the_parties_of_a_collaboration(self):
        pact = factories.collaboration()
        revisions.begin_record_histories()
        factories.add_participant(pact, self.record, "partner")
        self.assertEqual(changed(pact).fields, ["participants"])

    def test_is_one_for_each_verb_of_a_life(self):
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

    def test_goes_with_a_draft_that_is_deleted(self):
        draft = factories.organisation(status="draft")
        revisions.begin_record_histories()
        publishing.delete_unpublished_record(draft)
        self.assertEqual((Change.objects.exclude(organisation=self.record).count(), Revision.objects.count()), (0, 1))


class CorrectionTests(TestCase):
    def test_knows_since_when_the_wrong_value_stood_there(self):
        record = factories.organisation(founded="1991")
        revisions.begin_record_histories()
        wrong = changed(record, founded="1989")
        changed(record, summary_en="Another sentence.")
        right = changed(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, wrong.made_at)

    def test_counts_the_time_before_the_history_began(self):
        record = factories.organisation(founded="1991", published_at=datetime(2026, 3, 1, tzinfo=UTC))
        revisions.begin_record_histories()
        right = changed(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, record.published_at)

    def test_does_not_count_the_time_before_it_was_public(self):
        record = factories.organisation(status="draft", founded="1991")
        revisions.begin_record_histories()
        publishing.publish_record(record)
        published = record.changes.newest_first().first()
        right = changed(record, founded="1990", by=build_senior_editor_signature(is_correction=True))
        self.assertEqual(right.wrong_since, published.made_at)


class BeginTests(TestCase):
    def test_takes_every_record_that_has_no_history(self):
        factories.collaboration(initiative=factories.initiative())
        # With the lead of the one and the two parties of the other.
        self.assertEqual(revisions.begin_record_histories(), 5)

    def test_takes_none_twice(self):
        factories.organisation()
        revisions.begin_record_histories()
        self.assertEqual(revisions.begin_record_histories(), 0)

    def test_asks_no_more_for_many_records_than_for_few(self):
        def asked(number):
            for _ in range(number):
                factories.organisation()
            with self.assertNumQueries(few):
                revisions.begin_record_histories()

        few = 13
        revisions.begin_record_histories()
        asked(2)
        asked(20)


class StateTests(TestCase):
    def test_holds_what_the_record_held(self):
        body = factories.organisation()
        fund = factories.initiative(lead=body, amount=500, amount_basis="total", currency="HKD")
        state = revisions.build_current_snapshot(fund)
        self.assertEqual(state.fields["amount"], 500)
        self.assertEqual(state.joins, {(body.pk, "lead")})
        self.assertEqual(list(state.citations), [fund.citations.get().source_id])

    def test_as_written_down_is_as_it_is(self):
        fund = factories.initiative()
        revisions.begin_record_histories()
        written = Change.objects.for_record(fund).with_versions().get()
        self.assertEqual(
            snapshots.list_changed_fields(
                snapshots.build_change_snapshot(written), revisions.build_current_snapshot(fund)
            ),
            [],
        )
