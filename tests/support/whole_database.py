"""Tests that empty or rebuild the whole database, and leave it to the others as the migrations made it."""

from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase


class WholeDatabaseTestCase(TransactionTestCase):
    # What the migrations wrote stands again before each test.
    serialized_rollback = True

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        # The last test left nothing, and others count on the roles.
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)

    def migrate(self, *arguments):
        call_command("migrate", *arguments, verbosity=0)
