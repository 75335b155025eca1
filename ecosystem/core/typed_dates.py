"""Partial dates as people write them: 2024年10月, 9 October 2024, ２０２４, 10/2024."""

import re
import unicodedata

from django.utils.translation import gettext

from ecosystem.core.chinese_numerals import DIGITS, TENS, convert_chinese_numeral
from ecosystem.core.control_characters import remove_ignorable_characters
from ecosystem.core.partial_dates import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_BETWEEN = r"(?: ?[-/.‐‑–—] ?| )"
_YEAR, _DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}(?:{_BETWEEN}(?P<month>\d{{1,2}})(?:{_BETWEEN}(?P<day>\d{{1,2}}))?)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2}) ?月 ?(?P<year>\d{4}) ?年?",
        rf"{_YEAR},?[- ]{_MONTH}(?:[- ]{_DAY})?",
        r"(?P<year>\d{4}) ?年(?: ?(?P<month>\d{1,2}) ?月(?:份| ?(?P<day>\d{1,2}) ?[日號号])?)?",
        r"(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})",
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH}(?: {_DAY})?,? {_YEAR}",
        rf"(?:{_DAY}[- ])?{_MONTH}[- ]{_YEAR}",
    )
]
# The day and the month in an order that the text does not tell.
_TWO_NUMBERS = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4})")
# What stands beside a date: the day of the week, the time of day.
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? |\(?(?:星期|週|周|禮拜|礼拜)[一二三四五六日天]\)?$"
)
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z| ?[+-]\d{2}:?\d{2})?$")
# The letter O between Chinese digits stands for a zero.
_LETTER_O = re.compile(f"(?<=[{DIGITS}])o|o(?=[{DIGITS}])")
_NUMERAL = re.compile(f"[{DIGITS}{TENS}]+(?=[年月日號号])|^[{DIGITS}]{{4}}$")


def parse_partial_date(text: str) -> PartialDate:
    """Parse a date as written in English or Chinese; raise ValueError with the form that is wanted.

    10/11/2024 is refused, because it is a day in October for some readers and in November for others.
    """
    plain = " ".join(unicodedata.normalize("NFKC", remove_ignorable_characters(text)).lower().split())
    plain = _TIME.sub("", _WEEKDAY.sub("", plain)).strip()
    plain = _NUMERAL.sub(lambda match: convert_chinese_numeral(match[0]), _LETTER_O.sub("〇", plain))
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            return _build_date(text, **match.groupdict())
    if match := _TWO_NUMBERS.fullmatch(plain):
        first, second, year = match.groups()
        if int(first) > 12 or first == second:
            return _build_date(text, year=year, month=second, day=first)
        if int(second) > 12:
            return _build_date(text, year=year, month=first, day=second)
        raise ValueError(
            gettext("“%(text)s” can be read as two different days. Use the format 2024, 2024-10 or 2024-10-09.")
            % {"text": text}
        )
    # Raises the error that names the format.
    return PartialDate(text.strip())


def _build_date(text: str, year: str, month: str | None = None, day: str | None = None, name: str = "") -> PartialDate:
    if name:
        month = str(_MONTHS.index(name[:3]) + 1)
    numbers = [part.zfill(2) for part in (year, month, day) if part]
    try:
        return PartialDate("-".join(numbers))
    except ValueError as error:
        raise ValueError(
            gettext("“%(text)s” is not a valid date. Use the format 2024, 2024-10 or 2024-10-09.") % {"text": text}
        ) from error
