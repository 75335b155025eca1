"""The page cache, a WSGI application in front of Django."""

from unittest.mock import patch

import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections
from django.test import TestCase, override_settings

from ecosystem.editing import publishing
from ecosystem.models import Organisation, SearchMiss, editions
from ecosystem.models.editions import Edition
from ecosystem.web.page_cache import responses, stored_pages
from ecosystem.web.page_cache.application import PageCache
from tests.support import factories, users
from tests.support.wsgi_client import WsgiClient

FORMATS = {
    "page": "/en/organisations/",
    "record": "/en/organisations/bank/",
    "JSON-LD": "/en/organisations/bank.json",
    "social card": "/en/organisations/bank.png",
    "CSV": "/en/organisations.csv",
    "JSON": "/zh-hant/organisations.json",
    "XLSX": "/zh-hans/organisations.xlsx",
    "feed": "/en/organisations.atom",
    "calendar": "/en/support.ics",
    "SVG": "/en/network.svg",
    "API": "/api/v1/organisations",
    "sitemap": "/sitemap-organisations.xml",
    "OpenSearch": "/opensearch.xml",
    "suggestions": "/en/search/suggestions/?q=bank",
}


class PageCacheTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bank = factories.organisation(slug="bank", name_en="The Bank")
        factories.rebuild_search_index()
        editions.increment_edition()

    def setUp(self):
        # Between two requests it would close the connection that holds the transaction of the test.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)
        self.rendered = []
        handler = WSGIHandler()

        def render(environ, start_response):
            self.rendered.append(environ["PATH_INFO"])
            return handler(environ, start_response)

        self.application = PageCache(render)
        self.client = WsgiClient(self.application)

    def get(self, address="/en/organisations/", **options):
        return self.client.get(address, **options)


class PageCacheStorageTests(PageCacheTestCase):
    def test_renders_each_format_once_for_an_edition(self):
        for name, address in FORMATS.items():
            with self.subTest(name):
                first, again = self.get(address), self.get(address)
                self.assertEqual((first.status, len(self.rendered)), (200, 1))
                self.assertEqual((again.status, again.body), (200, first.body))
            self.rendered.clear()

    def test_stored_page_needs_one_query_for_the_edition(self):
        self.get()
        with self.assertNumQueries(1):
            self.get()

    def test_renders_again_after_a_public_change(self):
        self.get()
        publishing.archive_record(self.bank)
        self.assertNotIn(b"The Bank", self.get().body)
        self.assertEqual(self.get("/en/organisations/bank/").status, 410)

    def test_does_not_show_pages_of_another_database(self):
        self.get()
        # As after a new database, whose editions count from 1 again.
        Edition.objects.update(token="another")
        self.get()
        self.assertEqual(len(self.rendered), 2)

    def test_renders_again_on_the_next_day_in_hong_kong(self):
        with time_machine.travel("2026-12-01T15:59Z", tick=False):
            self.get()
        with time_machine.travel("2026-12-01T16:00Z", tick=False):
            self.get()
        self.assertEqual(len(self.rendered), 2)

    def test_renders_again_with_another_version_of_the_code(self):
        self.get()
        with patch("ecosystem.web.code_fingerprint.compute_code_fingerprint", return_value="other"):
            self.get()
        self.assertEqual(len(self.rendered), 2)

    def test_stores_a_page_and_its_fragment_separately(self):
        page, fragment = self.get(), self.get(hx_request="true")
        self.assertEqual((b"<html" in page.body, b"<html" in fragment.body), (True, False))

    def test_stores_an_address_without_a_language_for_each_language(self):
        english, chinese = (self.get("/opensearch.xml", accept_language=language) for language in ("en", "zh-HK"))
        self.assertNotEqual(english.body, chinese.body)

    def test_stores_one_page_for_addresses_that_ask_for_the_same(self):
        for query in (
            "?kind=bank&q=the",
            "?q=the&kind=bank",
            "?q=the&kind=bank&utm_source=x&fbclid=y",
            "?q=%74he&kind=bank",
        ):
            self.get(f"/en/organisations/{query}")
        self.assertEqual(len(self.rendered), 1)

    def test_tracking_parameters_do_not_appear_in_stored_pages(self):
        self.assertNotIn(b"utm_source", self.get("/en/organisations/?kind=bank&utm_source=x").body)

    def test_accepts_a_query_in_unencoded_utf_8(self):
        raw = "銀行".encode().decode("latin-1")
        self.assertIn("銀行", self.get(f"/zh-hant/search/?q={raw}").body.decode())

    def test_stores_nothing_but_successful_responses(self):
        for address, status in {
            "/en/nowhere/": 404,
            "/en/organisations/?page=99": 404,
            "/en/organisations/?q=": 302,
        }.items():
            with self.subTest(address):
                self.assertEqual([self.get(address).status for _time in range(2)], [status, status])
                self.assertEqual(len(self.rendered), 2)
            self.rendered.clear()

    def test_counts_each_failed_search(self):
        for _time in range(2):
            self.get("/en/search/?q=zyzzyva")
        self.assertEqual(SearchMiss.objects.get().count, 2)

    def test_counts_each_request_to_the_api(self):
        with override_settings(API_REQUESTS_PER_MINUTE=2):
            found = [self.get("/api/v1/organisations") for _time in range(3)]
        self.assertEqual([response.status for response in found], [200, 200, 429])
        self.assertEqual([response.headers["RateLimit"].split(";")[1] for response in found], ["r=1", "r=0", "r=0"])

    def test_stores_only_the_etag_of_a_large_response(self):
        with patch.object(responses, "MAX_STORED_BYTES", 100):
            first = self.get("/en/organisations.csv", accept_encoding="br")
            again = self.get("/en/organisations.csv", accept_encoding="br")
            with self.assertNumQueries(1):
                unchanged = self.get("/en/organisations.csv", accept_encoding="br", if_none_match=first.headers["ETag"])
        self.assertEqual((first.content, len(self.rendered)), (again.content, 2))
        self.assertEqual((unchanged.status, unchanged.body), (304, b""))

    def test_serves_pages_if_the_cache_fails(self):
        self.enterContext(patch.object(stored_pages, "PAUSE_SECONDS", 600))
        with patch.object(stored_pages, "caches") as caches, self.assertLogs("ecosystem", "ERROR"):
            caches.__getitem__.side_effect = OSError("no cache")
            self.assertEqual([self.get().status for _time in range(3)], [200] * 3)
            self.assertEqual(caches.__getitem__.call_count, 1)

    def test_database_errors_are_handled_by_django(self):
        with patch("ecosystem.models.editions.read_edition", side_effect=DatabaseError):
            self.assertEqual(self.get("/healthz").status, 200)
            with self.assertLogs("django.request", "ERROR"):
                self.assertEqual(self.get().status, 500)


class PageCachePrivacyTests(PageCacheTestCase):
    def test_signed_in_users_never_get_cached_pages(self):
        self.get()
        session = self.sign_in()
        response = self.get(cookie=f"sessionid={session}", accept_encoding="br")
        self.assertEqual(len(self.rendered), 2)
        self.assertEqual((response.headers["Cache-Control"], response.headers["ETag"]), ("private, no-cache", None))

    def sign_in(self):
        browser = self.client_class()
        browser.force_login(users.create_editor())
        return browser.cookies["sessionid"].value

    def test_forms_with_a_csrf_token_are_never_stored(self):
        tokens = set()
        for cookie in ({}, {}, {"cookie": f"csrftoken={'a' * 32}"}, {"cookie": f"csrftoken={'b' * 32}"}):
            response = self.get("/en/contribute/?organisation=bank", **cookie)
            self.assertIn("private", response.headers["Cache-Control"])
            tokens.add(response.body)
        self.assertEqual(len(tokens), 4)

    def test_admin_accounts_and_health_checks_are_never_stored(self):
        for address in ("/admin/login/", "/accounts/login/", "/healthz", "/readyz"):
            with self.subTest(address):
                self.assertFalse("s-maxage" in (self.get(address).headers["Cache-Control"] or ""))

    def test_post_requests_never_get_cached_pages(self):
        self.get("/en/search/wanted/")
        self.get("/en/search/wanted/", method="POST")
        self.assertEqual(len(self.rendered), 2)

    def test_disallowed_host_gets_no_cached_page(self):
        self.assertEqual(self.get(host="127.0.0.1").status, 200)
        with self.assertLogs("django.security.DisallowedHost", "ERROR"):
            self.assertEqual(self.get(host="evil.example").status, 400)


class PageCacheHeaderTests(PageCacheTestCase):
    def test_cache_control_allows_shared_caches_for_a_minute(self):
        for name, address in FORMATS.items():
            if name != "suggestions":
                with self.subTest(name):
                    self.assertEqual(
                        self.get(address).headers["Cache-Control"],
                        "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=300",
                    )

    def test_vary_header_is_minimal(self):
        expected = {
            "page": "HX-Request, Accept-Encoding",
            "social card": None,
            "XLSX": None,
            "OpenSearch": "Accept-Language, Accept-Encoding",
        }
        for name, address in FORMATS.items():
            with self.subTest(name):
                self.assertEqual(self.get(address).headers["Vary"], expected.get(name, "Accept-Encoding"))

    def test_text_is_compressed_as_accepted(self):
        plain = self.get().body
        for accepted, encoding in {
            "gzip, deflate, br": "br",
            "gzip": "gzip",
            "br;q=0, gzip;q=0.5": "gzip",
            "*": "br",
            "identity": None,
            "": None,
        }.items():
            with self.subTest(accepted):
                response = self.get(accept_encoding=accepted)
                self.assertEqual((response.headers["Content-Encoding"], response.content), (encoding, plain))
                self.assertEqual(response.headers["Content-Length"], str(len(response.body)))
        self.assertEqual(len(self.rendered), 1)

    def test_compressed_formats_are_not_compressed_again(self):
        for name in ("social card", "XLSX"):
            with self.subTest(name):
                self.assertIsNone(self.get(FORMATS[name], accept_encoding="br").headers["Content-Encoding"])

    def test_each_encoding_has_its_own_strong_etag(self):
        etags = {self.get(accept_encoding=coding).headers["ETag"] for coding in ("br", "gzip", "")}
        self.assertEqual(len(etags), 3)
        self.assertFalse([etag for etag in etags if not etag.startswith('"')])

    def test_unchanged_page_keeps_its_etag_in_a_new_edition(self):
        before = self.get("/en/about/").headers["ETag"]
        editions.increment_edition()
        self.assertEqual(self.get("/en/about/", if_none_match=before).status, 304)

    def test_matching_etag_returns_304_without_rendering(self):
        for name, address in FORMATS.items():
            with self.subTest(name):
                etag = self.get(address, accept_encoding="br").headers["ETag"]
                self.rendered.clear()
                with self.assertNumQueries(1):
                    response = self.get(address, accept_encoding="br", if_none_match=f'"other", W/{etag}')
                self.assertEqual((response.status, response.body, self.rendered), (304, b"", []))
                self.assertEqual(response.headers["ETag"], etag)

    def test_changed_page_is_sent_despite_an_old_etag(self):
        etag = self.get().headers["ETag"]
        Organisation.objects.filter(slug="bank").update(name_en="Another Bank")
        editions.increment_edition()
        self.assertEqual(self.get(if_none_match=etag).status, 200)

    def test_cross_origin_304_has_the_cors_header(self):
        etag = self.get("/en/organisations.csv").headers["ETag"]
        response = self.get("/en/organisations.csv", if_none_match=etag)
        self.assertEqual((response.status, response.headers["Access-Control-Allow-Origin"]), (304, "*"))

    def test_head_has_the_headers_of_get_without_a_body(self):
        for address in ("/en/organisations/", "/en/organisations.csv"):
            with self.subTest(address):
                fresh = self.get(address, method="HEAD", accept_encoding="br")
                page = self.get(address, accept_encoding="br")
                stored = self.get(address, method="HEAD", accept_encoding="br")
                self.assertEqual((fresh.body, stored.body), (b"", b""))
                self.assertEqual(sorted(stored.headers.items()), sorted(page.headers.items()))
                self.assertEqual(fresh.headers["ETag"], page.headers["ETag"])

    def test_range_request_returns_206(self):
        whole = self.get("/en/organisations.csv")
        size = len(whole.body)
        for wanted, (first, last) in {
            "bytes=5-9": (5, 9),
            "bytes=7-": (7, size - 1),
            "bytes=-4": (size - 4, size - 1),
        }.items():
            with self.subTest(wanted):
                response = self.get("/en/organisations.csv", range=wanted)
                self.assertEqual((response.status, response.body), (206, whole.body[first : last + 1]))
                self.assertEqual(response.headers["Content-Range"], f"bytes {first}-{last}/{size}")

    def test_invalid_or_outdated_range_returns_the_whole_file(self):
        whole = self.get("/en/organisations.csv").body
        for headers in ({"range": "bytes=9-5"}, {"range": "rows=1-2"}, {"range": "bytes=0-4", "if_range": '"other"'}):
            with self.subTest(headers):
                response = self.get("/en/organisations.csv", **headers)
                self.assertEqual((response.status, response.body), (200, whole))

    def test_range_beyond_the_end_returns_416(self):
        whole = self.get("/en/organisations.csv")
        response = self.get("/en/organisations.csv", range="bytes=99999999-")
        self.assertEqual((response.status, response.headers["Content-Range"]), (416, f"bytes */{len(whole.body)}"))

    def test_if_match_is_checked_by_the_api(self):
        etag = self.get("/api/v1/organisations", accept_encoding="br").headers["ETag"]
        self.assertEqual(self.get("/api/v1/organisations", if_match=etag).status, 200)
        self.assertEqual(self.get("/api/v1/organisations", if_match='"other-br"').status, 412)
