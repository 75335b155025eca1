"""A test case for tests that flush or migrate the whole database, which is restored afterwards."""

from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase


class WholeDatabaseTestCase(TransactionTestCase):
    # Restores the data of migrations before each test.
    serialized_rollback = True

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        # Other tests need the groups, which migrations create.
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)

    def migrate(self, *arguments):
        call_command("migrate", *arguments, verbosity=0)
