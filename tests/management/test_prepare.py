"""manage.py prepare: what the first start creates, and what later starts keep."""

import re
import shutil
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from ecosystem.exports.releases.store import list_release_folders
from ecosystem.models import editions
from ecosystem.web import static_files
from tests.support.release_world import create_release_records

PASSWORD = re.compile(r"shown only once: (\S+)")
PO = "zh_Hant/LC_MESSAGES/django.po"


class PrepareCommandTestCase(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        (self.folder / "source").mkdir()
        (self.folder / "source" / "site.js").write_text("// nothing\n")
        catalogue = self.folder / "locale" / PO
        catalogue.parent.mkdir(parents=True)
        catalogue.write_text('msgid "Themes"\nmsgstr "主題"\n', encoding="utf-8")
        changed = {
            "VAR_DIR": self.folder / "var",
            "RELEASES_DIR": self.folder / "releases",
            "FIXTURES_DIR": self.folder / "fixtures",
            "LOCALE_PATHS": [self.folder / "locale"],
            "STATICFILES_DIRS": [self.folder / "source"],
            "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
            "STATIC_ROOT": self.folder / "var" / "static",
            "STORAGES": settings.STORAGES
            | {"staticfiles": {"BACKEND": "ecosystem.web.static_files.JoinedStaticFilesStorage"}},
        }
        self.enterContext(override_settings(**changed))

    def prepare(self, *options):
        out = StringIO()
        call_command("prepare", *options, stdout=out)
        return out.getvalue()


class PrepareFirstStartTests(PrepareCommandTestCase):
    def test_prints_one_line_for_each_step(self):
        steps = [line.split(":")[0] for line in self.prepare().splitlines()]
        self.assertEqual(steps, ["Translations", "Database", "Facts", "Static files", "Editors"])

    def test_compiles_message_catalogues(self):
        self.prepare()
        self.assertTrue((self.folder / "locale" / PO).with_suffix(".mo").exists())

    def test_invalid_catalogue_fails_before_anything_is_created(self):
        (self.folder / "locale" / PO).write_text('msgid "{a}"\nmsgstr "{b}"\n', encoding="utf-8")
        with self.assertRaisesMessage(CommandError, "django.po:1"):
            self.prepare()
        self.assertFalse(get_user_model().objects.exists())

    def test_collects_static_files(self):
        self.prepare()
        self.assertTrue((self.folder / "var" / "static" / "staticfiles.json").exists())

    def test_creates_a_superuser_with_the_printed_password(self):
        password = PASSWORD.search(self.prepare())[1]
        editor = authenticate(username="editor", password=password)
        self.assertTrue(editor.is_superuser)

    def test_account_is_not_created_if_the_password_cannot_be_printed(self):
        out = self.enterContext((self.folder / "out").open("w", encoding="utf-8"))
        with mock.patch("secrets.token_urlsafe", return_value="\ud800"), self.assertRaises(UnicodeEncodeError):
            call_command("prepare", stdout=out)
        self.assertFalse(get_user_model().objects.exists())


# Loads all the facts, as every test of the facts has them loaded on both databases.
@pytest.mark.slow
class PrepareFactLoadingTests(PrepareCommandTestCase):
    def setUp(self):
        super().setUp()
        shutil.copytree(settings.BASE_DIR / "fixtures", self.folder / "fixtures")

    def test_facts_are_loaded_into_an_empty_database(self):
        self.assertEqual(editions.read_edition_number(), 0)
        self.prepare("--without-release")
        self.assertGreater(editions.read_edition_number(), 0)

    def test_facts_are_not_loaded_again(self):
        editions.increment_edition()
        with mock.patch("ecosystem.editing.loading.load") as load:
            self.assertIn("already in the database", self.prepare())
        load.assert_not_called()


class PrepareLaterStartTests(PrepareCommandTestCase):
    def setUp(self):
        super().setUp()
        editions.increment_edition()
        self.prepare()

    def test_reports_that_everything_is_up_to_date(self):
        said = self.prepare()
        for line in (
            "Translations: up to date",
            "Database: up to date",
            "Static files: up to date",
            "Editors: already set up",
        ):
            self.assertIn(line, said)

    def test_accounts_are_not_changed(self):
        get_user_model().objects.update(username="somebody")
        self.prepare()
        self.assertEqual([user.username for user in get_user_model().objects.all()], ["somebody"])

    def test_changed_static_file_is_collected_again(self):
        (self.folder / "source" / "site.js").write_text("// something\n")
        self.assertIn("Static files: collecting", self.prepare())
        self.assertIn("Static files: up to date", self.prepare())

    def test_interrupted_collection_is_repeated(self):
        collected = next((self.folder / "var" / "static").glob("site.*.js"))
        (self.folder / "source" / "other.js").write_text("// other\n")
        with mock.patch.object(static_files.JoinedStaticFilesStorage, "post_process", side_effect=KeyboardInterrupt):
            self.assertRaises(KeyboardInterrupt, self.prepare)
        collected.write_text("")

        self.prepare()

        self.assertEqual(collected.read_text(), "// nothing\n")


class PrepareFirstReleaseTests(PrepareCommandTestCase):
    @classmethod
    def setUpTestData(cls):
        create_release_records()
        editions.increment_edition()

    def list_releases(self):
        return [path.name for path in list_release_folders(self.folder / "releases")]

    def test_release_is_built_once(self):
        said = self.prepare()
        (number,) = self.list_releases()
        self.assertIn(f"Data release: {number}", said)
        self.assertNotIn("Data release", self.prepare())
        self.assertEqual(self.list_releases(), [number])

    def test_without_release_option_builds_no_release(self):
        self.prepare("--without-release")
        self.assertEqual(self.list_releases(), [])

    def test_interrupted_release_is_built_again(self):
        with (
            mock.patch("ecosystem.exports.releases.build._write_checksums", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.prepare()
        self.assertEqual(self.list_releases(), [])
        self.prepare()
        self.assertEqual(len(self.list_releases()), 1)

    def test_start_succeeds_if_the_release_cannot_be_written(self):
        (self.folder / "releases").write_text("A file where the folder should be.")
        self.assertIn("starts without one", self.prepare())
