"""Kept answers: computed once an edition, and of one edition throughout a request."""

from itertools import count

import pytest

from ecosystem.models import editions
from ecosystem.models.edition_cache import (
    clear_edition_cache,
    get_or_set_for_edition,
    keep_edition_pinned,
    pin_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    """Ask for an answer that says how often it was computed."""
    times = count(1)
    return lambda name="answer": get_or_set_for_edition(name, lambda: next(times))


class TestKept:
    def test_is_computed_once(self, answer):
        assert [answer(), answer()] == [1, 1]

    def test_is_computed_for_each_name(self, answer):
        assert [answer("a"), answer("b"), answer("a")] == [1, 2, 1]

    def test_is_computed_anew_for_a_new_edition(self, answer):
        answer()
        editions.increment_edition()
        assert answer() == 2

    def test_is_computed_anew_when_it_was_forgotten(self, answer):
        answer()
        clear_edition_cache()
        assert answer() == 2

    def test_keeps_nothing_of_a_computation_that_failed(self, answer):
        with pytest.raises(ZeroDivisionError):
            get_or_set_for_edition("answer", lambda: 1 // 0)
        assert answer() == 1

    def test_keeps_nothing_for_the_edition_that_came_meanwhile(self):
        def slowly():
            editions.increment_edition()
            get_or_set_for_edition("another", lambda: "asked for by somebody else")
            return "of the old edition"

        get_or_set_for_edition("answer", slowly)
        assert get_or_set_for_edition("answer", lambda: "of the new edition") == "of the new edition"

    def test_may_be_empty(self):
        get_or_set_for_edition("empty", lambda: None)
        assert get_or_set_for_edition("empty", lambda: "computed again") is None


class TestOneRequest:
    def test_asks_for_the_edition_once(self, answer, django_assert_num_queries):
        with pin_edition(), django_assert_num_queries(1):
            answer("a")
            answer("b")

    def test_is_of_one_edition_throughout(self, answer):
        with pin_edition():
            answer()
            editions.increment_edition()
            assert answer() == 1

    def test_sees_the_new_edition_in_the_next(self, answer):
        with pin_edition():
            answer()
            editions.increment_edition()
        with pin_edition():
            assert answer() == 2

    def test_is_of_the_edition_that_is_given(self, answer, django_assert_num_queries):
        with pin_edition(7), django_assert_num_queries(0):
            answer()


class TestStream:
    """A response that is written after its request has ended."""

    def test_asks_for_the_edition_once(self, answer, django_assert_num_queries):
        with pin_edition():
            items = keep_edition_pinned(answer(str(n)) for n in range(3))
        with django_assert_num_queries(1):
            assert len(list(items)) == 3

    def test_leaves_what_is_done_in_between_unpinned(self, answer):
        with pin_edition():
            items = keep_edition_pinned(iter([answer(), answer()]))
        next(items)
        editions.increment_edition()
        assert answer() == 2
