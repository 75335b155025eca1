"""A client that requests pages of the site in the process, without a server."""

from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from django.urls import set_script_prefix


class InternalSiteClient(BaseHandler):
    def __init__(self):
        super().__init__()
        self.load_middleware()
        site = urlsplit(settings.SITE_URL)
        self.environ = {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            # Without it, a site behind a proxy would redirect each request to https.
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "wsgi.url_scheme": site.scheme,
        }

    def get(self, path: str) -> HttpResponseBase:
        set_script_prefix("/")
        environ = self.environ | {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "wsgi.input": BytesIO()}
        return self.get_response(WSGIRequest(environ))
