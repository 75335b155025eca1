"""A small web of our own on the loopback addresses of this machine, which tests visit and nobody else."""

import ipaddress
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from unittest import mock

from ecosystem.editing.link_checker import safe_addresses

# 127.0.0.1, 127.0.0.2 and so on are hosts of their own, all of them this machine.
LOOPBACK = "127.0.0.0/8"


class Web:
    """Pages by their paths: a status, or `(status, headers)`, or those by the method; and what was asked for."""

    def __init__(self, port):
        self.port = port
        self.pages = {}
        self.seen = []

    def address(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def asked(self, path):
        """Return by which methods a path was asked for, in order."""
        return [method for method, _host, other, _agent in self.seen if other == path]


class _Handler(BaseHTTPRequestHandler):
    def answer(self):
        web = self.server.web
        web.seen.append((self.command, self.headers["Host"], self.path, self.headers["User-Agent"]))
        page = web.pages.get(self.path, 404)
        page = page.get(self.command, 404) if isinstance(page, dict) else page
        status, headers, body = (page, {}, b"") if isinstance(page, int) else (*page, b"")[:3]
        if status == 0:
            # Whoever asks is left without an answer.
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    # The library looks for these names.
    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *arguments):
        pass


@contextmanager
def web(networks=(LOOPBACK,)):
    """Serve a web while this lasts, and let visits go to these networks, which they otherwise never do."""
    server = ThreadingHTTPServer(("0.0.0.0", 0), _Handler)  # noqa: S104 - every loopback address is a host of the web
    server.web = Web(server.server_port)
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
