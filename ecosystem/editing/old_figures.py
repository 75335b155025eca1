"""Texts that still hold an amount or a date which was changed, in any of the spellings that people use."""

import re
import unicodedata
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.text import capfirst

from ecosystem.core.languages import parted
from ecosystem.core.markdown import LINK
from ecosystem.core.partial_dates import PartialDate
from ecosystem.editing import field_values
from ecosystem.models import Theme
from ecosystem.models.fields import PartialDateField, WordsField

# How a number is scaled; what is longer is tried first.
SCALES = {
    "thousand": 10**3, "k": 10**3,
    "million": 10**6, "mln": 10**6, "mn": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "tn": 10**12,
    "千": 10**3, "百萬": 10**6, "百万": 10**6, "千萬": 10**7, "千万": 10**7,
    "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8, "萬億": 10**12, "万亿": 10**12, "兆": 10**12,
}  # fmt: skip
# Each digit in plain writing, and as it is written where nobody shall change it.
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
# A number with its scale; a word in Latin letters ends where it ends: 5 m is a number, 5 members is none.
NUMBER = re.compile(
    rf"((?<!\d)\d{{1,3}}(?: \d{{3}})+(?!\d)|\d+(?:[,，]\d{{3}})*(?:\.\d+)?)\s*-?(?:({_SCALE})(?![a-z]))?", re.IGNORECASE
)
_SMALL = "".join([*CHINESE_DIGITS, *CHINESE_UNITS])
CHINESE_NUMBER = re.compile(rf"[{_SMALL}][{_SMALL}{''.join(CHINESE_SCALES)}]+")
MONTHS = [name.lower() for name in month_name[1:]]


@dataclass(frozen=True)
class OldFigure:
    """A text that still holds what a column of a record said before; both by their names, as editors know them."""

    text: str
    found: str
    changed: str


def find_old_figures(record, before: Mapping[str, str]) -> list[OldFigure]:
    """Return each text that still says what an amount or a date of a record was before a change.

    Texts are those of the record itself, and what links to it in the introductions of themes.
    `before` holds the texts of columns before the change, as `facts.written()` gives them.
    """
    model = type(record)
    texts = [
        (field_values.label(model, name), field_values.written(record, name))
        for name in field_values.every_column(model)
        if _is_text(record, name)
    ]
    texts += _find_linked_texts(record)
    return [
        OldFigure(label, spelled, field_values.label(model, name))
        for name, old in before.items()
        for label, text in texts
        if (spelled := _find_spelling(record, name, old, text))
    ]


def find_old_series_figures(series, before: Mapping[str, Decimal]) -> list[OldFigure]:
    """Return each text that links to a series and still says a figure that it no longer has.

    `before` holds the figures before the change, by their periods as text.
    """
    kept = {figure.value for figure in series.observations.all()}
    texts = list(_find_linked_texts(series))
    return [
        OldFigure(label, spelled, f"{capfirst(series.observations.model._meta.verbose_name)} {period}")
        for period, value in before.items()
        if value not in kept
        for label, text in texts
        if (spelled := find_number(text, value))
    ]


def _find_spelling(record, name, old, text):
    """Return how a text writes what a column said before; empty where it does not, or where nothing has changed."""
    now, field = field_values.written(record, name), record._meta.get_field(name)
    if not old or old == now:
        return ""
    if isinstance(field, PartialDateField):
        return find_date(text, PartialDate(old), instead=now)
    return find_number(text, int(old)) if isinstance(field, models.IntegerField) else ""


def _find_linked_texts(record):
    """Yield the words that link to a record in the introductions of themes, with where they stand."""
    for theme in Theme.objects.all():
        for name in ("introduction_en", "introduction_zh_hant", "introduction_zh_hans"):
            for words, kind, slug in LINK.findall(getattr(theme, name)):
                if (kind, slug) == (record._meta.model_name, record.slug):
                    yield f"{theme} · {field_values.label(Theme, name)}", words


def find_number(text: str, number: int | Decimal) -> str:
    """Return how a text writes a number, such as 500,000, 0.5 million, 50萬 or 五十萬; empty where it does not."""
    return next((spelled for spelled, value in _numbers(_plain(text)) if value == number), "")


def find_date(text: str, date: PartialDate, *, instead: str = "") -> str:
    """Return how a text writes a date; empty where it does not, or where that is true of the date `instead` as well.

    Of a day its month is looked for too: “in October 2024” is as wrong as the day once the month is another.
    """
    text = _plain(text)
    parts = [date.text, date.text[:7]] if len(date.parts) == 3 else [date.text]
    for part in parts:
        if not instead.startswith(part) and (match := _date_pattern(PartialDate(part)).search(text)):
            return match.group()
    return ""


def _is_text(record, name):
    """Whether a column is text that people write: one with a language, a list of names, an address."""
    if name in field_values.JOINS:
        return False
    field = record._meta.get_field(name)
    is_plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField)
    return isinstance(field, WordsField) or (is_plain and bool(parted(name)[1] or name in {"acronym", "address"}))


def _plain(text):
    """Return a text with full-width digits and signs as half-width ones."""
    return unicodedata.normalize("NFKC", text)


def _numbers(text) -> Iterator[tuple[str, Decimal]]:
    """Yield each number of a text as it is written, with its value; 3億5,000萬 is one number, and so is each part."""
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
        yield match.group(), Decimal(_read_chinese(match.group()))


def _read_chinese(number) -> int:
    """Return what a number in Chinese says: 五十萬 is 500,000, 一億五千萬 is 150,000,000, 一萬億 is a million millions."""
    total, section, digit = 0, 0, 0
    for sign in number:
        if sign in CHINESE_SCALES:
            section += digit
            # 萬 before 億 counts hundreds of millions; after it, it counts for itself.
            smaller = total % CHINESE_SCALES[sign]
            total += (smaller + section) * CHINESE_SCALES[sign] - smaller
            section, digit = 0, 0
        elif sign in CHINESE_UNITS:
            section, digit = section + (digit or 1) * CHINESE_UNITS[sign], 0
        else:
            digit = CHINESE_DIGITS[sign]
    return total + section + digit


def _write_chinese(number: int) -> str:
    """Return a pattern for a month or a day in Chinese: 10 is 十, 21 is 二十一 or 廿一."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = ("", "十", "(?:二十|廿)", "(?:三十|卅)")[tens]
    return head + (digits[ones] if ones else "")


def _date_pattern(date: PartialDate) -> re.Pattern:
    """Return what finds a date in English, Chinese and figures; nothing longer that only begins or ends so."""
    year, month, day = (*date.parts, 0, 0)[:3]
    chinese_year = "".join("[〇零○]" if digit == "0" else "〇一二三四五六七八九"[int(digit)] for digit in str(year))
    if not month:
        # 1991-05 is a month, and 2024-25 a year of its own; 1991-2001 begins in 1991.
        return re.compile(rf"(?<![\d.,])(?<!-){year}(?![\d,])(?!-\d\d?(?!\d))(?!\.\d)|{chinese_year}年")
    in_chinese = rf"(?:{year}|{chinese_year}) ?年 ?(?:0?{month}|{_write_chinese(month)}) ?月"
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
        # The first day of several.
        until = r"(?: ?[-–—至到] ?\d{1,2})?"
        spellings = [
            rf"0?{day}(?:st|nd|rd|th)?{until}(?:st|nd|rd|th)? (?:of )?{word},? {year}",
            rf"{word} 0?{day}(?:st|nd|rd|th)?{until}(?:st|nd|rd|th)?,? {year}",
            rf"{in_chinese} ?(?:0?{day}|{_write_chinese(day)}){until} ?[日號号]",
            rf"{year}[-/.]0?{month}[-/.]0?{day}",
            rf"0?{day}[-/.]0?{month}[-/.]{year}",
        ]
    return re.compile(rf"(?<![\d/-])(?:{'|'.join(spellings)})(?!\d)", re.IGNORECASE)
