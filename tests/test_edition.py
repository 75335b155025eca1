"""The edition: one number, which only goes up."""

import pytest
from django.db import transaction

from ecosystem import edition
from ecosystem.models import Edition

pytestmark = pytest.mark.django_db


def test_is_0_for_a_directory_that_never_held_anything():
    assert edition.current() == 0


def test_goes_up_by_one():
    edition.renew()
    edition.renew()
    assert edition.current() == 2


def test_is_one_row():
    edition.renew()
    edition.renew()
    assert Edition.objects.count() == 1


def test_stays_when_the_change_that_called_for_it_fails():
    edition.renew()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edition.renew()
        raise ZeroDivisionError
    assert edition.current() == 1
