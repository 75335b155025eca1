"""Partial dates: validation, the days that they span, and their format."""

from datetime import date

import pytest
from django.utils import translation

from ecosystem.core.partial_dates import PartialDate


class TestPartialDate:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("2024-10", date(2024, 10, 1), date(2024, 10, 31)),
            ("2024-11", date(2024, 11, 1), date(2024, 11, 30)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
            ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
            ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
            ("2024-10-09", date(2024, 10, 9), date(2024, 10, 9)),
            ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ],
    )
    def test_spans_its_first_to_last_day(self, text, first, last):
        span = PartialDate(text)
        assert (span.first_day, span.last_day) == (first, last)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "soon",
            "24",
            "202410",
            "2024-1",
            "2024-1-1",
            "2024/10",
            "2024-10-",
            "2024-10-09T00:00",
            " 2024",
            "2024\n",
            "二零二四",
            "２０２４",
            "٢٠٢٤",
        ],
    )
    def test_refuses_text_that_is_not_a_date(self, text):
        with pytest.raises(ValueError, match="is not a valid date"):
            PartialDate(text)

    @pytest.mark.parametrize(
        "text", ["2024-00", "2024-13", "2024-02-30", "2023-02-29", "2024-04-31", "2024-01-00", "0000"]
    )
    def test_refuses_dates_that_do_not_exist(self, text):
        with pytest.raises(ValueError, match="is not a real date"):
            PartialDate(text)

    def test_str_is_its_text(self):
        assert str(PartialDate("2024-10")) == "2024-10"

    def test_equals_only_the_same_text(self):
        assert len({PartialDate("2024"), PartialDate("2024"), PartialDate("2024-01")}) == 2

    def test_sorts_by_first_day_with_less_exact_dates_first(self):
        ordered = ["2023-12-31", "2024", "2024-01", "2024-01-01", "2024-02", "2024-10", "2025"]
        assert sorted(ordered, key=lambda text: (PartialDate(text).first_day, len(text))) == ordered == sorted(ordered)


class TestPartialDateFormat:
    @pytest.mark.parametrize(
        ("language", "text", "expected"),
        [
            ("en", "2024", "2024"),
            ("en", "2024-10", "October 2024"),
            ("en", "2024-10-07", "7 October 2024"),
            ("zh-hant", "2024", "2024年"),
            ("zh-hant", "2024-10", "2024年10月"),
            ("zh-hant", "2024-10-07", "2024年10月7日"),
            ("zh-hans", "2024-10-07", "2024年10月7日"),
        ],
    )
    def test_uses_the_active_language(self, language, text, expected):
        with translation.override(language):
            assert PartialDate(text).format_localized() == expected
