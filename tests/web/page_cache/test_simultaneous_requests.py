"""The page cache with simultaneous requests for the same page."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from unittest.mock import patch

from django.test import SimpleTestCase

from ecosystem.web.page_cache.application import PageCache
from ecosystem.web.page_cache.stored_pages import PageStore
from tests.support.wsgi_client import WsgiClient

WAITING = 8


class PageCacheSimultaneousRequestTests(SimpleTestCase):
    def setUp(self):
        self.enterContext(patch("ecosystem.models.editions.read_edition", return_value=(1, "token")))
        self.rendered = 0
        self.status, self.body = "200 OK", b"<p>A page</p>"
        self.others_wait = Event()
        self.client = WsgiClient(PageCache(self.render))

    def render(self, environ, start_response):
        self.rendered += 1
        if self.rendered == 1:
            self.others_wait.wait(1)
        start_response(self.status, [("Content-Type", "text/html")])
        return [self.body]

    def get_all(self):
        """Return the responses to requests that all arrive while the first is rendered."""
        with ThreadPoolExecutor(WAITING) as pool:
            futures = [pool.submit(self.client.get, "/en/about/") for _number in range(WAITING)]
            self.others_wait.wait(0.2)
            self.others_wait.set()
            return [future.result() for future in futures]

    def test_page_is_rendered_once(self):
        self.assertEqual({response.body for response in self.get_all()}, {self.body})
        self.assertEqual(self.rendered, 1)

    def test_responses_that_are_not_stored_do_not_block_each_other(self):
        self.status = "404 Not Found"
        self.assertEqual({response.status for response in self.get_all()}, {404})
        self.assertEqual(self.rendered, WAITING)

    def test_next_request_renders_if_the_first_fails(self):
        first = self.render

        def fail_once(environ, start_response):
            if not self.rendered:
                first(environ, start_response)
                raise RuntimeError("It broke")
            return first(environ, start_response)

        self.client = WsgiClient(PageCache(fail_once))
        with ThreadPoolExecutor(2) as pool:
            failing, waiting = (pool.submit(self.client.get, "/en/about/") for _number in range(2))
            self.others_wait.set()
            outcomes = sorted(str(future.exception() or future.result().status) for future in (failing, waiting))
        self.assertEqual(outcomes, ["200", "It broke"])

    def test_lock_of_a_killed_process_times_out(self):
        self.others_wait.set()
        with (
            patch("ecosystem.web.page_cache.addresses.PageAddress.build_key", return_value="key"),
            patch("ecosystem.web.page_cache.stored_pages.WAIT_SECONDS", 0.05),
            PageStore("key", 1).lock(),
        ):
            self.assertEqual(self.client.get("/en/about/").status, 200)
