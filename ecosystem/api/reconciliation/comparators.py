"""Comparing a value of a client with a value of a record: pure functions that return 0 to 1."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from ecosystem.api.reconciliation.name_similarity import normalize_entity_name
from ecosystem.core.identifiers import parse_identifier
from ecosystem.core.partial_dates import PartialDate
from ecosystem.core.typed_dates import parse_partial_date
from ecosystem.core.typed_numbers import parse_decimal
from ecosystem.core.web_addresses import extract_host

# Public suffixes: hosts below one of them are not related.
_PUBLIC_SUFFIXES = (
    "com.hk",
    "org.hk",
    "gov.hk",
    "edu.hk",
    "net.hk",
    "com.cn",
    "org.cn",
    "edu.cn",
    "gov.cn",
    "co.uk",
    "ac.uk",
)
RELATED_HOST_AGREEMENT, SAME_YEAR_AGREEMENT, NEXT_YEAR_AGREEMENT = 0.7, 0.6, 0.3
# Different names score at most the first, and 0 below the second.
HIGHEST_INEXACT_AGREEMENT, LOWEST_NAME_AGREEMENT = 0.95, 0.6


@dataclass(frozen=True)
class PropertyValue:
    """`text` is for readers, `other_texts` are equivalent; `id` is set if the value is a record."""

    text: str
    other_texts: tuple[str, ...] = ()
    id: str = ""
    number: int | None = None

    @property
    def all_texts(self) -> tuple[str, ...]:
        return (self.text, *self.other_texts)


# Compares a text of the client with one value; returns 0 to 1.
Comparator = Callable[[str, PropertyValue], float]


def compute_agreement(asked: Iterable[str], values: Iterable[PropertyValue], compare: Comparator) -> float | None:
    known = list(values)
    return max((compare(text, value) for text in asked if text.strip() for value in known), default=None)


def compare_terms(asked: str, value: PropertyValue) -> float:
    """Compare by label in any language, or by slug."""
    wanted = normalize_entity_name(asked)
    return float(any(wanted == normalize_entity_name(text) for text in value.all_texts if text))


def compare_names(asked: str, value: PropertyValue) -> float:
    """Compare less exactly than `compute_name_similarity`: a batch may contain thousands of such pairs."""
    if value.id and asked.strip() == value.id:
        return 1.0
    wanted, known = normalize_entity_name(asked), [normalize_entity_name(text) for text in value.all_texts if text]
    if not wanted or wanted in known:
        return float(bool(wanted))
    similarity = max((fuzz.token_sort_ratio(wanted, name) for name in known), default=0.0) / 100
    return min(similarity, HIGHEST_INEXACT_AGREEMENT) if similarity >= LOWEST_NAME_AGREEMENT else 0.0


def compare_identifiers(asked: str, value: PropertyValue) -> float:
    """Accept identifiers as they are copied, or at the end of a URL."""
    wanted = parse_identifier(asked) or asked.strip().rstrip("/").rpartition("/")[2]
    return float(wanted.casefold() == value.text.casefold())


def compare_websites(asked: str, value: PropertyValue) -> float:
    wanted, known = extract_host(asked), extract_host(value.text)
    if not wanted or not known:
        return 0.0
    if wanted == known:
        return 1.0
    shorter, longer = sorted((wanted, known), key=len)
    return RELATED_HOST_AGREEMENT if longer.endswith(f".{shorter}") and shorter not in _PUBLIC_SUFFIXES else 0.0


def compare_partial_dates(asked: str, value: PropertyValue) -> float:
    try:
        wanted, known = parse_partial_date(asked), PartialDate(value.text)
    except ValueError:
        return 0.0
    if wanted.first_day <= known.last_day and known.first_day <= wanted.last_day:
        return 1.0
    years_apart = abs(wanted.parts[0] - known.parts[0])
    return {0: SAME_YEAR_AGREEMENT, 1: NEXT_YEAR_AGREEMENT}.get(years_apart, 0.0)


def compare_numbers(asked: str, value: PropertyValue) -> float:
    """Allow a tolerance of 1 %."""
    try:
        wanted = parse_decimal(asked, may_name_currency=True)
    except ValueError:
        return 0.0
    if value.number is None:
        return 0.0
    return float(abs(wanted - value.number) <= abs(value.number) / 100)
