"""Errors of `loaddata` in whole files: unreadable files, duplicate records, other tables."""

import json

import pytest

from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("existing_edition")]


class TestLoaddataDuplicates:
    def test_record_twice_in_one_file_is_an_error(self, files, load_invalid):
        files.add("organisations", **files.objects("organisations")[0]["fields"])
        assert load_invalid() == ["07_organisations.json: alpha: slug: already defined in 07_organisations.json"]

    def test_record_in_two_files_is_an_error(self, files, load_invalid):
        copy = files.folder / "copy.json"
        copy.write_text(json.dumps(files.objects("organisations")[:1]))
        assert load_invalid() == ["copy.json: alpha: slug: already defined in 07_organisations.json"]


class TestLoaddataFileErrors:
    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("[{", "Expecting property name enclosed in double quotes"),
            ("", "Expecting value"),
            ("{}", "must be a list of objects"),
            ("[5]", "object 1: model: no such table"),
            ('[{"fields": {}}]', "object 1: model: no such table"),
            ('[{"model": 5, "fields": {}}]', "object 1: model: no such table"),
            ('[{"model": "ecosystem.wizard", "fields": {}}]', "object 1: model: no such table"),
            ('[{"model": "ecosystem.theme"}]', "object 1: model: no such table"),
            ('[{"model": "ecosystem.theme", "fields": 5}]', "object 1: model: no such table"),
            ('[{"model": "ecosystem.place", "fields": {"latitude": NaN}}]', "NaN"),
            ('[{"model": "ecosystem.place", "fields": {"latitude": Infinity}}]', "Infinity"),
        ],
    )
    def test_malformed_file_is_an_error(self, files, load_invalid, text, what):
        files.path("sectors").write_text(text)
        assert any(line.startswith("02_sectors.json: ") and what in line for line in load_invalid())

    def test_file_in_another_encoding_is_an_error(self, files, load_invalid):
        files.path("sectors").write_bytes("[\xe9]".encode("latin-1"))
        assert any("02_sectors.json: not UTF-8 text" in line for line in load_invalid())

    def test_missing_file_is_named(self, files):
        _said, error = files.refused(files.folder / "none.json")
        assert "none" in error

    def test_errors_of_all_files_are_listed_at_once(self, files, load_invalid):
        files.change("organisations", "alpha", founded="soon")
        files.change("places", "shenzhen", region="moon")
        assert len(load_invalid()) == 2


class TestLoaddataOtherTables:
    def test_unknown_natural_key_is_an_error(self, files, load_invalid):
        path = files.folder / "users.json"
        path.write_text(
            json.dumps(
                [{"model": "auth.group", "fields": {"name": "Editors", "permissions": [["no", "such", "thing"]]}}]
            )
        )
        assert [line.split(": ")[:2] for line in load_invalid()] == [["users.json", "auth.group"]]

    def test_unknown_field_is_an_error(self, files, load_invalid):
        path = files.folder / "users.json"
        path.write_text(json.dumps([{"model": "auth.group", "fields": {"name": "Editors", "colour": "red"}}]))
        assert [line.split(": ")[:2] for line in load_invalid()] == [["users.json", "auth.group"]]


def test_loaddata_rejects_the_ignorenonexistent_option(files):
    _said, error = files.refused(ignore=True)
    assert "not supported" in error


def test_loaddata_resolves_keys_of_existing_rows(files):
    files.load()
    files.path("places").unlink()
    files.change("organisations", "gamma", place=["shenzhen"])
    factories.place("shenzhen")
    assert "1 changed" in files.load(overwrite=True)
