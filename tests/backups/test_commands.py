"""manage.py backup and manage.py restore, on SQLite and on PostgreSQL."""

import hashlib
import subprocess
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from ecosystem import backups
from ecosystem.backups import postgresql, sqlite
from ecosystem.history import revisions
from ecosystem.models import Change, Organisation, SearchEntry, WithheldValue, editions
from tests.support import factories
from tests.support.whole_database import WholeDatabaseTestCase

IS_SQLITE = connection.vendor == "sqlite"


class BackupCommandTestCase(WholeDatabaseTestCase):
    def setUp(self):
        self.record = factories.organisation(name_en="Heron", slug="heron")
        revisions.begin_record_histories()
        factories.rebuild_search_index()
        editions.increment_edition()
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.file = self.folder / "backup"

    def backup(self, **options):
        out = StringIO()
        call_command("backup", self.file, stdout=out, **options)
        return out.getvalue()

    def restore(self, **options):
        out = StringIO()
        call_command("restore", self.file, stdout=out, **options)
        return out.getvalue()

    def write_checksum(self):
        checksum = hashlib.sha256(self.file.read_bytes()).hexdigest()
        Path(f"{self.file}.sha256").write_text(f"{checksum}  {self.file.name}\n")

    def rename(self):
        Organisation.objects.update(name_en="Egret")

    def assert_refused(self, words, **options):
        """Expect that a restore fails with these words and has changed nothing."""
        self.rename()
        with self.assertRaisesRegex(CommandError, words):
            self.restore(**{"overwrite": True} | options)
        self.assertEqual(Organisation.objects.get().name_en, "Egret")


class BackupCommandTests(BackupCommandTestCase):
    def test_writes_a_checksum_for_sha256sum(self):
        self.backup()
        done = subprocess.run(["sha256sum", "-c", "backup.sha256"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.stdout, "backup: OK\n")

    def test_writes_two_files_readable_only_by_their_owner(self):
        self.backup()
        modes = {path.name: path.stat().st_mode & 0o777 for path in self.folder.iterdir()}
        self.assertEqual(modes, {"backup": 0o600, "backup.sha256": 0o600})

    def test_existing_file_is_not_overwritten_by_default(self):
        self.file.write_text("of yesterday")
        with self.assertRaisesRegex(CommandError, "exists"):
            self.backup()
        self.assertEqual(self.file.read_text(), "of yesterday")

    def test_overwrite_option_replaces_file_and_checksum(self):
        self.backup()
        self.rename()
        self.backup(overwrite=True)
        Organisation.objects.all().delete()
        self.restore(overwrite=True)
        self.assertEqual(Organisation.objects.get().name_en, "Egret")

    def test_failed_backup_leaves_no_files(self):
        engine = backups.operations.ENGINES[connection.vendor]
        with (
            mock.patch.object(engine, "dump", side_effect=lambda _connection, path: path.write_text("half") and 1 / 0),
            self.assertRaises(ZeroDivisionError),
        ):
            self.backup()
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_missing_folder_is_an_error(self):
        self.file = self.folder / "missing" / "backup"
        with self.assertRaisesRegex(CommandError, "is not a folder"):
            self.backup()


class RestoreCommandTests(BackupCommandTestCase):
    def test_restores_deleted_rows_and_removes_added_ones(self):
        self.backup()
        Change.objects.all().delete()
        factories.organisation(name_en="Egret")
        self.restore(overwrite=True)
        self.assertEqual([each.name_en for each in Organisation.objects.all()], ["Heron"])
        self.assertEqual((Change.objects.count(), SearchEntry.objects.filter(kind="organisation").count()), (1, 1))

    def test_mentions_no_migrations_when_all_are_applied(self):
        self.backup()
        self.assertNotIn("migrate", self.restore(overwrite=True))

    def test_rows_can_be_added_afterwards(self):
        self.backup()
        self.restore(overwrite=True)
        factories.organisation(name_en="Egret")
        self.assertEqual(Organisation.objects.count(), 2)

    def test_new_edition_is_higher_than_that_of_the_database(self):
        self.backup()
        for _time in range(3):
            editions.increment_edition()
        before = editions.read_edition_number()
        self.restore(overwrite=True)
        self.assertGreater(editions.read_edition_number(), before)

    def test_new_edition_is_higher_than_that_of_the_backup(self):
        for _time in range(3):
            editions.increment_edition()
        before = editions.read_edition_number()
        self.backup()
        editions.Edition.objects.update(number=0)
        self.restore(overwrite=True)
        self.assertGreater(editions.read_edition_number(), before)

    def test_cached_pages_show_the_restored_data(self):
        self.backup()
        self.rename()
        editions.increment_edition()
        self.assertContains(self.client.get("/en/organisations/heron/"), "Egret")
        self.restore(overwrite=True)
        self.assertNotContains(self.client.get("/en/organisations/heron/"), "Egret")

    def test_deletes_all_sessions(self):
        Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
        self.backup()
        self.restore(overwrite=True)
        self.assertFalse(Session.objects.exists())

    def test_warns_about_values_withheld_since_the_backup(self):
        self.backup()
        WithheldValue.objects.create(
            organisation=self.record, field="address", reason="A wish.", states=1, was_public=True
        )
        err = StringIO()
        self.restore(overwrite=True, stderr=err)
        self.assertIn("organisation heron, address: A wish.", err.getvalue())

    def test_does_not_warn_about_values_withheld_in_the_backup(self):
        WithheldValue.objects.create(
            organisation=self.record, field="address", reason="A wish.", states=1, was_public=True
        )
        self.backup()
        err = StringIO()
        self.restore(overwrite=True, stderr=err)
        self.assertEqual(err.getvalue(), "")

    def test_empty_database_is_restored_without_the_overwrite_option(self):
        self.backup()
        call_command("flush", interactive=False, verbosity=0)
        self.restore()
        self.assertEqual(Organisation.objects.get().name_en, "Heron")

    def test_records_are_not_overwritten_by_default(self):
        self.backup()
        self.assert_refused("The database contains records", overwrite=False)

    def test_failure_at_the_last_step_leaves_the_database_unchanged(self):
        self.backup()
        failing = (
            mock.patch.object(sqlite, "_finish_restore", side_effect=backups.BackupError("No room."))
            if IS_SQLITE
            else mock.patch.object(postgresql, "FINISH_RESTORE", "SELECT 1 / 0;")
        )
        with failing:
            self.assert_refused("No room|division by zero")

    def test_missing_file_is_refused(self):
        self.assert_refused("There is no file")

    def test_file_without_a_checksum_is_refused(self):
        self.backup()
        Path(f"{self.file}.sha256").unlink()
        self.assert_refused("sha256 is missing")

    def test_file_that_differs_from_its_checksum_is_refused(self):
        self.backup()
        with self.file.open("ab") as file:
            file.write(b"more")
        self.assert_refused("is damaged")

    def test_damaged_file_with_a_matching_checksum_is_refused(self):
        self.backup()
        whole = self.file.read_bytes()
        self.file.write_bytes(whole[: len(whole) // 2])
        self.write_checksum()
        self.assert_refused("is damaged|failed|is not a backup")

    def test_file_that_is_not_a_backup_is_refused(self):
        self.file.write_text("A letter to the editor")
        self.write_checksum()
        self.assert_refused("is not a backup")

    def test_backup_of_another_database_engine_is_refused(self):
        self.file.write_bytes((postgresql.POSTGRESQL_MAGIC if IS_SQLITE else sqlite.SQLITE_MAGIC) + bytes(100))
        self.write_checksum()
        self.assert_refused("is a backup of PostgreSQL" if IS_SQLITE else "is a backup of SQLite")

    def test_backup_of_a_newer_version_is_refused(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('ecosystem', '9999_later', %s)",
                [timezone.now()],
            )
            self.backup()
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
        self.assert_refused("made by a newer version.*ecosystem.9999_later")

    def test_older_backup_prints_a_reminder_to_migrate(self):
        self.addCleanup(self.migrate)
        self.migrate("ecosystem", "0007")
        self.backup()
        self.migrate()
        self.assertIn("Run manage.py migrate now", self.restore(overwrite=True))

    def test_older_backup_can_be_migrated_without_data_loss(self):
        self.addCleanup(self.migrate)
        self.migrate("ecosystem", "0007")
        self.backup()
        self.migrate()
        self.rename()
        self.restore(overwrite=True)
        self.migrate()
        self.assertEqual(Organisation.objects.get().name_en, "Heron")
