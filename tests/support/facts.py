"""Tests on the real facts, in a database that holds them from the start."""

from django.test import TestCase

from tests.support.databases import facts_connection, use_connection


class FactsTestCase(TestCase):
    @classmethod
    def setUpClass(cls):
        # Before the transaction that the tests of the class share.
        cls.enterClassContext(use_connection(facts_connection()))
        super().setUpClass()
