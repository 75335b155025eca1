"""The edition: one number, which only goes up."""

import pytest
from django.db import transaction

from ecosystem.models import Edition, editions

pytestmark = pytest.mark.django_db


def test_is_0_for_a_directory_that_never_held_anything():
    assert editions.read_edition_number() == 0


def test_goes_up_by_one():
    editions.increment_edition()
    editions.increment_edition()
    assert editions.read_edition_number() == 2


def test_is_one_row():
    editions.increment_edition()
    editions.increment_edition()
    assert Edition.objects.count() == 1


def test_stays_when_the_change_that_called_for_it_fails():
    editions.increment_edition()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        editions.increment_edition()
        raise ZeroDivisionError
    assert editions.read_edition_number() == 1
