"""What every test starts from: English, and nothing kept of another test."""

import pytest
from django.utils import translation

from ecosystem import kept


@pytest.fixture(autouse=True)
def fresh_process():
    """Start in English, with nothing kept of another test's edition."""
    kept.forget()
    with translation.override("en"):
        yield
    kept.forget()
