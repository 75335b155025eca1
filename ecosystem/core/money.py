"""Format amounts of money in each language: HK$3 billion, 30億港元."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from ecosystem.core import languages

ENGLISH_SCALES = ((10**9, "billion"), (10**6, "million"))
CHINESE_SCALES = ((10**8, "億"), (10**4, "萬"))
SIGNS = {"HKD": "HK$", "USD": "US$", "CNY": "RMB ", "EUR": "€", "GBP": "£"}
Scale = tuple[int, str]
UNSCALED: Scale = (1, "")
CHINESE_UNITS = {"HKD": "港元", "USD": "美元", "CNY": "元人民幣", "EUR": "歐元", "GBP": "英鎊"}
# A scale is used only if the number then needs no more decimals than this, so that nothing is rounded.
DECIMALS = 3


@dataclass(frozen=True)
class Money:
    """`currency` is an ISO 4217 code, `amount` in its units."""

    amount: int | Decimal
    currency: str

    def format_localized(self, among: Sequence[int | Decimal] = ()) -> str:
        """Use one scale for all amounts of `among`, if given."""
        amounts = among or (self.amount,)
        language = languages.get_current_language()
        if language == languages.ENGLISH:
            sign = SIGNS.get(self.currency, f"{self.currency} ")
            return sign + _format_scaled(self.amount, find_common_scale(amounts, ENGLISH_SCALES), gap=" ")
        unit = CHINESE_UNITS.get(self.currency, f" {self.currency}")
        text = _format_scaled(self.amount, find_common_scale(amounts, CHINESE_SCALES), gap="") + unit
        return languages.convert_to_simplified(text) if language == languages.SIMPLIFIED else text


def find_common_scale(values: Sequence[int | Decimal], scales: Sequence[Scale]) -> Scale:
    """Return the largest scale that keeps all of the values exact and short, and the largest at least 1."""
    for scale in scales:
        shrunk = [Decimal(value) / scale[0] for value in values]
        if max(shrunk) >= 1 and all(value == round(value, DECIMALS) for value in shrunk):
            return scale
    return UNSCALED


def _format_scaled(value: int | Decimal, scale: Scale, *, gap: str) -> str:
    if scale == UNSCALED:
        return f"{value:,}"
    divisor, word = scale
    return f"{(Decimal(value) / divisor).normalize():,f}{gap}{word}"


def format_observation_value(value: Decimal, unit: str, among: Sequence[Decimal] = ()) -> str:
    """Scale money alike for all values of `among`; show a percentage, rank or count as published."""
    if unit in SIGNS:
        amount = int(value) if value == int(value) else value.normalize()
        return Money(amount, unit).format_localized(among)
    text = f"{value.normalize():,f}"
    if unit == "percent":
        return f"{text}%"
    return pgettext("a rank", "No. %(rank)s") % {"rank": text} if unit == "rank" else text
