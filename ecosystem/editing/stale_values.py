"""Find texts that still contain an amount or date that was changed, in any usual spelling."""

import re
import unicodedata
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.text import capfirst

from ecosystem.core.languages import split_language_column
from ecosystem.core.markdown import RECORD_LINK_PATTERN
from ecosystem.core.partial_dates import PartialDate
from ecosystem.editing import field_values
from ecosystem.models import Indicator, Record, Theme
from ecosystem.models.base import list_language_columns
from ecosystem.models.fields import PartialDateField, WordsField

# Scale words of numbers.
SCALES = {
    "thousand": 10**3, "k": 10**3,
    "million": 10**6, "mln": 10**6, "mn": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12,
    "千": 10**3, "百萬": 10**6, "百万": 10**6, "千萬": 10**7, "千万": 10**7,
    "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "萬億": 10**12, "万亿": 10**12, "兆": 10**12,
}  # fmt: skip
# Chinese digits, in plain and in financial (forgery-proof) form.
CHINESE_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("〇零○", "一壹", "二兩两貳贰", "三叁參", "四肆", "五伍", "六陸陆", "七柒", "八捌", "九玖")
    )
    for digit in digits
}
CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE_SCALES = {"萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
# A number with its scale; a Latin scale word must be a whole word: “5 m” is five million, “5 members” is not.
NUMBER = re.compile(
    rf"((?<!\d)\d{{1,3}}(?: \d{{3}})+(?!\d)|\d+(?:[,，]\d{{3}})*(?:\.\d+)?)\s*-?(?:({_SCALE})(?![a-z]))?", re.IGNORECASE
)
_SMALL = "".join([*CHINESE_DIGITS, *CHINESE_UNITS])
CHINESE_NUMBER = re.compile(rf"[{_SMALL}][{_SMALL}{''.join(CHINESE_SCALES)}]+")
MONTHS = [name.lower() for name in month_name[1:]]


@dataclass(frozen=True)
class StaleValue:
    """A text that still contains the old value of a column; `text` and `changed` are labels."""

    text: str
    found: str
    changed: str


def find_stale_values(record: Record, before: Mapping[str, str]) -> list[StaleValue]:
    """Search the record's own texts, and the link texts in theme introductions.

    `before` holds the column texts before the change, as from `citing_sources.capture_column_texts()`.
    """
    model = type(record)
    changed = {name: old for name, old in before.items() if _is_spelled_value(model, name) and old}
    changed = {name: old for name, old in changed.items() if old != field_values.get_column_text(record, name)}
    if not changed:
        return []
    texts = [
        (field_values.get_column_label(model, name), field_values.get_column_text(record, name))
        for name in field_values.list_all_columns(model)
        if _is_prose_column(record, name)
    ]
    texts += _find_linked_texts(record)
    return [
        StaleValue(label, spelled, field_values.get_column_label(model, name))
        for name, old in changed.items()
        for label, text in texts
        if (spelled := _find_spelling(record, name, old, text))
    ]


def find_stale_observations(indicator: Indicator, before: Mapping[str, Decimal]) -> list[StaleValue]:
    """`before` holds the values before the change, by period as text."""
    current = {observation.value for observation in indicator.observations.all()}
    texts = list(_find_linked_texts(indicator))
    return [
        StaleValue(label, spelled, f"{capfirst(indicator.observations.model._meta.verbose_name)} {period}")
        for period, value in before.items()
        if value not in current
        for label, text in texts
        if (spelled := find_number_spelling(text, value))
    ]


def _find_spelling(record: Record, name: str, old: str, text: str) -> str:
    if isinstance(record._meta.get_field(name), PartialDateField):
        return find_date_spelling(text, PartialDate(old), instead=field_values.get_column_text(record, name))
    return find_number_spelling(text, int(old))


def _is_spelled_value(model: type[Record], name: str) -> bool:
    return isinstance(model._meta.get_field(name), PartialDateField | models.IntegerField)


def _find_linked_texts(record: Record | Indicator) -> Iterator[tuple[str, str]]:
    """Yield `(location, link text)` of links in theme introductions."""
    for theme in Theme.objects.all():
        for name in list_language_columns("introduction"):
            for words, kind, slug in RECORD_LINK_PATTERN.findall(getattr(theme, name)):
                if (kind, slug) == (record._meta.model_name, record.slug):
                    yield f"{theme} · {field_values.get_column_label(Theme, name)}", words


def find_number_spelling(text: str, number: int | Decimal) -> str:
    """Find spellings such as 500,000, 0.5 million, 50萬 or 五十萬; return an empty text if absent."""
    return next((spelled for spelled, value in _iter_numbers(_normalize_width(text)) if value == number), "")


def find_date_spelling(text: str, date: PartialDate, *, instead: str = "") -> str:
    """Return a date as spelled in a text; empty if absent, or if the spelling also fits the date `instead`.

    For a day, its month is searched for too: “in October 2024” is as wrong as the day if the month has changed.
    """
    text = _normalize_width(text)
    parts = [date.text, date.text[:7]] if len(date.parts) == 3 else [date.text]
    for part in parts:
        if not instead.startswith(part) and (match := _build_date_pattern(PartialDate(part)).search(text)):
            return match.group()
    return ""


def _is_prose_column(record: Record, name: str) -> bool:
    if name in field_values.ROLE_RELATIONS:
        return False
    field = record._meta.get_field(name)
    is_plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField)
    return isinstance(field, WordsField) or (
        is_plain and bool(split_language_column(name)[1] or name in {"acronym", "address"})
    )


def _normalize_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _iter_numbers(text: str) -> Iterator[tuple[str, Decimal]]:
    """Yield `(spelling, value)` of each number in a text; 3億5,000萬 is one number, and so is each part."""
    last_end, last_start, total = -1, 0, Decimal(0)
    for match in NUMBER.finditer(text):
        digits, scale = match.groups()
        value = Decimal(re.sub(r"[,，\s]", "", digits)) * SCALES.get((scale or "").lower(), 1)
        yield match.group().strip(), value
        if match.start() == last_end and value < total:
            total += value
            yield text[last_start : match.end()].strip(), total
        else:
            last_start, total = match.start(), value
        last_end = match.end()
    for match in CHINESE_NUMBER.finditer(text):
        yield match.group(), Decimal(_parse_chinese_number(match.group()))


def _parse_chinese_number(number: str) -> int:
    """Read 五十萬 as 500,000, 一億五千萬 as 150,000,000, 一萬億 as 10**12."""
    total, section, digit = 0, 0, 0
    for sign in number:
        if sign in CHINESE_SCALES:
            section += digit
            # 萬 before 億 multiplies it; after it, it is added.
            smaller = total % CHINESE_SCALES[sign]
            total += (smaller + section) * CHINESE_SCALES[sign] - smaller
            section, digit = 0, 0
        elif sign in CHINESE_UNITS:
            section, digit = section + (digit or 1) * CHINESE_UNITS[sign], 0
        else:
            digit = CHINESE_DIGITS[sign]
    return total + section + digit


def _build_chinese_pattern(number: int) -> str:
    """Match a month or day: 10 is 十, 21 is 二十一 or 廿一."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = ("", "十", "(?:二十|廿)", "(?:三十|卅)")[tens]
    return head + (digits[ones] if ones else "")


def _build_date_pattern(date: PartialDate) -> re.Pattern:
    """Match English, Chinese and digits, but no part of a longer date."""
    year, month, day = (*date.parts, 0, 0)[:3]
    chinese_year = "".join("[〇零○]" if digit == "0" else "〇一二三四五六七八九"[int(digit)] for digit in str(year))
    if not month:
        # 1991-05 is a month, and 2024-25 is another year; but 1991-2001 begins in 1991.
        return re.compile(rf"(?<![\d.,])(?<!-){year}(?![\d,])(?!-\d\d?(?!\d))(?!\.\d)|{chinese_year}年")
    in_chinese = rf"(?:{year}|{chinese_year}) ?年 ?(?:0?{month}|{_build_chinese_pattern(month)}) ?月"
    name = MONTHS[month - 1]
    word = f"(?:{name}|{name[:3]}\\.?|{name[:4]}\\.?)"
    if not day:
        spellings = [
            rf"(?<!\d ){word},? {year}",
            rf"{in_chinese}(?! ?[\d一二三四五六七八九十廿卅])",
            rf"{year}-{month:02}(?!-?\d)",
            rf"0?{month}/{year}",
        ]
    else:
        # The rest of a range of days.
        until = r"(?: ?[-–—至到] ?\d{1,2})?"
        spellings = [
            rf"0?{day}(?:st|nd|rd|th)?{until}(?:st|nd|rd|th)? (?:of )?{word},? {year}",
            rf"{word} 0?{day}(?:st|nd|rd|th)?{until}(?:st|nd|rd|th)?,? {year}",
            rf"{in_chinese} ?(?:0?{day}|{_build_chinese_pattern(day)}){until} ?[日號号]",
            rf"{year}[-/.]0?{month}[-/.]0?{day}",
            rf"0?{day}[-/.]0?{month}[-/.]{year}",
        ]
    return re.compile(rf"(?<![\d/-])(?:{'|'.join(spellings)})(?!\d)", re.IGNORECASE)
