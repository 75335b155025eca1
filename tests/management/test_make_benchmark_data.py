"""manage.py make_benchmark_data: made-up records that are as whole as any that editors enter."""

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


class MakeBenchmarkDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make()

    def test_makes_as_many_organisations_as_asked_and_the_rest_in_proportion(self):
        counts = [model.objects.published().count() for model in RECORD_MODELS]
        self.assertEqual(counts, [40, 28, 15])

    def test_rows_satisfy_every_rule(self):
        for model in CHECKED_MODELS:
            for row in model.objects.all():
                row.full_clean()

    def test_records_have_no_publishing_obstacles(self):
        for model in RECORD_MODELS:
            for record in model.objects.published().for_publishing_check():
                self.assertEqual(list(publishing.find_publishing_obstacles(record)), [])

    def test_citations_support_no_empty_field(self):
        self.assertEqual([each for each in Citation.objects.all() if each.empty_fields], [])

    def test_stored_keys_of_names_and_addresses_are_as_computed(self):
        with self.assertNumQueries(len(RECORD_MODELS) + 1 + 2):
            indexing.update_computed_fields()

    def test_search_index_is_as_rebuilt(self):
        self.assertEqual(read_search_index(), read_rebuilt_search_index())

    def test_history_is_as_recorded(self):
        before = Change.objects.count()
        self.assertEqual(revisions.begin_record_histories(), 0)
        for model in RECORD_MODELS:
            keys = model.objects.values_list("pk", flat=True)
            # Nothing is recorded of a record that is as its last version.
            revisions.record_revisions(model, dict.fromkeys(keys, ChangeKind.CHANGED))
        self.assertEqual(Change.objects.count(), before)

    def test_pages_answer(self):
        for page in PAGES:
            with self.subTest(page=page):
                self.assertEqual(self.client.get(f"/en/{page}").status_code, 200)

    def test_pages_of_a_record_answer(self):
        for record in (Organisation.objects.first(), Initiative.objects.first(), Collaboration.objects.first()):
            for address in (record.get_absolute_url(), record.history_url, record.changes.first().get_absolute_url()):
                with self.subTest(address=address):
                    self.assertEqual(self.client.get(address).status_code, 200)

    def test_admin_lists_the_records(self):
        self.client.force_login(create_superuser())
        self.assertEqual(self.client.get("/admin/ecosystem/organisation/").status_code, 200)

    def test_a_record_can_be_changed_and_found(self):
        record = Organisation.objects.first()
        with editions.edition_transaction():
            record.summary_en = "Heron."
            record.save()
            publishing.conclude_record_change(record, by=ChangeAttribution(ChangeRole.EDITOR, reason="Test."))
        self.assertEqual(fetch_page(self.client, "/en/search/?q=heron").rows, [record.slug])

    def test_replaces_what_it_made_before_by_the_same(self):
        before = read_rows()
        make()
        self.assertEqual(read_rows(), before)

    def test_another_seed_gives_other_names(self):
        before = read_rows()
        make(seed=2)
        self.assertNotEqual(read_rows(), before)

    def test_says_how_far_it_is(self):
        self.assertIn("40 of 40 organisations", make())


class RealRecordsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="heron", name_en="Heron")

    def test_refuses_a_database_that_holds_real_records(self):
        with self.assertRaisesMessage(CommandError, "This database holds 1 real record."):
            make()
        self.assertEqual(Organisation.objects.count(), 1)

    def test_keeps_real_records_if_forced(self):
        make(force=True)
        self.assertEqual(Organisation.objects.count(), 41)
        self.assertEqual(fetch_page(self.client, "/en/search/?q=heron").rows, ["heron"])

    def test_refuses_an_odd_number(self):
        for number in (-1, 0, 9, 1_000_001):
            with self.subTest(number=number), self.assertRaisesMessage(CommandError, "must be from 10 to 1,000,000"):
                make(number, force=True)


# Two blocks, so that organisations have roles in another one; rebuilding the index of all of them takes seconds.
@pytest.mark.slow
class SeveralBlocksTests(TestCase):
    def test_search_index_is_as_rebuilt(self):
        make(500)
        self.assertEqual(read_search_index(), read_rebuilt_search_index())
