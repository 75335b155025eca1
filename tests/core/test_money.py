"""Formats of amounts of money and of observation values in each language."""

from decimal import Decimal

import pytest
from django.utils import translation

from ecosystem.core.money import Money, format_observation_value


class TestMoneyFormat:
    @pytest.mark.parametrize(
        ("amount", "english", "traditional", "simplified"),
        [
            (999, "HK$999", "999港元", "999港元"),
            (12_345, "HK$12,345", "12,345港元", "12,345港元"),
            (50_000, "HK$50,000", "5萬港元", "5万港元"),
            (1_000_000, "HK$1 million", "100萬港元", "100万港元"),
            (1_290_000, "HK$1.29 million", "129萬港元", "129万港元"),
            (443_900_000, "HK$443.9 million", "4.439億港元", "4.439亿港元"),
            (3_000_000_000, "HK$3 billion", "30億港元", "30亿港元"),
        ],
    )
    def test_uses_the_format_of_each_language(self, amount, english, traditional, simplified):
        written = {}
        for language in ("en", "zh-hant", "zh-hans"):
            with translation.override(language):
                written[language] = Money(amount, "HKD").format_localized()
        assert written == {"en": english, "zh-hant": traditional, "zh-hans": simplified}

    def test_does_not_round(self):
        assert Money(1_234_567, "HKD").format_localized() == "HK$1,234,567"

    @pytest.mark.parametrize(
        ("currency", "english", "traditional"),
        [
            ("USD", "US$5,000", "5,000美元"),
            ("CNY", "RMB 5,000", "5,000元人民幣"),
            ("EUR", "€5,000", "5,000歐元"),
            ("GBP", "£5,000", "5,000英鎊"),
            ("JPY", "JPY 5,000", "5,000 JPY"),
        ],
    )
    def test_shows_the_currency(self, currency, english, traditional):
        money = Money(5_000, currency)
        with translation.override("zh-hant"):
            chinese = money.format_localized()
        assert (money.format_localized(), chinese) == (english, traditional)


class TestObservationValueFormat:
    @pytest.mark.parametrize(
        ("value", "unit", "expected"),
        [
            ("7550000.0000", "count", "7,550,000"),
            ("0.0000", "count", "0"),
            ("100.0000", "count", "100"),
            ("12.5000", "percent", "12.5%"),
            ("3.0000", "rank", "No. 3"),
            ("3000.0000", "petaflops", "3,000"),
            ("30000000000.0000", "HKD", "HK$30 billion"),
            ("12.5000", "HKD", "HK$12.5"),
        ],
    )
    def test_shows_the_value_with_its_unit(self, value, unit, expected):
        assert format_observation_value(Decimal(value), unit) == expected
