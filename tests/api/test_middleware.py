"""Headers, ETags, error format and methods common to every response of the API."""

from unittest.mock import patch

import time_machine
from django.db import OperationalError
from django.test import Client, TestCase

from ecosystem.models import editions
from tests.support import factories

LISTS = ("organisations", "initiatives", "collaborations", "places", "sources", "indicators", "vocabularies")
GOOD = ("", *LISTS, "organisations/body", "vocabularies/grades", "openapi.json")
BAD = {
    "/api/v1/organisations?kind=x": 400,
    "/api/v1/organisations/nobody": 404,
    "/api/v1/nothing": 404,
    "/api/v1/nothing/": 404,
    "/api/v1/organisations/body/history": 404,
    "/api/v1/organisations//body": 404,
    "/api/v1/%00": 404,
    "/api/v1/%FF": 404,
    "/api/v2/": 404,
    "/api/v2/organisations": 404,
    "/api/v0": 404,
    "/api": 404,
    "/api/": 404,
    "/api//v1/": 404,
}


class ApiMiddlewareTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="body")
        editions.increment_edition()

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{path}", headers=headers)


class ApiHeaderTests(ApiMiddlewareTestCase):
    def test_every_response_allows_any_origin(self):
        for path in (*(f"/api/v1/{path}" for path in GOOD), *BAD):
            with self.subTest(path=path):
                response = self.client.get(path, headers={"Origin": "https://elsewhere.example"})
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertIn("ETag", response["Access-Control-Expose-Headers"])

    def test_cors_preflight_requests_are_answered(self):
        asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
        for path in ("/api/v1/organisations", "/api/v1/nothing", "/api/v2/"):
            with self.subTest(path=path):
                response = self.client.options(path, headers=asked)
                self.assertEqual((response.status_code, response.content), (204, b""))
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertEqual(response["Access-Control-Allow-Methods"], "GET, HEAD, OPTIONS")

    def test_no_cookie_is_set_or_varied_on(self):
        for path in (*(f"/api/v1/{path}" for path in GOOD), *BAD):
            with self.subTest(path=path):
                response = self.client.get(path)
                self.assertEqual((dict(response.cookies), "Cookie" in response.get("Vary", "")), ({}, False))

    def test_security_headers_are_set(self):
        response = self.get("organisations")
        self.assertIn("default-src 'none'", response["Content-Security-Policy"])
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_link_header_has_licence_and_service_description(self):
        self.assertRegex(
            self.get("places")["Link"], r'licenses/by/4.0/>; rel="license".*openapi.json>; rel="service-desc"'
        )

    def test_accept_language_does_not_change_the_response(self):
        for path in GOOD:
            with self.subTest(path=path):
                english, chinese = self.get(path), self.get(path, **{"Accept-Language": "zh-HK"})
                self.assertEqual((english.content, english["ETag"]), (chinese.content, chinese["ETag"]))
                self.assertNotIn("Accept-Language", english.get("Vary", ""))

    def test_other_urls_have_no_api_headers(self):
        for path in ("/en/about/", "/apis", "/en/api/v1/", "/robots.txt"):
            with self.subTest(path=path):
                headers = self.client.get(path).headers
                self.assertFalse({"Access-Control-Allow-Origin", "RateLimit"} & set(headers))


class ApiETagTests(ApiMiddlewareTestCase):
    def test_if_none_match_of_unchanged_data_is_304(self):
        for path in GOOD:
            with self.subTest(path=path):
                tag = self.get(path)["ETag"]
                response = self.get(path, **{"If-None-Match": tag})
                self.assertEqual((response.status_code, response.content, response["ETag"]), (304, b"", tag))
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_if_none_match_accepts_weak_tags_and_lists(self):
        tag = self.get("organisations")["ETag"]
        for header in (f"W/{tag}", f'"other", {tag}', "*"):
            with self.subTest(header=header):
                self.assertEqual(self.get("organisations", **{"If-None-Match": header}).status_code, 304)

    def test_etag_changes_with_edition_and_day(self):
        tag = self.get("initiatives")["ETag"]
        editions.increment_edition()
        renewed = self.get("initiatives", **{"If-None-Match": tag})
        self.assertEqual(renewed.status_code, 200)
        with time_machine.travel("2030-01-01"):
            self.assertEqual(self.get("initiatives", **{"If-None-Match": renewed["ETag"]}).status_code, 200)

    def test_etag_differs_between_queries(self):
        tags = {self.get(path)["ETag"] for path in ("organisations", "organisations?kind=company", "places")}
        self.assertEqual(len(tags), 3)

    def test_errors_have_no_etag_and_are_never_304(self):
        for path in BAD:
            with self.subTest(path=path):
                response = self.client.get(path, headers={"If-None-Match": "*"})
                self.assertEqual((response.status_code, "ETag" in response.headers), (BAD[path], False))


class ApiErrorTests(ApiMiddlewareTestCase):
    def check(self, response, status):
        self.assertEqual((response.status_code, response["Content-Type"]), (status, "application/problem+json"))
        said = response.json()
        self.assertEqual(said["status"], status)
        self.assertTrue(said["title"] and said["detail"])
        self.assertRegex(said["type"], r"^http.+/en/data/api/#error-\d{3}$")
        self.assertEqual(response["Cache-Control"], "no-store")
        return said

    def test_client_errors_are_problem_details(self):
        for path, status in BAD.items():
            with self.subTest(path=path):
                self.check(self.client.get(path), status)

    def test_unsupported_methods_are_405_problem_details(self):
        strict = Client(enforce_csrf_checks=True)
        for method in ("post", "put", "patch", "delete", "trace"):
            for path in ("/api/v1/", "/api/v1/organisations", "/api/v1/organisations/body", "/api/v1/openapi.json"):
                with self.subTest(method=method, path=path):
                    response = getattr(strict, method)(path)
                    self.check(response, 405)
                    self.assertEqual(response["Allow"], "GET, HEAD, OPTIONS")
            with self.subTest(method=method, path="nowhere"):
                # TRACE is refused before anybody looks at the address.
                status = 405 if method == "trace" else 404
                self.check(getattr(strict, method)("/api/v1/nothing"), status)

    def test_disallowed_host_is_a_400_problem_details(self):
        self.check(self.client.get("/api/v1/organisations", headers={"Host": "evil.example"}), 400)

    def test_internal_error_is_problem_details_without_traceback(self):
        client = Client(raise_request_exception=False)
        with patch("ecosystem.api.routes.build_api_root", side_effect=RuntimeError("broken on purpose")):
            response = client.get("/api/v1/")
        self.check(response, 500)
        self.assertNotRegex(response.content.decode(), "Traceback|RuntimeError|on purpose")

    def test_database_error_is_problem_details(self):
        client = Client(raise_request_exception=False)
        with patch("ecosystem.api.middleware.get_current_edition", side_effect=OperationalError("gone")):
            self.check(client.get("/api/v1/organisations"), 500)

    def test_failed_precondition_is_problem_details(self):
        for headers in ({"If-Match": '"zzz"'}, {"If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}):
            with self.subTest(headers=headers):
                said = self.check(self.get("organisations", **headers), 412)
                self.assertTrue(said["type"].endswith("#error-412"))

    def test_openapi_describes_failed_preconditions(self):
        paths = self.get("openapi.json").json()["paths"].values()
        self.assertEqual({"412" in path["get"]["responses"] for path in paths}, {True})

    def test_trailing_slash_redirects_permanently(self):
        for path in ("organisations", "organisations/body", "vocabularies"):
            with self.subTest(path=path):
                response = self.client.get(f"/api/v1/{path}/?limit=3")
                self.assertRedirects(response, f"/api/v1/{path}?limit=3", 301, fetch_redirect_response=False)

    def test_root_without_slash_redirects_permanently(self):
        self.assertRedirects(self.client.get("/api/v1"), "/api/v1/", 301, fetch_redirect_response=False)

    def test_redirects_stay_on_the_host(self):
        for path in ("//evil.example/api/v1/", "/api/v1//evil.example/", "/api/v1/organisations//"):
            with self.subTest(path=path):
                response = self.client.get("/", PATH_INFO=path)
                self.assertRegex(response.headers.get("Location", "/"), r"^/(?![/\\])")


class ApiHeadRequestTests(ApiMiddlewareTestCase):
    def test_head_has_status_and_etag_of_get_without_body(self):
        for path in GOOD:
            with self.subTest(path=path):
                head, get = self.client.head(f"/api/v1/{path}"), self.get(path)
                self.assertEqual((head.status_code, head.content, head["ETag"]), (200, b"", get["ETag"]))

    def test_invalid_query_is_400(self):
        self.assertEqual(self.client.head("/api/v1/organisations?kind=x").status_code, 400)
