"""Out and in again: what Django or we write of the directory loads back to equal rows."""

import json
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from ecosystem.editing import loading
from ecosystem.models import RECORD_MODELS, Change, Edition, Organisation, editions
from ecosystem.models.search import DerivedModel
from tests.support import factories
from tests.support.databases import FIXTURES
from tests.support.facts import FactsTestCase

pytestmark = pytest.mark.django_db


def dumped(*labels, **options):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out, **{"natural_foreign": True, "natural_primary": True} | options)
    return out.getvalue()


@pytest.fixture
def load_again(files, emptied, tmp_path):
    """Dump tables, empty the database, and load the dump."""

    def again(*labels, **options):
        path = tmp_path / "dump.json"
        path.write_text(dumped(*labels, **options), encoding="utf-8")
        emptied()
        for model in (LogEntry, User, Group, Edition):
            model.objects.all().delete()
        files.load(path)

    files.load()
    return again


class TestDumpdata:
    @pytest.mark.parametrize("natural_primary", [True, False])
    def test_of_the_directory_loads_to_equal_rows(self, load_again, natural_primary):
        before = by_key()
        load_again("ecosystem", natural_primary=natural_primary)
        assert by_key() == before

    def test_of_the_directory_brings_its_edition(self, load_again):
        Edition.objects.update(number=41)
        load_again("ecosystem")
        assert editions.read_edition_number() == 41

    def test_of_the_whole_project_brings_accounts_and_what_they_did(self, load_again):
        did_something(an_editor())
        load_again()
        user = User.objects.get(username="editor")
        assert user.check_password("a password")
        assert user.has_perm("ecosystem.publish_organisation")
        assert LogEntry.objects.get().user == user

    def test_of_the_whole_project_brings_the_directory(self, load_again):
        an_editor()
        before = by_key()
        load_again()
        assert by_key() == before

    def test_of_the_whole_project_begins_a_new_history(self, load_again):
        load_again()
        assert [(change.kind, change.role, change.fields) for change in Change.objects.all()] == [
            ("entered", "files", [])
        ] * sum(model.objects.count() for model in RECORD_MODELS)

    def test_of_the_whole_project_leaves_room_for_more(self, load_again):
        editor = an_editor()
        first = did_something(editor)
        # The number that the database would give next.
        did_something(editor, pk=first.pk + 1)
        first.delete()

        load_again()
        did_something(User.objects.get())

        assert LogEntry.objects.count() == 2


def by_key():
    """Return the dump of the directory's rows by their natural keys, but for their order."""
    derived = [model._meta.label_lower for model in DerivedModel.__subclasses__()]
    rows = json.loads(dumped("ecosystem", exclude=["ecosystem.edition", "ecosystem.change", *derived]))
    for row in rows:
        row["fields"] = {name: _in_order(value) for name, value in row["fields"].items()}
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def _in_order(value):
    return sorted(value) if isinstance(value, list) and all(isinstance(part, list) for part in value) else value


def an_editor():
    group = Group.objects.create(name="Proofreaders")
    group.permissions.add(Permission.objects.get(codename="publish_organisation"))
    user = User.objects.create_user("editor", password="a password")
    user.groups.add(group)
    return user


def did_something(user, **values):
    table = ContentType.objects.get_for_model(Organisation)
    return LogEntry.objects.create(user=user, content_type=table, object_id="1", action_flag=ADDITION, **values)


class TestWrite:
    def test_writes_what_it_has_read(self, files, sound):
        files.load()
        loading.dump_fact_files(files.folder / "again")
        assert {path.name: path.read_bytes() for path in (files.folder / "again").iterdir()} == sound

    @pytest.mark.parametrize("known", [[], ["http://example.org/alpha/?a"]])
    def test_writes_two_pages_whose_addresses_hardly_differ_so_that_they_load(self, files, emptied, known):
        files.load()
        for url in ("https://www.example.org/alpha?a", "http://example.org/alpha/?a", "http://example.org/alpha"):
            factories.cite(Organisation.objects.get(slug="alpha"), "summary", url=url)
        loading.dump_fact_files(files.folder)
        before = by_key()
        emptied()
        for url in known:
            factories.source(url=url)
        files.load(overwrite=True)
        assert by_key() == before

    def test_writes_nothing_when_it_fails_half_way(self, files, monkeypatch):
        files.load()
        folder = files.folder / "again"

        def fail(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("pathlib.Path.write_text", fail)
        with pytest.raises(OSError):
            loading.dump_fact_files(folder)
        assert list(folder.glob("*.json")) == []


class FactsTests(FactsTestCase):
    def test_are_written_as_they_are_in_the_fixtures_byte_for_byte(self):
        with TemporaryDirectory() as folder:
            call_command("dumpfacts", folder, stdout=StringIO())
            written = {path.name: path.read_bytes() for path in Path(folder).iterdir()}

        self.assertEqual(written, {Path(path).name: Path(path).read_bytes() for path in FIXTURES})

    def test_are_left_alone_by_a_second_load(self):
        before = list(Organisation.objects.order_by("pk").values())
        out = StringIO()

        call_command("loaddata", *FIXTURES, stdout=out)

        self.assertIn("0 created, 0 changed", out.getvalue())
        self.assertEqual(list(Organisation.objects.order_by("pk").values()), before)
        self.assertEqual(editions.read_edition_number(), 1)
