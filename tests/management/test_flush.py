"""manage.py flush empties the search index, and loaddata fills it again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from ecosystem.editing import loading
from ecosystem.models import SearchEntry, SearchText
from ecosystem.search import indexing
from tests.support import factories
from tests.support.search_index import read_rebuilt_search_index, read_search_index
from tests.support.whole_database import WholeDatabaseTestCase


class FlushCommandTests(WholeDatabaseTestCase):
    def setUp(self):
        factories.collaboration(initiative=factories.initiative(name_en="Heron Fund"))
        factories.rebuild_search_index()

    def flush(self):
        call_command("flush", interactive=False, verbosity=0)

    def test_empties_the_search_index(self):
        self.flush()
        self.assertEqual((SearchEntry.objects.count(), SearchText.objects.count()), (0, 0))

    def test_marks_the_search_index_as_outdated(self):
        self.flush()
        self.assertFalse(indexing.is_search_index_current())

    def test_loaddata_restores_the_search_index(self):
        folder = Path(self.enterContext(TemporaryDirectory()))
        loading.dump_fact_files(folder)
        self.flush()
        call_command("loaddata", *map(str, folder.iterdir()), verbosity=0)
        after = read_search_index()
        self.assertEqual((after, len(after) > 1), (read_rebuilt_search_index(), True))
