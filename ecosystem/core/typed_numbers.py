"""Amounts of money as people write them: 1,000,000, HK$1.5m, 1.5 million, 15億, １５０萬元."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ecosystem.core.chinese_numerals import FIRST, FURTHER, convert_chinese_numeral
from ecosystem.core.control_characters import remove_ignorable_characters

# A longer number is no amount of money, and Python refuses to convert much longer ones.
MAX_DIGITS, MAX_LENGTH = 18, 60
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
# Numbers below ten thousand; larger ones are these with a scale.
_NUMERAL = re.compile(f"(?<![0-9.])[{FIRST}][{FURTHER}]*")
# A dollar or yuan of no named country is that of the field.
_UNNAMED = ("$", "dollars", "元", "圓", "圆", "蚊")


def _build_alternatives(words) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_CURRENCY = _build_alternatives([*_CURRENCY_CODES, *_UNNAMED])
_SCALE = _build_alternatives(_SCALE_VALUES)
# All parts but the last have a scale; without that, one number could be divided in very many ways.
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})?(?P<parts>(?:{_NUMBER}(?:{_SCALE}))*{_NUMBER}(?:{_SCALE})?)(?P<after>{_CURRENCY})?"
)
_PARTS = re.compile(rf"({_NUMBER})({_SCALE})?")
_BLANK_BEFORE_GROUP = re.compile(r"(?<=[0-9])\s+(?=[0-9]{3}(?![0-9]))")
_BLANK_IN_NUMBER = re.compile(r"[0-9]\s+[0-9]")
# Within a sentence.
_TYPED_NUMBER = rf"(?:{_NUMBER}|[{FIRST}][{FURTHER}]*)"
_SPACED_SCALE = rf"\s?(?:{_SCALE})(?![a-z])"
_IN_SENTENCE = re.compile(
    rf"(?<![a-z0-9.,])(?:(?:{_CURRENCY})\s?)?(?:{_TYPED_NUMBER}{_SPACED_SCALE})*{_TYPED_NUMBER}(?:{_SPACED_SCALE})?"
    rf"(?:\s?(?:{_CURRENCY})(?![a-z]))?(?![a-z0-9])"
)
# Smaller or shorter numbers without a currency, such as years, are no amounts.
_FEWEST_DIGITS, _SMALLEST_AMOUNT = 5, 1000


@dataclass(frozen=True)
class TypedAmount:
    """`currency` is empty if the text names none."""

    amount: int
    currency: str = ""


def parse_amount(text: str) -> TypedAmount:
    """Raise ValueError if the text is no amount, or not a whole one."""
    total, currency = _parse_total(text)
    if total != total.to_integral_value() or total >= 10**MAX_DIGITS:
        raise ValueError(text)
    return TypedAmount(int(total), currency)


def find_amounts(text: str) -> Iterator[tuple[int, int, TypedAmount]]:
    """Yield `(start, end, amount)` of numbers with a currency, or large ones."""
    for match in _IN_SENTENCE.finditer(_narrow_in_place(text)):
        try:
            typed = parse_amount(match[0])
        except ValueError:
            continue
        has_currency = re.search(_CURRENCY, match[0])
        if has_currency or (typed.amount >= _SMALLEST_AMOUNT and _is_scaled_or_long(match[0])):
            yield match.start(), match.end(), typed


def _is_scaled_or_long(text: str) -> bool:
    return bool(re.search(_SPACED_SCALE, text)) or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS


def _narrow_in_place(text: str) -> str:
    """Unify width and case, and keep each character at its place."""
    narrow = (unicodedata.normalize("NFKC", character).lower() for character in text)
    return "".join(one if len(one) == 1 else other for one, other in zip(narrow, text, strict=True))


def parse_decimal(text: str, *, may_name_currency: bool = False) -> Decimal:
    """Accept a sign, per cent or degree; raise ValueError if it is no number, or names a currency."""
    plain = text.strip().rstrip("%％°")
    sign = unicodedata.normalize("NFKC", plain[:1])
    has_sign = sign in {"+", "-", "\N{MINUS SIGN}"}
    total, currency = _parse_total(plain[1:] if has_sign else plain)
    if currency and not may_name_currency:
        raise ValueError(text)
    return -total if has_sign and sign != "+" else total


def _parse_total(text: str) -> tuple[Decimal, str]:
    if len(text) > MAX_LENGTH:
        raise ValueError(text)
    plain = unicodedata.normalize("NFKC", remove_ignorable_characters(text)).lower().strip()
    plain = _BLANK_BEFORE_GROUP.sub("", plain)
    if _BLANK_IN_NUMBER.search(plain):
        raise ValueError(text)
    plain = "".join(plain.split()).removesuffix("/-")
    match = _AMOUNT.fullmatch(_NUMERAL.sub(lambda numeral: convert_chinese_numeral(numeral[0]), plain))
    if not match:
        raise ValueError(text)
    numbers = _PARTS.findall(match["parts"])
    scales = [_SCALE_VALUES.get(scale, 1) for _number, scale in numbers]
    # 3億5000萬 is a sum: each part has a smaller scale than the one before.
    if any(later >= earlier for earlier, later in pairwise(scales)):
        raise ValueError(text)
    # 2萬5 means 25,000 to some and 20,005 to others.
    if len(numbers) > 1 and scales[-1] == 1 and len(numbers[-1][0]) == 1:
        raise ValueError(text)
    total = sum(
        (Decimal(number.replace(",", "")) * scale for (number, _), scale in zip(numbers, scales, strict=True)),
        Decimal(0),
    )
    currencies = {_CURRENCY_CODES[word] for word in (match["before"], match["after"]) if word in _CURRENCY_CODES}
    if len(currencies) > 1:
        raise ValueError(text)
    return total, next(iter(currencies), "")


def parse_whole_number(text: str) -> int | None:
    plain = text.strip()
    is_number = plain.isdecimal() and unicodedata.normalize("NFKC", plain).isascii()
    return int(plain) if is_number and len(plain) < 10 else None
