"""Parsing of amounts and numbers in common formats."""

from decimal import Decimal

import pytest

from ecosystem.core.typed_numbers import TypedAmount, find_amounts, parse_amount, parse_decimal, parse_whole_number


class TestAmountParsing:
    @pytest.mark.parametrize(
        ("text", "amount", "currency"),
        [
            ("1000000", 1_000_000, ""),
            ("1,000,000", 1_000_000, ""),
            ("１，０００，０００", 1_000_000, ""),
            ("1 000 000", 1_000_000, ""),
            ("HK$1.5m", 1_500_000, "HKD"),
            ("ＨＫ＄１．５ｍ", 1_500_000, "HKD"),
            ("HKD 1.5 bn", 1_500_000_000, "HKD"),
            ("1.5 million", 1_500_000, ""),
            ("$20k", 20_000, ""),
            ("15億", 1_500_000_000, ""),
            ("15亿", 1_500_000_000, ""),
            ("150萬", 1_500_000, ""),
            ("150万元", 1_500_000, ""),
            ("150萬港元", 1_500_000, "HKD"),
            ("3億5000萬", 350_000_000, ""),
            ("1.5千萬", 15_000_000, ""),
            ("US$3 billion", 3_000_000_000, "USD"),
            ("RMB 500,000", 500_000, "CNY"),
            ("100萬美元", 1_000_000, "USD"),
            ("1.00", 1, ""),
            ("HK$1,000,000/-", 1_000_000, "HKD"),
            ("一百萬", 1_000_000, ""),
            ("五千萬", 50_000_000, ""),
            ("兩億", 200_000_000, ""),
            ("港幣十五億元", 1_500_000_000, "HKD"),
            ("一億二千三百萬", 123_000_000, ""),
            ("一千零五十", 1050, ""),
            ("二〇二四", 2024, ""),
            ("一百五十", 150, ""),
            ("一百五", 150, ""),
            ("一百零五", 105, ""),
            ("廿萬", 200_000, ""),
            ("二萬零五", 20_005, ""),
            ("3萬5000", 35_000, ""),
            ("3億 5000萬", 350_000_000, ""),
            ("HK$ 10 000 000", 10_000_000, "HKD"),
        ],
    )
    def test_common_formats_are_parsed(self, text, amount, currency):
        assert parse_amount(text) == TypedAmount(amount, currency)

    @pytest.mark.parametrize(
        "text",
        [
            *("", "much", "1.5", "1,5m", "1,00", "-5", "1-2 million", "1萬2億", "HK$1 USD", "1e9", "inf", "9" * 30),
            *("二萬五", "1億2", "10 20", "٢٠٢٤", "1" * 50 + "!", "1k" * 20 + "!"),
        ],
    )
    def test_fractional_ambiguous_and_invalid_amounts_are_refused(self, text):
        with pytest.raises(ValueError):
            parse_amount(text)


class TestDecimalParsing:
    @pytest.mark.parametrize(
        ("text", "figure"),
        [
            ("1,000,000", "1000000"),
            ("−3.2", "-3.2"),
            ("－３．２", "-3.2"),
            ("+5", "5"),
            ("3.2\u200b", "3.2"),
            ("12.5%", "12.5"),
            ("22.3°", "22.3"),
            ("1.5m", "1500000"),
            ("15億", "1500000000"),
            ("1,234.56", "1234.56"),
        ],
    )
    def test_common_formats_are_parsed(self, text, figure):
        assert parse_decimal(text) == Decimal(figure)

    @pytest.mark.parametrize("text", ["", "-", "--3", "1-2", "much", "nan", "inf", "22,3", "HK$1.5m", "5 USD"])
    def test_other_text_is_refused(self, text):
        with pytest.raises(ValueError):
            parse_decimal(text)


class TestWholeNumberParsing:
    @pytest.mark.parametrize(("text", "number"), [("25", 25), ("２５", 25), (" 25 ", 25), ("0", 0)])
    def test_digits_of_any_width_are_parsed(self, text, number):
        assert parse_whole_number(text) == number

    @pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "²", "9" * 12])
    def test_other_text_is_none(self, text):
        assert parse_whole_number(text) is None


class TestAmountsInText:
    @pytest.mark.parametrize(
        ("text", "typed", "amount", "currency"),
        [
            ("HK$1 million for my start-up", "HK$1 million", 1_000_000, "HKD"),
            ("a $500,000 grant", "$500,000", 500_000, ""),
            ("HKD500k for SMEs", "HKD500k", 500_000, "HKD"),
            ("1.5m for a lab", "1.5m", 1_500_000, ""),
            ("grants of 500000", "500000", 500_000, ""),
            ("US$50,000 grant", "US$50,000", 50_000, "USD"),
            ("100萬資助", "100萬", 1_000_000, ""),
            ("１００萬資助", "１００萬", 1_000_000, ""),
            ("五十万 补贴", "五十万", 500_000, ""),
            ("需要50萬港元資金", "50萬港元", 500_000, "HKD"),
            ("3億5000萬的基金", "3億5000萬", 350_000_000, ""),
        ],
    )
    def test_are_found_with_position_and_currency(self, text, typed, amount, currency):
        start = text.index(typed)
        assert list(find_amounts(text)) == [(start, start + len(typed), TypedAmount(amount, currency))]

    @pytest.mark.parametrize(
        "text",
        ["funding 2026", "5G trial", "100 mentors", "HK Tech 300", "Cap. 653", "2025/26", "十大", "一個月", "3D maps"],
    )
    def test_other_numbers_are_not_found(self, text):
        assert list(find_amounts(text)) == []
