"""What a release says of what was added, changed, renamed, merged and removed since the one before."""

from ecosystem.editing import merging
from ecosystem.history import recording
from ecosystem.models import Collaboration, FormerSlug, Initiative, Organisation
from tests.support import factories
from tests.support.release_building import BuildTestCase
from tests.support.release_world import release
from tests.support.signatures import publisher

BY = publisher()
# With a date of its own that can be another.
RENAMED = (
    (Organisation, "lab", "founded"),
    (Initiative, "fund", "starts"),
    (Collaboration, "pact", "announced"),
)
MERGED = (
    (Initiative, "desk", factories.initiative),
    (Collaboration, "pact", factories.collaboration),
    (Organisation, "lab", factories.organisation),
)


class ChangeTests(BuildTestCase):
    def setUp(self):
        super().setUp()
        release(self.shelf)

    def test_names_what_was_added(self):
        factories.organisation(slug="newcomer")
        release(self.shelf)
        self.assertEqual((self.told("added"), self.told("changed")), (["newcomer"], []))

    def test_names_what_was_changed_and_in_which_columns(self):
        Organisation.objects.filter(slug="lab").update(founded="1999-06", updated_at="2026-11-27T00:00:00Z")
        release(self.shelf)
        (row,) = self.latest().changes[0].changed
        self.assertEqual((row.key, row.fields), ("lab", ["founded"]))

    def test_names_what_was_removed(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        release(self.shelf)
        self.assertEqual(self.told("removed"), ["lab"])

    def rows(self, kind, table):
        return [row for changes in self.latest().changes if changes.table == table for row in getattr(changes, kind)]

    def test_names_what_was_renamed_and_how_it_is_called_now(self):
        merging.rename(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        release(self.shelf)
        (row,) = self.rows("renamed", "organisations")
        self.assertEqual((row.key, row.into, row.fields), ("lab", "laboratory", []))
        self.assertEqual((self.told("added"), self.told("removed")), ([], []))

    def test_names_the_columns_in_which_what_was_renamed_also_changed(self):
        for model, slug, column in RENAMED:
            record = model.objects.get(slug=slug)
            merging.rename(record, f"{slug}-now", by=BY)
            model.objects.filter(pk=record.pk).update(**{column: "2001", "summary_en": "Another summary."})
        release(self.shelf)
        for model, slug, column in RENAMED:
            with self.subTest(slug=slug):
                (row,) = self.rows("renamed", f"{model._meta.model_name}s")
                self.assertEqual(row.key, slug)
                self.assertLessEqual({"summary_en", column}, set(row.fields))
        notes = (self.latest().folder / "NOTES.md").read_text(encoding="utf-8")
        self.assertIn("- `lab` Laboratory → `lab-now`: summary_en, founded", notes)

    def test_calls_merged_what_became_part_of_a_newcomer(self):
        for model, old, make in MERGED:
            with self.subTest(kind=model._meta.model_name):
                newcomer = make(slug="newcomer")
                merging.merge(model.objects.get(slug=old), newcomer, by=BY)
                release(self.shelf)
                table = f"{model._meta.model_name}s"
                (row,) = self.rows("merged", table)
                self.assertEqual((row.key, row.into, self.told("added", table)), (old, "newcomer", ["newcomer"]))
                self.assertEqual(self.told("renamed", table), [])

    def test_calls_merged_what_moved_first_and_renamed_what_took_it_over(self):
        recording.begin()
        factories.take_part(Collaboration.objects.get(slug="pact"), factories.organisation(), "partner")
        merging.rename(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        merging.rename(Organisation.objects.get(slug="whole"), "hole", by=BY)
        lab, hole = (Organisation.objects.get(slug=slug) for slug in ("laboratory", "hole"))
        merging.merge(lab, hole, by=BY)
        release(self.shelf)
        led = [[(row.key, row.into) for row in self.rows(kind, "organisations")] for kind in ("renamed", "merged")]
        self.assertEqual(led, [[("whole", "hole")], [("lab", "hole")]])

    def test_names_what_was_merged_and_into_what(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="whole"))
        release(self.shelf)
        (row,) = next(c for c in self.latest().changes if c.table == "organisations").merged
        self.assertEqual((row.key, row.into, self.told("removed")), ("lab", "whole", []))

    def test_calls_removed_what_leads_to_nothing_public(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="veiled"))
        release(self.shelf)
        self.assertEqual(self.told("removed"), ["lab"])

    def test_tells_of_it_in_the_notes(self):
        Organisation.objects.filter(slug="lab").update(acronym="LB")
        release(self.shelf)
        notes = (self.latest().folder / "NOTES.md").read_text(encoding="utf-8")
        self.assertIn("Since release 2026-11-27-1", notes)
        self.assertIn("- `lab` Laboratory: acronym", notes)

    def test_counts_from_the_release_before_and_not_from_the_first(self):
        factories.organisation(slug="second")
        release(self.shelf)
        factories.organisation(slug="third")
        release(self.shelf)
        self.assertEqual((self.latest().before, self.told("added")), ("2026-11-27-2", ["third"]))
