"""Texts that still hold an amount or a date which was changed, in any of the spellings that people use."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from ecosystem import facts
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.partial_dates import PartialDate
from ecosystem.translation import parted

# How a number is scaled; what is longer is tried first.
SCALES = {
    "thousand": 10**3, "k": 10**3,
    "million": 10**6, "mn": 10**6, "m": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9,
    "千": 10**3, "百萬": 10**6, "百万": 10**6, "千萬": 10**7, "千万": 10**7,
    "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8,
}  # fmt: skip
CHINESE_DIGITS = {digit: value for value, digits in enumerate("〇一二三四五六七八九") for digit in digits}
CHINESE_DIGITS |= {"零": 0, "兩": 2, "两": 2}
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
# A number with its scale; a word in Latin letters ends where it ends: 5 m is a number, 5 members is none.
NUMBER = re.compile(rf"((?<!\d)\d{{1,3}}(?: \d{{3}})+(?!\d)|\d+(?:[,，]\d{{3}})*(?:\.\d+)?)\s*-?(?:({_SCALE})(?![a-z]))?", re.IGNORECASE)
CHINESE_NUMBER = re.compile(rf"([{''.join(CHINESE_DIGITS)}{''.join(CHINESE_UNITS)}]+)(萬|万|億|亿)")
MONTHS = ("january february march april may june july august september october november december").split()


@dataclass(frozen=True)
class OldFigure:
    """A text, by the name of its column, that still holds what another column said before."""

    column: str
    found: str
    changed_column: str


def find_old_figures(record, before: Mapping[str, str]) -> list[OldFigure]:
    """Return each text of a record that still says what an amount or a date was before a change.

    `before` holds the texts of columns before the change, as `facts.written()` gives them.
    """
    changed = {name: text for name, text in before.items() if text and text != facts.written(record, name)}
    texts = {name: facts.written(record, name) for name in facts.every_column(type(record)) if _is_text(record, name)}
    found = []
    for name, old in changed.items():
        now = facts.written(record, name)
        field = record._meta.get_field(name)
        for column, text in texts.items():
            if isinstance(field, PartialDateField):
                spelled = find_date(text, PartialDate(old), instead=now)
            elif isinstance(field, models.IntegerField):
                spelled = find_number(text, int(old))
            else:
                continue
            if spelled:
                found.append(OldFigure(column, spelled, name))
    return found


def find_number(text: str, number: int) -> str:
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
    if name in facts.JOINS:
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
        digits, scale = match.groups()
        yield match.group(), Decimal(_read_chinese(digits)) * SCALES[scale]


def _read_chinese(digits) -> int:
    """Return what up to four places in Chinese say: 五十 is 50, 十二 is 12."""
    total, last = 0, 0
    for digit in digits:
        if digit in CHINESE_UNITS:
            total, last = total + (last or 1) * CHINESE_UNITS[digit], 0
        else:
            last = CHINESE_DIGITS[digit]
    return total + last


def _date_pattern(date: PartialDate) -> re.Pattern:
    """Return what finds a date in English, Chinese and figures; nothing longer that only begins or ends so."""
    year, month, day = (*date.parts, 0, 0)[:3]
    if not month:
        return re.compile(rf"(?<![\d.,])(?<!-){year}(?![\d,-])(?!\.\d)")
    name = MONTHS[month - 1]
    word = f"(?:{name}|{name[:3]}\\.?|{name[:4]}\\.?)"
    if not day:
        spellings = [
            rf"(?<!\d ){word},? {year}",
            rf"{year} ?年 ?0?{month} ?月(?! ?\d)",
            rf"{year}-{month:02}(?!-?\d)",
            rf"0?{month}/{year}",
        ]
    else:
        spellings = [
            rf"0?{day}(?:st|nd|rd|th)? (?:of )?{word},? {year}",
            rf"{word} 0?{day}(?:st|nd|rd|th)?,? {year}",
            rf"{year} ?年 ?0?{month} ?月 ?0?{day} ?[日號号]",
            rf"{year}[-/.]0?{month}[-/.]0?{day}",
            rf"0?{day}[-/.]0?{month}[-/.]{year}",
        ]
    return re.compile(rf"(?<![\d/-])(?:{'|'.join(spellings)})(?!\d)", re.IGNORECASE)
