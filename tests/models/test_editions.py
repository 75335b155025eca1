"""The edition number, which only increases."""

import pytest
from django.db import transaction

from ecosystem.models import Edition, editions

pytestmark = pytest.mark.django_db


def test_edition_of_an_empty_database_is_0():
    assert editions.read_edition_number() == 0


def test_edition_increases_by_one():
    editions.increment_edition()
    editions.increment_edition()
    assert editions.read_edition_number() == 2


def test_edition_has_one_row():
    editions.increment_edition()
    editions.increment_edition()
    assert Edition.objects.count() == 1


def test_edition_is_unchanged_after_a_rollback():
    editions.increment_edition()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        editions.increment_edition()
        raise ZeroDivisionError
    assert editions.read_edition_number() == 1
