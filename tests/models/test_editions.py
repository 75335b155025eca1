"""The edition: one number, which only goes up."""

import pytest
from django.db import transaction

from ecosystem.models import Edition, editions

pytestmark = pytest.mark.django_db


def test_is_0_for_a_directory_that_never_held_anything():
    assert editions.current() == 0


def test_goes_up_by_one():
    editions.renew()
    editions.renew()
    assert editions.current() == 2


def test_is_one_row():
    editions.renew()
    editions.renew()
    assert Edition.objects.count() == 1


def test_stays_when_the_change_that_called_for_it_fails():
    editions.renew()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        editions.renew()
        raise ZeroDivisionError
    assert editions.current() == 1
