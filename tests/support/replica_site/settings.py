"""The settings of the site, without collected static files and without a cache of pages."""

from hkai_project.settings import *  # noqa: F403
from hkai_project.settings import CACHES, STORAGES, VAR_DIR

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR_DIR / "nothing-collected"
RELEASES_DIR = VAR_DIR / "nothing-released"
# Each request is to read from a database.
CACHES = CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
