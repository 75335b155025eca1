"""Partial dates: a year, a month or a day, each the span from its first to its last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.utils.translation import get_language, gettext, gettext_noop, pgettext

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

# By the number of the month.
MONTH_NAMES = (
    "",
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


@dataclass(frozen=True)
class PartialDate:
    """`2024`, `2024-10` or `2024-10-09`.

    The texts sort by first day, the less exact first, in any database.
    """

    text: str

    def __post_init__(self):
        match = PATTERN.fullmatch(self.text) if self.text.isascii() else None
        if not match:
            raise ValueError(
                gettext("“%(text)s” is not a valid date. Use the format 2024, 2024-10 or 2024-10-09.")
                % {"text": self.text}
            )
        try:
            date(*(int(part or 1) for part in match.groups()))
        except ValueError as error:
            raise ValueError(gettext("“%(text)s” is not a real date.") % {"text": self.text}) from error

    def __str__(self):
        return self.text

    @cached_property
    def parts(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.text.split("-"))

    @property
    def first_day(self) -> date:
        year, month, day = (*self.parts, 1, 1)[:3]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        match self.parts:
            case (year,):
                return date(year, 12, 31)
            case (year, month):
                return date(year, month, monthrange(year, month)[1])
        return self.first_day

    def format_localized(self) -> str:
        return _format_parts(self.parts, get_language())


# Pages show some hundred dates.
@lru_cache(maxsize=8192)
def _format_parts(parts: tuple[int, ...], _language: str | None) -> str:
    year, month, day = (*parts, 0, 0)[:3]
    values = {"year": year, "month": month, "month_name": get_month_name(month), "day": day}
    if day:
        return pgettext("a day", "%(day)d %(month_name)s %(year)d") % values
    if month:
        return pgettext("a month", "%(month_name)s %(year)d") % values
    return pgettext("a year", "%(year)d") % values


def get_month_name(month: int) -> str:
    """Return an empty name for 0; Chinese formats the number instead."""
    return gettext(MONTH_NAMES[month]) if month else ""
