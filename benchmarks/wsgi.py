"""The WSGI entry point of the measured site: counts queries, avoids the page cache if asked, has bare answers beside it."""

import re
import uuid

from django.core.wsgi import get_wsgi_application
from django.db import connection

from benchmarks.measuring import COLD_HEADER, QUERIES_HEADER
from hkai_project.wsgi import application as site

BARE_PATH = re.compile(r"/bare-wsgi/(\d+)")

# Of the last page of this process, so that the bare answer has the same bytes in its headers too.
page_headers = [("Content-Type", "text/html; charset=utf-8")]

# The bare view is measured behind all middleware, without the page cache.
django_application = get_wsgi_application()


def application(environ, start_response):
    if match := BARE_PATH.fullmatch(environ["PATH_INFO"]):
        start_response("200 OK", [*page_headers, ("Content-Length", match[1])])
        return [b"." * int(match[1])]
    if environ["PATH_INFO"].startswith("/bare-view/"):
        return django_application(environ, start_response)
    if f"HTTP_{COLD_HEADER.upper().replace('-', '_')}" in environ:
        # It finds no page in the cache, because the host is part of the key; what a process keeps for an edition stays.
        environ["HTTP_HOST"] = f"{uuid.uuid4()}.example"
    return count_queries(environ, start_response)


def count_queries(environ, start_response):
    """Answer with the number of queries in a header; those of a body that is made while it is sent are not counted."""
    count = 0

    def count_query(execute, sql, params, many, context):
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    def start_counted(status, headers):
        page_headers[:] = [header for header in headers if header[0] != "Content-Length"]
        start_response(status, [*headers, (QUERIES_HEADER, str(count))])

    with connection.execute_wrapper(count_query):
        return site(environ, start_counted)
