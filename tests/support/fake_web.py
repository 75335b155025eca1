"""A web server on the loopback addresses, for tests of the link checker."""

import ipaddress
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from unittest import mock

from ecosystem.editing.link_checker import safe_addresses

# 127.0.0.1, 127.0.0.2 and so on act as separate hosts.
LOOPBACK = "127.0.0.0/8"


class FakeWeb:
    """Responses by path, and the requests that were received.

    A response is a status, `(status, headers)` or `(status, headers, body)`, or a dict of these by method.
    """

    def __init__(self, port):
        self.port = port
        self.pages = {}
        self.seen = []

    def build_url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def list_methods(self, path):
        """Return the methods of the requests to a path, in order."""
        return [method for method, _host, other, _agent in self.seen if other == path]


class _FakeWebHandler(BaseHTTPRequestHandler):
    def answer(self):
        web = self.server.web
        web.seen.append((self.command, self.headers["Host"], self.path, self.headers["User-Agent"]))
        page = web.pages.get(self.path, 404)
        page = page.get(self.command, 404) if isinstance(page, dict) else page
        status, headers, body = (page, {}, b"") if isinstance(page, int) else (*page, b"")[:3]
        if status == 0:
            # No response at all.
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    # http.server calls these names.
    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *arguments):
        pass


@contextmanager
def serve_fake_web(networks=(LOOPBACK,)):
    """Serve a web within the context, and allow the link checker to visit these networks."""
    server = ThreadingHTTPServer(("0.0.0.0", 0), _FakeWebHandler)  # noqa: S104 - every loopback address is a host of the web
    server.web = FakeWeb(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    allowed = [ipaddress.ip_network(network) for network in networks]
    try:
        with mock.patch.object(safe_addresses, "TEST_NETWORKS", allowed):
            yield server.web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
