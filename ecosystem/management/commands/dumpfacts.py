"""Write the fact files that `loaddata` reads."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ecosystem.editing import loading


class Command(BaseCommand):
    help = "Write every table into fixtures/, one object a row, sorted, so that a change is readable in a diff."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")

    def handle(self, *args, folder, **options):
        for path in loading.dump_fact_files(folder):
            self.stdout.write(str(path))
