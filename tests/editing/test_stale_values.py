"""Outdated numbers and dates in texts are found in every usual spelling."""

import pytest

from ecosystem.core.partial_dates import PartialDate
from ecosystem.editing.stale_values import find_date_spelling, find_number_spelling


@pytest.mark.parametrize(
    "text",
    [
        "A grant of HK$500,000.",
        "up to 500000 dollars",
        "500 000 dollars",
        "HK$0.5 million a year",
        "HK$0.5m a year",
        "HK$500k",
        "上限為50萬港元",
        "上限为50万港元",
        "上限為 50 萬港元",
        "五十萬元",
        "伍拾萬元",
        "５０萬元",
    ],
)
def test_stale_number_is_found_in_usual_spellings(text):
    assert find_number_spelling(text, 500_000)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3億5,000萬元", 350_000_000),
        ("HK$1.29 billion", 1_290_000_000),
        ("一億五千萬元", 150_000_000),
        ("十五億元", 1_500_000_000),
        ("一萬二千元", 12_000),
        ("三千元", 3_000),
        ("兩百五十萬", 2_500_000),
        ("1萬億元", 10**12),
        ("一万亿元", 10**12),
        ("HK$1.2 trillion", 1_200_000_000_000),
        ("HK$95mln", 95_000_000),
    ],
)
def test_stale_number_is_found_at_several_scales(text, number):
    assert find_number_spelling(text, number)


@pytest.mark.parametrize(
    "text",
    [
        "1,500,000",
        "500,000,000",
        "0.5 billion",
        "600,000",
        "5 members",
        "50億",
        "五十億",
        "一億五十萬",
        "500 m2 and 5000",
    ],
)
def test_stale_number_search_ignores_other_numbers(text):
    assert not find_number_spelling(text, 500_000)


@pytest.mark.parametrize(
    "text",
    [
        "Announced on 9 October 2024.",
        "on October 9, 2024",
        "on 9 Oct 2024",
        "on 9th October, 2024",
        "2024-10-09",
        "09/10/2024",
        "於2024年10月9日公布",
        "於 2024 年 10 月 9 日公布",
        "in October 2024",
        "2024年10月",
        "二〇二四年十月九日",
        "二零二四年十月",
        "9–11 October 2024",
        "October 9-11, 2024",
        "2024年10月9至11日",
    ],
)
def test_stale_date_is_found_in_usual_spellings(text):
    assert find_date_spelling(text, PartialDate("2024-10-09"), instead="2025-01-02")


@pytest.mark.parametrize(
    "text", ["19 October 2024", "9 October 2025", "in 2024", "2024年10月19日", "2024-10-091", "二〇二四年十月十九日"]
)
def test_stale_date_search_ignores_other_days(text):
    assert not find_date_spelling(text, PartialDate("2024-10-09"), instead="2025-01-02")


@pytest.mark.parametrize(("old", "new"), [("2024-10-09", "2024-10-12"), ("2024-10", "2024-10-09")])
def test_stale_date_search_ignores_a_month_that_is_still_correct(old, new):
    assert not find_date_spelling("in October 2024", PartialDate(old), instead=new)


@pytest.mark.parametrize("text", ["Founded in 1991.", "1991-2001", "一九九一年成立"])
def test_stale_year_is_found(text):
    assert find_date_spelling(text, PartialDate("1991"), instead="1992")


@pytest.mark.parametrize("text", ["HK$1,991", "19910", "1991-05", "1991-92", "3.1991"])
def test_stale_year_search_ignores_parts_of_longer_numbers(text):
    assert not find_date_spelling(text, PartialDate("1991"), instead="1992")
