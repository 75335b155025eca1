"""manage.py rebuild_search rebuilds the whole search index."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from ecosystem.models import Organisation, SearchEntry, SearchMention, SearchText, SearchWord, editions
from ecosystem.search import indexing
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.search_index import read_search_index


def rebuild():
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    return out.getvalue().strip()


class RebuildSearchCommandTests(TestCase):
    def search(self, text):
        return fetch_page(self.client, f"/en/search/?q={text}").rows

    def test_record_saved_without_indexing_is_found(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuild()
        self.assertEqual(self.search("heron"), ["heron"])

    def test_record_archived_without_indexing_is_removed(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuild()
        Organisation.objects.update(status="archived")
        rebuild()
        self.assertEqual(SearchEntry.objects.filter(kind="organisation").count(), 0)

    def test_second_run_makes_the_same_index(self):
        factories.collaboration(initiative=factories.initiative())
        rebuild()
        before = read_search_index()
        rebuild()
        self.assertEqual(read_search_index(), before)

    def test_corrupt_index_is_replaced(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuild()
        before = read_search_index()
        SearchEntry.objects.update(slug="wrong", prominence=9)
        SearchWord.objects.all().delete()
        SearchWord.objects.create(word="wrong", entries=9)
        SearchText.objects.create(entry_id=999_999, names="wrong", aliases="", summary="", related="")
        SearchMention.objects.update(target=999_999)
        rebuild()
        self.assertEqual(read_search_index(), before)

    def test_prints_the_number_of_entries(self):
        factories.organisation()
        said = rebuild()
        self.assertEqual(said, f"{SearchEntry.objects.count()} entries")

    def test_makes_a_new_edition(self):
        editions.increment_edition()
        before = editions.read_edition_number()
        rebuild()
        self.assertGreater(editions.read_edition_number(), before)

    def test_empty_database_stays_at_edition_0(self):
        rebuild()
        self.assertEqual(editions.read_edition_number(), 0)

    def test_marks_the_index_as_current(self):
        rebuild()
        self.assertTrue(indexing.is_search_index_current())
