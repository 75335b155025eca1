"""What a visit finds, and how it behaves on the way."""

import socket
from threading import Thread
from unittest import TestCase, mock

from ecosystem.editing.link_checker import http_client
from ecosystem.editing.link_checker.robots import CrawlPolicy
from ecosystem.editing.link_checker.visits import visit_source_page
from tests.support.fake_web import serve_fake_web

AGENT = "HKAI-link-checker/1.0 (+https://hkai.example/en/about/)"


class VisitTestCase(TestCase):
    NETWORKS = ("127.0.0.0/8",)

    def setUp(self):
        self.web = self.enterContext(serve_fake_web(self.NETWORKS))
        self.slept = []
        self.manners = CrawlPolicy(AGENT, delay=0, sleep=self.slept.append)

    def visit(self, path="/page", host="127.0.0.1"):
        found = visit_source_page(self.web.build_url(path, host), self.manners)
        return found.status.value

    def to(self, path, status=301, host="127.0.0.1"):
        return status, {"Location": path if path.startswith("/") else self.web.build_url(path, host)}


class OutcomeTests(VisitTestCase):
    def test_tells_what_answers_from_what_refuses_and_what_is_gone(self):
        for status, outcome in (
            (200, "answers"), (204, "answers"), (304, "answers"), (401, "refuses"), (403, "refuses"), (429, "refuses"),
            (451, "refuses"), (404, "gone"), (410, "gone"), (400, "silent"), (500, "silent"), (503, "silent"), (0, "silent"),
        ):  # fmt: skip
            with self.subTest(status=status):
                self.web.pages["/page"] = status
                self.assertEqual(self.visit(), outcome)

    def test_asks_for_the_head_alone_where_that_is_enough(self):
        self.web.pages["/page"] = 200
        self.visit()
        self.assertEqual(self.web.list_methods("/page"), ["HEAD"])

    def test_asks_for_the_page_where_the_head_is_refused(self):
        for refusal in (403, 404, 405, 500, 501):
            with self.subTest(refusal=refusal):
                self.web.pages[f"/{refusal}"] = {"HEAD": refusal, "GET": 200}
                self.assertEqual(self.visit(f"/{refusal}"), "answers")
                self.assertEqual(self.web.list_methods(f"/{refusal}"), ["HEAD", "GET"])

    def test_reads_no_more_of_a_page_than_a_little(self):
        self.web.pages["/page"] = {"HEAD": 405, "GET": (200, {}, b"x" * 5_000_000)}
        answer = http_client.send_link_request("GET", self.web.build_url("/page"), AGENT)
        self.assertEqual(len(answer.body), http_client.MAX_RESPONSE_BYTES)
        self.assertEqual(self.visit(), "answers")

    def test_says_who_it_is(self):
        self.web.pages["/page"] = 200
        self.visit()
        self.assertEqual({agent for *_request, agent in self.web.seen}, {AGENT})

    def test_can_ask_for_an_address_in_any_script(self):
        self.web.pages["/%E9%A0%81%20x?q=%E6%B8%AF&a=%20b"] = 200
        self.assertEqual(self.visit("/頁 x?q=港&a=%20b#部分"), "answers")

    def test_finds_no_page_at_what_is_no_address(self):
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

    def test_sends_nothing_once_connecting_has_taken_all_the_time(self):
        with mock.patch.object(http_client, "REQUEST_TIMEOUT", 0):
            self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.seen, [])

    def test_does_not_wait_for_a_host_that_never_ends_the_greeting(self):
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

    def test_does_not_wait_for_ever(self):
        self.web.pages["/robots.txt"] = 404
        self.web.pages["/page"] = {"HEAD": 405, "GET": (200, {"Content-Length": "100"}, b"x")}
        with (
            mock.patch.object(http_client, "STEP_TIMEOUT", 0.2),
            mock.patch.object(http_client, "REQUEST_TIMEOUT", 0.2),
        ):
            self.assertIn(self.visit(), ("silent", "answers"))


class RedirectTests(VisitTestCase):
    def test_says_where_a_page_has_moved_to(self):
        self.web.pages |= {"/page": self.to("/new"), "/new": 200}
        found = visit_source_page(self.web.build_url("/page"), self.manners)
        self.assertEqual((found.status.value, found.moved_to), ("moved", self.web.build_url("/new")))

    def test_follows_to_another_host(self):
        self.web.pages |= {"/page": self.to("/new", host="127.0.0.2"), "/new": 200}
        self.assertEqual(self.visit(), "moved")

    def test_is_led_on_for_the_moment_without_taking_it_for_a_move(self):
        for status in (302, 303, 307):
            with self.subTest(status=status):
                self.web.pages |= {"/page": self.to("/today", status), "/today": self.to("/new"), "/new": 200}
                self.assertEqual(self.visit(), "answers")

    def test_takes_a_slash_at_the_end_for_no_move(self):
        self.web.pages |= {"/page": self.to("/page/"), "/page/": 200}
        self.assertEqual(self.visit(), "answers")

    def test_judges_by_where_it_ends(self):
        self.web.pages |= {"/page": self.to("/new"), "/new": 410}
        self.assertEqual(self.visit(), "gone")

    def test_gives_up_on_what_leads_round_and_round(self):
        self.web.pages |= {"/page": self.to("/other"), "/other": self.to("/page")}
        self.assertEqual(self.visit(), "silent")

    def test_does_not_follow_to_what_is_no_page_of_the_web(self):
        for target in ("javascript:alert(1)", "file:///etc/passwd", "gopher://127.0.0.1/"):
            with self.subTest(target=target):
                self.web.pages["/page"] = (301, {"Location": target})
                self.assertEqual(self.visit(), "silent")


class FenceTests(VisitTestCase):
    """Only 127.0.0.1 counts as public here, and 127.0.0.2 as the network that the site stands in."""

    NETWORKS = ("127.0.0.1/32",)

    def test_never_enters_a_network_that_is_not_public(self):
        self.web.pages["/page"] = 200
        self.assertEqual(self.visit(host="127.0.0.2"), "silent")
        self.assertEqual(self.visit(host="localhost"), "answers")
        self.assertEqual({host for _method, host, *_rest in self.web.seen}, {f"localhost:{self.web.port}"})

    def test_never_is_led_into_one(self):
        for status in (301, 302, 307):
            with self.subTest(status=status):
                self.web.pages["/page"] = (status, {"Location": self.web.build_url("/secret", "127.0.0.2")})
                self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/secret"), [])

    def test_never_is_led_into_one_by_its_rules_for_robots(self):
        self.web.pages |= {"/robots.txt": (301, {"Location": self.web.build_url("/secret", "127.0.0.2")}), "/page": 200}
        self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/secret"), [])


class MannersTests(VisitTestCase):
    def robots(self, text):
        self.web.pages |= {"/robots.txt": (200, {}, text.encode()), "/page": 200, "/open": 200}

    def test_stays_away_from_what_robots_may_not_read(self):
        self.robots("User-agent: *\nDisallow: /page\n")
        self.assertEqual((self.visit("/page"), self.visit("/open")), ("refuses", "answers"))
        self.assertEqual(self.web.list_methods("/page"), [])

    def test_hears_what_is_said_to_it_by_name(self):
        self.robots("User-agent: HKAI-link-checker\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        self.assertEqual(self.visit(), "refuses")

    def test_reads_the_rules_of_a_host_once(self):
        self.robots("")
        self.visit("/page"), self.visit("/open")
        self.assertEqual(self.web.list_methods("/robots.txt"), ["GET"])

    def test_may_read_all_where_there_are_no_rules(self):
        for status in (404, 403, 410):
            with self.subTest(status=status):
                self.web.pages |= {"/robots.txt": status, "/page": 200}
                self.assertEqual(
                    visit_source_page(self.web.build_url("/page"), CrawlPolicy(AGENT, 0)).status.value, "answers"
                )

    def test_reads_nothing_where_the_rules_cannot_be_read(self):
        self.web.pages |= {"/robots.txt": 500, "/page": 200}
        self.assertEqual(self.visit(), "silent")
        self.assertEqual(self.web.list_methods("/page"), [])

    def test_waits_between_two_visits_to_one_host(self):
        self.robots("")
        self.manners.delay = 7
        self.visit("/page"), self.visit("/open")
        self.assertEqual([round(seconds) for seconds in self.slept], [7, 7])

    def test_does_not_wait_between_visits_to_different_hosts(self):
        self.manners.delay = 7
        for number in range(1, 4):
            self.manners.wait(f"http://127.0.0.{number}/")
        self.assertEqual(self.slept, [])

    def test_waits_as_long_as_a_host_asks_within_reason(self):
        for asked, waits in ((12, 12), (9999, 30)):
            with self.subTest(asked=asked):
                self.robots(f"User-agent: *\nCrawl-delay: {asked}\n")
                slept = []
                visit_source_page(self.web.build_url("/page"), CrawlPolicy(AGENT, 1, slept.append))
                self.assertEqual([round(seconds) for seconds in slept], [waits])
