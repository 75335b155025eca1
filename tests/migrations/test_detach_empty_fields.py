"""The migration that removes sources of empty fields."""

from importlib import import_module

from django.apps import apps
from django.test import TestCase

from ecosystem.models import editions
from ecosystem.models import Citation
from tests.support import factories

migration = import_module("ecosystem.migrations.0010_detach_empty_fields")


class DetachEmptyFieldsMigrationTests(TestCase):
    def migrate(self):
        migration.detach_empty_fields(apps, None)

    def test_removes_empty_fields_of_every_type_from_citations(self):
        fund = factories.initiative(lead=False, is_sourced=False)
        citation = factories.cite(fund, "name", "summary", "eligibility", "announced", "bodies", "aliases", "audience")
        self.migrate()
        citation.refresh_from_db()
        self.assertEqual(citation.supports, ["name", "summary"])

    def test_deletes_citations_that_support_nothing_else(self):
        citation = factories.cite(factories.organisation(), "founded")
        self.migrate()
        self.assertFalse(Citation.objects.filter(pk=citation.pk).exists())

    def test_makes_a_new_edition(self):
        factories.cite(factories.organisation(), "founded")
        editions.increment_edition()
        before = editions.read_edition_number()
        self.migrate()
        self.assertGreater(editions.read_edition_number(), before)

    def test_keeps_filled_fields(self):
        fund = factories.initiative(announced="2024", amount=5, amount_basis="total", currency="HKD", is_sourced=False)
        factories.cite(fund, "bodies", "announced", "amount", "name")
        series = factories.indicator()
        self.migrate()
        self.assertEqual(fund.citations.get().supports, ["bodies", "announced", "amount", "name"])
        self.assertEqual(series.citations.get().supports, ["observations"])
