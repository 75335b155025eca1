"""What a release says of what was added, changed, renamed, merged and removed since the one before."""

from ecosystem.editing import merging
from ecosystem.history import revisions
from ecosystem.models import Collaboration, FormerSlug, Initiative, Organisation
from tests.support import factories
from tests.support.release_building import ReleaseBuildTestCase
from tests.support.release_world import build_release
from tests.support.signatures import build_senior_editor_signature

BY = build_senior_editor_signature()
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


class ChangeTests(ReleaseBuildTestCase):
    def setUp(self):
        super().setUp()
        build_release(self.shelf)

    def test_names_what_was_added(self):
        factories.organisation(slug="newcomer")
        build_release(self.shelf)
        self.assertEqual((self.list_changed_keys("added"), self.list_changed_keys("changed")), (["newcomer"], []))

    def test_names_what_was_changed_and_in_which_columns(self):
        Organisation.objects.filter(slug="lab").update(founded="1999-06", updated_at="2026-11-27T00:00:00Z")
        build_release(self.shelf)
        (row,) = self.get_latest_release().changes[0].changed
        self.assertEqual((row.key, row.fields), ("lab", ["founded"]))

    def test_names_what_was_removed(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        build_release(self.shelf)
        self.assertEqual(self.list_changed_keys("removed"), ["lab"])

    def rows(self, kind, table):
        return [
            row
            for changes in self.get_latest_release().changes
            if changes.table == table
            for row in getattr(changes, kind)
        ]

    def test_names_what_was_renamed_and_how_it_is_called_now(self):
        merging.change_record_slug(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        build_release(self.shelf)
        (row,) = self.rows("renamed", "organisations")
        self.assertEqual((row.key, row.into, row.fields), ("lab", "laboratory", []))
        self.assertEqual((self.list_changed_keys("added"), self.list_changed_keys("removed")), ([], []))

    def test_names_the_columns_in_which_what_was_renamed_also_changed(self):
        for model, slug, column in RENAMED:
            record = model.objects.get(slug=slug)
            merging.change_record_slug(record, f"{slug}-now", by=BY)
            model.objects.filter(pk=record.pk).update(**{column: "2001", "summary_en": "Another summary."})
        build_release(self.shelf)
        for model, slug, column in RENAMED:
            with self.subTest(slug=slug):
                (row,) = self.rows("renamed", f"{model._meta.model_name}s")
                self.assertEqual(row.key, slug)
                self.assertLessEqual({"summary_en", column}, set(row.fields))
        notes = (self.get_latest_release().folder / "NOTES.md").read_text(encoding="utf-8")
        self.assertIn("- `lab` Laboratory → `lab-now`: summary_en, founded", notes)

    def test_calls_merged_what_became_part_of_a_newcomer(self):
        for model, old, make in MERGED:
            with self.subTest(kind=model._meta.model_name):
                newcomer = make(slug="newcomer")
                merging.merge_records(model.objects.get(slug=old), newcomer, by=BY)
                build_release(self.shelf)
                table = f"{model._meta.model_name}s"
                (row,) = self.rows("merged", table)
                self.assertEqual(
                    (row.key, row.into, self.list_changed_keys("added", table)), (old, "newcomer", ["newcomer"])
                )
                self.assertEqual(self.list_changed_keys("renamed", table), [])

    def test_calls_merged_what_moved_first_and_renamed_what_took_it_over(self):
        revisions.begin_record_histories()
        factories.add_participant(Collaboration.objects.get(slug="pact"), factories.organisation(), "partner")
        merging.change_record_slug(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        merging.change_record_slug(Organisation.objects.get(slug="whole"), "hole", by=BY)
        lab, hole = (Organisation.objects.get(slug=slug) for slug in ("laboratory", "hole"))
        merging.merge_records(lab, hole, by=BY)
        build_release(self.shelf)
        led = [[(row.key, row.into) for row in self.rows(kind, "organisations")] for kind in ("renamed", "merged")]
        self.assertEqual(led, [[("whole", "hole")], [("lab", "hole")]])

    def test_names_what_was_merged_and_into_what(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="whole"))
        build_release(self.shelf)
        (row,) = next(c for c in self.get_latest_release().changes if c.table == "organisations").merged
        self.assertEqual((row.key, row.into, self.list_changed_keys("removed")), ("lab", "whole", []))

    def test_calls_removed_what_leads_to_nothing_public(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="veiled"))
        build_release(self.shelf)
        self.assertEqual(self.list_changed_keys("removed"), ["lab"])

    def test_tells_of_it_in_the_notes(self):
        Organisation.objects.filter(slug="lab").update(acronym="LB")
        build_release(self.shelf)
        notes = (self.get_latest_release().folder / "NOTES.md").read_text(encoding="utf-8")
        self.assertIn("Since release 2026-11-27-1", notes)
        self.assertIn("- `lab` Laboratory: acronym", notes)

    def test_counts_from_the_release_before_and_not_from_the_first(self):
        factories.organisation(slug="second")
        build_release(self.shelf)
        factories.organisation(slug="third")
        build_release(self.shelf)
        self.assertEqual(
            (self.get_latest_release().previous_number, self.list_changed_keys("added")), ("2026-11-27-2", ["third"])
        )
