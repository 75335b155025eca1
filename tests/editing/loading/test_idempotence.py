"""Loading fact files again: equal rows are unchanged, differences are listed, nothing is half done."""

import random

import pytest
from django.apps import apps
from django.core import serializers

from ecosystem.editing import loading
from ecosystem.models import Citation, Organisation, Source, editions
from ecosystem.models.search import DerivedModel
from tests.support import factories

pytestmark = pytest.mark.django_db


def facts():
    """Return all rows as in fact files: without primary keys, in a fixed order."""
    rows = [
        found
        for model in apps.get_app_config("ecosystem").get_models()
        if model._meta.model_name not in {"edition", "change"} and not issubclass(model, DerivedModel)
        for found in serializers.serialize(
            "python", model.objects.all(), use_natural_foreign_keys=True, use_natural_primary_keys=True
        )
    ]
    for row in rows:
        row["fields"] = {name: _in_order(value) for name, value in row["fields"].items()}
    return sorted(map(str, rows))


def _in_order(value):
    return sorted(value) if isinstance(value, list) and all(isinstance(part, tuple) for part in value) else value


class TestFirstFactLoad:
    def test_created_rows_are_counted(self, files):
        assert files.load() == "Loaded 16 files: 34 created, 0 changed, 0 unchanged."

    def test_load_increments_the_edition(self, files):
        files.load()
        assert editions.read_edition_number() == 1

    def test_draft_can_be_loaded_without_relations(self, files):
        for name in (
            "citations",
            "participations",
            "initiative_bodies",
            "initiatives",
            "collaborations",
            "indicators",
            "observations",
        ):
            files.path(name).unlink()
        files.change("organisations", "alpha", status="draft", themes=[], place=None)
        files.remove("organisations", "beta")
        files.remove("organisations", "gamma")
        files.load()
        assert Organisation.objects.get().slug == "alpha"

    def test_sort_keys_of_names_are_computed(self, files):
        files.change("organisations", "alpha", name_en="The Alpha")
        files.load()
        assert Organisation.objects.get(slug="alpha").order_en == "alpha"


class TestRepeatedFactLoad:
    def test_second_load_changes_nothing(self, files, read_all_rows):
        files.load()
        before = read_all_rows()
        said = files.load()
        assert (read_all_rows(), said) == (before, "Loaded 16 files: 0 created, 0 changed, 34 unchanged.")

    def test_second_load_with_overwrite_changes_nothing(self, files, read_all_rows):
        files.load()
        before = read_all_rows()
        files.load(overwrite=True)
        assert read_all_rows() == before

    def test_loading_a_new_dump_changes_nothing(self, files, read_all_rows, tmp_path):
        files.load()
        # With a stamp as exact as the clock.
        factories.organisation(slug="delta")
        before = read_all_rows()
        loading.dump_fact_files(tmp_path)
        files.load()
        assert read_all_rows() == before

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_link_check_results_are_kept(self, files, overwrite):
        files.load()
        url = files.objects("sources")[0]["fields"]["url"]
        Source.objects.update(link_status="gone", link_checked_on="2026-11-27", link_failures=2)
        if overwrite:
            files.change("sources", url, title="Another title")
        files.load(overwrite=overwrite)
        source = Source.objects.get(url=url)
        assert (source.link_status, str(source.link_checked_on), source.link_failures) == ("gone", "2026-11-27", 2)
        assert (source.title == "Another title") == overwrite

    @pytest.mark.parametrize("name", ["themes", "organisations", "citations"])
    def test_single_file_can_be_loaded_again(self, files, read_all_rows, name):
        files.load()
        before = read_all_rows()
        files.load(files.path(name))
        assert read_all_rows() == before


class TestFactLoadOrder:
    @pytest.mark.parametrize("seed", range(3))
    def test_order_of_files_and_objects_does_not_matter(self, files, empty_database, seed):
        files.load()
        expected = facts()
        empty_database()
        chance = random.Random(seed)  # noqa: S311 - the same order every time
        for path in files.paths:
            name = path.stem[3:]
            files.save(name, chance.sample(files.objects(name), len(files.objects(name))))

        files.load(*(reversed(files.paths) if not seed else chance.sample(files.paths, len(files.paths))))

        assert facts() == expected

    def test_order_within_one_file_does_not_matter(self, files, empty_database):
        files.load()
        expected = facts()
        empty_database()
        objects = [found for path in reversed(files.paths) for found in files.objects(path.stem[3:])]
        for path in files.paths[1:]:
            path.unlink()
        files.save("themes", objects)
        files.load()
        assert facts() == expected


class TestFactLoadDifferences:
    @pytest.fixture
    def changed(self, files):
        """Return the files, loaded once and then changed."""
        files.load()
        files.change(
            "organisations", "alpha", name_en="Alpha", founded="2002", themes=[["smart-city"]], parent=["gamma"]
        )
        files.add("themes", **files.objects("themes")[0]["fields"] | {"slug": "smart-city"})
        return files

    def test_differences_are_listed_and_rejected(self, changed, read_all_rows):
        before = read_all_rows()
        said, error = changed.refused()
        assert [line.split(": ", 3)[:3] for line in said] == [
            ["07_organisations.json", "alpha", name] for name in ("name_en", "parent", "founded", "themes")
        ]
        assert said[2] == "07_organisations.json: alpha: founded: the database has “2001-05”, the file has “2002”"
        assert (
            error
            == "4 differences from the database, so nothing was loaded. Use --overwrite to overwrite the database with the files."
        )
        assert read_all_rows() == before

    def test_differences_are_saved_with_overwrite(self, changed):
        assert changed.load(overwrite=True) == "Loaded 16 files: 1 created, 1 changed, 33 unchanged."
        alpha = Organisation.objects.get(slug="alpha")
        assert (alpha.name_en, alpha.founded.text, alpha.parent.slug) == ("Alpha", "2002", "gamma")
        assert [theme.slug for theme in alpha.themes.all()] == ["smart-city"]

    def test_overwrite_increments_the_edition_by_one(self, changed):
        changed.load(overwrite=True)
        assert editions.read_edition_number() == 2

    def test_primary_key_is_kept(self, changed):
        before = Organisation.objects.get(slug="alpha").pk
        changed.load(overwrite=True)
        assert Organisation.objects.get(slug="alpha").pk == before

    def test_sort_keys_of_names_are_updated(self, changed):
        changed.load(overwrite=True)
        assert Organisation.objects.get(slug="alpha").order_en == "alpha"

    def test_relation_can_be_removed(self, files):
        files.load()
        files.change("organisations", "beta", parent=None, place=["central"])
        files.load(overwrite=True)
        assert Organisation.objects.get(slug="beta").parent is None

    def test_constraint_violation_is_rejected(self, files, read_all_rows):
        files.load()
        before = read_all_rows()
        files.change("organisations", "alpha", closed="1999")
        said, _error = files.refused(overwrite=True)
        assert said == ["07_organisations.json: alpha: The closing date must not be before the founding date."]
        assert read_all_rows() == before

    def test_incomplete_published_record_is_rejected(self, files, read_all_rows):
        files.load()
        before = read_all_rows()
        files.change("organisations", "alpha", themes=[])
        said, _error = files.refused(overwrite=True)
        assert said == ["07_organisations.json: alpha: status: It has no theme."]
        assert read_all_rows() == before


class TestInterruptedFactLoad:
    @pytest.mark.parametrize("model", [Organisation, Citation])
    def test_interruption_leaves_the_database_unchanged(self, files, read_all_rows, monkeypatch, model):
        before = read_all_rows()

        def stop(*args, **kwargs):
            raise KeyboardInterrupt

        monkeypatch.setattr(type(model.objects), "bulk_create", stop)
        with pytest.raises(KeyboardInterrupt):
            files.load()
        assert read_all_rows() == before
