"""Test cases with a temporary releases folder, for a whole class."""

import shutil
import tempfile
from pathlib import Path

from django.test import TestCase, override_settings

from ecosystem.models import Organisation
from tests.support import factories
from tests.support.release_world import build_release, create_release_records


class ReleaseShelfTestCase(TestCase):
    """With an empty releases folder."""

    @classmethod
    def setUpClass(cls):
        cls.shelf = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shelf, ignore_errors=True)
        cls.enterClassContext(override_settings(RELEASES_DIR=cls.shelf))
        super().setUpClass()


class TwoReleasesTestCase(ReleaseShelfTestCase):
    @classmethod
    def setUpTestData(cls):
        create_release_records()
        build_release(cls.shelf)
        Organisation.objects.filter(slug="lab").update(founded="2001")
        factories.organisation(slug="newcomer", name_en="Newcomer", name_zh_hant="新來者")
        build_release(cls.shelf)
        cls.first, cls.second = sorted(path.name for path in cls.shelf.iterdir() if path.is_dir())
