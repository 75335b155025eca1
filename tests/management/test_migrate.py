"""manage.py migrate: whatever way the database went, its index agrees with its rows."""

from io import StringIO
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import TestCase

from ecosystem.models import Edition, SearchEntry, SearchText, Source
from ecosystem.search import indexing
from tests.support import factories
from tests.support.search_index import read_rebuilt_search_index, read_search_index
from tests.support.whole_database import WholeDatabaseTestCase


def migrate(**options):
    out = StringIO()
    call_command("migrate", stdout=out, **options)
    return out.getvalue()


class IndexTests(TestCase):
    """Where every migration is applied."""

    def setUp(self):
        factories.organisation(name_en="Heron")

    def test_is_made_with_the_database(self):
        self.assertTrue(indexing.is_search_index_current())

    def test_is_made_where_there_is_none(self):
        Edition.objects.all().delete()
        said = migrate()
        after = read_search_index()
        self.assertEqual((after, "Rebuilt the search index." in said), (read_rebuilt_search_index(), True))

    def test_is_made_anew_where_another_method_made_it(self):
        indexing.rebuild_search_index()
        SearchEntry.objects.update(slug="wrong")
        with mock.patch.object(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1):
            migrate(verbosity=0)
        self.assertFalse(SearchEntry.objects.filter(slug="wrong").exists())

    def test_that_another_method_made_has_the_keys_of_addresses_computed_again(self):
        source = factories.source(url="http://www.example.hk/page/")
        Source.objects.update(address_key="outdated")
        indexing.rebuild_search_index()
        with mock.patch.object(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1):
            migrate(verbosity=0)
        self.assertEqual(Source.objects.find_by_address("https://example.hk/page"), source)

    def test_is_left_alone_where_it_is_current(self):
        indexing.rebuild_search_index()
        with mock.patch.object(indexing, "rebuild_search_index") as rebuild:
            migrate(verbosity=0)
        rebuild.assert_not_called()

    def test_is_left_alone_by_one_who_only_looks(self):
        Edition.objects.all().delete()
        migrate(plan=True, verbosity=0), migrate(check_unapplied=True, verbosity=0)
        self.assertFalse(indexing.is_search_index_current())


class HistoryTests(TestCase):
    def test_begins_for_a_record_that_has_none(self):
        record = factories.organisation()
        said = migrate()
        self.assertIn("Started the history of 1 record.", said)
        self.assertEqual(record.changes.get().kind, "entered")

    def test_begins_once(self):
        factories.organisation()
        migrate(verbosity=0)
        self.assertNotIn("Began", migrate())


class WayTests(WholeDatabaseTestCase):
    def setUp(self):
        factories.collaboration(initiative=factories.initiative(name_en="Heron Fund"))
        factories.rebuild_search_index()
        # Whatever a test does, the next one finds every table.
        self.addCleanup(self.migrate)

    def test_back_and_on_again_makes_an_index_that_agrees_with_the_rows(self):
        names = sorted(name for app, name in MigrationLoader(connection).graph.nodes if app == "ecosystem")
        # Before and after the tables of the search were made, and one step: what lies between makes them no other.
        for name in ("0001_initial", "0002_roles", "0003_search", names[-2]):
            with self.subTest(migration=name):
                self.migrate("ecosystem", name)
                self.migrate()
                after = read_search_index()
                self.assertEqual((after, len(after) > 1), (read_rebuilt_search_index(), True))

    def test_back_to_before_there_was_a_search_takes_its_tables_away(self):
        self.migrate("ecosystem", "0002")
        self.assertNotIn(SearchText._meta.db_table, connection.introspection.table_names())
