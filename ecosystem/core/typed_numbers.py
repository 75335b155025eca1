"""Amounts of money as people write them: 1,000,000, HK$1.5m, 1.5 million, 15億, １５０萬元."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ecosystem.core.control_characters import remove_ignorable_characters

# A longer number is no amount of money, and Python refuses to convert much longer ones.
MAX_DIGITS = 18
_SCALES = {
    10**3: ("k", "thousand", "千"),
    10**4: ("萬", "万"),
    10**6: ("m", "mn", "mil", "mio", "million", "millions", "百萬", "百万"),
    10**7: ("千萬", "千万"),
    10**8: ("億", "亿"),
    10**9: ("b", "bn", "billion", "billions", "十億", "十亿"),
    10**10: ("百億", "百亿"),
    10**11: ("千億", "千亿"),
    10**12: ("tn", "trillion", "萬億", "万亿", "兆"),
}
_SCALE_VALUES = {word: scale for scale, words in _SCALES.items() for word in words}
_CURRENCIES = {
    "HKD": ("hk$", "hkd", "hkdollar", "hkdollars", "hongkongdollars", "港幣", "港币", "港元", "港紙"),
    "USD": ("us$", "usd", "usdollars", "美元", "美金"),
    "CNY": ("rmb", "cny", "cnh", "人民幣", "人民币", "元人民幣", "元人民币"),
    "EUR": ("€", "eur", "euro", "euros", "歐元", "欧元"),
    "GBP": ("£", "gbp", "英鎊", "英镑"),
    "JPY": ("jpy", "日圓", "日元"),
    "MOP": ("mop$", "mop", "澳門元", "澳门元"),
    "SGD": ("s$", "sgd", "新加坡元"),
    "TWD": ("nt$", "twd", "新台幣", "新臺幣", "新台币"),
    "AUD": ("a$", "au$", "aud"),
    "CAD": ("c$", "ca$", "cad"),
}
_CURRENCY_CODES = {word: code for code, words in _CURRENCIES.items() for word in words}
# Numbers below ten thousand in Chinese: 十五, 一百五十, 兩千; larger ones are these with a scale.
_CHINESE_DIGITS = "〇零一二三四五六七八九"
_CHINESE_NUMBER = re.compile(f"(?<![\\d.])[{_CHINESE_DIGITS}兩两十][{_CHINESE_DIGITS}兩两十百千]*")
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
# A dollar or yuan of no named country is that of the field.
_UNNAMED = ("$", "dollars", "元", "圓", "圆", "蚊")


def _build_alternatives(words) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_CURRENCY = _build_alternatives([*_CURRENCY_CODES, *_UNNAMED])
_PART = rf"({_NUMBER})({_build_alternatives(_SCALE_VALUES)})?"
_AMOUNT = re.compile(rf"(?P<before>{_CURRENCY})?(?P<parts>(?:{_PART})+)(?P<after>{_CURRENCY})?")
_PARTS = re.compile(_PART)
# Within a sentence.
_DIGITS = rf"(?:{_NUMBER}|[{_CHINESE_DIGITS}兩两十][{_CHINESE_DIGITS}兩两十百千]*)"
_SCALE = rf"(?:{_build_alternatives(_SCALE_VALUES)})(?![a-z])"
_SCALED = rf"{_DIGITS}(?:\s?{_SCALE})?"
_IN_SENTENCE = re.compile(
    rf"(?<![a-z\d.,])(?:(?:{_CURRENCY})\s?)?{_SCALED}(?:{_SCALED})*(?:\s?(?:{_CURRENCY})(?![a-z]))?(?![a-z\d])"
)
# Smaller or shorter numbers without a currency, such as years, are no amounts.
_FEWEST_DIGITS, _SMALLEST_AMOUNT = 5, 1000


@dataclass(frozen=True)
class TypedAmount:
    """A whole amount, and the code of the currency that the text names; empty if it names none."""

    amount: int
    currency: str = ""


def parse_amount(text: str) -> TypedAmount:
    """Parse an amount as written in English or Chinese; raise ValueError if it is none, or not whole."""
    total, currency = _parse_total(text)
    if total != total.to_integral_value() or total >= 10**MAX_DIGITS:
        raise ValueError(text)
    return TypedAmount(int(total), currency)


def find_amounts(text: str) -> Iterator[tuple[int, int, TypedAmount]]:
    """Yield `(start, end, amount)` of the amounts of money in a sentence: numbers with a currency, or large ones."""
    for match in _IN_SENTENCE.finditer(_narrow_in_place(text)):
        try:
            typed = parse_amount(match[0])
        except ValueError:
            continue
        has_currency = re.search(_CURRENCY, match[0])
        if has_currency or (typed.amount >= _SMALLEST_AMOUNT and _is_scaled_or_long(match[0])):
            yield match.start(), match.end(), typed


def _is_scaled_or_long(text: str) -> bool:
    return bool(re.search(_SCALE, text)) or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _narrow_in_place(text: str) -> str:
    """Return the text in one width and lower case, each character at its place."""
    narrow = (unicodedata.normalize("NFKC", character).lower() for character in text)
    return "".join(one if len(one) == 1 else other for one, other in zip(narrow, text, strict=True))


def parse_decimal(text: str) -> Decimal:
    """Parse a figure: an amount, or a number with a sign, per cent or degree; raise ValueError if it is none."""
    plain = _narrow(text).rstrip("%°")
    has_sign = plain[:1] in {"+", "-", "\N{MINUS SIGN}"}
    total, _currency = _parse_total(plain[1:] if has_sign else plain)
    return -total if has_sign and plain[0] != "+" else total


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", remove_ignorable_characters(text)).lower().split())


def _parse_total(text: str) -> tuple[Decimal, str]:
    """Return the number that a text is, and the code of its currency; raise ValueError."""
    plain = _CHINESE_NUMBER.sub(_convert_chinese_number, _narrow(text).removesuffix("/-"))
    match = _AMOUNT.fullmatch(plain)
    if not match:
        raise ValueError(text)
    parts = [
        (Decimal(number.replace(",", "")), _SCALE_VALUES.get(scale, 1))
        for number, scale in _PARTS.findall(match["parts"])
    ]
    scales = [scale for _number, scale in parts]
    # 3億5000萬 is a sum: each part has a smaller scale than the one before.
    if any(later >= earlier for earlier, later in pairwise(scales)):
        raise ValueError(text)
    total = sum((number * scale for number, scale in parts), Decimal(0))
    currencies = {_CURRENCY_CODES[word] for word in (match["before"], match["after"]) if word in _CURRENCY_CODES}
    if len(currencies) > 1:
        raise ValueError(text)
    return total, next(iter(currencies), "")


def _convert_chinese_number(match: re.Match[str]) -> str:
    """Convert a number below ten thousand: 十五, 一百零三, 二〇二四."""
    text = match[0].replace("兩", "二").replace("两", "二")
    digits = {character: max(0, position - 1) for position, character in enumerate(_CHINESE_DIGITS)}
    if not _CHINESE_UNITS.keys() & set(text):
        return "".join(str(digits[character]) for character in text)
    total, digit = 0, None
    for character in text:
        if unit := _CHINESE_UNITS.get(character):
            total += (1 if digit is None else digit) * unit
            digit = None
        else:
            digit = digits[character]
    return str(total + (digit or 0))


def parse_whole_number(text: str) -> int | None:
    """Parse a whole number of up to nine digits, of any width; None if it is none."""
    plain = text.strip()
    is_number = plain.isdecimal() and unicodedata.normalize("NFKC", plain).isascii()
    return int(plain) if is_number and len(plain) < 10 else None
