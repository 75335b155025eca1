"""What holds for every answer of the API: open to all sites, known by its edition, limited, one shape of error."""

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


class DoorTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="body")
        editions.increment_edition()

    def get(self, path, **headers):
        return self.client.get(f"/api/v1/{path}", headers=headers)


class OpenTests(DoorTestCase):
    def test_lets_pages_of_any_site_read_every_answer(self):
        for path in (*(f"/api/v1/{path}" for path in GOOD), *BAD):
            with self.subTest(path=path):
                response = self.client.get(path, headers={"Origin": "https://elsewhere.example"})
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertIn("ETag", response["Access-Control-Expose-Headers"])

    def test_answers_what_a_browser_asks_beforehand(self):
        asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
        for path in ("/api/v1/organisations", "/api/v1/nothing", "/api/v2/"):
            with self.subTest(path=path):
                response = self.client.options(path, headers=asked)
                self.assertEqual((response.status_code, response.content), (204, b""))
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertEqual(response["Access-Control-Allow-Methods"], "GET, HEAD, OPTIONS")

    def test_sets_no_cookie_and_depends_on_none(self):
        for path in (*(f"/api/v1/{path}" for path in GOOD), *BAD):
            with self.subTest(path=path):
                response = self.client.get(path)
                self.assertEqual((dict(response.cookies), "Cookie" in response.get("Vary", "")), ({}, False))

    def test_keeps_to_the_policies_of_the_site(self):
        response = self.get("organisations")
        self.assertIn("default-src 'none'", response["Content-Security-Policy"])
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_names_the_licence_and_the_description(self):
        self.assertRegex(
            self.get("places")["Link"], r'licenses/by/4.0/>; rel="license".*openapi.json>; rel="service-desc"'
        )

    def test_answers_alike_whatever_language_the_browser_asks_for(self):
        for path in GOOD:
            with self.subTest(path=path):
                english, chinese = self.get(path), self.get(path, **{"Accept-Language": "zh-HK"})
                self.assertEqual((english.content, english["ETag"]), (chinese.content, chinese["ETag"]))
                self.assertNotIn("Accept-Language", english.get("Vary", ""))

    def test_leaves_the_rest_of_the_site_alone(self):
        for path in ("/en/about/", "/apis", "/en/api/v1/", "/robots.txt"):
            with self.subTest(path=path):
                headers = self.client.get(path).headers
                self.assertFalse({"Access-Control-Allow-Origin", "RateLimit"} & set(headers))


class EditionTests(DoorTestCase):
    def test_spares_the_body_as_long_as_nothing_has_changed(self):
        for path in GOOD:
            with self.subTest(path=path):
                tag = self.get(path)["ETag"]
                response = self.get(path, **{"If-None-Match": tag})
                self.assertEqual((response.status_code, response.content, response["ETag"]), (304, b"", tag))
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")

    def test_takes_a_tag_that_a_proxy_has_made_weak_or_put_among_others(self):
        tag = self.get("organisations")["ETag"]
        for header in (f"W/{tag}", f'"other", {tag}', "*"):
            with self.subTest(header=header):
                self.assertEqual(self.get("organisations", **{"If-None-Match": header}).status_code, 304)

    def test_answers_anew_in_the_next_edition_and_on_the_next_day(self):
        tag = self.get("initiatives")["ETag"]
        editions.increment_edition()
        renewed = self.get("initiatives", **{"If-None-Match": tag})
        self.assertEqual(renewed.status_code, 200)
        with time_machine.travel("2030-01-01"):
            self.assertEqual(self.get("initiatives", **{"If-None-Match": renewed["ETag"]}).status_code, 200)

    def test_has_another_tag_for_another_question(self):
        tags = {self.get(path)["ETag"] for path in ("organisations", "organisations?kind=company", "places")}
        self.assertEqual(len(tags), 3)

    def test_never_spares_what_is_an_error(self):
        for path in BAD:
            with self.subTest(path=path):
                response = self.client.get(path, headers={"If-None-Match": "*"})
                self.assertEqual((response.status_code, "ETag" in response.headers), (BAD[path], False))


class ErrorTests(DoorTestCase):
    def check(self, response, status):
        self.assertEqual((response.status_code, response["Content-Type"]), (status, "application/problem+json"))
        said = response.json()
        self.assertEqual(said["status"], status)
        self.assertTrue(said["title"] and said["detail"])
        self.assertRegex(said["type"], r"^http.+/en/data/api/#error-\d{3}$")
        self.assertEqual(response["Cache-Control"], "no-store")
        return said

    def test_has_one_shape_wherever_it_arises(self):
        for path, status in BAD.items():
            with self.subTest(path=path):
                self.check(self.client.get(path), status)

    def test_has_that_shape_for_every_other_method(self):
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

    def test_has_that_shape_where_the_site_is_called_by_a_foreign_name(self):
        self.check(self.client.get("/api/v1/organisations", headers={"Host": "evil.example"}), 400)

    def test_has_that_shape_where_something_broke_and_tells_nothing_of_the_inside(self):
        client = Client(raise_request_exception=False)
        with patch("ecosystem.api.routes.build_api_root", side_effect=RuntimeError("broken on purpose")):
            response = client.get("/api/v1/")
        self.check(response, 500)
        self.assertNotRegex(response.content.decode(), "Traceback|RuntimeError|on purpose")

    def test_has_that_shape_where_the_database_is_gone(self):
        client = Client(raise_request_exception=False)
        with patch("ecosystem.api.middleware.get_current_edition", side_effect=OperationalError("gone")):
            self.check(client.get("/api/v1/organisations"), 500)

    def test_has_that_shape_where_a_condition_is_not_met(self):
        for headers in ({"If-Match": '"zzz"'}, {"If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}):
            with self.subTest(headers=headers):
                said = self.check(self.get("organisations", **headers), 412)
                self.assertTrue(said["type"].endswith("#error-412"))

    def test_is_described_where_a_condition_is_not_met(self):
        paths = self.get("openapi.json").json()["paths"].values()
        self.assertEqual({"412" in path["get"]["responses"] for path in paths}, {True})

    def test_leads_from_a_slash_too_many_to_the_right_address(self):
        for path in ("organisations", "organisations/body", "vocabularies"):
            with self.subTest(path=path):
                response = self.client.get(f"/api/v1/{path}/?limit=3")
                self.assertRedirects(response, f"/api/v1/{path}?limit=3", 301, fetch_redirect_response=False)

    def test_leads_from_a_slash_too_few_to_the_door(self):
        self.assertRedirects(self.client.get("/api/v1"), "/api/v1/", 301, fetch_redirect_response=False)

    def test_never_leads_to_another_host(self):
        for path in ("//evil.example/api/v1/", "/api/v1//evil.example/", "/api/v1/organisations//"):
            with self.subTest(path=path):
                response = self.client.get("/", PATH_INFO=path)
                self.assertRegex(response.headers.get("Location", "/"), r"^/(?![/\\])")


class HeadTests(DoorTestCase):
    def test_is_answered_like_a_get_without_the_body(self):
        for path in GOOD:
            with self.subTest(path=path):
                head, get = self.client.head(f"/api/v1/{path}"), self.get(path)
                self.assertEqual((head.status_code, head.content, head["ETag"]), (200, b"", get["ETag"]))

    def test_says_what_went_wrong_by_its_status(self):
        self.assertEqual(self.client.head("/api/v1/organisations?kind=x").status_code, 400)
