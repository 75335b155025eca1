"""Updates of the search index: after each change it equals a rebuilt index."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from ecosystem.editing import loading, merging, publishing
from ecosystem.models import (
    RECORD_MODELS,
    Application,
    Edition,
    Place,
    SearchEntry,
    SearchMention,
    SearchText,
    SearchWord,
    Sector,
    Source,
    Theme,
)
from ecosystem.search import indexing
from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url
from tests.support.facts import FactsTestCase
from tests.support.search_index import read_rebuilt_search_index, read_search_index

pytestmark = pytest.mark.django_db


RENAMED = {"name_en": "Renamed Heron", "name_zh_hant": "白鷺"}


def change_record(record, **values):
    """Change columns of a record, and nothing else that would write more entries; rename it if none are given."""
    save_values(record, values or RENAMED)
    publishing.conclude_record_change(record)


def change_shared_row(row, **values):
    save_values(row, values or RENAMED)
    publishing.conclude_shared_row(row)


def save_values(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def merge_draft_with_references(world):
    draft = factories.organisation(status="draft", name_en="Draft Heron")
    factories.indicator(slug="herons", organisation=draft)
    factories.organisation(slug="unit", parent=draft)
    factories.rebuild_search_index()
    merging.merge_records(draft, world.bank)


CHANGES = {
    "an organisation is renamed": lambda w: change_record(w.bank),
    "an initiative is renamed": lambda w: change_record(w.fund),
    "a collaboration is renamed": lambda w: change_record(w.pact),
    "a name in Simplified Chinese is added": lambda w: change_record(w.university, name_zh_hans="苍鹭"),
    "an acronym is added": lambda w: change_record(w.bank, acronym="RBK"),
    "an alias is taken away": lambda w: change_record(w.bank, aliases=[]),
    "a summary is rewritten": lambda w: change_record(w.pact, summary_zh_hant="關於白鷺。"),
    "conditions are written": lambda w: change_record(w.fund, eligibility_en="Open to herons."),
    "an organisation becomes another kind": lambda w: change_record(w.bank, kind="startup"),
    "a body moves": lambda w: change_record(w.bank, place=factories.place("sha-tin")),
    "a body gets an address": lambda w: change_record(w.bank, address="1 Heron Road"),
    "a body becomes a part": lambda w: change_record(w.bank, parent=w.university),
    "a body is no part any more": lambda w: change_record(w.laboratory, parent=None),
    "an initiative is no part any more": lambda w: change_record(w.call, part_of=None),
    "a collaboration comes under another initiative": lambda w: change_record(w.pact, initiative=w.call),
    "a theme is added": lambda w: (
        w.bank.themes.add(factories.theme("smart-city")),
        publishing.conclude_record_change(w.bank),
    ),
    "an application is added": lambda w: (
        w.pact.applications.add(factories.application("traffic")),
        publishing.conclude_record_change(w.pact),
    ),
    "an application is taken away": lambda w: (w.bank.applications.clear(), publishing.conclude_record_change(w.bank)),
    "support is added": lambda w: (
        w.bank.support.add(factories.support("workspace")),
        publishing.conclude_record_change(w.bank),
    ),
    "support is taken away": lambda w: (w.fund.support.clear(), publishing.conclude_record_change(w.fund)),
    "an audience is added": lambda w: (
        w.call.audience.add(factories.audience("students")),
        publishing.conclude_record_change(w.call),
    ),
    "a body joins": lambda w: (
        factories.add_participant(w.fund, w.laboratory, "partner"),
        publishing.conclude_record_change(w.fund),
    ),
    "a body leaves": lambda w: (
        w.call.involvements.filter(organisation=w.bank).delete(),
        publishing.conclude_record_change(w.call),
    ),
    "a body takes another's place": lambda w: (
        w.call.involvements.filter(organisation=w.university).update(organisation=w.laboratory),
        publishing.conclude_record_change(w.call),
    ),
    "a party leaves": lambda w: (
        w.pact.participations.filter(organisation=w.bank).delete(),
        publishing.conclude_record_change(w.pact),
    ),
    "a source is cited": lambda w: (factories.cite(w.fund, "name"), publishing.conclude_record_change(w.fund)),
    "a place is renamed": lambda w: change_shared_row(w.bank.place),
    "a place comes into another district": lambda w: change_shared_row(w.bank.place, district="sha-tin"),
    "a theme is renamed": lambda w: change_shared_row(factories.theme()),
    "an application is renamed": lambda w: change_shared_row(factories.application()),
    "a sector is renamed": lambda w: change_shared_row(Sector.objects.get()),
    "support is renamed": lambda w: change_shared_row(factories.support()),
    "an audience is renamed": lambda w: change_shared_row(factories.audience()),
    "a place is entered": lambda w: publishing.conclude_shared_row(factories.place("tai-po", name_en="Heron Point")),
    "a theme is entered": lambda w: publishing.conclude_shared_row(factories.theme("herons")),
    "an application is entered": lambda w: publishing.conclude_shared_row(factories.application("heron-watch")),
    "a place is discarded": lambda w: publishing.delete_shared_row(factories.place("sha-tin")),
    "a theme is discarded": lambda w: publishing.delete_shared_row(factories.theme("smart-city")),
    "an application is discarded": lambda w: publishing.delete_shared_row(factories.application("traffic")),
    "an organisation is merged": lambda w: merging.merge_records(w.laboratory, w.university),
    "a draft that others refer to is merged": merge_draft_with_references,
    "an initiative is merged": lambda w: merging.merge_records(w.call, w.fund),
    "a record gets another address": lambda w: merging.change_record_slug(w.bank, "river"),
    "an initiative is archived": lambda w: publishing.archive_record(w.call),
    "a collaboration is archived": lambda w: publishing.archive_record(w.pact),
    "a party is archived": lambda w: publishing.archive_record(w.laboratory),
}


class TestSearchIndexUpdate:
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_change_equals_a_rebuild(self, world, change):
        before = read_rebuilt_search_index()
        change(world)
        after, anew = read_search_index(), read_rebuilt_search_index()
        assert anew != before
        assert after == anew

    @pytest.mark.parametrize("name", ["bank", "university", "laboratory", "fund", "call", "pact"])
    def test_publication_of_a_draft_equals_a_rebuild(self, world, name):
        record = getattr(world, name)
        type(record).objects.filter(pk=record.pk).update(status="draft", published_at=None)
        before = read_rebuilt_search_index()
        publishing.publish_record(type(record).objects.get(pk=record.pk))
        after, anew = read_search_index(), read_rebuilt_search_index()
        assert anew != before
        assert after == anew

    def test_new_summary_updates_no_related_entries(self, world):
        indexing.rebuild_search_index()
        SearchText.objects.update(summary="as it was")
        change_record(world.bank, summary_en="It watches herons.")
        written = SearchText.objects.exclude(summary="as it was").values_list("entry__slug", flat=True)
        assert list(written) == ["bank"]

    def test_new_name_updates_all_related_entries(self, world):
        indexing.rebuild_search_index()
        SearchText.objects.update(related="as it was")
        change_record(world.bank)
        written = SearchText.objects.exclude(related="as it was").values_list("entry__slug", flat=True)
        assert set(written) >= {"bank", "fund", "call", "pact"}

    def test_republication_restores_the_index(self, world):
        before = read_rebuilt_search_index()
        publishing.archive_record(world.pact)
        publishing.publish_record(world.pact)
        assert read_search_index() == before

    def test_several_changes_equal_a_rebuild(self, world):
        read_rebuilt_search_index()
        for change in ("a body moves", "a party leaves", "a theme is renamed", "a place is renamed", "a body joins"):
            CHANGES[change](world)
        after = read_search_index()
        assert after == read_rebuilt_search_index()

    def test_refused_change_does_not_change_the_index(self, world):
        before = read_rebuilt_search_index()
        with pytest.raises(ValidationError):
            publishing.archive_record(world.bank)
        assert read_search_index() == before

    def test_change_of_a_draft_does_not_change_the_index(self, world):
        draft = factories.organisation(name_en="Heron", status="draft")
        before = read_rebuilt_search_index()
        publishing.submit_for_review(draft)
        publishing.conclude_record_change(draft)
        publishing.delete_unpublished_record(draft)
        assert read_search_index() == before


class TestSearchIndexAfterLoaddata:
    def test_index_equals_a_rebuild(self, world, tmp_path):
        loading.dump_fact_files(tmp_path)
        path = next(tmp_path.glob("*_organisations.json"))
        rows = json.loads(path.read_text(encoding="utf-8"))
        rows[0]["fields"]["name_en"] = "Renamed Heron"
        path.write_text(json.dumps(rows), encoding="utf-8")
        before = read_rebuilt_search_index()

        call_command("loaddata", *map(str, tmp_path.iterdir()), overwrite=True, reason="So it is.", verbosity=0)

        after, anew = read_search_index(), read_rebuilt_search_index()
        assert anew != before
        assert after == anew

    def test_missing_index_is_built_even_without_changes(self, world, tmp_path):
        loading.dump_fact_files(tmp_path)
        whole = read_rebuilt_search_index()
        for model in (SearchText, SearchMention, SearchEntry, SearchWord):
            model.objects.all().delete()
        Edition.objects.update(search_method=0)

        call_command("loaddata", *map(str, tmp_path.iterdir()), verbosity=0)

        assert read_search_index() == whole

    def test_dump_that_contains_the_index_equals_a_rebuild(self, world, tmp_path):
        read_rebuilt_search_index()
        call_command("dumpdata", "ecosystem", natural_foreign=True, output=str(tmp_path / "all.json"), verbosity=0)
        change_record(world.bank)
        call_command("loaddata", str(tmp_path / "all.json"), overwrite=True, reason="So it is.", verbosity=0)
        after = read_search_index()
        assert after == read_rebuilt_search_index()


class TestSearchIndexAfterAdminForm:
    @pytest.fixture
    def senior_editor(self, client):
        client.force_login(users.create_senior_editor())
        return client

    @pytest.mark.parametrize("model", [*RECORD_MODELS, Place, Theme, Application, Sector])
    def test_index_equals_a_rebuild(self, world, senior_editor, model):
        row = model.objects.first()
        before = read_rebuilt_search_index()
        senior_editor.post(
            get_admin_url(row), build_admin_form_data(senior_editor.get(get_admin_url(row)), name_zh_hant="白鷺")
        )
        after, anew = read_search_index(), read_rebuilt_search_index()
        assert anew != before
        assert after == anew


class TestSearchIndexVersion:
    def test_is_current_after_a_rebuild(self):
        indexing.rebuild_search_index()
        assert indexing.is_search_index_current()

    def test_is_not_current_after_an_upgrade(self, monkeypatch):
        indexing.rebuild_search_index()
        monkeypatch.setattr(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1)
        assert not indexing.is_search_index_current()

    def test_new_version_recomputes_the_keys_of_urls(self, monkeypatch):
        source = factories.source(url="http://www.example.hk/page/")
        Source.objects.update(address_key="outdated")
        monkeypatch.setattr(indexing, "INDEX_VERSION", indexing.INDEX_VERSION + 1)
        indexing.rebuild_search_index()
        assert Source.objects.find_by_address("https://example.hk/page") == source


class SearchIndexUpdateOfRealDataTests(FactsTestCase):
    """With the real data, where one theme belongs to hundreds of records."""

    def test_change_of_a_theme_of_hundreds_of_records_equals_a_rebuild(self):
        change_shared_row(Theme.objects.get(slug="ai-in-finance"))
        after = read_search_index()
        self.assertEqual(after, read_rebuilt_search_index())
