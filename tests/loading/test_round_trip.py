"""Out and in again: what Django or we write of the directory loads back to equal rows."""

from io import StringIO

import pytest
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command

from ecosystem import edition, loading
from ecosystem.models import Edition, Organisation
from tests.facts import FIXTURES, FactsTestCase

NATURAL = {"use_natural_foreign": True, "use_natural_primary": True}


def dumped(*labels, **options):
    out = StringIO()
    call_command("dumpdata", *labels, stdout=out, **NATURAL | options)
    return out.getvalue()


def flushed():
    """Empty every table, within the transaction of the test."""
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False, inhibit_post_migrate=True)


@pytest.fixture
def load_again(files, tmp_path, transactional_db):
    """Dump tables, empty the database, and load the dump."""

    def again(*labels, **options):
        path = tmp_path / "dump.json"
        path.write_text(dumped(*labels, **options), encoding="utf-8")
        call_command("flush", interactive=False, verbosity=0)
        files.load(path)
        return path

    return again


class TestDumpdata:
    def test_of_the_directory_loads_to_equal_rows(self, files, load_again):
        files.load()
        before = dumped("ecosystem")
        load_again("ecosystem")
        assert dumped("ecosystem") == before

    def test_of_the_directory_brings_its_edition(self, files, load_again):
        files.load()
        Edition.objects.update(number=41)
        load_again("ecosystem")
        assert edition.current() == 41

    def test_of_the_directory_keeps_stamps(self, files, load_again):
        files.load()
        before = Organisation.objects.values_list("slug", "created_at", "updated_at", "published_at")
        before = sorted(before)
        load_again("ecosystem")
        assert sorted(Organisation.objects.values_list("slug", "created_at", "updated_at", "published_at")) == before

    def test_with_numbers_loads_as_well(self, files, load_again):
        files.load()
        before = dumped("ecosystem")
        load_again("ecosystem", use_natural_primary=False)
        assert dumped("ecosystem") == before

    def test_of_the_whole_project_loads(self, files, load_again):
        files.load()
        group, _made = Group.objects.get_or_create(name="Proofreaders")
        group.permissions.add(Permission.objects.get(codename="publish_organisation"))
        user = User.objects.create_user("editor", password="a password")
        user.groups.add(group)
        LogEntry.objects.create(
            user=user, content_type=ContentType.objects.get_for_model(Organisation), object_id="1", action_flag=ADDITION
        )

        load_again()

        user = User.objects.get(username="editor")
        assert user.check_password("a password")
        assert user.has_perm("ecosystem.publish_organisation")
        assert Organisation.objects.count() == 3

    def test_of_the_whole_project_leaves_room_for_more(self, files, load_again):
        """PostgreSQL counts on by itself only where it gave the numbers."""
        files.load()
        user = User.objects.create_user("editor")
        values = {"content_type": ContentType.objects.get_for_model(Organisation), "object_id": "1", "action_flag": ADDITION}
        LogEntry.objects.create(user=user, **values)
        load_again()
        values["content_type"] = ContentType.objects.get_for_model(Organisation)
        LogEntry.objects.create(user=User.objects.get(), **values)
        assert LogEntry.objects.count() == 2


class TestWrite:
    def test_writes_what_it_has_read(self, files, sound):
        files.load()
        loading.write(files.folder / "again")
        assert {path.name: path.read_bytes() for path in (files.folder / "again").iterdir()} == sound

    def test_writes_nothing_when_it_fails_half_way(self, files, monkeypatch):
        files.load()
        folder = files.folder / "again"

        def fail(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("pathlib.Path.write_text", fail)
        with pytest.raises(OSError):
            loading.write(folder)
        assert list(folder.glob("*.json")) == []


class FactsRoundTripTests(FactsTestCase):
    def test_dumpfacts_writes_the_fixtures_byte_for_byte(self):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            call_command("dumpfacts", folder, verbosity=0, stdout=StringIO())
            written = {path.name: path.read_bytes() for path in Path(folder).iterdir()}

        self.assertEqual(written, {Path(path).name: Path(path).read_bytes() for path in FIXTURES})

    def test_a_second_load_leaves_every_row_as_it_was(self):
        before = serializers.serialize("json", Organisation.objects.order_by("pk"))
        out = StringIO()
        call_command("loaddata", *FIXTURES, stdout=out)
        self.assertIn("0 created, 0 changed", out.getvalue())
        self.assertEqual(serializers.serialize("json", Organisation.objects.order_by("pk")), before)
        self.assertEqual(edition.current(), 1)
        self.assertTrue(settings.BASE_DIR)
