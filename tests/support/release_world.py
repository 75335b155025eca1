"""A small directory with one record of each kind, some not public, and a release of it."""

import csv
import shutil
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

from ecosystem.models import Theme
from tests.support import factories


def create_release_records():
    """Create the records; those that are not public have "veiled" in all their texts."""
    task = factories.application()
    gift, readers = factories.support(description_en="A grant."), factories.audience()
    site = {"precision": "site", "latitude": "22.2810", "longitude": "114.1580"}
    whole = factories.organisation(slug="whole", name_en="=The Whole", name_zh_hant="全部", kind="university")
    lab = factories.organisation(
        slug="lab", name_en="Laboratory", name_zh_hant="數碼實驗室", parent=whole, founded="1999-05", acronym="LAB",
        aliases=["The Lab", "老實驗室"], place=factories.place("tower", **site), applications=[task], kind="research_centre",
    )  # fmt: skip
    lab.support.add(gift)
    factories.dispute(lab, "founded", "1998", reason="Older.", reason_zh_hant="較舊。", url="https://other.example/")
    amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
    fund = factories.initiative(slug="fund", lead=whole, starts="2024-10", kind="funding", **amount)
    fund.audience.add(readers)
    fund.support.add(gift)
    desk = factories.initiative(slug="desk", lead=lab, kind="deployment", part_of=fund)
    desk.builds_on.add(fund)
    factories.collaboration(slug="pact", parties=[whole, lab], initiative=fund, announced="2024")
    factories.indicator(slug="parks", organisation=whole, values=[("2024", "100.5"), ("2025-06", 120)])
    hidden = factories.organisation(slug="veiled", name_en="Veiled", name_zh_hant="面紗", status="draft", parent=whole)
    secret = factories.initiative(slug="veiled-fund", name_en="Veiled fund", status="in_review", lead=hidden)
    factories.add_participant(fund, hidden, "partner")
    fund.builds_on.add(secret)
    type(lab).objects.filter(slug="whole").update(successor=hidden)
    type(fund).objects.filter(slug="fund").update(part_of=secret)
    factories.indicator(slug="others", organisation=hidden)
    Theme.objects.update(
        introduction_en="[100](indicator:parks) and [told](initiative:veiled-fund) by [the lab](organisation:lab)"
    )


class ReleaseTestCase(TestCase):
    """With one release of the small directory, in `self.folder`; `self.command_output` is what the command prints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shelf = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shelf, ignore_errors=True)
        cls.command_output = build_release(cls.shelf)
        (cls.folder,) = [path for path in cls.shelf.iterdir() if path.is_dir()]

    @classmethod
    def setUpTestData(cls):
        create_release_records()


def build_release(shelf, *options):
    """Run `build_release` without the copy of the site; return its output."""
    out = StringIO()
    call_command("build_release", *options, folder=shelf, without_site=True, stdout=out)
    return out.getvalue()


def read_csv_rows(folder, name):
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
