"""Create a backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from ecosystem import backups


class Command(BaseCommand):
    help = "Write the whole database to FILE while the site is running, and its checksum to FILE.sha256."
    # A backup must be possible in spite of a broken setting elsewhere.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--overwrite", action="store_true", help="overwrite an existing file")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="alias of the database in the settings")

    def handle(self, *, file, overwrite, database, verbosity, **options):
        try:
            backups.create_backup(file, overwrite=overwrite, database=database)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"Wrote {file} ({file.stat().st_size:,} bytes) and {file.name}.sha256.")
