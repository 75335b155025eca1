"""The reconciliation service: cross-origin access, rate limit and errors."""

import json
from unittest.mock import patch

import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.support.reconciliation_client import ENDPOINT, ReconciliationTestCase
from tests.support.reconciliation_protocol import find_protocol_errors
from tests.support.reconciliation_world import ReconciliationRecordsTestCase

MARKUP = '<script>alert(1)</script>"><b>'


class ReconciliationCrossOriginTests(ReconciliationRecordsTestCase):
    PATHS = (
        "",
        "/suggest/entity",
        "/suggest/type",
        "/suggest/property",
        "/properties",
        "/flyout?id=x",
        "/preview?id=x",
    )

    def test_every_response_allows_any_origin(self):
        responses = [self.client.get(ENDPOINT + path) for path in self.PATHS]
        responses += [self.client.post(ENDPOINT, {"queries": "{"}), self.client.options(ENDPOINT)]
        self.assertEqual({response["Access-Control-Allow-Origin"] for response in responses}, {"*"})

    def test_cors_preflight_request_allows_post(self):
        response = self.client.options(
            ENDPOINT, headers={"origin": "https://refine.example", "access-control-request-method": "POST"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("POST", response["Access-Control-Allow-Methods"])

    def test_form_needs_no_csrf_token_and_sets_no_cookie(self):
        response = Client(enforce_csrf_checks=True).post(ENDPOINT, {"queries": '{"a": {"query": "HBK"}}'})
        self.assertEqual((response.status_code, dict(response.cookies)), (200, {}))

    def test_jsonp_callback_is_ignored(self):
        for name in ("alert(1)//", "callback"):
            with self.subTest(name=name):
                response = self.client.get(ENDPOINT, {"callback": name})
                self.assertEqual(find_protocol_errors("manifest", json.loads(response.content)), [])


@override_settings(API_REQUESTS_PER_MINUTE=3)
@time_machine.travel("2026-11-27T08:00:10Z", tick=False)
class ReconciliationRateLimitTests(ReconciliationTestCase):
    def ask(self, path="", **extra):
        return self.client.get(ENDPOINT + path, **extra)

    def test_requests_over_the_limit_are_429_with_retry_after(self):
        self.assertEqual([self.ask().status_code for _number in range(3)], [200] * 3)
        response = self.ask(headers={"Accept-Language": "en"})
        self.assertEqual((response.status_code, response["Retry-After"]), (429, "50"))
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertEqual(response.json()["title"], "Too many requests")
        self.assertEqual(self.ask(REMOTE_ADDR="192.0.2.2").status_code, 200)

    def test_limit_is_shared_by_all_endpoints_and_the_api(self):
        for path in ("/reconcile/suggest/type", "/en/reconcile", "/api/v1/places"):
            self.assertEqual(self.client.get(path).status_code, 200)
        for path in ("/reconcile", "/zh-hant/reconcile/preview", "/reconcile/flyout", "/api/v1/places"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 429)
        self.assertEqual(self.send(queries={"a": {"query": "x"}}).status_code, 429)

    def test_rate_limit_header_is_exposed_to_other_origins(self):
        response = self.ask()
        self.assertEqual(response["RateLimit"], '"minute";r=2;t=50')
        self.assertIn("RateLimit", response["Access-Control-Expose-Headers"])
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_cors_preflight_requests_are_not_counted(self):
        for _number in range(5):
            self.client.options(ENDPOINT)
        self.assertEqual(self.ask().status_code, 200)


class ReconciliationErrorTests(ReconciliationRecordsTestCase):
    def assert_refused(self, response, status=400):
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response["Content-Type"], "application/problem+json")
        problem = json.loads(response.content)
        self.assertEqual(problem["status"], status)
        self.assertRegex(problem["type"], r"/en/data/api/#error-\d{3}$")
        self.assertNotEqual(problem["title"], problem["detail"])
        return problem["detail"]

    def test_unsupported_methods_are_405_with_allow_header(self):
        for method, path, allowed in (
            ("put", "", "GET, POST, HEAD, OPTIONS"),
            ("delete", "", "GET, POST, HEAD, OPTIONS"),
            ("post", "/suggest/entity", "GET, HEAD, OPTIONS"),
            ("post", "/preview", "GET, HEAD, OPTIONS"),
            ("post", "/record/organisation.bank", "GET, HEAD, OPTIONS"),
        ):
            with self.subTest(method=method, path=path):
                # As a browser sends it, without a token of ours.
                response = getattr(Client(enforce_csrf_checks=True), method)(ENDPOINT + path)
                self.assert_refused(response, 405)
                self.assertEqual((response["Allow"], response["Access-Control-Allow-Origin"]), (allowed, "*"))

    def test_unknown_paths_are_404(self):
        for path in (
            "/reconcile/nonsense",
            "/reconcile/suggest/",
            "/zh-hant/reconcile/suggest/nobody",
            "/reconcile/x/",
        ):
            for method in ("get", "post", "put"):
                with self.subTest(path=path, method=method):
                    response = getattr(self.client, method)(path)
                    self.assert_refused(response, 404)
                    self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_internal_errors_are_problem_details(self):
        for path in (
            "/suggest/entity?prefix=x",
            "/preview?id=organisation.bank",
            "?queries={%22a%22:{%22query%22:%22x%22}}",
        ):
            broken = patch("ecosystem.api.reconciliation.views.responses", new=None)
            client = self.client_class(raise_request_exception=False)
            with self.subTest(path=path), broken, self.assertLogs("django.request", "ERROR"):
                response = client.get(ENDPOINT + path)
                self.assert_refused(response, 500)
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_malformed_query_batches_are_400(self):
        deep = "[" * 100_000
        for text in (
            "", "{", "[]", "null", "7", '"x"', deep, '{"a": ' + deep, "NaN", '{"a": []}', '{"a": {}}', '{"a": {"query": 7}}',
            '{"a": {"query": "x", "limit": 0}}', '{"a": {"query": "x", "limit": -1}}', '{"a": {"query": "x", "limit": "5"}}',
            '{"a": {"query": "x", "limit": true}}', '{"a": {"query": "x", "limit": 1.5}}', '{"a": {"query": "x", "limit": 1e999}}',
            '{"a": {"query": "x", "limit": ' + "9" * 5000 + "}}", '{"a": {"query": "x", "type": 7}}',
            '{"a": {"query": "x", "type": ["no-such-type"]}}', '{"a": {"query": "x", "type_strict": "never"}}',
            '{"a": {"query": "x", "properties": {}}}', '{"a": {"query": "x", "properties": [7]}}',
            '{"a": {"query": "x", "properties": [{"pid": "founded"}]}}',
            '{"a": {"query": "x", "properties": [{"pid": "no-such-property", "v": 1}]}}',
            '{"a": {"query": "x", "properties": [{"pid": "aliases", "v": ' + str(list(range(21))) + "}]}}",
            '{"a": {"query": "x\\u0000"}}', '{"a\\u0000": {"query": "x"}}', '{"a": {"query": "\\ud800"}}', '{"a": {"query": "x\0"}}',
        ):  # fmt: skip
            with self.subTest(text=text[:60]):
                self.assert_refused(self.client.post(ENDPOINT, {"queries": text}))

    def test_malformed_extend_requests_are_400(self):
        for text in (
            "{", "[]", "{}", '{"ids": "x", "properties": []}', '{"ids": [7], "properties": []}', '{"ids": [], "properties": [{}]}',
            '{"ids": [], "properties": {}}', '{"ids": ["\\u0000"], "properties": []}',
            '{"ids": [], "properties": [{"id": "no-such-property"}]}',
            '{"ids": [], "properties": [{"id": "kind", "settings": {"language": "fr"}}]}',
            '{"ids": [], "properties": [{"id": "kind", "settings": 7}]}',
        ):  # fmt: skip
            with self.subTest(text=text):
                self.assert_refused(self.client.post(ENDPOINT, {"extend": text}))

    def test_too_many_queries_or_ids_are_413(self):
        most = self.fetch("", "manifest")["batchSize"]
        queries = {str(n): {"query": "x"} for n in range(most + 1)}
        self.assertIn(str(most), self.assert_refused(self.send(queries=queries), 413))
        self.assert_refused(self.send(extend={"ids": ["x"] * 501, "properties": []}), 413)
        self.assertEqual(self.send(queries=dict(list(queries.items())[:most])).status_code, 200)

    def test_names_with_many_brackets_are_matched(self):
        queries = {f"q{n}": {"query": "(".join(f"word{n}x{part}" for part in range(30))} for n in range(25)}
        queries["q0"] = {"query": "The Harbour Bank (HBK) (of) (Hong) (Kong) (and) (more)"}
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(self.match_batch(queries)["q0"][0]["id"], "organisation.bank")
        parts = max(query["sql"].count("UNION ALL") for query in asked.captured_queries)
        self.assertTrue(0 < parts < 500, parts)

    def test_too_large_or_malformed_forms_are_400(self):
        self.assert_refused(self.client.post(ENDPOINT, {"queries": " " * 3_000_000}))
        self.assert_refused(self.client.post(ENDPOINT, {f"n{n}": "" for n in range(2000)}))
        self.assert_refused(self.client.post(ENDPOINT, {"other": "x"}))
        self.assert_refused(self.client.post(ENDPOINT, "queries", content_type="multipart/form-data; boundary="))

    def test_invalid_parameters_are_400(self):
        for path in (
            "?query=hkust", "?lang=fr", "/suggest/entity?prefix=x&cursor=-1", "/suggest/entity?cursor=x", "/suggest/type?cursor=²",
            "/suggest/entity?prefix=%00", "/suggest/entity?prefix=x&type=nonsense", "/properties?type=nonsense", "/properties?limit=0",
            "/properties?limit=99999999999999999999", "/flyout?id=%00",
        ):  # fmt: skip
            with self.subTest(path=path):
                self.assert_refused(self.client.get(ENDPOINT + path))

    def test_errors_are_translated_and_name_the_query(self):
        said = self.assert_refused(self.send("/zh-hant/reconcile", queries={"row7": {"query": "x", "limit": 0}}))
        self.assertIn("row7", said)
        self.assertRegex(said, "[一-鿿]")

    def test_any_text_is_accepted_as_a_name(self):
        for text in (
            "*",
            '"',
            "'; DROP TABLE x --",
            "NEAR(a b)",
            "a OR b",
            "^",
            "%",
            "😀",
            "x" * 5000,
            "字" * 900,
            "ǁ",
            "\u202e",
        ):
            with self.subTest(text=text[:20]):
                self.match(text)
