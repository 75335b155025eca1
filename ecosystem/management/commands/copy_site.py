"""Write the whole site as static files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from ecosystem.exports.releases.site_copy import write_site_folder


class Command(BaseCommand):
    help = "Write every public page in three languages, with its files, to an empty folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise CommandError(f"{folder} is not empty. Choose an empty folder.")
            count = write_site_folder(folder, localdate(), report=self._say)
        except OSError as error:
            raise CommandError(f"The copy could not be written: {error}") from error
        counted_files = ngettext("%(n)s file", "%(n)s files", count) % {"n": f"{count:,}"}
        self._say(f"{folder}: {counted_files}; open index.html, or let any server of files show the folder.")

    def _say(self, text):
        self.stdout.write(str(text))
        self.stdout.flush()
