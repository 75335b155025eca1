"""Methods that nothing understands are refused at every address, whatever would have answered there."""

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


def ask(method, address, **options):
    return Client(raise_request_exception=False).generic(method, address, **options)


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_refuses_unknown_methods(address):
    for method in UNKNOWN:
        response = ask(method, address)
        assert (method, response.status_code, response["Allow"]) == (method, 405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize("address", SERVICES)
def test_service_refuses_unknown_methods_in_its_form_of_errors(address):
    for method in UNKNOWN:
        response = ask(method, address)
        assert (method, response.status_code, json.loads(response.content)["status"]) == (method, 405, 405)


def test_api_says_that_it_is_read_only():
    assert ask("TRACE", "/api/v1/organisations")["Allow"] == "GET, HEAD, OPTIONS"


def test_redirect_to_https_refuses_trace():
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert ask("TRACE", "/en/").status_code == 405


def test_admin_page_of_somebody_signed_in_refuses_trace():
    client = Client()
    client.force_login(users.create_superuser())
    assert client.generic("TRACE", "/admin/").status_code == 405


def test_refusal_repeats_nothing_of_the_request():
    response = ask("TRACE", "/en/", HTTP_COOKIE="sessionid=canary", HTTP_X_OWN="canary")
    assert b"canary" not in response.content + str(response.headers).encode()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_page_refuses_methods_that_are_for_services(method):
    factories.organisation(slug="heron")
    assert ask(method, "/en/organisations/heron/").status_code == 405


def test_refusal_is_said_in_the_language_of_the_reader():
    said = [ask("TRACE", "/", HTTP_ACCEPT_LANGUAGE=language).content.decode() for language in ("en", "zh-HK")]
    assert said[0] == "Method not allowed.\n"
    assert said[1] != said[0]
