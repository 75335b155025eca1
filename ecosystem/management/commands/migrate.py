"""Django's migrate; then rebuilds an outdated search index, begins missing histories, syncs group permissions."""

from collections.abc import Callable

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import ngettext

from ecosystem.accounts.groups import sync_group_permissions
from ecosystem.history import revisions
from ecosystem.models import SearchText
from ecosystem.search import indexing


class Command(migrate.Command):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        # Operations use the default database only.
        is_ours = options["database"] == DEFAULT_DB_ALIAS
        if (
            is_ours
            and not options["plan"]
            and not options["check_unapplied"]
            and self._is_whole(connections[options["database"]])
        ):
            complete_migration(self.stdout.write if self.verbosity else None)

    def _is_whole(self, connection):
        """Return whether every migration is applied; otherwise the tables may differ from the models."""
        executor = MigrationExecutor(connection)
        has_tables = SearchText._meta.db_table in connection.introspection.table_names()
        return has_tables and not executor.migration_plan(executor.loader.graph.leaf_nodes())


def complete_migration(report: Callable[[str], object] | None = None) -> None:
    report = report or (lambda _line: None)
    if not indexing.is_search_index_current():
        indexing.rebuild_search_index()
        report("Rebuilt the search index.")
    if count := revisions.begin_record_histories():
        text = ngettext("Started the history of %(n)d record.", "Started the history of %(n)d records.", count)
        report(text % {"n": count})
    for name in sync_group_permissions():
        report(f"Updated the permissions of the group {name}.")
