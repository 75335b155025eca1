"""What every test starts from: English, nothing kept of another test, the facts where a test asks for them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from ecosystem import kept

FIXTURES = sorted(map(str, (Path(__file__).parent.parent / "fixtures").glob("*.json")))


@pytest.fixture(autouse=True)
def fresh_process():
    """Start in English, with nothing kept of another test's edition."""
    kept.forget()
    with translation.override("en"):
        yield
    kept.forget()


@pytest.fixture
def facts(db):
    """Put the real facts into the database; gone again after the test."""
    call_command("loaddata", *FIXTURES, verbosity=0)
