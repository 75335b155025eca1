"""Update the message catalogues from the code and the templates."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ecosystem.management import message_catalogues


class Command(BaseCommand):
    help = "Update the message catalogues from code and templates, keeping the translations."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a translation is missing")

    def handle(self, *, check, **options):
        locale_dir = settings.LOCALE_PATHS[0]
        try:
            if not check:
                self.stdout.write("\n".join(message_catalogues.update_catalogues(locale_dir)))
            elif lacking := message_catalogues.list_missing_translations(locale_dir):
                raise CommandError("Not translated:\n" + "\n".join(lacking))
        except message_catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
