"""Renaming a record (changing its slug) and merging it into another."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import FormerSlug, Initiative, Organisation, Theme, editions
from tests.support import factories
from tests.support.html_pages import fetch_page

BY = ChangeAttribution("publisher", None, "One body under two names.")


def list_sorted_slugs(rows):
    return sorted(row.slug for row in rows)


class RecordRenameTests(TestCase):
    def test_old_slug_of_a_published_record_is_kept(self):
        record = factories.organisation(slug="old")
        merging.change_record_slug(record, "new", by=BY)
        self.assertEqual(FormerSlug.objects.get().organisation.slug, "new")

    def test_old_slug_of_a_draft_is_not_kept(self):
        merging.change_record_slug(factories.organisation(slug="old", status="draft"), "new", by=BY)
        self.assertFalse(FormerSlug.objects.exists())

    def test_renaming_back_leaves_one_former_slug(self):
        record = factories.organisation(slug="old")
        merging.change_record_slug(record, "new", by=BY)
        merging.change_record_slug(record, "old", by=BY)
        self.assertEqual([former.slug for former in FormerSlug.objects.all()], ["new"])

    def test_slug_of_another_record_is_rejected(self):
        factories.organisation(slug="taken")
        with self.assertRaises(ValidationError):
            merging.change_record_slug(factories.organisation(), "taken", by=BY)

    def test_slug_that_redirects_is_rejected(self):
        merging.change_record_slug(factories.organisation(slug="old"), "new", by=BY)
        with self.assertRaisesMessage(ValidationError, "The address “old” always redirects to"):
            merging.change_record_slug(factories.organisation(), "old", by=BY)

    def test_invalid_slug_is_rejected(self):
        with self.assertRaises(ValidationError):
            merging.change_record_slug(factories.organisation(), "No Slug", by=BY)

    def test_links_in_theme_introductions_are_updated(self):
        theme = factories.theme()
        record = factories.organisation(slug="old", themes=[theme])
        Theme.objects.update(introduction_en="It began with [one body](organisation:old).")
        merging.change_record_slug(record, "new", by=BY)
        self.assertEqual(Theme.objects.get().introduction_en, "It began with [one body](organisation:new).")

    def test_rename_increments_the_edition(self):
        before = editions.read_edition_number()
        merging.change_record_slug(factories.organisation(), "new", by=BY)
        self.assertGreater(editions.read_edition_number(), before)

    def test_another_record_cannot_be_published_at_the_old_slug(self):
        merging.change_record_slug(factories.organisation(slug="old"), "new", by=BY)
        draft = factories.organisation(slug="old", status="draft")
        with self.assertRaisesMessage(ValidationError, "The address “old” always redirects to"):
            publishing.publish_record(draft)


class RecordMergeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one = factories.organisation(slug="one", applications=[factories.application()])
        cls.other = factories.organisation(slug="other")

    def merge(self):
        revisions.begin_record_histories()
        merging.merge_records(self.one, self.other, by=BY)
        return Organisation.objects.get(pk=self.other.pk)

    def test_merged_published_record_is_archived(self):
        self.merge()
        self.assertEqual(Organisation.objects.get(pk=self.one.pk).status, "archived")

    def test_merged_draft_is_deleted(self):
        draft = factories.organisation(slug="draft", status="draft")
        merging.merge_records(draft, self.other, by=BY)
        self.assertFalse(Organisation.objects.filter(slug="draft").exists())

    def test_merged_record_cannot_be_merged_again(self):
        self.merge()
        with self.assertRaisesMessage(ValidationError, "The address “one” always redirects to"):
            merging.merge_records(Organisation.objects.get(slug="one"), factories.organisation(), by=BY)
        self.assertEqual(FormerSlug.objects.get(slug="one").organisation, self.other)

    def test_participation_in_initiatives_moves(self):
        fund = factories.initiative(lead=self.one)
        self.merge()
        self.assertEqual(fund.involvements.get().organisation, self.other)

    def test_equal_participations_are_not_doubled(self):
        fund = factories.initiative(lead=self.one)
        factories.add_participant(fund, self.other, "lead")
        self.merge()
        self.assertEqual(fund.involvements.count(), 1)

    def test_participation_in_collaborations_moves(self):
        pact = factories.collaboration(parties=[self.one, factories.organisation(slug="third")])
        self.merge()
        self.assertEqual(list_sorted_slugs(join.organisation for join in pact.participations.all()), ["other", "third"])

    def test_merge_that_leaves_a_collaboration_one_participant_is_rejected(self):
        factories.collaboration(parties=[self.one, self.other])
        with self.assertRaisesMessage(ValidationError, "It has fewer than two published participants"):
            self.merge()
        self.assertEqual(Organisation.objects.get(pk=self.one.pk).status, "published")

    def test_parts_and_predecessors_move(self):
        part = factories.organisation(slug="part", parent=self.one)
        before = factories.organisation(slug="before", successor=self.one)
        self.merge()
        part.refresh_from_db()
        before.refresh_from_db()
        self.assertEqual((part.parent, before.successor), (self.other, self.other))

    def test_record_does_not_become_its_own_parent(self):
        Organisation.objects.filter(pk=self.other.pk).update(parent=self.one)
        self.assertIsNone(self.merge().parent)

    def test_citations_move_with_their_supported_fields(self):
        shared = self.one.citations.get().source
        factories.cite(self.one, "founded")
        Organisation.objects.filter(pk__in=[self.one.pk, self.other.pk]).update(founded="1991")
        factories.cite(self.other, "name", page=shared)
        merged = self.merge()
        self.assertEqual(
            sorted(tuple(citation.supports) for citation in merged.citations.all()),
            [("founded",), ("name",), ("summary",)],
        )

    def test_support_of_an_empty_field_is_not_moved(self):
        factories.cite(self.one, "founded")
        Organisation.objects.filter(pk=self.other.pk).update(founded="1991")
        supported = {field for citation in self.merge().citations.all() for field in citation.supports}
        self.assertNotIn("founded", supported)

    def test_support_of_an_emptied_relation_is_removed(self):
        Organisation.objects.filter(pk=self.other.pk).update(parent=self.one)
        factories.cite(self.other, "parent")
        supported = {field for citation in self.merge().citations.all() for field in citation.supports}
        self.assertNotIn("parent", supported)

    def test_support_of_a_different_value_is_not_moved(self):
        factories.cite(self.one, "founded", "kind")
        for record, date in ((self.one, "1991"), (self.other, "2001")):
            record.founded = date
            record.save()
        merged = self.merge()
        borne_out = {field for citation in merged.citations.all() for field in citation.supports}
        self.assertEqual(borne_out, {"summary", "kind"})

    def test_citation_that_supports_nothing_is_not_moved(self):
        for record, date in ((self.one, "1991"), (self.other, "2001")):
            record.founded = date
            record.save()
        page = factories.cite(self.one, "founded").source
        self.assertNotIn(page, [citation.source for citation in self.merge().citations.all()])

    def test_list_with_an_unsourced_new_item_loses_its_support(self):
        self.other.aliases = ["Known before"]
        self.other.save()
        factories.cite(self.other, "aliases", "name")
        self.assertIn(["name"], [citation.supports for citation in self.merge().citations.all()])

    def test_list_with_a_sourced_new_item_keeps_its_support(self):
        self.other.aliases = ["Known before"]
        self.other.save()
        factories.cite(self.other, "aliases", "name")
        factories.cite(self.one, "name")
        supported = [citation.supports for citation in self.merge().citations.all()]
        self.assertIn(["aliases", "name"], supported)
        self.assertIn(["aliases"], supported)

    def test_citation_of_the_name_supports_the_new_alias(self):
        factories.cite(self.one, "name")
        self.assertIn(["aliases"], [citation.supports for citation in self.merge().citations.all()])

    def test_disputed_claims_move(self):
        shared = factories.dispute(self.one, "founded", "1998").source
        factories.cite(self.other, "summary", page=shared)
        citation = self.merge().citations.get(source=shared)
        citation.full_clean()
        self.assertEqual([(field, claim.value) for field, claim in citation.disputed_claims], [("founded", "1998")])

    def test_applications_move(self):
        self.assertEqual(list_sorted_slugs(self.merge().applications.all()), ["fraud-detection"])

    def test_indicators_of_the_organisation_move(self):
        series = factories.indicator(organisation=self.one)
        self.merge()
        series.refresh_from_db()
        self.assertEqual(series.organisation, self.other)

    def test_indicators_of_the_initiative_move(self):
        one, other = (factories.initiative(slug=slug) for slug in ("fund-1", "fund-2"))
        series = factories.indicator()
        series.initiatives.add(one)
        merging.merge_records(one, other, by=BY)
        self.assertEqual(list_sorted_slugs(series.initiatives.all()), ["fund-2"])

    def test_initiatives_that_build_on_it_move(self):
        one, other, later = (factories.initiative(slug=slug) for slug in ("fund-1", "fund-2", "fund-3"))
        later.builds_on.add(one)
        merging.merge_records(one, other, by=BY)
        self.assertEqual(list_sorted_slugs(Initiative.objects.get(slug="fund-3").builds_on.all()), ["fund-2"])

    def test_merge_is_in_the_history_of_every_affected_record(self):
        fund = factories.initiative(lead=self.one)
        self.merge()
        last = [row.changes.newest_first().first() for row in (self.one, self.other, fund)]
        self.assertEqual([change.kind for change in last], ["archived", "merged", "changed"])
        self.assertEqual({change.reason for change in last}, {BY.reason})

    def test_merged_record_can_be_renamed_and_published_again(self):
        self.merge()
        factories.cite(self.one, "summary")
        merging.change_record_slug(self.one, "one-again", by=BY)
        publishing.publish_record(Organisation.objects.get(pk=self.one.pk), by=BY)
        self.assertEqual(FormerSlug.objects.get().organisation, self.other)

    def test_name_of_the_merged_record_becomes_an_alias(self):
        self.assertIn(self.one.name_en, self.merge().aliases)

    def test_pending_proposals_move(self):
        proposal = factories.proposal(organisation=self.one)
        self.merge()
        proposal.refresh_from_db()
        self.assertEqual(proposal.organisation, self.other)

    def test_affected_records_are_marked_as_updated(self):
        fund = factories.initiative(lead=self.one)
        before = fund.updated_at
        self.merge()
        fund.refresh_from_db()
        self.assertGreater(fund.updated_at, before)

    def test_merge_with_itself_is_rejected(self):
        with self.assertRaisesMessage(ValidationError, "You can only merge a record with another of the same type"):
            merging.merge_records(self.one, self.one, by=BY)

    def test_merge_with_another_kind_is_rejected(self):
        with self.assertRaisesMessage(ValidationError, "You can only merge a record with another of the same type"):
            merging.merge_records(self.one, factories.initiative(), by=BY)

    def test_merge_into_a_draft_is_rejected(self):
        with self.assertRaisesMessage(ValidationError, "is not public"):
            merging.merge_records(self.one, factories.organisation(status="draft"), by=BY)

    def test_search_finds_the_record_by_its_new_relations(self):
        factories.initiative(lead=self.one, name_en="Zeppelin fund")
        factories.rebuild_search_index()
        self.merge()
        found = fetch_page(self.client, "/en/search/?q=Zeppelin&kind=organisation").rows
        self.assertEqual(found, ["other"])
