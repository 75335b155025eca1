"""A small, sound set of files of facts, to break, to reorder, to load again."""

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
    """Files of facts in a folder, with the means to change and to load them."""

    def __init__(self, folder):
        self.folder = folder

    @property
    def paths(self):
        return sorted(self.folder.glob("*.json"))

    def path(self, name):
        """Return the one file whose name ends so: `organisations` is 07_organisations.json."""
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
        """Load the files, or these, and return what was said."""
        out = StringIO()
        # Whatever changes what is public says why.
        options = {"reason": "The page says so."} | options if options.get("overwrite") else options
        call_command("loaddata", *map(str, paths or self.paths), stdout=out, **options)
        return out.getvalue().strip()

    def refused(self, *paths, **options):
        """Return the lines that a refusal wrote, and the error that it ended in."""
        said = StringIO()
        with pytest.raises(CommandError) as caught:
            call_command("loaddata", *map(str, paths or self.paths), stderr=said, **options)
        return said.getvalue().splitlines(), str(caught.value)


def _record(found):
    """Return the slug of an object, or of the record that a join or a citation belongs to, or an address."""
    fields = found["fields"]
    relations = [
        fields[name][0] for name in ("initiative", "collaboration", "organisation", "indicator") if fields.get(name)
    ]
    return fields.get("slug") or fields.get("url") or relations[0]


@pytest.fixture(scope="session")
def sound(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the sound set once."""
    folder = tmp_path_factory.mktemp("facts")
    with django_db_blocker.unblock(), transaction.atomic():
        make()
        loading.dump_fact_files(folder)
        transaction.set_rollback(True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def files(db, sound, tmp_path):
    """Return the sound set in a folder of its own, beside an empty database."""
    for name, content in sound.items():
        (tmp_path / name).write_bytes(content)
    return Files(tmp_path)


def make():
    """Make at least one row of every table: two bodies that work together, a third that leads a fund."""
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
def everything():
    """Return what tells of every row of every table, numbers and stamps and the edition included."""

    def rows():
        models = apps.get_app_config("ecosystem").get_models(include_auto_created=True)
        return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}

    return rows


@pytest.fixture
def emptied(db):
    """Return what takes every row out of the directory, but for its edition."""

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
def renewed(db):
    """Start from a directory that has an edition and one row already."""
    factories.theme("smart-city")
    editions.increment_edition()


@pytest.fixture
def refused(files, everything):
    """Expect that the files are refused, with the database as it was; return the lines that say why."""
    before = everything()

    def lines(*paths, **options):
        said, error = files.refused(*paths, **options)
        assert everything() == before
        assert error == f"{len(said)} {'error' if len(said) == 1 else 'errors'}; nothing was loaded."
        return said

    return lines
