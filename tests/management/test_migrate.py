"""manage.py migrate keeps the search index consistent with the rows, and starts record histories."""

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


class MigrateSearchIndexTests(TestCase):
    """All migrations are already applied."""

    def setUp(self):
        factories.organisation(name_en="Heron")

    def test_index_is_current_in_a_new_database(self):
        self.assertTrue(indexing.is_search_index_current())

    def test_missing_index_is_built(self):
        Edition.objects.all().delete()
        said = migrate()
        after = read_search_index()
        self.assertEqual((after, "Rebuilt the search index." in said), (read_rebuilt_search_index(), True))

    def test_index_of_another_version_is_rebuilt(self):
        indexing.rebuild_search_index()
        SearchEntry.objects.update(slug="wrong")
        with mock.patch.object(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1):
            migrate(verbosity=0)
        self.assertFalse(SearchEntry.objects.filter(slug="wrong").exists())

    def test_index_of_another_version_recomputes_url_keys(self):
        source = factories.source(url="http://www.example.hk/page/")
        Source.objects.update(address_key="outdated")
        indexing.rebuild_search_index()
        with mock.patch.object(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1):
            migrate(verbosity=0)
        self.assertEqual(Source.objects.find_by_address("https://example.hk/page"), source)

    def test_current_index_is_not_rebuilt(self):
        indexing.rebuild_search_index()
        with mock.patch.object(indexing, "rebuild_search_index") as rebuild:
            migrate(verbosity=0)
        rebuild.assert_not_called()

    def test_plan_and_check_options_do_not_build_the_index(self):
        Edition.objects.all().delete()
        migrate(plan=True, verbosity=0), migrate(check_unapplied=True, verbosity=0)
        self.assertFalse(indexing.is_search_index_current())


class MigrateRecordHistoryTests(TestCase):
    def test_starts_the_history_of_a_record_without_one(self):
        record = factories.organisation()
        said = migrate()
        self.assertIn("Started the history of 1 record.", said)
        self.assertEqual(record.changes.get().kind, "entered")

    def test_history_is_started_once(self):
        factories.organisation()
        migrate(verbosity=0)
        self.assertNotIn("Began", migrate())


class MigrateBackwardsSearchIndexTests(WholeDatabaseTestCase):
    def setUp(self):
        factories.collaboration(initiative=factories.initiative(name_en="Heron Fund"))
        factories.rebuild_search_index()
        # Whatever a test does, the next one finds every table.
        self.addCleanup(self.migrate)

    def test_index_is_correct_after_migrating_back_and_forth(self):
        names = sorted(name for app, name in MigrationLoader(connection).graph.nodes if app == "ecosystem")
        # Before and after the tables of the search were made, and one step: what lies between makes them no other.
        for name in ("0001_initial", "0002_roles", "0003_search", names[-2]):
            with self.subTest(migration=name):
                self.migrate("ecosystem", name)
                self.migrate()
                after = read_search_index()
                self.assertEqual((after, len(after) > 1), (read_rebuilt_search_index(), True))

    def test_migrating_back_before_the_search_drops_its_tables(self):
        self.migrate("ecosystem", "0002")
        self.assertNotIn(SearchText._meta.db_table, connection.introspection.table_names())
