"""The WSGI entry point for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ecosystem.web.data_stack import with_one_chunk

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hkai_project.settings")

application = with_one_chunk(get_wsgi_application())
if not settings.DEBUG:
    from ecosystem.web.page_cache.application import PageCache

    application = PageCache(application)
if "replica" in settings.DATABASES:
    from ecosystem.web.read_replica import ReadReplica

    application = ReadReplica(application)
