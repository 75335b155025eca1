"""Parsing of partial dates in common formats."""

import pytest

from ecosystem.core.typed_dates import parse_partial_date


class TestPartialDateParsing:
    @pytest.mark.parametrize(
        ("text", "date"),
        [
            ("2024", "2024"),
            ("２０２４", "2024"),
            ("2024年", "2024"),
            ("二〇二四年", "2024"),
            ("2024-10", "2024-10"),
            ("２０２４－１０", "2024-10"),
            ("2024/10", "2024-10"),
            ("2024.1", "2024-01"),
            ("2024年10月", "2024-10"),
            ("2024年10月份", "2024-10"),
            ("二零二四年十月", "2024-10"),
            ("10/2024", "2024-10"),
            ("October 2024", "2024-10"),
            ("Oct. 2024", "2024-10"),
            ("Sept 2024", "2024-09"),
            ("2024-10-09", "2024-10-09"),
            ("2024/10/9", "2024-10-09"),
            ("2024 年 10 月 9 日", "2024-10-09"),
            ("2024年10月9號", "2024-10-09"),
            ("二〇二四年十二月三十一日", "2024-12-31"),
            ("9 October 2024", "2024-10-09"),
            ("9th of October, 2024", "2024-10-09"),
            ("October 9, 2024", "2024-10-09"),
            ("OCT 9TH 2024", "2024-10-09"),
            ("9-Oct-2024", "2024-10-09"),
            ("25/10/2024", "2024-10-25"),
            ("10/25/2024", "2024-10-25"),
            ("10/10/2024", "2024-10-10"),
            (" 2024\u200b", "2024"),
            ("20241009", "2024-10-09"),
            ("2024—10", "2024-10"),
            ("2024 10", "2024-10"),
            ("10月2024年", "2024-10"),
            ("2024-Oct-09", "2024-10-09"),
            ("2024 October", "2024-10"),
            ("2024, October 9", "2024-10-09"),
            ("Wed, 9 Oct 2024", "2024-10-09"),
            ("2024年10月9日（星期三）", "2024-10-09"),
            ("2024-10-09T00:00:00Z", "2024-10-09"),
            ("二零二四", "2024"),
            ("二O二四年十月", "2024-10"),
            ("2024年十月廿一日", "2024-10-21"),
            ("2024年十二月卅一日", "2024-12-31"),
        ],
    )
    def test_common_formats_are_parsed(self, text, date):
        assert parse_partial_date(text).text == date

    @pytest.mark.parametrize("text", ["10/11/2024", "1.2.2024", "０１／０２／２０２４"])
    def test_ambiguous_dates_are_refused_with_the_format(self, text):
        with pytest.raises(ValueError, match=r"two different days. Use the format 2024, 2024-10 or 2024-10-09\."):
            parse_partial_date(text)

    @pytest.mark.parametrize("text", ["soon", "10/24", "24", "Q3 2024", "Octember 2024", "2024-10-09-11", "9 2024"])
    def test_other_text_is_refused_with_the_format(self, text):
        with pytest.raises(ValueError, match=r"Use the format 2024, 2024-10 or 2024-10-09\."):
            parse_partial_date(text)

    @pytest.mark.parametrize("text", ["2024年13月", "31 February 2024", "13/2024", "99/99/2024", "2024/25", "2023-24"])
    def test_dates_that_do_not_exist_are_refused_with_the_format(self, text):
        with pytest.raises(ValueError, match=r"not a valid date. Use the format 2024, 2024-10 or 2024-10-09\."):
            parse_partial_date(text)
