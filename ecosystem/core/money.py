"""Amounts of money, written as each language writes them: HK$3 billion, 30億港元."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from ecosystem.core import languages

ENGLISH_SCALES = ((10**9, "billion"), (10**6, "million"))
CHINESE_SCALES = ((10**8, "億"), (10**4, "萬"))
SIGNS = {"HKD": "HK$", "USD": "US$", "CNY": "RMB ", "EUR": "€", "GBP": "£"}
CHINESE_UNITS = {"HKD": "港元", "USD": "美元", "CNY": "元人民幣", "EUR": "歐元", "GBP": "英鎊"}
# A scale is used only where the number then needs no more decimals than this, so nothing is rounded away.
DECIMALS = 3


@dataclass(frozen=True)
class Money:
    """A number of a currency's units; `currency` is an ISO 4217 code."""

    amount: int | Decimal
    currency: str

    def localized(self) -> str:
        language = languages.current()
        if language == languages.ENGLISH:
            sign = SIGNS.get(self.currency, f"{self.currency} ")
            return sign + scaled(self.amount, ENGLISH_SCALES, gap=" ")
        unit = CHINESE_UNITS.get(self.currency, f" {self.currency}")
        text = scaled(self.amount, CHINESE_SCALES, gap="") + unit
        return languages.simplified(text) if language == languages.SIMPLIFIED else text


def scaled(value: int | Decimal, scales: tuple[tuple[int, str], ...], *, gap: str) -> str:
    """Return `value` exactly, with the largest scale that keeps it short: 1.29 million, 129萬."""
    for scale, word in scales:
        shrunk = Decimal(value) / scale
        if shrunk >= 1 and shrunk == round(shrunk, DECIMALS):
            return f"{shrunk.normalize():,f}{gap}{word}"
    return f"{value:,}"


def figure(value: Decimal, unit: str) -> str:
    """Return a published number in the reader's language, without its label.

    Money is scaled; a percentage, a rank or a count stands as it was published.
    """
    if unit in SIGNS:
        return Money(int(value) if value == int(value) else value.normalize(), unit).localized()
    text = f"{value.normalize():,f}"
    if unit == "percent":
        return f"{text}%"
    return pgettext("a rank", "No. %(rank)s") % {"rank": text} if unit == "rank" else text
