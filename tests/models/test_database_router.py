from contextvars import copy_context

from django.db import connections
from django.test import TestCase

from ecosystem.models import Organisation
from ecosystem.models.database_router import PRIMARY, REPLICA, ReplicaRouter, set_read_database


class ReplicaRouterTests(TestCase):
    def read_after(self, *aliases):
        """Return the database to read from after these were set, in a separate context."""

        def run():
            for alias in aliases:
                set_read_database(alias)
            return ReplicaRouter().db_for_read(Organisation)

        return copy_context().run(run)

    def test_code_outside_a_request_reads_from_the_primary(self):
        self.assertEqual(self.read_after(), PRIMARY)

    def test_a_transaction_reads_from_the_primary(self):
        # The test runs in one.
        self.assertEqual(self.read_after(REPLICA), PRIMARY)

    def test_a_request_reads_from_the_database_chosen_last(self):
        connection = connections[PRIMARY]
        connection.in_atomic_block = False
        try:
            self.assertEqual((self.read_after(REPLICA), self.read_after(REPLICA, PRIMARY)), (REPLICA, PRIMARY))
        finally:
            connection.in_atomic_block = True

    def test_writes_go_to_the_primary(self):
        row = Organisation()
        row._state.db = REPLICA
        self.assertEqual(ReplicaRouter().db_for_write(Organisation, instance=row), PRIMARY)

    def test_migrations_run_on_the_primary_only(self):
        self.assertFalse(ReplicaRouter().allow_migrate(REPLICA, "ecosystem"))
