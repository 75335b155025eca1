"""Format amounts of money in each language: HK$3 billion, 30億港元."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from ecosystem.core import languages

ENGLISH_SCALES = ((10**9, "billion"), (10**6, "million"))
CHINESE_SCALES = ((10**8, "億"), (10**4, "萬"))
SIGNS = {"HKD": "HK$", "USD": "US$", "CNY": "RMB ", "EUR": "€", "GBP": "£"}
CHINESE_UNITS = {"HKD": "港元", "USD": "美元", "CNY": "元人民幣", "EUR": "歐元", "GBP": "英鎊"}
# A scale is used only if the number then needs no more decimals than this, so that nothing is rounded.
DECIMALS = 3


@dataclass(frozen=True)
class Money:
    """An amount in units of a currency, which is an ISO 4217 code."""

    amount: int | Decimal
    currency: str

    def format_localized(self) -> str:
        language = languages.get_current_language()
        if language == languages.ENGLISH:
            sign = SIGNS.get(self.currency, f"{self.currency} ")
            return sign + format_scaled_number(self.amount, ENGLISH_SCALES, gap=" ")
        unit = CHINESE_UNITS.get(self.currency, f" {self.currency}")
        text = format_scaled_number(self.amount, CHINESE_SCALES, gap="") + unit
        return languages.convert_to_simplified(text) if language == languages.SIMPLIFIED else text


def format_scaled_number(value: int | Decimal, scales: tuple[tuple[int, str], ...], *, gap: str) -> str:
    """Return `value` exactly, with the largest scale that keeps it short: 1.29 million, 129萬."""
    for scale, word in scales:
        shrunk = Decimal(value) / scale
        if shrunk >= 1 and shrunk == round(shrunk, DECIMALS):
            return f"{shrunk.normalize():,f}{gap}{word}"
    return f"{value:,}"


def format_observation_value(value: Decimal, unit: str) -> str:
    """Return an indicator's value in the reader's language, without its label.

    Money is scaled; a percentage, rank or count is shown as published.
    """
    if unit in SIGNS:
        return Money(int(value) if value == int(value) else value.normalize(), unit).format_localized()
    text = f"{value.normalize():,f}"
    if unit == "percent":
        return f"{text}%"
    return pgettext("a rank", "No. %(rank)s") % {"rank": text} if unit == "rank" else text
