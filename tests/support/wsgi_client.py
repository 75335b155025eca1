"""A client of the WSGI application, as a server calls it: through the page cache."""

import gzip
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote_to_bytes
from wsgiref.headers import Headers
from wsgiref.util import setup_testing_defaults

import brotli


@dataclass
class WsgiResponse:
    status: int
    headers: Headers
    body: bytes

    @property
    def content(self):
        """The body without its content coding."""
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
        return decode[self.headers["Content-Encoding"]](self.body)


class WsgiClient:
    def __init__(self, application):
        self.application = application

    def get(self, address, *, method="GET", **headers):
        """Return the response; headers are given like `if_none_match="…"`."""
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "REMOTE_ADDR": "192.0.2.1",
            "wsgi.input": BytesIO(),
        } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        started = []
        chunks = self.application(environ, lambda status, headers: started.extend((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started
        return WsgiResponse(int(status.split()[0]), Headers(headers), body)
