"""What `loaddata` makes of whole files: unreadable ones, the same record in two, tables of others."""

import json

import pytest

from tests.support import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("renewed")]


class TestTwice:
    def test_is_a_record_in_one_file(self, files, refused):
        files.add("organisations", **files.objects("organisations")[0]["fields"])
        assert refused() == ["07_organisations.json: alpha: slug: already defined in 07_organisations.json"]

    def test_is_a_record_in_two_files(self, files, refused):
        copy = files.folder / "copy.json"
        copy.write_text(json.dumps(files.objects("organisations")[:1]))
        assert refused() == ["copy.json: alpha: slug: already defined in 07_organisations.json"]


class TestFile:
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
    def test_is_refused_when_it_is_no_file_of_facts(self, files, refused, text, what):
        files.path("sectors").write_text(text)
        assert any(line.startswith("02_sectors.json: ") and what in line for line in refused())

    def test_is_refused_when_it_is_not_in_utf_8(self, files, refused):
        files.path("sectors").write_bytes("[\xe9]".encode("latin-1"))
        assert any("02_sectors.json: not UTF-8 text" in line for line in refused())

    def test_is_named_when_there_is_none(self, files):
        _said, error = files.refused(files.folder / "none.json")
        assert "none" in error

    def test_names_every_fault_of_every_file_at_once(self, files, refused):
        files.change("organisations", "alpha", founded="soon")
        files.change("places", "shenzhen", region="moon")
        assert len(refused()) == 2


class TestOtherTables:
    def test_are_refused_with_the_rest(self, files, refused):
        path = files.folder / "users.json"
        path.write_text(
            json.dumps(
                [{"model": "auth.group", "fields": {"name": "Editors", "permissions": [["no", "such", "thing"]]}}]
            )
        )
        assert [line.split(": ")[:2] for line in refused()] == [["users.json", "auth.group"]]

    def test_are_refused_with_a_field_that_they_lack(self, files, refused):
        path = files.folder / "users.json"
        path.write_text(json.dumps([{"model": "auth.group", "fields": {"name": "Editors", "colour": "red"}}]))
        assert [line.split(": ")[:2] for line in refused()] == [["users.json", "auth.group"]]


def test_may_not_ignore_unknown_fields(files):
    _said, error = files.refused(ignore=True)
    assert "not supported" in error


def test_finds_what_the_database_holds_already(files):
    files.load()
    files.path("places").unlink()
    files.change("organisations", "gamma", place=["shenzhen"])
    factories.place("shenzhen")
    assert "1 changed" in files.load(overwrite=True)
