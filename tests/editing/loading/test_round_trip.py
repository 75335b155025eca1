"""Dumps of `dumpdata` and `dumpfacts` load to equal rows."""

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


def dump_tables(*labels, **options):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out, **{"natural_foreign": True, "natural_primary": True} | options)
    return out.getvalue()


@pytest.fixture
def load_again(files, empty_database, tmp_path):
    """Dump tables, empty the database, and load the dump."""

    def again(*labels, **options):
        path = tmp_path / "dump.json"
        path.write_text(dump_tables(*labels, **options), encoding="utf-8")
        empty_database()
        for model in (LogEntry, User, Group, Edition):
            model.objects.all().delete()
        files.load(path)

    files.load()
    return again


class TestDumpdataRoundTrip:
    @pytest.mark.parametrize("natural_primary", [True, False])
    def test_dump_of_the_app_loads_to_equal_rows(self, load_again, natural_primary):
        before = list_rows_by_natural_key()
        load_again("ecosystem", natural_primary=natural_primary)
        assert list_rows_by_natural_key() == before

    def test_dump_of_the_app_contains_the_edition(self, load_again):
        Edition.objects.update(number=41)
        load_again("ecosystem")
        assert editions.read_edition_number() == 41

    def test_full_dump_contains_users_and_log_entries(self, load_again):
        create_log_entry(create_editor())
        load_again()
        user = User.objects.get(username="editor")
        assert user.check_password("a password")
        assert user.has_perm("ecosystem.publish_organisation")
        assert LogEntry.objects.get().user == user

    def test_full_dump_loads_to_equal_rows(self, load_again):
        create_editor()
        before = list_rows_by_natural_key()
        load_again()
        assert list_rows_by_natural_key() == before

    def test_full_dump_begins_a_new_history(self, load_again):
        load_again()
        assert [(change.kind, change.role, change.fields) for change in Change.objects.all()] == [
            ("entered", "files", [])
        ] * sum(model.objects.count() for model in RECORD_MODELS)

    def test_full_dump_resets_sequences(self, load_again):
        editor = create_editor()
        first = create_log_entry(editor)
        # The number that the database would give next.
        create_log_entry(editor, pk=first.pk + 1)
        first.delete()

        load_again()
        create_log_entry(User.objects.get())

        assert LogEntry.objects.count() == 2


def list_rows_by_natural_key():
    """Return the dumped rows of the app by their natural keys, in a fixed order."""
    derived = [model._meta.label_lower for model in DerivedModel.__subclasses__()]
    rows = json.loads(dump_tables("ecosystem", exclude=["ecosystem.edition", "ecosystem.change", *derived]))
    for row in rows:
        row["fields"] = {name: _in_order(value) for name, value in row["fields"].items()}
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def _in_order(value):
    return sorted(value) if isinstance(value, list) and all(isinstance(part, list) for part in value) else value


def create_editor():
    group = Group.objects.create(name="Proofreaders")
    group.permissions.add(Permission.objects.get(codename="publish_organisation"))
    user = User.objects.create_user("editor", password="a password")
    user.groups.add(group)
    return user


def create_log_entry(user, **values):
    table = ContentType.objects.get_for_model(Organisation)
    return LogEntry.objects.create(user=user, content_type=table, object_id="1", action_flag=ADDITION, **values)


class TestFactFileDump:
    def test_dump_of_loaded_files_is_identical(self, files, valid_files):
        files.load()
        loading.dump_fact_files(files.folder / "again")
        assert {path.name: path.read_bytes() for path in (files.folder / "again").iterdir()} == valid_files

    @pytest.mark.parametrize("known", [[], ["http://example.org/alpha/?a"]])
    def test_sources_with_similar_urls_can_be_loaded(self, files, empty_database, known):
        files.load()
        for url in ("https://www.example.org/alpha?a", "http://example.org/alpha/?a", "http://example.org/alpha"):
            factories.cite(Organisation.objects.get(slug="alpha"), "summary", url=url)
        loading.dump_fact_files(files.folder)
        before = list_rows_by_natural_key()
        empty_database()
        for url in known:
            factories.source(url=url)
        files.load(overwrite=True)
        assert list_rows_by_natural_key() == before

    def test_failed_dump_writes_no_files(self, files, monkeypatch):
        files.load()
        folder = files.folder / "again"

        def fail(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("pathlib.Path.write_text", fail)
        with pytest.raises(OSError):
            loading.dump_fact_files(folder)
        assert list(folder.glob("*.json")) == []


class FactFileTests(FactsTestCase):
    def test_dump_equals_the_fixtures_byte_for_byte(self):
        with TemporaryDirectory() as folder:
            call_command("dumpfacts", folder, stdout=StringIO())
            written = {path.name: path.read_bytes() for path in Path(folder).iterdir()}

        self.assertEqual(written, {Path(path).name: Path(path).read_bytes() for path in FIXTURES})

    def test_second_load_changes_nothing(self):
        before = list(Organisation.objects.order_by("pk").values())
        out = StringIO()

        call_command("loaddata", *FIXTURES, stdout=out)

        self.assertIn("0 created, 0 changed", out.getvalue())
        self.assertEqual(list(Organisation.objects.order_by("pk").values()), before)
        self.assertEqual(editions.read_edition_number(), 1)
