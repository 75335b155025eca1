"""A shelf of releases for the site to offer, which goes with the tests of a class."""

import shutil
import tempfile
from pathlib import Path

from django.test import TestCase, override_settings

from ecosystem.models import Organisation
from tests.support import factories
from tests.support.release_world import made, release


class ShelfTestCase(TestCase):
    """An empty shelf, from which the site offers what a test puts there."""

    @classmethod
    def setUpClass(cls):
        cls.shelf = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shelf, ignore_errors=True)
        cls.enterClassContext(override_settings(RELEASES_DIR=cls.shelf))
        super().setUpClass()


class ReleasedTestCase(ShelfTestCase):
    @classmethod
    def setUpTestData(cls):
        made()
        release(cls.shelf)
        Organisation.objects.filter(slug="lab").update(founded="2001")
        factories.organisation(slug="newcomer", name_en="Newcomer", name_zh_hant="新來者")
        release(cls.shelf)
        cls.first, cls.second = sorted(path.name for path in cls.shelf.iterdir() if path.is_dir())
