"""Prepare what the site needs before it is served; leaves what is ready as it is."""

import fcntl
import secrets
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import ngettext

from ecosystem.exports.releases.store import list_release_folders
from ecosystem.management import message_catalogues
from ecosystem.management.commands.migrate import complete_migration
from ecosystem.models import Organisation, editions
from ecosystem.web import static_files


class Command(BaseCommand):
    help = (
        "Prepare the database, the facts, the translations, the static files, the first editor and the first data "
        "release."
    )
    # The checks run when the site is served; here they would take time twice.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--without-release", action="store_true", help="Build no data release if there is none.")

    def handle(self, *, without_release, **options):
        with self._wait_for_lock():
            self._compile_messages()
            self._migrate()
            self._load_facts()
            self._collect_static_files()
            self._create_editor()
            if not without_release:
                self._build_first_release()

    @contextmanager
    def _wait_for_lock(self):
        """Hold a lock, because two starts at once would both migrate and load."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "prepare.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._write_status("Waiting", "for another process to finish")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _compile_messages(self):
        try:
            compiled = [
                po for folder in settings.LOCALE_PATHS for po in message_catalogues.compile_stale_catalogues(folder)
            ]
        except message_catalogues.CatalogueError as error:
            raise CommandError(f"A translation is wrong:\n{error}") from error
        text = ngettext("compiled %(n)d catalogue", "compiled %(n)d catalogues", len(compiled))
        self._write_status("Translations", text % {"n": len(compiled)} if compiled else "up to date")

    def _migrate(self):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        text = ngettext("applying %(n)d migration", "applying %(n)d migrations", len(plan))
        self._write_status("Database", text % {"n": len(plan)} if plan else "up to date")
        if plan:
            call_command("migrate", interactive=False, verbosity=0)
        else:
            # A run killed after the last migration has not created the permissions yet.
            emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
            complete_migration()

    def _load_facts(self):
        if editions.read_edition_number():
            self._write_status("Facts", "already in the database")
        elif fixtures := sorted(settings.FIXTURES_DIR.glob("*.json")):
            text = ngettext("loading %(n)d file", "loading %(n)d files", len(fixtures))
            self._write_status("Facts", text % {"n": len(fixtures)})
            call_command("loaddata", *fixtures, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        else:
            self._write_status("Facts", "no files to load")

    def _collect_static_files(self):
        # The fingerprint exists only while the folder is complete, so that an interrupted run is repeated.
        mark = settings.VAR_DIR / "static.fingerprint"
        wanted = static_files.compute_static_fingerprint()
        is_whole = mark.exists()
        if is_whole and mark.read_text(encoding="ascii") == wanted:
            self._write_status("Static files", "up to date")
            return
        self._write_status("Static files", "collecting")
        mark.unlink(missing_ok=True)
        try:
            call_command("collectstatic", interactive=False, verbosity=0, clear=not is_whole)
        except static_files.StylesheetError as error:
            raise CommandError(str(error)) from error
        mark.write_text(wanted, encoding="ascii")

    def _create_editor(self):
        users = get_user_model().objects
        if users.exists():
            self._write_status("Editors", "already set up")
            return
        password = secrets.token_urlsafe(12)
        # Committed only after the password is printed, so that an interrupted run leaves no account without one.
        with transaction.atomic():
            users.create_superuser("editor", password=password)
            self._write_status(
                "Editors", f"created the account “editor” for /admin/. Its password, shown only once: {password}"
            )
            self.stdout.flush()

    def _build_first_release(self):
        """Build a release if there is none, so that no page leads to an empty list; takes some seconds."""
        shelf = Path(settings.RELEASES_DIR)
        if list_release_folders(shelf) or not Organisation.objects.published().exists():
            return
        # Imported only here, because each start would wait for it.
        from ecosystem.exports.releases.build import create_release
        from ecosystem.exports.releases.sqlite import BrokenForeignKeyError

        self._write_status("Data release", "building the first one")
        try:
            release = create_release(shelf)
        except (OSError, ValidationError, BrokenForeignKeyError) as error:
            # The site works without one.
            self._write_status("Data release", f"could not be built, the site starts without one: {error}")
        else:
            self._write_status("Data release", release.number)

    def _write_status(self, step, status):
        self.stdout.write(f"{step}: {status}")
        self.stdout.flush()
