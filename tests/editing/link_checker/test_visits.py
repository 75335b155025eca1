"""Visits of the link checker: their results, redirects, private networks and robots.txt."""

import socket
from threading import Thread
from unittest import TestCase, mock

from ecosystem.editing.link_checker import http_client
from ecosystem.editing.link_checker.robots import CrawlPolicy
from ecosystem.editing.link_checker.visits import visit_source_page
from tests.support.fake_web import serve_fake_web

AGENT = "HKAI-link-checker/1.0 (+https://hkai.example/en/about/)"


class LinkVisitTestCase(TestCase):
    NETWORKS = ("127.0.0.0/8",)

    def setUp(self):
        self.web = self.enterContext(serve_fake_web(self.NETWORKS))
        self.slept = []
        self.manners = CrawlPolicy(AGENT, delay=0, sleep=self.slept.append)

    def visit(self, path="/page", host="127.0.0.1"):
        found = visit_source_page(self.web.build_url(path, host), self.manners)
        return found.status.value

    def redirect_to(self, path, status=301, host="127.0.0.1"):
        return status, {"Location": path if path.startswith("/") else self.web.build_url(path, host)}


class LinkVisitStatusTests(LinkVisitTestCase):
    def test_http_status_determines_the_link_status(self):
        for status, outcome in (
            (200, "answers"), (204, "answers"), (304, "answers"), (401, "refuses"), (403, "refuses"), (429, "refuses"),
            (451, "refuses"), (404, "gone"), (410, "gone"), (400, "silent"), (500, "silent"), (503, "silent"), (0, "silent"),
        ):  # fmt: skip
            with self.subTest(status=status):
                self.web.pages["/page"] = status
                self.assertEqual(self.visit(), outcome)

    def test_head_request_is_sufficient(self):
        self.web.pages["/page"] = 200
        self.visit()
        self.assertEqual(self.web.list_methods("/page"), ["HEAD"])

    def test_get_follows_a_refused_head(self):
        for refusal in (403, 404, 405, 500, 501):
            with self.subTest(refusal=refusal):
                self.web.pages[f"/{refusal}"] = {"HEAD": refusal, "GET": 200}
                self.assertEqual(self.visit(f"/{refusal}"), "answers")
                self.assertEqual(self.web.list_methods(f"/{refusal}"), ["HEAD", "GET"])

    def test_response_body_is_truncated(self):
        self.web.pages["/page"] = {"HEAD": 405, "GET": (200, {}, b"x" * 5_000_000)}
        answer = http_client.send_link_request("GET", self.web.build_url("/page"), AGENT)
        self.assertEqual(len(answer.body), http_client.MAX_RESPONSE_BYTES)
        self.assertEqual(self.visit(), "answers")

    def test_user_agent_is_sent(self):
        self.web.pages["/page"] = 200
        self.visit()
        self.assertEqual({agent for *_request, agent in self.web.seen}, {AGENT})

    def test_non_ascii_url_is_encoded(self):
        self.web.pages["/%E9%A0%81%20x?q=%E6%B8%AF&a=%20b"] = 200
        self.assertEqual(self.visit("/頁 x?q=港&a=%20b#部分"), "answers")

    def test_invalid_urls_are_not_requested(self):
        for address in (
            "",
            "ftp://example.org/",
            "http://",
            "http://[",
            "http://user:word@127.0.0.1/",
            "javascript:x",
            "http://a\0b/",
        ):
            with self.subTest(address=address):
                self.assertEqual(visit_source_page(address, self.manners).status.value, "silent")
        self.assertEqual(self.web.seen, [])

    def test_no_request_is_sent_after_the_deadline(self):
        with mock.patch.object(http_client, "REQUEST_TIMEOUT", 0):
            self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.seen, [])

    def test_tls_handshake_times_out(self):
        found = []
        with socket.create_server(("127.0.0.1", 0)) as server:

            def hold():
                connection, _address = server.accept()
                with connection:
                    connection.settimeout(5)
                    try:
                        while connection.recv(4096):
                            pass
                        found.append("left")
                    except TimeoutError:
                        found.append("held up")

            thread = Thread(target=hold)
            thread.start()
            with (
                mock.patch.object(http_client, "REQUEST_TIMEOUT", 0.2),
                self.assertRaises(http_client.LinkUnreachableError),
            ):
                http_client.send_link_request("HEAD", f"https://127.0.0.1:{server.getsockname()[1]}/", AGENT)
            thread.join()
        self.assertEqual(found, ["left"])

    def test_response_body_times_out(self):
        self.web.pages["/robots.txt"] = 404
        self.web.pages["/page"] = {"HEAD": 405, "GET": (200, {"Content-Length": "100"}, b"x")}
        with (
            mock.patch.object(http_client, "STEP_TIMEOUT", 0.2),
            mock.patch.object(http_client, "REQUEST_TIMEOUT", 0.2),
        ):
            self.assertIn(self.visit(), ("silent", "answers"))


class LinkVisitRedirectTests(LinkVisitTestCase):
    def test_permanent_redirect_has_the_new_url(self):
        self.web.pages |= {"/page": self.redirect_to("/new"), "/new": 200}
        found = visit_source_page(self.web.build_url("/page"), self.manners)
        self.assertEqual((found.status.value, found.moved_to), ("moved", self.web.build_url("/new")))

    def test_redirect_to_another_host_is_followed(self):
        self.web.pages |= {"/page": self.redirect_to("/new", host="127.0.0.2"), "/new": 200}
        self.assertEqual(self.visit(), "moved")

    def test_temporary_redirect_is_not_a_move(self):
        for status in (302, 303, 307):
            with self.subTest(status=status):
                self.web.pages |= {
                    "/page": self.redirect_to("/today", status),
                    "/today": self.redirect_to("/new"),
                    "/new": 200,
                }
                self.assertEqual(self.visit(), "answers")

    def test_trailing_slash_is_not_a_move(self):
        self.web.pages |= {"/page": self.redirect_to("/page/"), "/page/": 200}
        self.assertEqual(self.visit(), "answers")

    def test_status_is_that_of_the_final_page(self):
        self.web.pages |= {"/page": self.redirect_to("/new"), "/new": 410}
        self.assertEqual(self.visit(), "gone")

    def test_redirect_loop_is_abandoned(self):
        self.web.pages |= {"/page": self.redirect_to("/other"), "/other": self.redirect_to("/page")}
        self.assertEqual(self.visit(), "silent")

    def test_redirect_to_another_scheme_is_not_followed(self):
        for target in ("javascript:alert(1)", "file:///etc/passwd", "gopher://127.0.0.1/"):
            with self.subTest(target=target):
                self.web.pages["/page"] = (301, {"Location": target})
                self.assertEqual(self.visit(), "silent")


class LinkVisitPrivateNetworkTests(LinkVisitTestCase):
    """Only 127.0.0.1 counts as public here; 127.0.0.2 stands for a private network."""

    NETWORKS = ("127.0.0.1/32",)

    def test_private_hosts_are_not_visited(self):
        self.web.pages["/page"] = 200
        self.assertEqual(self.visit(host="127.0.0.2"), "silent")
        self.assertEqual(self.visit(host="localhost"), "answers")
        self.assertEqual({host for _method, host, *_rest in self.web.seen}, {f"localhost:{self.web.port}"})

    def test_redirects_to_private_hosts_are_not_followed(self):
        for status in (301, 302, 307):
            with self.subTest(status=status):
                self.web.pages["/page"] = (status, {"Location": self.web.build_url("/secret", "127.0.0.2")})
                self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/secret"), [])

    def test_robots_txt_redirect_to_a_private_host_is_not_followed(self):
        self.web.pages |= {"/robots.txt": (301, {"Location": self.web.build_url("/secret", "127.0.0.2")}), "/page": 200}
        self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/secret"), [])


class LinkVisitRobotsTxtTests(LinkVisitTestCase):
    def robots(self, text):
        self.web.pages |= {"/robots.txt": (200, {}, text.encode()), "/page": 200, "/open": 200}

    def test_disallowed_path_is_not_requested(self):
        self.robots("User-agent: *\nDisallow: /page\n")
        self.assertEqual((self.visit("/page"), self.visit("/open")), ("refuses", "answers"))
        self.assertEqual(self.web.list_methods("/page"), [])

    def test_rule_for_the_own_user_agent_is_obeyed(self):
        self.robots("User-agent: HKAI-link-checker\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        self.assertEqual(self.visit(), "refuses")

    def test_robots_txt_is_fetched_once_per_host(self):
        self.robots("")
        self.visit("/page"), self.visit("/open")
        self.assertEqual(self.web.list_methods("/robots.txt"), ["GET"])

    def test_missing_robots_txt_allows_everything(self):
        for status in (404, 403, 410):
            with self.subTest(status=status):
                self.web.pages |= {"/robots.txt": status, "/page": 200}
                self.assertEqual(
                    visit_source_page(self.web.build_url("/page"), CrawlPolicy(AGENT, 0)).status.value, "answers"
                )

    def test_robots_txt_server_error_disallows_everything(self):
        self.web.pages |= {"/robots.txt": 500, "/page": 200}
        self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/page"), [])

    def test_delay_applies_between_visits_to_a_host(self):
        self.robots("")
        self.manners.delay = 7
        self.visit("/page"), self.visit("/open")
        self.assertEqual([round(seconds) for seconds in self.slept], [7, 7])

    def test_delay_does_not_apply_between_hosts(self):
        self.manners.delay = 7
        for number in range(1, 4):
            self.manners.wait(f"http://127.0.0.{number}/")
        self.assertEqual(self.slept, [])

    def test_crawl_delay_is_obeyed_up_to_a_maximum(self):
        for asked, waits in ((12, 12), (9999, 30)):
            with self.subTest(asked=asked):
                self.robots(f"User-agent: *\nCrawl-delay: {asked}\n")
                slept = []
                visit_source_page(self.web.build_url("/page"), CrawlPolicy(AGENT, 1, slept.append))
                self.assertEqual([round(seconds) for seconds in slept], [waits])
