"""Kept answers: computed once an edition, and of one edition throughout a request."""

from itertools import count

import pytest

from ecosystem.models import editions
from ecosystem.models.edition_cache import forget, kept, one_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    """Ask for an answer that says how often it was computed."""
    times = count(1)
    return lambda name="answer": kept(name, lambda: next(times))


class TestKept:
    def test_is_computed_once(self, answer):
        assert [answer(), answer()] == [1, 1]

    def test_is_computed_for_each_name(self, answer):
        assert [answer("a"), answer("b"), answer("a")] == [1, 2, 1]

    def test_is_computed_anew_for_a_new_edition(self, answer):
        answer()
        editions.renew()
        assert answer() == 2

    def test_is_computed_anew_when_it_was_forgotten(self, answer):
        answer()
        forget()
        assert answer() == 2

    def test_keeps_nothing_of_a_computation_that_failed(self, answer):
        with pytest.raises(ZeroDivisionError):
            kept("answer", lambda: 1 // 0)
        assert answer() == 1

    def test_keeps_nothing_for_the_edition_that_came_meanwhile(self):
        def slowly():
            editions.renew()
            kept("another", lambda: "asked for by somebody else")
            return "of the old edition"

        kept("answer", slowly)
        assert kept("answer", lambda: "of the new edition") == "of the new edition"

    def test_may_be_empty(self):
        kept("empty", lambda: None)
        assert kept("empty", lambda: "computed again") is None


class TestOneRequest:
    def test_asks_for_the_edition_once(self, answer, django_assert_num_queries):
        with one_request(), django_assert_num_queries(1):
            answer("a")
            answer("b")

    def test_is_of_one_edition_throughout(self, answer):
        with one_request():
            answer()
            editions.renew()
            assert answer() == 1

    def test_sees_the_new_edition_in_the_next(self, answer):
        with one_request():
            answer()
            editions.renew()
        with one_request():
            assert answer() == 2
