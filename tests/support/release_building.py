"""A test case that builds releases in a temporary folder."""

import shutil
import tempfile
from pathlib import Path

import time_machine
from django.test import TestCase

from ecosystem.exports.releases.store import Release
from tests.support.release_world import create_release_records


class ReleaseBuildTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        create_release_records()

    def setUp(self):
        self.shelf = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.shelf, ignore_errors=True)
        self.enterContext(time_machine.travel("2026-11-27T10:00:00+08:00", tick=False))

    @property
    def folder_names(self):
        return sorted(path.name for path in self.shelf.iterdir() if path.is_dir())

    def get_latest_release(self):
        return Release(self.shelf / self.folder_names[-1])

    def list_changed_keys(self, kind, table="organisations"):
        """Return the keys of rows of a table that were "added", "removed" … in the latest release."""
        changes_by_table = {changes.table: changes for changes in self.get_latest_release().changes}
        return [row.key for row in getattr(changes_by_table[table], kind)] if table in changes_by_table else []
