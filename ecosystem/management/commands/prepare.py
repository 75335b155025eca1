"""Make everything ready that the site needs before it is served, and touch nothing that is."""

import fcntl
import secrets
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import ngettext

from ecosystem.management import message_catalogues
from ecosystem.models import editions
from ecosystem.web import static_files


class Command(BaseCommand):
    help = "Prepare the database, the facts, the translations, the static files and the first editor."
    # Whoever starts the site sees the checks when it is served; here they would cost a second time.
    requires_system_checks = []

    def handle(self, **options):
        with self._turn():
            self._compile_messages()
            self._migrate()
            self._load_facts()
            self._collect_static_files()
            self._create_editor()

    @contextmanager
    def _turn(self):
        """Wait until no other start is at it: two at once would both migrate and both load."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "prepare.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say("Waiting", "for another start to finish")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _compile_messages(self):
        try:
            compiled = [po for folder in settings.LOCALE_PATHS for po in message_catalogues.compile_all(folder)]
        except message_catalogues.CatalogueError as error:
            raise CommandError(f"A translation is wrong:\n{error}") from error
        text = ngettext("compiled %(n)d catalogue", "compiled %(n)d catalogues", len(compiled))
        self._say("Translations", text % {"n": len(compiled)} if compiled else "up to date")

    def _migrate(self):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        text = ngettext("applying %(n)d migration", "applying %(n)d migrations", len(plan))
        self._say("Database", text % {"n": len(plan)} if plan else "up to date")
        # Called even so: a run that was killed after the last migration has not made the permissions yet.
        call_command("migrate", interactive=False, verbosity=0)

    def _load_facts(self):
        if editions.current():
            self._say("Facts", "in the database already, left as they are")
        elif fixtures := sorted(settings.FIXTURES_DIR.glob("*.json")):
            text = ngettext("loading %(n)d file", "loading %(n)d files", len(fixtures))
            self._say("Facts", text % {"n": len(fixtures)})
            call_command("loaddata", *fixtures, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        else:
            self._say("Facts", "there are no files to load")

    def _collect_static_files(self):
        # The mark is there only while the folder is whole, so that a run which was killed half way is made good.
        mark = settings.VAR_DIR / "static.fingerprint"
        wanted = static_files.fingerprint()
        is_whole = mark.exists()
        if is_whole and mark.read_text(encoding="ascii") == wanted:
            self._say("Static files", "up to date")
            return
        self._say("Static files", "collecting")
        mark.unlink(missing_ok=True)
        try:
            call_command("collectstatic", interactive=False, verbosity=0, clear=not is_whole)
        except static_files.StylesheetError as error:
            raise CommandError(str(error)) from error
        mark.write_text(wanted, encoding="ascii")

    def _create_editor(self):
        users = get_user_model().objects
        if users.exists():
            self._say("Editors", "there are accounts already")
            return
        password = secrets.token_urlsafe(12)
        # Committed only once the password is on the screen: a stop in between leaves no account that nobody can open.
        with transaction.atomic():
            users.create_superuser("editor", password=password)
            self._say("Editors", f"made the account “editor” for /admin/; its password, shown only now: {password}")
            self.stdout.flush()

    def _say(self, what, how):
        self.stdout.write(f"{what}: {how}")
        self.stdout.flush()
