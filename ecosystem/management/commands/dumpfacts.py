"""Write the fact files that `loaddata` reads."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ecosystem.editing import loading


class Command(BaseCommand):
    help = "Write every table to fixtures/, one object per row, sorted, so that diffs are readable."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args, folder, **options):
        for path in loading.dump_fact_files(folder):
            self.stdout.write(str(path))
