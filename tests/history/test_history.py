"""Each verb leaves the whole state of a record, with who, when and why."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import TestCase
from reversion.models import Revision, Version

from ecosystem import history, loading, merging, publishing
from ecosystem.history import Signature, states
from ecosystem.loading.write import write
from ecosystem.models import Change, Citation, Initiative, Organisation
from tests import factories


def publisher(reason="It was said otherwise on the page.", **values):
    return Signature("publisher", reason=reason, **values)


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
        history.begin()

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
        history.begin()
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
        history.begin()
        factories.take_part(fund, self.record, "funder")
        self.assertEqual(changed(fund).fields, ["bodies"])

    def test_knows_the_parties_of_a_collaboration(self):
        pact = factories.collaboration()
        history.begin()
        factories.take_part(pact, self.record, "partner")
        self.assertEqual(changed(pact).fields, ["participants"])

    def test_is_one_for_each_verb_of_a_life(self):
        record = factories.organisation(status="draft")
        history.begin()
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
        history.begin()
        publishing.delete(draft)
        self.assertEqual((Change.objects.exclude(organisation=self.record).count(), Revision.objects.count()), (0, 1))


class CorrectionTests(TestCase):
    def test_knows_since_when_the_wrong_value_stood_there(self):
        record = factories.organisation(founded="1991")
        history.begin()
        wrong = changed(record, founded="1989")
        changed(record, summary_en="Another sentence.")
        right = changed(record, founded="1990", by=publisher(is_correction=True))
        self.assertEqual(right.wrong_since, wrong.made_at)

    def test_does_not_count_the_time_before_it_was_public(self):
        record = factories.organisation(status="draft", founded="1991")
        history.begin()
        publishing.publish(record)
        published = record.changes.newest_first().first()
        right = changed(record, founded="1990", by=publisher(is_correction=True))
        self.assertEqual(right.wrong_since, published.made_at)


class BeginTests(TestCase):
    def test_takes_every_record_that_has_no_history(self):
        factories.collaboration(initiative=factories.initiative())
        # With the lead of the one and the two parties of the other.
        self.assertEqual(history.begin(), 5)

    def test_takes_none_twice(self):
        factories.organisation()
        history.begin()
        self.assertEqual(history.begin(), 0)

    def test_asks_no_more_for_many_records_than_for_few(self):
        def asked(number):
            for _ in range(number):
                factories.organisation()
            with self.assertNumQueries(few):
                history.begin()

        few = 19
        history.begin()
        asked(2)
        asked(20)


class StateTests(TestCase):
    def test_holds_what_the_record_held(self):
        body = factories.organisation()
        fund = factories.initiative(lead=body, amount=500, amount_basis="total", currency="HKD")
        state = history.present(fund)
        self.assertEqual(state.fields["amount"], 500)
        self.assertEqual(state.joins, {(body.pk, "lead")})
        self.assertEqual(list(state.citations), [fund.citations.get().source_id])

    def test_as_written_down_is_as_it_is(self):
        fund = factories.initiative()
        history.begin()
        written = Change.objects.of(fund).with_states().get()
        self.assertEqual(states.changed(states.of_change(written), history.present(fund)), [])


class RevertTests(TestCase):
    def setUp(self):
        self.body = factories.organisation()
        self.fund = factories.initiative(lead=self.body, amount=500, amount_basis="total", currency="HKD")
        self.fund.applications.add(factories.application())
        history.begin()
        self.first = self.fund.changes.get()

    def spoil(self):
        factories.take_part(self.fund, factories.organisation(), "operator")
        self.fund.citations.all().delete()
        factories.cite(self.fund, "summary")
        self.fund.applications.clear()
        self.fund.amount = 600
        self.fund.save()
        publishing.conclude(self.fund, by=publisher())
        return history.present(self.fund)

    def test_brings_columns_lists_relations_and_citations_back(self):
        before = history.present(self.fund)
        self.spoil()
        publishing.revert(self.fund, self.first, by=publisher())
        self.assertEqual(states.changed(before, history.present(self.fund)), [])

    def test_is_on_record_itself(self):
        self.spoil()
        publishing.revert(self.fund, self.first, by=publisher("It was right before."))
        change = self.fund.changes.newest_first().first()
        self.assertEqual(
            (change.kind, change.reason, change.fields),
            ("reverted", "It was right before.", ["amount", "applications", "bodies", "citations"]),
        )

    def test_leaves_the_life_and_the_address(self):
        self.spoil()
        Initiative.objects.filter(pk=self.fund.pk).update(slug="another")
        publishing.revert(self.fund, self.first, by=publisher())
        fund = Initiative.objects.get(pk=self.fund.pk)
        self.assertEqual((fund.slug, fund.status, fund.created_at), ("another", "published", self.fund.created_at))

    def test_keeps_the_names_findable(self):
        self.spoil()
        publishing.revert(self.fund, self.first, by=publisher())
        fund = Initiative.objects.get(pk=self.fund.pk)
        self.assertIn(fund.name_en.lower(), fund.names_key)

    def test_is_refused_whole_where_the_public_would_see_it_lacking(self):
        lacking = factories.organisation(status="draft", themes=[])
        history.begin()
        lacking.themes.add(factories.theme())
        publishing.conclude(lacking)
        publishing.publish(lacking)
        before = history.present(lacking)
        with self.assertRaisesMessage(ValidationError, "It belongs to no theme."):
            publishing.revert(lacking, lacking.changes.order_by("pk").first(), by=publisher())
        self.assertEqual(states.changed(before, history.present(lacking)), [])

    def test_takes_back_a_check_that_was_made_of_another_text(self):
        self.spoil()
        publishing.confirm(self.fund)
        publishing.revert(self.fund, self.first, by=publisher())
        self.assertIsNone(Initiative.objects.get(pk=self.fund.pk).verified_on)

    def test_takes_nothing_from_the_record_that_it_was_merged_into(self):
        other = factories.initiative()
        history.begin()
        merging.merge(self.fund, other, by=publisher())
        before = history.present(other)
        with self.assertRaisesMessage(ValidationError, "belongs to another record now"):
            publishing.revert(self.fund, self.first, by=publisher())
        self.assertEqual(states.changed(before, history.present(other)), [])

    def test_is_refused_where_something_is_no_longer_there(self):
        gone = factories.application("gone")
        self.fund.applications.add(gone)
        publishing.conclude(self.fund, by=publisher())
        with_it = self.fund.changes.newest_first().first()
        self.fund.applications.remove(gone)
        publishing.conclude(self.fund, by=publisher())
        gone.delete()
        with self.assertRaisesMessage(ValidationError, "no longer there"):
            publishing.revert(self.fund, with_it, by=publisher())


@pytest.mark.django_db
class TestLoad:
    def test_leaves_history_with_its_reason(self, tmp_path):
        record = factories.organisation(founded="1991")
        write(tmp_path)
        path = tmp_path / "07_organisations.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"1991"', '"1990"'), encoding="utf-8")
        history.begin()
        loading.load(sorted(tmp_path.glob("*.json")), overwrite=True, reason="The register says so.")
        change = Organisation.objects.get(pk=record.pk).changes.newest_first().first()
        assert (change.kind, change.role, change.reason, change.fields) == (
            "changed",
            "files",
            "The register says so.",
            ["founded"],
        )

    def changed_file(self, folder, old, new):
        """Write the facts into files, and change one of organisations."""
        write(folder)
        history.begin()
        path = folder / "07_organisations.json"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return sorted(folder.glob("*.json"))

    def test_is_refused_without_a_reason_where_it_changes_what_is_public(self, tmp_path):
        factories.organisation(founded="1991")
        with pytest.raises(loading.Refused) as refused:
            loading.load(self.changed_file(tmp_path, '"1991"', '"1990"'), overwrite=True)
        assert "Say why" in str(refused.value.faults[0])
        assert Organisation.objects.get().founded.text == "1991"

    def test_says_that_a_record_was_removed_and_why(self, tmp_path):
        record = factories.organisation()
        paths = self.changed_file(tmp_path, '"published"', '"archived"')
        loading.load(paths, overwrite=True, reason="It was never founded.")
        change = record.changes.newest_first().first()
        assert (change.kind, change.reason, change.is_public) == ("archived", "It was never founded.", True)

    def test_makes_no_public_record_a_draft_again(self, tmp_path):
        factories.organisation()
        with pytest.raises(loading.Refused) as refused:
            loading.load(self.changed_file(tmp_path, '"published"', '"draft"'), overwrite=True, reason="Why not.")
        assert "archived, never made a draft again" in str(refused.value.faults[0])

    def test_puts_no_second_record_at_an_address_that_leads_on(self, tmp_path):
        record = factories.organisation(slug="old")
        write(tmp_path)
        merging.rename(record, "new", by=publisher())
        with pytest.raises(loading.Refused) as refused:
            loading.load(sorted(tmp_path.glob("*.json")))
        assert "The address “old” leads to" in str(refused.value.faults[0])

    def test_leaves_none_for_what_it_did_not_touch(self, tmp_path):
        record = factories.organisation()
        write(tmp_path)
        history.begin()
        loading.load(sorted(tmp_path.glob("*.json")))
        assert record.changes.count() == 1

    def test_leaves_one_for_a_record_whose_citation_changed(self, tmp_path):
        record = factories.organisation()
        write(tmp_path)
        history.begin()
        Citation.objects.filter(organisation=record).update(supports=["name"])
        publishing.conclude(record)
        loading.load(sorted(tmp_path.glob("*.json")), overwrite=True, reason="The page says more.")
        assert record.changes.newest_first().first().fields == ["citations"]
        assert Version.objects.count() > 0
