"""A small, valid set of fact files, to change and to load again."""

import json
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from ecosystem.editing import loading
from ecosystem.models import (
    Application,
    Audience,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Sector,
    Source,
    Support,
    Theme,
    editions,
)
from tests.support import factories


class Files:
    """Fact files in a folder, with methods to change and load them."""

    def __init__(self, folder):
        self.folder = folder

    @property
    def paths(self):
        return sorted(self.folder.glob("*.json"))

    def path(self, name):
        """Return the path of a table's file: `organisations` is 07_organisations.json."""
        return next(self.folder.glob(f"[0-9][0-9]_{name}.json"))

    def objects(self, name):
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def save(self, name, objects):
        self.path(name).write_text(json.dumps(objects), encoding="utf-8")

    def change(self, name, record, *, without=(), **values):
        """Change an object, or each join or citation of a record."""
        objects = self.objects(name)
        for found in objects:
            if _record(found) == record:
                found["fields"] |= values
                for field in without:
                    del found["fields"][field]
        self.save(name, objects)

    def add(self, name, **fields):
        objects = self.objects(name)
        self.save(name, [*objects, {"model": objects[0]["model"], "fields": fields}])

    def remove(self, name, record):
        self.save(name, [found for found in self.objects(name) if _record(found) != record])

    def load(self, *paths, **options):
        """Load all files or the given ones and return the output."""
        out = StringIO()
        # Whatever changes what is public says why.
        options = {"reason": "The page says so."} | options if options.get("overwrite") else options
        call_command("loaddata", *map(str, paths or self.paths), stdout=out, **options)
        return out.getvalue().strip()

    def refused(self, *paths, **options):
        """Load files that must be rejected; return the reported lines and the final error."""
        said = StringIO()
        with pytest.raises(CommandError) as caught:
            call_command("loaddata", *map(str, paths or self.paths), stderr=said, **options)
        return said.getvalue().splitlines(), str(caught.value)


def _record(found):
    """Return the slug or URL of an object, or of the record that a join or citation belongs to."""
    fields = found["fields"]
    relations = [
        fields[name][0] for name in ("initiative", "collaboration", "organisation", "indicator") if fields.get(name)
    ]
    return fields.get("slug") or fields.get("url") or relations[0]


@pytest.fixture(scope="session")
def valid_files(django_db_setup, django_db_blocker, tmp_path_factory):
    """Dump the valid fact files once."""
    folder = tmp_path_factory.mktemp("facts")
    with django_db_blocker.unblock(), transaction.atomic():
        make()
        loading.dump_fact_files(folder)
        transaction.set_rollback(True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def files(db, valid_files, tmp_path):
    """Return the valid fact files in a folder of their own; the database is empty."""
    for name, content in valid_files.items():
        (tmp_path / name).write_bytes(content)
    return Files(tmp_path)


def make():
    """Create at least one row of every table."""
    theme, application = factories.theme(), factories.application()
    Support.objects.create(slug="funding", name_en="Funding", name_zh_hant="資金")
    Audience.objects.create(slug="startups", name_en="Start-ups", name_zh_hant="初創企業")
    alpha = factories.organisation(slug="alpha", is_sourced=False, founded="2001-05", aliases=["First"])
    beta = factories.organisation(slug="beta", is_sourced=False, parent=alpha, place=factories.place_abroad())
    gamma = factories.organisation(slug="gamma", is_sourced=False, applications=[application])
    fund = factories.initiative(
        slug="fund", is_sourced=False, lead=gamma, starts="2020", amount=3_000_000, amount_basis="total", currency="HKD"
    )
    fund.support.set(Support.objects.all())
    part = factories.initiative(slug="fund-part", is_sourced=False, lead=gamma, part_of=fund)
    part.builds_on.add(fund)
    joint = factories.collaboration(slug="joint", is_sourced=False, parties=[alpha, beta], announced="2024-10-09")
    series = factories.indicator(
        slug="series", themes=[theme], organisation=gamma, values=(("2024", 100), ("2025", "12.5"))
    )
    series.citations.get().source.citations.update(supports=["observations"])
    for record in (alpha, beta, gamma, fund, part, joint):
        factories.cite(
            record,
            "summary",
            "name",
            url=f"https://www.example.org/{record.slug}",
            published="2026",
            read_on=date(2026, 11, 22),
        )
    claim = {"value": "2000", "reason_en": "Older.", "reason_zh_hant": "較舊。", "reason_zh_hans": ""}
    beta.citations.update(disputes=["founded"], claims={"founded": claim})


@pytest.fixture
def read_all_rows():
    """Return a function that reads every row of every table, with keys, timestamps and the edition."""

    def rows():
        models = apps.get_app_config("ecosystem").get_models(include_auto_created=True)
        return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}

    return rows


@pytest.fixture
def empty_database(db):
    """Return a function that deletes every row but the edition."""

    def empty():
        Organisation.objects.update(parent=None, successor=None)
        Initiative.objects.update(part_of=None)
        # Each table after those that refer to it.
        for model in [
            Citation,
            InitiativeBody,
            Participation,
            Observation,
            Indicator,
            Collaboration,
            Initiative,
            Organisation,
        ]:
            model.objects.all().delete()
        for model in [Source, Place, Application, Sector, Theme, Support, Audience]:
            model.objects.all().delete()

    return empty


@pytest.fixture
def existing_edition(db):
    """Start with an edition and one row."""
    factories.theme("smart-city")
    editions.increment_edition()


@pytest.fixture
def load_invalid(files, read_all_rows):
    """Return a function that loads invalid files, checks that nothing changed and returns the errors."""
    before = read_all_rows()

    def lines(*paths, **options):
        said, error = files.refused(*paths, **options)
        assert read_all_rows() == before
        assert error == f"{len(said)} {'error' if len(said) == 1 else 'errors'}; nothing was loaded."
        return said

    return lines
