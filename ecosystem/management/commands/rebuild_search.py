"""Make the index of the search anew, for whoever changed the database by other ways than the verbs."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from ecosystem.models import SearchEntry, editions
from ecosystem.search import indexing


class Command(BaseCommand):
    help = "Empty the index of the search and write it anew from what is public."

    def handle(self, **options):
        indexing.rebuild()
        if editions.current():
            # What running processes keep was worked out with the old one.
            editions.renew()
        count = SearchEntry.objects.count()
        self.stdout.write(ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count})
