"""Texts that still hold an amount or a date which was changed, in any of the spellings that people use."""

import re
import unicodedata
from calendar import month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from ecosystem import facts
from ecosystem.markdown import LINK
from ecosystem.models import Theme
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
NUMBER = re.compile(
    rf"((?<!\d)\d{{1,3}}(?: \d{{3}})+(?!\d)|\d+(?:[,，]\d{{3}})*(?:\.\d+)?)\s*-?(?:({_SCALE})(?![a-z]))?", re.IGNORECASE
)
CHINESE_NUMBER = re.compile(rf"([{''.join(CHINESE_DIGITS)}{''.join(CHINESE_UNITS)}]+)(萬|万|億|亿)")
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
        (facts.label(model, name), facts.written(record, name))
        for name in facts.every_column(model)
        if _is_text(record, name)
    ]
    texts += _find_linked_texts(record)
    return [
        OldFigure(label, spelled, facts.label(model, name))
        for name, old in before.items()
        for label, text in texts
        if (spelled := _find_spelling(record, name, old, text))
    ]


def _find_spelling(record, name, old, text):
    """Return how a text writes what a column said before; empty where it does not, or where nothing has changed."""
    now, field = facts.written(record, name), record._meta.get_field(name)
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
                    yield f"{theme} · {facts.label(Theme, name)}", words


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
