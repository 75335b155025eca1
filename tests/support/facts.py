"""A test case on a database with the real facts."""

from django.test import TestCase

from tests.support.databases import get_facts_connection, use_connection


class FactsTestCase(TestCase):
    @classmethod
    def setUpClass(cls):
        # Before the class-level transaction of TestCase.
        cls.enterClassContext(use_connection(get_facts_connection()))
        super().setUpClass()
