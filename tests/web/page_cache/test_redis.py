"""The page cache in Redis, as configured by CACHE_URL."""

import os
import socket
import subprocess
import time
from contextlib import closing, suppress
from tempfile import TemporaryDirectory
from unittest.mock import patch

import redis
from django.core.cache import caches
from django.test import SimpleTestCase, override_settings

from ecosystem.web.page_cache.application import PageCache
from hkai_project import environment
from tests.support.programs import require_program
from tests.support.wsgi_client import WsgiClient


class PageCacheInRedisTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        program = require_program("redis-server")
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        folder = cls.enterClassContext(TemporaryDirectory())
        arguments = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        cls.server = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
        cls.addClassCleanup(cls.stop_server)
        with patch.dict(os.environ, CACHE_URL=f"valkey://127.0.0.1:{port}/1"):
            cls.configuration = environment.read_env_cache("CACHE_URL", "")
        cls.enterClassContext(override_settings(CACHES={"default": cls.configuration, "pages": cls.configuration}))
        cls.wait_for_server()

    @classmethod
    def stop_server(cls):
        cls.server.terminate()
        cls.server.wait()

    @classmethod
    def wait_for_server(cls):
        for _attempt in range(400):
            with suppress(redis.ConnectionError):
                return caches["pages"].clear()
            time.sleep(0.05)
        raise TimeoutError("Redis does not answer")

    def setUp(self):
        self.enterContext(patch("ecosystem.models.editions.read_edition", return_value=(1, "token")))
        self.rendered = 0
        self.client = WsgiClient(PageCache(self.render))

    def render(self, environ, start_response):
        self.rendered += 1
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<p>A page</p>"]

    def test_pages_are_stored_in_redis(self):
        responses = [self.client.get("/en/about/", accept_encoding="br") for _time in range(3)]
        self.assertEqual({response.content for response in responses}, {b"<p>A page</p>"})
        self.assertEqual(self.rendered, 1)

    def test_pages_are_served_without_redis(self):
        # Nothing listens on the discard port.
        stopped = self.configuration | {"LOCATION": "redis://127.0.0.1:9/1"}
        with (
            override_settings(CACHES={"default": stopped, "pages": stopped}),
            self.assertLogs("ecosystem.web.page_cache", "ERROR"),
        ):
            self.assertEqual(self.client.get("/en/map/").status, 200)
