"""Releases built on a shelf that goes with the test."""

import shutil
import tempfile
from pathlib import Path

import time_machine
from django.test import TestCase

from ecosystem.exports.releases.store import Release
from tests.support.release_world import made


class BuildTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        made()

    def setUp(self):
        self.shelf = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.shelf, ignore_errors=True)
        self.enterContext(time_machine.travel("2026-11-27T10:00:00+08:00", tick=False))

    @property
    def folders(self):
        return sorted(path.name for path in self.shelf.iterdir() if path.is_dir())

    def latest(self):
        return Release(self.shelf / self.folders[-1])

    def told(self, kind, table="organisations"):
        """Return the keys of what the latest release says of a table."""
        found = {changes.table: changes for changes in self.latest().changes}
        return [row.key for row in getattr(found[table], kind)] if table in found else []
