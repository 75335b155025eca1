"""What a host asks: is the process up, can it answer."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def is_up(request):
    return HttpResponse("up\n", content_type="text/plain")


@never_cache
def is_ready(request):
    """Answer 503 with what is missing: the database, a migration, the cache."""
    missing = [name for name, works in (("database", _has_migrated), ("cache", _keeps)) if not works()]
    if missing:
        return HttpResponse(f"not ready: {', '.join(missing)}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def _has_migrated():
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _keeps():
    try:
        cache.set("readyz", "1", 5)
        return cache.get("readyz") == "1"
    except Exception:  # noqa: BLE001 - each kind of cache fails in its own way
        return False
