"""Unsupported request methods are refused at every URL."""

import json

import pytest
from django.test import Client, override_settings

from tests.support import factories, users

pytestmark = pytest.mark.django_db
UNKNOWN = ["TRACE", "CONNECT", "TRACK", "FOO"]
ADDRESSES = [
    "/",
    "/en/",
    "/en/organisations/",
    "/en/contribute/",
    "/en/nowhere/",
    "/tc/organisations/",
    "/organisations/",
    "/admin/",
    "/admin/login/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/static/css/base.css",
]
SERVICES = ["/api", "/api/v1/", "/api/v1/organisations", "/api/v1/nothing", "/reconcile", "/en/reconcile/preview"]


def send_request(method, address, **options):
    return Client(raise_request_exception=False).generic(method, address, **options)


@pytest.mark.parametrize("address", ADDRESSES)
def test_unknown_methods_of_pages_return_405(address):
    for method in UNKNOWN:
        response = send_request(method, address)
        assert (method, response.status_code, response["Allow"]) == (method, 405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize("address", SERVICES)
def test_unknown_methods_of_services_return_405_as_json(address):
    for method in UNKNOWN:
        response = send_request(method, address)
        assert (method, response.status_code, json.loads(response.content)["status"]) == (method, 405, 405)


def test_api_allows_only_get_head_and_options():
    assert send_request("TRACE", "/api/v1/organisations")["Allow"] == "GET, HEAD, OPTIONS"


def test_trace_returns_405_before_the_redirect_to_https():
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert send_request("TRACE", "/en/").status_code == 405


def test_trace_of_the_admin_returns_405_for_superusers():
    client = Client()
    client.force_login(users.create_superuser())
    assert client.generic("TRACE", "/admin/").status_code == 405


def test_method_error_does_not_echo_the_request():
    response = send_request("TRACE", "/en/", HTTP_COOKIE="sessionid=canary", HTTP_X_OWN="canary")
    assert b"canary" not in response.content + str(response.headers).encode()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_put_patch_and_delete_of_a_page_return_405(method):
    factories.organisation(slug="heron")
    assert send_request(method, "/en/organisations/heron/").status_code == 405


def test_method_error_is_in_the_language_of_the_browser():
    said = [send_request("TRACE", "/", HTTP_ACCEPT_LANGUAGE=language).content.decode() for language in ("en", "zh-HK")]
    assert said[0] == "Method not allowed.\n"
    assert said[1] != said[0]
