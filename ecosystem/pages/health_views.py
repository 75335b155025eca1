"""Health checks: liveness and readiness."""

from django.core.cache import cache
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from ecosystem.models import database_state
from ecosystem.models.editions import Edition


@never_cache
def check_liveness(request):
    return HttpResponse("up\n", content_type="text/plain")


@never_cache
def check_readiness(request):
    """Return 503 and the failing parts if the database, a migration or the cache is missing.

    One of two databases is enough for the pages; the other is only named.
    """
    missing = [name for name, works in (("database", _is_migrated), ("cache", _is_cache_working)) if not works()]
    if missing:
        return HttpResponse(f"not ready: {', '.join(missing)}\n", status=503, content_type="text/plain")
    without = ", ".join(database_state.list_missing_databases())
    return HttpResponse(f"ready, without {without}\n" if without else "ready\n", content_type="text/plain")


def _is_migrated():
    try:
        executor = MigrationExecutor(connections[Edition.objects.db])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _is_cache_working():
    try:
        cache.set("readyz", "1", 5)
        return cache.get("readyz") == "1"
    except Exception:  # noqa: BLE001 - each cache backend raises its own errors
        return False
