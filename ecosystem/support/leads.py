"""The lead from a question for support, typed into the search, to Find support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from ecosystem.core.money import Money
from ecosystem.search.support_questions import AMOUNT, KEYWORDS, SupportQuestion, UnderstoodPhrase
from ecosystem.support.filters import SupportFilterSet
from ecosystem.support.schemes import get_cached_lasting_keys, get_support_schemes

# If a question finds no scheme, its filters are used in this order as far as they find one.
FILTER_ORDER = ("support", "audience", "call_status", AMOUNT, "application", KEYWORDS)
# Further phrases are not tried, because each costs some queries.
MAX_TRIED_PHRASES = 15


@dataclass(frozen=True)
class SupportLead:
    """The link to Find support, `(typed words, filter, value)` of what it filters by, and the words it does not use.

    `is_second` if the question names a record, which is shown first.
    """

    address: str
    understood: list[tuple[str, str, str]]
    unused: list[str]
    is_second: bool


def build_support_lead(question: SupportQuestion | None) -> SupportLead | None:
    """Use only the words that find a scheme; return None if none does."""
    phrases = question.filtering_phrases if question else []
    used = _choose_phrases(phrases) if phrases else []
    if question is None or not used:
        return None
    filterset = _build_filterset(used)
    query = filterset.data.urlencode()
    return SupportLead(
        f"{reverse('find-support')}?{query}",
        [(phrase.text, *_describe_phrase(filterset, phrase)) for phrase in used],
        [phrase.text for phrase in phrases if phrase not in used],
        bool(question.names),
    )


def _choose_phrases(phrases: Sequence[UnderstoodPhrase]) -> list[UnderstoodPhrase]:
    """Return the phrases that find a scheme together: all, else one after the other."""
    if _has_schemes(phrases):
        return list(phrases)
    used: list[UnderstoodPhrase] = []
    for phrase in sorted(phrases, key=lambda phrase: FILTER_ORDER.index(phrase.filter))[:MAX_TRIED_PHRASES]:
        if _has_schemes([*used, phrase]):
            used.append(phrase)
    return [phrase for phrase in phrases if phrase in used]


def _has_schemes(phrases: Iterable[UnderstoodPhrase]) -> bool:
    return bool(_build_filterset(phrases).matching_keys & get_cached_lasting_keys())


def _build_filterset(phrases: Iterable[UnderstoodPhrase]) -> SupportFilterSet:
    values: dict[str, list[str]] = {}
    for phrase in phrases:
        same = values.setdefault(phrase.filter, [])
        if phrase.value not in same:
            same.append(phrase.value)
    if KEYWORDS in values:
        values[KEYWORDS] = [" ".join(values[KEYWORDS])]
    return SupportFilterSet(QueryDict(urlencode(values, doseq=True)), get_support_schemes())


def _describe_phrase(filterset: SupportFilterSet, phrase: UnderstoodPhrase) -> tuple[str, str]:
    field = filterset.form.fields[phrase.filter]
    if phrase.filter == KEYWORDS:
        return field.label, ""
    if phrase.filter == AMOUNT:
        return field.label, Money(int(phrase.value), "HKD").format_localized()
    return field.label, dict(field.choices)[phrase.value]
