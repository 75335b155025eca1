"""Loading again: what is equal is left alone, what differs is listed, and nothing is half done."""

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
    """Return all rows as files of facts have them: without numbers, in no order."""
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


class TestFirstLoad:
    def test_says_how_much_was_created(self, files):
        assert files.load() == "Loaded 16 files: 34 created, 0 changed, 0 unchanged."

    def test_is_an_edition(self, files):
        files.load()
        assert editions.read_edition_number() == 1

    def test_of_a_draft_needs_nothing_but_its_columns(self, files):
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

    def test_computes_the_order_of_names(self, files):
        files.change("organisations", "alpha", name_en="The Alpha")
        files.load()
        assert Organisation.objects.get(slug="alpha").order_en == "alpha"


class TestSecondLoad:
    def test_changes_nothing_whatever(self, files, everything):
        files.load()
        before = everything()
        said = files.load()
        assert (everything(), said) == (before, "Loaded 16 files: 0 created, 0 changed, 34 unchanged.")

    def test_changes_nothing_even_with_overwrite(self, files, everything):
        files.load()
        before = everything()
        files.load(overwrite=True)
        assert everything() == before

    def test_of_what_was_just_written_changes_nothing(self, files, everything, tmp_path):
        files.load()
        # With a stamp as exact as the clock.
        factories.organisation(slug="delta")
        before = everything()
        loading.dump_fact_files(tmp_path)
        files.load()
        assert everything() == before

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_keeps_what_was_measured_since(self, files, overwrite):
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
    def test_may_be_of_one_file_alone(self, files, everything, name):
        files.load()
        before = everything()
        files.load(files.path(name))
        assert everything() == before


class TestOrder:
    @pytest.mark.parametrize("seed", range(3))
    def test_of_files_and_of_objects_makes_no_difference(self, files, emptied, seed):
        files.load()
        expected = facts()
        emptied()
        chance = random.Random(seed)  # noqa: S311 - the same order every time
        for path in files.paths:
            name = path.stem[3:]
            files.save(name, chance.sample(files.objects(name), len(files.objects(name))))

        files.load(*(reversed(files.paths) if not seed else chance.sample(files.paths, len(files.paths))))

        assert facts() == expected

    def test_within_one_file_makes_no_difference(self, files, emptied):
        files.load()
        expected = facts()
        emptied()
        objects = [found for path in reversed(files.paths) for found in files.objects(path.stem[3:])]
        for path in files.paths[1:]:
            path.unlink()
        files.save("themes", objects)
        files.load()
        assert facts() == expected


class TestDifferences:
    @pytest.fixture
    def changed(self, files):
        """Return the files, loaded once and then changed."""
        files.load()
        files.change(
            "organisations", "alpha", name_en="Alpha", founded="2002", themes=[["smart-city"]], parent=["gamma"]
        )
        files.add("themes", **files.objects("themes")[0]["fields"] | {"slug": "smart-city"})
        return files

    def test_are_listed_and_refused(self, changed, everything):
        before = everything()
        said, error = changed.refused()
        assert [line.split(": ", 3)[:3] for line in said] == [
            ["07_organisations.json", "alpha", name] for name in ("name_en", "parent", "founded", "themes")
        ]
        assert said[2] == "07_organisations.json: alpha: founded: the database has “2001-05”, the file has “2002”"
        assert (
            error
            == "4 differences from the database, so nothing was loaded. Use --overwrite to overwrite the database with the files."
        )
        assert everything() == before

    def test_are_written_with_overwrite(self, changed):
        assert changed.load(overwrite=True) == "Loaded 16 files: 1 created, 1 changed, 33 unchanged."
        alpha = Organisation.objects.get(slug="alpha")
        assert (alpha.name_en, alpha.founded.text, alpha.parent.slug) == ("Alpha", "2002", "gamma")
        assert [theme.slug for theme in alpha.themes.all()] == ["smart-city"]

    def test_raise_the_edition_by_one(self, changed):
        changed.load(overwrite=True)
        assert editions.read_edition_number() == 2

    def test_keep_the_number_of_the_row(self, changed):
        before = Organisation.objects.get(slug="alpha").pk
        changed.load(overwrite=True)
        assert Organisation.objects.get(slug="alpha").pk == before

    def test_compute_the_order_of_names_anew(self, changed):
        changed.load(overwrite=True)
        assert Organisation.objects.get(slug="alpha").order_en == "alpha"

    def test_may_take_a_relation_away(self, files):
        files.load()
        files.change("organisations", "beta", parent=None, place=["central"])
        files.load(overwrite=True)
        assert Organisation.objects.get(slug="beta").parent is None

    def test_that_break_a_rule_of_the_database_are_refused(self, files, everything):
        files.load()
        before = everything()
        files.change("organisations", "alpha", closed="1999")
        said, _error = files.refused(overwrite=True)
        assert said == ["07_organisations.json: alpha: The closing date must not be before the founding date."]
        assert everything() == before

    def test_that_leave_a_record_lacking_are_refused(self, files, everything):
        files.load()
        before = everything()
        files.change("organisations", "alpha", themes=[])
        said, _error = files.refused(overwrite=True)
        assert said == ["07_organisations.json: alpha: status: It has no theme."]
        assert everything() == before


class TestStop:
    @pytest.mark.parametrize("model", [Organisation, Citation])
    def test_half_way_leaves_nothing(self, files, everything, monkeypatch, model):
        before = everything()

        def stop(*args, **kwargs):
            raise KeyboardInterrupt

        monkeypatch.setattr(type(model.objects), "bulk_create", stop)
        with pytest.raises(KeyboardInterrupt):
            files.load()
        assert everything() == before
