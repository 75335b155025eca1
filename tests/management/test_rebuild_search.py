"""manage.py rebuild_search: an index made anew, whatever came before."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from ecosystem.models import Organisation, SearchEntry, SearchMention, SearchText, SearchWord, editions
from ecosystem.search import indexing
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.search_index import read_search_index


def rebuilt():
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    return out.getvalue().strip()


class RebuildSearchTests(TestCase):
    def found(self, text):
        return fetch_page(self.client, f"/en/search/?q={text}").rows

    def test_finds_what_came_by_other_ways_than_the_verbs(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuilt()
        self.assertEqual(self.found("heron"), ["heron"])

    def test_forgets_what_went_by_other_ways(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuilt()
        Organisation.objects.update(status="archived")
        rebuilt()
        self.assertEqual(SearchEntry.objects.filter(kind="organisation").count(), 0)

    def test_makes_the_same_again(self):
        factories.collaboration(initiative=factories.initiative())
        rebuilt()
        before = read_search_index()
        rebuilt()
        self.assertEqual(read_search_index(), before)

    def test_leaves_nothing_of_an_index_in_disorder(self):
        factories.organisation(slug="heron", name_en="Heron")
        rebuilt()
        before = read_search_index()
        SearchEntry.objects.update(slug="wrong", prominence=9)
        SearchWord.objects.all().delete()
        SearchWord.objects.create(word="wrong", entries=9)
        SearchText.objects.create(entry_id=999_999, names="wrong", aliases="", summary="", related="")
        SearchMention.objects.update(target=999_999)
        rebuilt()
        self.assertEqual(read_search_index(), before)

    def test_says_how_many_entries_there_are(self):
        factories.organisation()
        said = rebuilt()
        self.assertEqual(said, f"{SearchEntry.objects.count()} entries")

    def test_raises_the_edition(self):
        editions.increment_edition()
        before = editions.read_edition_number()
        rebuilt()
        self.assertGreater(editions.read_edition_number(), before)

    def test_begins_no_edition_of_a_directory_that_never_held_anything(self):
        rebuilt()
        self.assertEqual(editions.read_edition_number(), 0)

    def test_leaves_an_index_that_counts_as_made(self):
        rebuilt()
        self.assertTrue(indexing.is_search_index_current())
