"""manage.py build_release: numbering, atomicity and reproducibility."""

import fcntl
import json
from dataclasses import replace
from io import StringIO
from unittest.mock import patch

import time_machine
from django.core.management import CommandError, call_command

from ecosystem.exports.releases import build
from ecosystem.exports.releases.store import get_next_release_number
from ecosystem.models import Citation, Source, editions
from tests.support.release_building import ReleaseBuildTestCase
from tests.support.release_world import build_release


class ReleaseNumberTests(ReleaseBuildTestCase):
    def test_number_is_the_day_in_hong_kong_and_a_counter(self):
        with time_machine.travel("2026-11-26T17:00:00+00:00", tick=False):
            build_release(self.shelf)
            build_release(self.shelf, "--force")
        self.assertEqual(self.folder_names, ["2026-11-27-1", "2026-11-27-2"])

    def test_continues_after_existing_folders(self):
        (self.shelf / "2026-11-27-7").mkdir()
        build_release(self.shelf)
        self.assertEqual(self.folder_names, ["2026-11-27-7", "2026-11-27-8"])

    def test_counts_beyond_nine(self):
        for number in (2, 9, 10):
            (self.shelf / f"2026-11-27-{number}").mkdir()
        self.assertEqual(get_next_release_number(self.shelf, build.localdate()), "2026-11-27-11")


class UnchangedReleaseTests(ReleaseBuildTestCase):
    def test_is_reported_and_not_built(self):
        build_release(self.shelf)
        self.assertIn("Nothing has changed", build_release(self.shelf))
        self.assertEqual(self.folder_names, ["2026-11-27-1"])

    def test_is_built_with_the_force_option(self):
        build_release(self.shelf)
        build_release(self.shelf, "--force")
        self.assertIn(
            "Nothing has changed.", (self.get_latest_release().folder / "NOTES.md").read_text(encoding="utf-8")
        )

    def test_changed_citation_makes_a_new_release(self):
        build_release(self.shelf)
        Citation.objects.filter(organisation__slug="lab").update(supports=["name"])
        build_release(self.shelf)
        self.assertEqual(len(self.folder_names), 2)

    def test_link_check_makes_no_new_release(self):
        build_release(self.shelf)
        Source.objects.update(link_checked_on="2026-11-27")
        self.assertIn("Nothing has changed", build_release(self.shelf))


class ReleaseAtomicityTests(ReleaseBuildTestCase):
    def test_failure_to_write_a_file_leaves_no_release(self):
        with (
            patch.object(build.workbook, "write_release_workbook", side_effect=OSError("no space left")),
            self.assertRaises(CommandError),
        ):
            build_release(self.shelf)
        self.assertEqual(self.folder_names, [])

    def test_removes_leftovers_of_an_interrupted_build(self):
        (self.shelf / ".unfinished-abc").mkdir()
        (self.shelf / ".unfinished-abc" / "half").write_text("x")
        build_release(self.shelf)
        self.assertEqual(self.folder_names, ["2026-11-27-1"])

    def test_dangling_reference_leaves_no_release(self):
        with (
            patch.object(build, "TABLES", tuple(_without_sources())),
            self.assertRaisesMessage(CommandError, "leads to no sources"),
        ):
            build_release(self.shelf)
        self.assertEqual(self.folder_names, [])

    def test_restarts_when_the_data_changes_during_the_build(self):
        seen = iter([1, 2, 2, 2])
        with patch.object(editions, "read_edition_number", side_effect=lambda: next(seen)):
            said = build_release(self.shelf)
        self.assertIn("The directory changed during the build. Starting again", said)
        self.assertEqual((self.folder_names, self.get_latest_release().identity.edition), (["2026-11-27-1"], 2))

    def test_fails_when_the_data_keeps_changing(self):
        numbers = iter(range(100))
        with (
            patch.object(editions, "read_edition_number", side_effect=lambda: next(numbers)),
            self.assertRaises(CommandError),
        ):
            build_release(self.shelf)
        self.assertEqual(self.folder_names, [])

    def test_waits_for_another_build(self):
        # A lock of its own file, as another program would hold it.
        held = self.enterContext((self.shelf / ".lock").open("w"))
        fcntl.flock(held, fcntl.LOCK_EX)
        out = _Releasing(held)
        call_command("build_release", folder=self.shelf, without_site=True, stdout=out)
        self.assertIn("Waiting for another", out.getvalue())
        self.assertEqual(self.folder_names, ["2026-11-27-1"])


def _without_sources():
    """Return the tables with the sources emptied, as if they were not public."""
    for table in build.TABLES:
        yield replace(table, queryset=Source.objects.none) if table.name == "sources" else table


class _Releasing(StringIO):
    """Lets the other build end as soon as this one says that it waits."""

    def __init__(self, held):
        super().__init__()
        self.held = held

    def write(self, text):
        fcntl.flock(self.held, fcntl.LOCK_UN)
        return super().write(text)


class ReleaseReproducibilityTests(ReleaseBuildTestCase):
    def test_same_data_make_identical_files(self):
        other = self.shelf / "other"
        build_release(self.shelf)
        with time_machine.travel("2026-11-27T23:00:00+08:00", tick=False):
            build_release(other)
        first, second = self.shelf / "2026-11-27-1", other / "2026-11-27-1"
        for path in sorted(first.rglob("*")):
            if path.is_file():
                with self.subTest(path=path.name):
                    self.assertTrue(path.read_bytes() == (second / path.relative_to(first)).read_bytes())


class ReleaseFolderTests(ReleaseBuildTestCase):
    def test_unwritable_folder_is_an_error(self):
        blocked = self.shelf / "file"
        blocked.write_text("no folder")
        with self.assertRaisesMessage(CommandError, "could not be written"):
            build_release(blocked)

    def test_output_shows_number_rows_and_size(self):
        self.assertRegex(build_release(self.shelf), r"2026-11-27-1: [\d,]+ rows in \d+ files, [\d.]+ MB")

    def test_release_json_contains_number_date_and_counts(self):
        build_release(self.shelf)
        said = json.loads((self.get_latest_release().folder / "release.json").read_text(encoding="utf-8"))
        self.assertEqual(
            (said["number"], said["date"], said["counts"]["organisations"]), ("2026-11-27-1", "2026-11-27", 2)
        )
