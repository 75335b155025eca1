"""What every test starts from: English, nothing kept of another test, unhashed static files, compiled messages."""

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.test import TransactionTestCase
from django.utils import translation

from ecosystem.management import message_catalogues
from tests.support import databases


def pytest_configure(config):
    # Tests of pages need no collection of files, and tests of roles no slow hashing of passwords.
    files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": files}
    # WhiteNoise would look through the collected files for every client.
    settings.STATIC_ROOT = settings.VAR_DIR / "nothing-collected"
    # No page of a test offers what was released here.
    settings.RELEASES_DIR = settings.VAR_DIR / "nothing-released"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # What one test has drawn is no other's.
    settings.CACHES = settings.CACHES | {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in ("cards", "pages")
    }
    message_catalogues.compile_stale_catalogues(settings.BASE_DIR / "locale")


def pytest_collection_modifyitems(items):
    for item in items:
        if not uses_database(item):
            item.add_marker("no_database")


def uses_database(item):
    if isinstance(item.cls, type) and issubclass(item.cls, TransactionTestCase):
        return True
    return bool(item.get_closest_marker("django_db")) or not {"db", "django_db_setup"}.isdisjoint(item.fixturenames)


def pytest_sessionfinish(session):
    # Workers of xdist have this input; what they have shared is removed by the process that started them.
    if not hasattr(session.config, "workerinput"):
        databases.remove_run_databases()


@pytest.fixture(autouse=True)
def fresh_process():
    """Start in English, with no answer and no page kept of another test's edition."""
    from ecosystem.models import edition_cache
    from ecosystem.search.documents import list_choice_labels
    from ecosystem.web.page_cache import stored_pages

    edition_cache.clear_edition_cache()
    # Another test may have asked for words while it had no catalogues.
    list_choice_labels.cache_clear()
    cache.clear()
    caches["pages"].clear()
    stored_pages._unusable_until = 0.0
    with translation.override("en"):
        yield
    edition_cache.clear_edition_cache()
    cache.clear()
