"""manage.py make_benchmark_data: generated records that satisfy all rules of real ones."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from reversion.models import Version

from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from ecosystem.models import (
    RECORD_MODELS,
    Change,
    ChangeKind,
    ChangeRole,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Source,
    Theme,
    editions,
)
from ecosystem.search import indexing
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.search_index import read_rebuilt_search_index, read_search_index
from tests.support.users import create_superuser

CHECKED_MODELS = (
    *RECORD_MODELS, Indicator, Observation, InitiativeBody, Participation, Source, Citation, Place, Theme,
)  # fmt: skip
PAGES = [
    "", "themes/", "organisations/", "initiatives/", "collaborations/", "applications/", "support/", "places/", "map/",
    "network/", "timeline/", "indicators/", "figures/", "sources/", "sources/publishers/", "changes/",
    "changes/corrections/", "search/?q=ai", "search/suggestions/?q=ho", "organisations.csv", "initiatives.ics",
    "collaborations.atom", "support.ics", "network.svg", "themes/ai-in-finance/", "applications/fraud-detection/",
]  # fmt: skip


def make(organisations=40, **options):
    out = StringIO()
    call_command("make_benchmark_data", organisations=organisations, stdout=out, **options)
    return out.getvalue()


def read_rows():
    """Return what is stored of records, sources and history."""
    rows = [list(model.objects.order_by("slug").values_list("slug", "name_zh_hant")) for model in RECORD_MODELS]
    versions = [version.object_repr for version in Version.objects.order_by("pk")]
    return rows, list(Source.objects.order_by("pk").values_list("url", "title")), versions


class MakeBenchmarkDataCommandTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make()

    def test_creates_the_requested_organisations_and_other_records_in_proportion(self):
        counts = [model.objects.published().count() for model in RECORD_MODELS]
        self.assertEqual(counts, [40, 28, 15])

    def test_rows_pass_validation(self):
        for model in CHECKED_MODELS:
            for row in model.objects.all():
                row.full_clean()

    def test_records_have_no_publishing_obstacles(self):
        for model in RECORD_MODELS:
            for record in model.objects.published().for_publishing_check():
                self.assertEqual(list(publishing.find_publishing_obstacles(record)), [])

    def test_citations_support_no_empty_field(self):
        self.assertEqual([each for each in Citation.objects.all() if each.empty_fields], [])

    def test_stored_search_keys_are_up_to_date(self):
        with self.assertNumQueries(len(RECORD_MODELS) + 1 + 2):
            indexing.update_computed_fields()

    def test_search_index_equals_a_rebuilt_one(self):
        self.assertEqual(read_search_index(), read_rebuilt_search_index())

    def test_history_is_complete(self):
        before = Change.objects.count()
        self.assertEqual(revisions.begin_record_histories(), 0)
        for model in RECORD_MODELS:
            keys = model.objects.values_list("pk", flat=True)
            # Nothing is recorded of a record that is as its last version.
            revisions.record_revisions(model, dict.fromkeys(keys, ChangeKind.CHANGED))
        self.assertEqual(Change.objects.count(), before)

    def test_public_pages_open(self):
        for page in PAGES:
            with self.subTest(page=page):
                self.assertEqual(self.client.get(f"/en/{page}").status_code, 200)

    def test_record_pages_open(self):
        for record in (Organisation.objects.first(), Initiative.objects.first(), Collaboration.objects.first()):
            for address in (record.get_absolute_url(), record.history_url, record.changes.first().get_absolute_url()):
                with self.subTest(address=address):
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_admin_list_opens(self):
        self.client.force_login(create_superuser())
        self.assertEqual(self.client.get("/admin/ecosystem/organisation/").status_code, 200)

    def test_record_can_be_changed_and_found(self):
        record = Organisation.objects.first()
        with editions.edition_transaction():
            record.summary_en = "Heron."
            record.save()
            publishing.conclude_record_change(record, by=ChangeAttribution(ChangeRole.EDITOR, reason="Test."))
        self.assertEqual(fetch_page(self.client, "/en/search/?q=heron").rows, [record.slug])

    def test_second_run_creates_the_same_rows(self):
        before = read_rows()
        make()
        self.assertEqual(read_rows(), before)

    def test_different_seed_creates_different_names(self):
        before = read_rows()
        make(seed=2)
        self.assertNotEqual(read_rows(), before)

    def test_prints_its_progress(self):
        self.assertIn("40 of 40 organisations", make())


class BenchmarkDataWithRealRecordsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="heron", name_en="Heron")

    def test_database_with_real_records_is_refused(self):
        with self.assertRaisesMessage(CommandError, "This database holds 1 real record."):
            make()
        self.assertEqual(Organisation.objects.count(), 1)

    def test_force_option_keeps_real_records(self):
        make(force=True)
        self.assertEqual(Organisation.objects.count(), 41)
        self.assertEqual(fetch_page(self.client, "/en/search/?q=heron").rows, ["heron"])

    def test_invalid_numbers_are_refused(self):
        for number in (-1, 0, 9, 1_000_001):
            with self.subTest(number=number), self.assertRaisesMessage(CommandError, "must be from 10 to 1,000,000"):
                make(number, force=True)


# Two blocks, so that organisations have roles in another one; rebuilding the index of all of them takes seconds.
@pytest.mark.slow
class BenchmarkDataSeveralBlocksTests(TestCase):
    def test_search_index_equals_a_rebuilt_one(self):
        make(500)
        self.assertEqual(read_search_index(), read_rebuilt_search_index())
