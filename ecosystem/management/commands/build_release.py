"""Create a release: the whole directory as files, in a dated, numbered folder."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from ecosystem.exports.releases.build import create_release
from ecosystem.exports.releases.site_copy import write_site_archive
from ecosystem.exports.releases.sqlite import BrokenForeignKeyError


class Command(BaseCommand):
    help = (
        "Write everything that is public into a new folder: CSV, JSON lines, a workbook, a SQLite file, a data "
        "package, checksums, notes, and a copy of the whole site that needs no server of its own."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=Path(settings.RELEASES_DIR), help="Folder of the releases.")
        parser.add_argument("--force", action="store_true", help="Build a release even if nothing has changed.")
        parser.add_argument(
            "--without-site", action="store_true", help="Build it without the offline copy of the website."
        )

    def handle(self, *, folder, force, without_site, **options):
        def site(path, edited):
            write_site_archive(path, edited.day, report=self._say)

        try:
            release = create_release(folder, force=force, site=None if without_site else site, report=self._say)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except BrokenForeignKeyError as error:
            raise CommandError(f"A public record refers to one that is not public: {error}") from error
        except OSError as error:
            raise CommandError(f"The release could not be written: {error}") from error
        if release is None:
            self._say("Nothing has changed since the latest release; --force makes one all the same.")
            return
        rows = sum(release.counts.values())
        size = sum(file.size for file in release.files) / 1_000_000
        counted_rows = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": f"{rows:,}"}
        counted_files = ngettext("%(n)s file", "%(n)s files", len(release.files)) % {"n": len(release.files)}
        self._say(f"{release.folder}: {counted_rows} in {counted_files}, {size:,.1f} MB")

    def _say(self, text):
        self.stdout.write(str(text))
        self.stdout.flush()
