"""The migration that replaces the search table on PostgreSQL and keeps its rows."""

from importlib import import_module
from unittest import skipUnless

from django.db import connection
from django.test import TestCase

from ecosystem.models import SearchText
from ecosystem.search.expressions import PhraseExpression
from ecosystem.search.indexing import rebuild_search_index
from tests.support import factories

TEXTS = ("pk", "names", "aliases", "summary", "related", "keywords")


@skipUnless(connection.vendor == "postgresql", "about PostgreSQL")
class SearchTableMigrationTests(TestCase):
    def test_keeps_all_texts_forwards_and_backwards(self):
        factories.organisation(name_en="Heron Watch")
        rebuild_search_index()
        migration = import_module("ecosystem.migrations.0024_search_by_bitmap")
        before = list(SearchText.objects.order_by("pk").values_list(*TEXTS))
        with connection.schema_editor() as editor:
            migration.make_wide_table(None, editor)
            migration.make_narrow_table(None, editor)
        self.assertEqual(list(SearchText.objects.order_by("pk").values_list(*TEXTS)), before)
        self.assertEqual(SearchText.objects.matching(PhraseExpression(("heron",))).count(), 1)
