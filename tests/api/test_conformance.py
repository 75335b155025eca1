"""The API conforms to its own OpenAPI description (every check of schemathesis, over every path)."""

import jsonschema
import pytest
import schemathesis
from django.conf import settings as site_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from hypothesis.configuration import set_hypothesis_home_dir
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from ecosystem.history import revisions
from tests.support import factories

# Bounded, and the same requests every time, so that what fails here fails again; a longer run is for a served site:
# schemathesis run http://127.0.0.1:8000/api/v1/openapi.json
CONFIG = {"seed": 1, "generation": {"max-examples": 5, "deterministic": True, "database": "none"}}
# Nothing is written beside the checkout's own folder for it.
set_hypothesis_home_dir(site_settings.VAR_DIR / "tmp" / "hypothesis")


@pytest.fixture
def app(db, settings):
    """The site with at least one row of everything and no rate limit."""
    settings.API_REQUESTS_PER_MINUTE = 10**6
    body = factories.organisation(slug="body", applications=[factories.application()], founded="2001-02")
    factories.organisation(parent=body, website="https://part.example/").support.add(factories.support())
    amount = {"amount": 5, "amount_basis": "total", "currency": "HKD"}
    fund = factories.initiative(slug="fund", lead=body, starts="2020", **amount)
    fund.audience.add(factories.audience())
    factories.collaboration(parties=[body, factories.organisation()], initiative=fund)
    factories.indicator(organisation=body)
    factories.rebuild_search_index()
    revisions.begin_record_histories()
    site, shared = get_wsgi_application(), connections["default"]
    shared.inc_thread_sharing()
    # As the test client does: a request would close the connection with what stands in its transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def answer(environ, start_response):
        # The requests come from a thread, which is to see what stands in the test's transaction.
        connections["default"] = shared
        return site(environ, start_response)

    yield answer
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shared.dec_thread_sharing()


# Asks hundreds of made-up questions; what each filter does in a database has tests of its own.
@pytest.mark.slow
def test_api_conforms_to_its_openapi_description(app):
    config = SchemathesisConfig.from_dict(CONFIG)
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=app, config=config)
    faults, asked = [], 0
    for event in from_schema(description).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.checks)
            faults += list(iter_failures(event.recorder))
    assert faults == []
    # Guards the test itself: where nothing is asked, nothing fails.
    assert asked > 500


def iter_failures(recorder):
    """Yield the title of each failure with the request that reproduces it."""
    for number, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info:
                yield check.failure_info.failure.title, recorder.cases[number].value.as_curl_command()


@pytest.mark.django_db
def test_openapi_examples_validate_against_their_schemas(app, client):
    document = client.get("/api/v1/openapi.json").json()
    checked = 0
    for path, methods in document["paths"].items():
        answer = methods["get"]["responses"]["200"]["content"]["application/json"]
        if "example" in answer:
            schema = answer["schema"] | {"components": document["components"]}
            errors = jsonschema.Draft202012Validator(schema).iter_errors(answer["example"])
            assert [f"{path}: {error.message}" for error in errors] == []
            checked += 1
    # All but the description of itself.
    assert checked == len(document["paths"]) - 1
