"""Each verb leaves the whole state of a record, with who, when and why."""

from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import TestCase
from reversion.models import Revision

from ecosystem.editing import publishing
from ecosystem.history import recording, snapshots
from ecosystem.history.recording import Signature
from ecosystem.models import Change
from tests.support import factories
from tests.support.signatures import publisher


def changed(record, *, by=None, **values):
    """Change columns of a record as an editor's form does."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    publishing.conclude(record, by=by or publisher())
    return record.changes.newest_first().first()


class ChangeTests(TestCase):
    def setUp(self):
        self.record = factories.organisation(founded="1991")
        recording.begin()

    def test_names_what_changed(self):
        self.assertEqual(changed(self.record, founded="1990", summary_en="Other.").fields, ["summary", "founded"])

    def test_says_who_and_why(self):
        user = User.objects.create_user("somebody")
        change = changed(self.record, founded="1990", by=Signature("publisher", user, "A year early."))
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
        with self.assertRaisesMessage(ValidationError, "Say why"):
            publishing.conclude(self.record, by=publisher(" "))

    def test_of_a_draft_needs_no_reason(self):
        draft = factories.organisation(status="draft")
        recording.begin()
        change = changed(draft, founded="1990", by=publisher(""))
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
        recording.begin()
        factories.take_part(fund, self.record, "funder")
        self.assertEqual(changed(fund).fields, ["bodies"])

    def test_knows_the_parties_of_a_collaboration(self):
        pact = factories.collaboration()
        recording.begin()
        factories.take_part(pact, self.record, "partner")
        self.assertEqual(changed(pact).fields, ["participants"])

    def test_is_one_for_each_verb_of_a_life(self):
        record = factories.organisation(status="draft")
        recording.begin()
        publishing.submit(record)
        publishing.publish(record)
        publishing.confirm(record)
        publishing.archive(record)
        self.assertEqual(
            list(record.changes.order_by("pk").values_list("kind", flat=True)),
            ["entered", "published", "confirmed", "archived"],
        )

    def test_goes_with_a_draft_that_is_deleted(self):
        draft = factories.organisation(status="draft")
        recording.begin()
        publishing.delete(draft)
        self.assertEqual((Change.objects.exclude(organisation=self.record).count(), Revision.objects.count()), (0, 1))


class CorrectionTests(TestCase):
    def test_knows_since_when_the_wrong_value_stood_there(self):
        record = factories.organisation(founded="1991")
        recording.begin()
        wrong = changed(record, founded="1989")
        changed(record, summary_en="Another sentence.")
        right = changed(record, founded="1990", by=publisher(is_correction=True))
        self.assertEqual(right.wrong_since, wrong.made_at)

    def test_counts_the_time_before_the_history_began(self):
        record = factories.organisation(founded="1991", published_at=datetime(2026, 3, 1, tzinfo=UTC))
        recording.begin()
        right = changed(record, founded="1990", by=publisher(is_correction=True))
        self.assertEqual(right.wrong_since, record.published_at)

    def test_does_not_count_the_time_before_it_was_public(self):
        record = factories.organisation(status="draft", founded="1991")
        recording.begin()
        publishing.publish(record)
        published = record.changes.newest_first().first()
        right = changed(record, founded="1990", by=publisher(is_correction=True))
        self.assertEqual(right.wrong_since, published.made_at)


class BeginTests(TestCase):
    def test_takes_every_record_that_has_no_history(self):
        factories.collaboration(initiative=factories.initiative())
        # With the lead of the one and the two parties of the other.
        self.assertEqual(recording.begin(), 5)

    def test_takes_none_twice(self):
        factories.organisation()
        recording.begin()
        self.assertEqual(recording.begin(), 0)

    def test_asks_no_more_for_many_records_than_for_few(self):
        def asked(number):
            for _ in range(number):
                factories.organisation()
            with self.assertNumQueries(few):
                recording.begin()

        few = 19
        recording.begin()
        asked(2)
        asked(20)


class StateTests(TestCase):
    def test_holds_what_the_record_held(self):
        body = factories.organisation()
        fund = factories.initiative(lead=body, amount=500, amount_basis="total", currency="HKD")
        state = recording.present(fund)
        self.assertEqual(state.fields["amount"], 500)
        self.assertEqual(state.joins, {(body.pk, "lead")})
        self.assertEqual(list(state.citations), [fund.citations.get().source_id])

    def test_as_written_down_is_as_it_is(self):
        fund = factories.initiative()
        recording.begin()
        written = Change.objects.of(fund).with_states().get()
        self.assertEqual(snapshots.changed(snapshots.of_change(written), recording.present(fund)), [])
