"""Rebuild the search index, after changes to the database that did not use the operations."""

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from ecosystem.management import progress
from ecosystem.models import SearchEntry, editions
from ecosystem.search import indexing


class Command(BaseCommand):
    help = "Rebuild the search index from the public records, and the stored keys of all names and addresses."

    def handle(self, **options):
        report_step = progress.report_slow_steps(self)
        indexing.update_computed_fields()
        report_step("Rebuilding the search index")
        indexing.rebuild_search_index()
        if editions.read_edition_number():
            # Invalidates what running processes have cached.
            editions.increment_edition()
        count = SearchEntry.objects.count()
        self.stdout.write(ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count})
