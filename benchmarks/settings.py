"""The settings of the site while it is measured."""

from hkai_project.settings import *  # noqa: F403 - a settings module
from hkai_project.settings import STORAGES

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["*"]
# Names of files without their hashes, so that nothing needs to be collected.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
API_REQUESTS_PER_MINUTE = 1_000_000
