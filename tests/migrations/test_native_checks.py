"""The migration to CHECK constraints without REGEXP, on tables with rows."""

from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Value

from ecosystem.history import revisions
from ecosystem.models import Organisation
from tests.support import factories
from tests.support.whole_database import WholeDatabaseTestCase


def read_rows():
    """Return the rows of all tables, each by column: SQLite may make a table again with its columns in another order."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("ecosystem_", "reversion_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
                names = [column[0] for column in cursor.description]
                rows = (sorted(zip(names, row, strict=True)) for row in cursor.fetchall())
                found[table] = sorted(rows, key=repr)
    return found


class NativeChecksMigrationTests(WholeDatabaseTestCase):
    def setUp(self):
        parent = factories.organisation(founded="2020")
        factories.organisation(parent=parent)
        factories.collaboration(initiative=factories.initiative(amount=5, amount_basis="total", currency="HKD"))
        factories.indicator()
        revisions.begin_record_histories()
        factories.rebuild_search_index()
        self.addCleanup(self.migrate)

    def test_rows_and_constraints_survive_reversing_and_reapplying(self):
        # One test, since the ways there and back through all later migrations take most of its time.
        self.migrate("ecosystem", "0008")
        before = read_rows()
        self.migrate("ecosystem", "0007")
        self.assertEqual(read_rows(), before)
        self.migrate("ecosystem", "0008")
        self.assertEqual(read_rows(), before)
        with self.assertRaisesRegex(IntegrityError, "slug_form"), transaction.atomic():
            Organisation.objects.update(slug=Value("No Slug", output_field=CharField()))
