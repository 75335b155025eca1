"""The WSGI entry point of the measured site, with bare answers of any size beside it."""

import re

from hkai_project.wsgi import application as site

BARE_PATH = re.compile(r"/bare-wsgi/(\d+)")


def application(environ, start_response):
    if match := BARE_PATH.fullmatch(environ["PATH_INFO"]):
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", match[1])]
        start_response("200 OK", headers)
        return [b"." * int(match[1])]
    return site(environ, start_response)
