"""Tests on the real facts: loaded once for a class, in the transaction that its tests share."""

from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

FIXTURES = sorted(map(str, (Path(__file__).parent.parent / "fixtures").glob("*.json")))


class FactsTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("loaddata", *FIXTURES, verbosity=0)
