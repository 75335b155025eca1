"""Restore a backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from ecosystem import backups
from ecosystem.search import indexing


class Command(BaseCommand):
    help = "Check the backup FILE and replace the database with it, completely or not at all."
    # The database may be empty or broken.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--overwrite", action="store_true", help="replace a database that contains records")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="alias of the database in the settings")

    def handle(self, *, file, overwrite, database, verbosity, **options):
        try:
            lost = backups.restore_backup(file, overwrite=overwrite, database=database)
        except (backups.BackupError, OSError) as error:
            raise CommandError(f"{error} The database was not changed.") from error
        if lost:
            self.stderr.write("Withheld after the backup was made; withhold these again:")
            self.stderr.write("\n".join(lost))
        if verbosity:
            self.stdout.write(f"Restored the database from {file}. All users must sign in again.")
            if self._is_older(database):
                self.stdout.write("The backup is from an older version of the site. Run manage.py migrate now.")

    def _is_older(self, database):
        executor = MigrationExecutor(connections[database])
        has_plan = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        return has_plan or (database == DEFAULT_DB_ALIAS and not indexing.is_search_index_current())
