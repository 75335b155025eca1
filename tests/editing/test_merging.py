"""The verbs of addresses: renaming a record, and letting another take it over."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from ecosystem.editing import merging, publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import FormerSlug, Initiative, Organisation, Theme, editions
from tests.support import factories
from tests.support.html_pages import fetch_page

BY = ChangeAttribution("publisher", None, "One body under two names.")


def slugs(rows):
    return sorted(row.slug for row in rows)


class RenameTests(TestCase):
    def test_keeps_the_old_address_of_what_was_public(self):
        record = factories.organisation(slug="old")
        merging.change_record_slug(record, "new", by=BY)
        self.assertEqual(FormerSlug.objects.get().organisation.slug, "new")

    def test_of_a_draft_leaves_no_trace(self):
        merging.change_record_slug(factories.organisation(slug="old", status="draft"), "new", by=BY)
        self.assertFalse(FormerSlug.objects.exists())

    def test_back_and_forth_leaves_one_address_each_way(self):
        record = factories.organisation(slug="old")
        merging.change_record_slug(record, "new", by=BY)
        merging.change_record_slug(record, "old", by=BY)
        self.assertEqual([former.slug for former in FormerSlug.objects.all()], ["new"])

    def test_is_refused_where_another_record_stands(self):
        factories.organisation(slug="taken")
        with self.assertRaises(ValidationError):
            merging.change_record_slug(factories.organisation(), "taken", by=BY)

    def test_is_refused_at_an_address_that_leads_elsewhere(self):
        merging.change_record_slug(factories.organisation(slug="old"), "new", by=BY)
        with self.assertRaisesMessage(ValidationError, "The address “old” always redirects to"):
            merging.change_record_slug(factories.organisation(), "old", by=BY)

    def test_is_refused_for_what_is_no_slug(self):
        with self.assertRaises(ValidationError):
            merging.change_record_slug(factories.organisation(), "No Slug", by=BY)

    def test_takes_the_links_of_introductions_along(self):
        theme = factories.theme()
        record = factories.organisation(slug="old", themes=[theme])
        Theme.objects.update(introduction_en="It began with [one body](organisation:old).")
        merging.change_record_slug(record, "new", by=BY)
        self.assertEqual(Theme.objects.get().introduction_en, "It began with [one body](organisation:new).")

    def test_is_an_edition(self):
        before = editions.read_edition_number()
        merging.change_record_slug(factories.organisation(), "new", by=BY)
        self.assertGreater(editions.read_edition_number(), before)

    def test_keeps_others_from_being_published_at_the_old_address(self):
        merging.change_record_slug(factories.organisation(slug="old"), "new", by=BY)
        draft = factories.organisation(slug="old", status="draft")
        with self.assertRaisesMessage(ValidationError, "The address “old” always redirects to"):
            publishing.publish_record(draft)


class MergeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.one = factories.organisation(slug="one", applications=[factories.application()])
        cls.other = factories.organisation(slug="other")

    def merge(self):
        revisions.begin_record_histories()
        merging.merge_records(self.one, self.other, by=BY)
        return Organisation.objects.get(pk=self.other.pk)

    def test_archives_what_was_public(self):
        self.merge()
        self.assertEqual(Organisation.objects.get(pk=self.one.pk).status, "archived")

    def test_deletes_what_never_was(self):
        draft = factories.organisation(slug="draft", status="draft")
        merging.merge_records(draft, self.other, by=BY)
        self.assertFalse(Organisation.objects.filter(slug="draft").exists())

    def test_takes_no_address_from_the_record_that_it_was_merged_into(self):
        self.merge()
        with self.assertRaisesMessage(ValidationError, "The address “one” always redirects to"):
            merging.merge_records(Organisation.objects.get(slug="one"), factories.organisation(), by=BY)
        self.assertEqual(FormerSlug.objects.get(slug="one").organisation, self.other)

    def test_takes_over_its_part_in_initiatives(self):
        fund = factories.initiative(lead=self.one)
        self.merge()
        self.assertEqual(fund.involvements.get().organisation, self.other)

    def test_leaves_no_part_twice(self):
        fund = factories.initiative(lead=self.one)
        factories.add_participant(fund, self.other, "lead")
        self.merge()
        self.assertEqual(fund.involvements.count(), 1)

    def test_takes_over_its_part_in_collaborations(self):
        pact = factories.collaboration(parties=[self.one, factories.organisation(slug="third")])
        self.merge()
        self.assertEqual(slugs(join.organisation for join in pact.participations.all()), ["other", "third"])

    def test_is_refused_where_a_collaboration_would_lose_a_party(self):
        factories.collaboration(parties=[self.one, self.other])
        with self.assertRaisesMessage(ValidationError, "It has fewer than two published participants"):
            self.merge()
        self.assertEqual(Organisation.objects.get(pk=self.one.pk).status, "published")

    def test_takes_over_parts_and_predecessors(self):
        part = factories.organisation(slug="part", parent=self.one)
        before = factories.organisation(slug="before", successor=self.one)
        self.merge()
        part.refresh_from_db()
        before.refresh_from_db()
        self.assertEqual((part.parent, before.successor), (self.other, self.other))

    def test_makes_nothing_a_part_of_itself(self):
        Organisation.objects.filter(pk=self.other.pk).update(parent=self.one)
        self.assertIsNone(self.merge().parent)

    def test_takes_over_citations_and_what_they_bear_out(self):
        shared = self.one.citations.get().source
        factories.cite(self.one, "founded")
        Organisation.objects.filter(pk__in=[self.one.pk, self.other.pk]).update(founded="1991")
        factories.cite(self.other, "name", page=shared)
        merged = self.merge()
        self.assertEqual(
            sorted(tuple(citation.supports) for citation in merged.citations.all()),
            [("founded",), ("name",), ("summary",)],
        )

    def test_lets_no_source_vouch_for_a_value_by_a_tick_at_an_empty_field(self):
        factories.cite(self.one, "founded")
        Organisation.objects.filter(pk=self.other.pk).update(founded="1991")
        supported = {field for citation in self.merge().citations.all() for field in citation.supports}
        self.assertNotIn("founded", supported)

    def test_takes_the_ticks_off_a_relation_that_it_empties(self):
        Organisation.objects.filter(pk=self.other.pk).update(parent=self.one)
        factories.cite(self.other, "parent")
        supported = {field for citation in self.merge().citations.all() for field in citation.supports}
        self.assertNotIn("parent", supported)

    def test_lets_no_source_bear_out_what_it_does_not_say(self):
        factories.cite(self.one, "founded", "kind")
        for record, date in ((self.one, "1991"), (self.other, "2001")):
            record.founded = date
            record.save()
        merged = self.merge()
        borne_out = {field for citation in merged.citations.all() for field in citation.supports}
        self.assertEqual(borne_out, {"summary", "kind"})

    def test_takes_over_no_source_that_would_bear_out_nothing(self):
        for record, date in ((self.one, "1991"), (self.other, "2001")):
            record.founded = date
            record.save()
        page = factories.cite(self.one, "founded").source
        self.assertNotIn(page, [citation.source for citation in self.merge().citations.all()])

    def test_takes_its_sources_off_a_list_that_grew_by_what_no_source_says(self):
        self.other.aliases = ["Known before"]
        self.other.save()
        factories.cite(self.other, "aliases", "name")
        self.assertIn(["name"], [citation.supports for citation in self.merge().citations.all()])

    def test_keeps_its_sources_of_a_list_that_grew_by_what_another_source_says(self):
        self.other.aliases = ["Known before"]
        self.other.save()
        factories.cite(self.other, "aliases", "name")
        factories.cite(self.one, "name")
        supported = [citation.supports for citation in self.merge().citations.all()]
        self.assertIn(["aliases", "name"], supported)
        self.assertIn(["aliases"], supported)

    def test_lets_sources_of_a_name_bear_out_the_other_name_that_it_is_now(self):
        factories.cite(self.one, "name")
        self.assertIn(["aliases"], [citation.supports for citation in self.merge().citations.all()])

    def test_takes_over_what_a_source_says_instead_of_what_it_disputes(self):
        shared = factories.dispute(self.one, "founded", "1998").source
        factories.cite(self.other, "summary", page=shared)
        citation = self.merge().citations.get(source=shared)
        citation.full_clean()
        self.assertEqual([(field, claim.value) for field, claim in citation.disputed_claims], [("founded", "1998")])

    def test_takes_over_what_it_is_tagged_with(self):
        self.assertEqual(slugs(self.merge().applications.all()), ["fraud-detection"])

    def test_takes_over_the_series_about_it(self):
        series = factories.indicator(organisation=self.one)
        self.merge()
        series.refresh_from_db()
        self.assertEqual(series.organisation, self.other)

    def test_takes_over_the_indicators_that_measure_it(self):
        one, other = (factories.initiative(slug=slug) for slug in ("fund-1", "fund-2"))
        series = factories.indicator()
        series.initiatives.add(one)
        merging.merge_records(one, other, by=BY)
        self.assertEqual(slugs(series.initiatives.all()), ["fund-2"])

    def test_takes_over_what_builds_on_an_initiative(self):
        one, other, later = (factories.initiative(slug=slug) for slug in ("fund-1", "fund-2", "fund-3"))
        later.builds_on.add(one)
        merging.merge_records(one, other, by=BY)
        self.assertEqual(slugs(Initiative.objects.get(slug="fund-3").builds_on.all()), ["fund-2"])

    def test_is_in_the_history_of_both_and_of_what_it_touched(self):
        fund = factories.initiative(lead=self.one)
        self.merge()
        last = [row.changes.newest_first().first() for row in (self.one, self.other, fund)]
        self.assertEqual([change.kind for change in last], ["archived", "merged", "changed"])
        self.assertEqual({change.reason for change in last}, {BY.reason})

    def test_leaves_the_merged_record_free_to_be_moved_and_brought_back(self):
        self.merge()
        factories.cite(self.one, "summary")
        merging.change_record_slug(self.one, "one-again", by=BY)
        publishing.publish_record(Organisation.objects.get(pk=self.one.pk), by=BY)
        self.assertEqual(FormerSlug.objects.get().organisation, self.other)

    def test_lets_it_be_found_by_the_names_of_both(self):
        self.assertIn(self.one.name_en, self.merge().aliases)

    def test_takes_over_proposals_that_wait(self):
        proposal = factories.proposal(organisation=self.one)
        self.merge()
        proposal.refresh_from_db()
        self.assertEqual(proposal.organisation, self.other)

    def test_tells_forms_of_other_records_that_they_have_changed(self):
        fund = factories.initiative(lead=self.one)
        before = fund.updated_at
        self.merge()
        fund.refresh_from_db()
        self.assertGreater(fund.updated_at, before)

    def test_is_refused_with_itself(self):
        with self.assertRaisesMessage(ValidationError, "You can only merge a record with another of the same type"):
            merging.merge_records(self.one, self.one, by=BY)

    def test_is_refused_across_kinds(self):
        with self.assertRaisesMessage(ValidationError, "You can only merge a record with another of the same type"):
            merging.merge_records(self.one, factories.initiative(), by=BY)

    def test_is_refused_into_what_is_not_public(self):
        with self.assertRaisesMessage(ValidationError, "is not public"):
            merging.merge_records(self.one, factories.organisation(status="draft"), by=BY)

    def test_is_found_by_its_new_relations(self):
        factories.initiative(lead=self.one, name_en="Zeppelin fund")
        factories.rebuild_search_index()
        self.merge()
        found = fetch_page(self.client, "/en/search/?q=Zeppelin&kind=organisation").rows
        self.assertEqual(found, ["other"])
