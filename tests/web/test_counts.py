"""Singular and plural forms of counts."""

import pytest

from tests.support import factories
from tests.support.html_pages import fetch_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "expected"), [(1, "1 of 1 organisation"), (2, "2 of 2 organisations")])
def test_count_of_a_list_has_singular_and_plural(client, number, expected):
    for _number in range(number):
        factories.organisation()
    status = fetch_page(client, "/en/organisations/").one("p[role=status]")
    assert " ".join(status.text.split()) == expected


@pytest.mark.parametrize(("requests", "expected"), [(1, "1 request per 60 seconds"), (2, "2 requests per 60 seconds")])
def test_rate_limit_in_api_documentation_has_singular_and_plural(client, settings, requests, expected):
    settings.API_REQUESTS_PER_MINUTE = requests
    assert expected in fetch_page(client, "/en/data/api/").content.text


def test_network_of_two_organisations_has_one_connection(client):
    factories.collaboration()
    assert "2 organisations with 1 connection" in client.get("/en/network/").content.decode()


def test_theme_counts_one_organisation(client):
    factories.organisation()
    text = " ".join(fetch_page(client, "/en/themes/ai-in-finance/").content.text.split())
    assert "Of these, 1 organisation, 0 initiatives and 0 collaborations are core AI" in text
