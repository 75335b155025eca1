"""The edition cache: values are computed once per edition, and a request sees one edition throughout."""

from itertools import count

import pytest
import time_machine
from django.utils import translation
from django.utils.timezone import localdate

from ecosystem.core.languages import get_current_language
from ecosystem.models import editions
from ecosystem.models.edition_cache import (
    clear_edition_cache,
    keep_edition_pinned,
    per_edition,
    per_edition_by,
    pin_edition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer():
    """Return a cached function whose value is the number of its computations."""
    times = count(1)
    return per_edition(lambda *_arguments: next(times))


class TestPerEditionCache:
    def test_function_is_computed_once(self, answer):
        assert [answer(), answer()] == [1, 1]

    def test_function_is_computed_once_per_argument(self, answer):
        assert [answer("a"), answer("b"), answer("a", "b"), answer("a")] == [1, 2, 3, 1]

    def test_functions_with_equal_arguments_are_cached_separately(self):
        assert [per_edition(function)(-1) for function in (abs, str)] == [1, "-1"]

    def test_function_is_computed_again_for_a_new_edition(self, answer):
        answer()
        editions.increment_edition()
        assert answer() == 2

    def test_function_is_computed_again_after_the_cache_is_cleared(self, answer):
        answer()
        clear_edition_cache()
        assert answer() == 2

    def test_failed_computation_is_not_cached(self):
        divisors = iter([0, 1])
        divide = per_edition(lambda: 1 // next(divisors))
        with pytest.raises(ZeroDivisionError):
            divide()
        assert divide() == 1

    def test_value_of_the_old_edition_is_not_cached_for_the_new_one(self, answer):
        answers = iter(["of the old edition", "of the new edition"])

        @per_edition
        def answer_slowly():
            text = next(answers)
            if text == "of the old edition":
                editions.increment_edition()
                # Asked for by somebody else.
                answer()
            return text

        assert [answer_slowly(), answer_slowly()] == ["of the old edition", "of the new edition"]

    def test_none_is_cached(self):
        answers = iter([None, "computed again"])
        get_answer = per_edition(lambda: next(answers))
        assert [get_answer(), get_answer()] == [None, None]

    def test_function_keeps_its_name_and_docstring(self):
        assert (per_edition(count_nothing).__name__, per_edition(count_nothing).__doc__) == (
            "count_nothing",
            "Not one.",
        )

    def test_keyword_arguments_are_rejected(self, answer):
        # It would not be part of the key.
        with pytest.raises(TypeError):
            answer(name="a")


def count_nothing():
    """Not one."""


class TestPerEditionByCache:
    def test_function_is_computed_once_per_language(self):
        times = count(1)
        answer = per_edition_by(get_current_language)(lambda: next(times))
        first = answer()
        with translation.override("zh-hant"):
            other = answer()
        assert [first, other, answer()] == [1, 2, 1]

    def test_function_is_computed_once_per_day(self):
        times = count(1)
        answer = per_edition_by(localdate)(lambda: next(times))
        answers = []
        for time in ("2026-12-01T09:00:00+08:00", "2026-12-01T23:00:00+08:00", "2026-12-02T09:00:00+08:00"):
            with time_machine.travel(time, tick=False):
                answers.append(answer())
        assert answers == [1, 1, 2]

    def test_function_is_computed_once_per_key_of_its_arguments(self):
        times = count(1)
        answer = per_edition_by(lambda text, _rest: text.casefold())(lambda _text, _rest: next(times))
        # Lists have no hash, so they can be no part of a key.
        assert [answer("a", []), answer("A", ["more"]), answer("b", [])] == [1, 1, 2]

    def test_functions_with_equal_keys_are_cached_separately(self):
        per_day = per_edition_by(localdate)
        assert [per_day(lambda: "a")(), per_day(lambda: "b")()] == ["a", "b"]

    def test_function_is_computed_again_for_a_new_edition(self):
        times = count(1)
        answer = per_edition_by(localdate)(lambda: next(times))
        answer()
        editions.increment_edition()
        assert answer() == 2

    def test_failed_computation_is_not_cached(self):
        divisors = iter([0, 1])
        divide = per_edition_by(localdate)(lambda: 1 // next(divisors))
        with pytest.raises(ZeroDivisionError):
            divide()
        assert divide() == 1

    def test_none_is_cached(self):
        answers = iter([None, "computed again"])
        get_answer = per_edition_by(localdate)(lambda: next(answers))
        assert [get_answer(), get_answer()] == [None, None]


class TestEditionPinning:
    def test_edition_is_queried_once(self, answer, django_assert_num_queries):
        with pin_edition(), django_assert_num_queries(1):
            answer("a")
            answer("b")

    def test_pinned_edition_stays_the_same(self, answer):
        with pin_edition():
            answer()
            editions.increment_edition()
            assert answer() == 1

    def test_next_pin_sees_the_new_edition(self, answer):
        with pin_edition():
            answer()
            editions.increment_edition()
        with pin_edition():
            assert answer() == 2

    def test_given_edition_is_used_without_a_query(self, answer, django_assert_num_queries):
        with pin_edition(7), django_assert_num_queries(0):
            answer()


class TestEditionPinningOfStreams:
    """A streaming response is written after its request has ended."""

    def test_edition_is_queried_once(self, answer, django_assert_num_queries):
        with pin_edition():
            items = keep_edition_pinned(answer(str(n)) for n in range(3))
        with django_assert_num_queries(1):
            assert len(list(items)) == 3

    def test_code_between_two_items_is_not_pinned(self, answer):
        with pin_edition():
            items = keep_edition_pinned(iter([answer(), answer()]))
        next(items)
        editions.increment_edition()
        assert answer() == 2
