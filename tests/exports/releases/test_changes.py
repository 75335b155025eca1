"""Changes listed in a release: rows added, changed, renamed, merged and removed since the previous one."""

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


class ReleaseChangesTests(ReleaseBuildTestCase):
    def setUp(self):
        super().setUp()
        build_release(self.shelf)

    def test_lists_added_rows(self):
        factories.organisation(slug="newcomer")
        build_release(self.shelf)
        self.assertEqual((self.list_changed_keys("added"), self.list_changed_keys("changed")), (["newcomer"], []))

    def test_lists_changed_rows_with_their_columns(self):
        Organisation.objects.filter(slug="lab").update(founded="1999-06", updated_at="2026-11-27T00:00:00Z")
        build_release(self.shelf)
        (row,) = self.get_latest_release().changes[0].changed
        self.assertEqual((row.key, row.fields), ("lab", ["founded"]))

    def test_lists_removed_rows(self):
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

    def test_lists_renamed_rows_with_their_new_slug(self):
        merging.change_record_slug(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        build_release(self.shelf)
        (row,) = self.rows("renamed", "organisations")
        self.assertEqual((row.key, row.into, row.fields), ("lab", "laboratory", []))
        self.assertEqual((self.list_changed_keys("added"), self.list_changed_keys("removed")), ([], []))

    def test_lists_changed_columns_of_renamed_rows(self):
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

    def test_row_merged_into_a_new_record_is_listed_as_merged(self):
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

    def test_row_renamed_and_then_merged_is_listed_as_merged(self):
        revisions.begin_record_histories()
        factories.add_participant(Collaboration.objects.get(slug="pact"), factories.organisation(), "partner")
        merging.change_record_slug(Organisation.objects.get(slug="lab"), "laboratory", by=BY)
        merging.change_record_slug(Organisation.objects.get(slug="whole"), "hole", by=BY)
        lab, hole = (Organisation.objects.get(slug=slug) for slug in ("laboratory", "hole"))
        merging.merge_records(lab, hole, by=BY)
        build_release(self.shelf)
        led = [[(row.key, row.into) for row in self.rows(kind, "organisations")] for kind in ("renamed", "merged")]
        self.assertEqual(led, [[("whole", "hole")], [("lab", "hole")]])

    def test_lists_merged_rows_with_their_target(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="whole"))
        build_release(self.shelf)
        (row,) = next(c for c in self.get_latest_release().changes if c.table == "organisations").merged
        self.assertEqual((row.key, row.into, self.list_changed_keys("removed")), ("lab", "whole", []))

    def test_row_redirected_to_an_unpublished_record_is_listed_as_removed(self):
        Organisation.objects.filter(slug="lab").update(status="archived", slug="lab-before")
        FormerSlug.objects.create(kind="organisation", slug="lab", organisation=Organisation.objects.get(slug="veiled"))
        build_release(self.shelf)
        self.assertEqual(self.list_changed_keys("removed"), ["lab"])

    def test_notes_describe_the_changes(self):
        Organisation.objects.filter(slug="lab").update(acronym="LB")
        build_release(self.shelf)
        notes = (self.get_latest_release().folder / "NOTES.md").read_text(encoding="utf-8")
        self.assertIn("Since release 2026-11-27-1", notes)
        self.assertIn("- `lab` Laboratory: acronym", notes)

    def test_compares_with_the_previous_release(self):
        factories.organisation(slug="second")
        build_release(self.shelf)
        factories.organisation(slug="third")
        build_release(self.shelf)
        self.assertEqual(
            (self.get_latest_release().previous_number, self.list_changed_keys("added")), ("2026-11-27-2", ["third"])
        )
