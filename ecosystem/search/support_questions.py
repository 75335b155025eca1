"""Questions for support in plain words: “funding for start-ups open now”."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ecosystem.core.tokens import TextToken, extract_terms, iter_text_tokens
from ecosystem.core.typed_numbers import find_amounts
from ecosystem.models import Application, Audience, Initiative, SearchText, Support
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition
from ecosystem.search.expressions import (
    NamesOnlyExpression,
    PhraseExpression,
    SearchExpression,
    WholeNameExpression,
    join_with_or,
)
from ecosystem.search.query import STOP_WORDS, QueryUnit, SearchQuery
from ecosystem.search.record_names import NamedRecord, find_record_names
from ecosystem.search.synonyms import PhraseTerms, expand_phrases, list_support_words

VOCABULARIES = {"support": Support, "audience": Audience, "application": Application}
# The filters of Find support that are no vocabularies.
CALL_STATUS, AMOUNT, KEYWORDS = "call_status", "amount_min", "q"
# The sorts of words that are no value of a filter, names of records, and the words that are left over.
ANY, ASKING, FOR, NEUTRAL, OTHER, NAME, REST = "any", "asking", "for", "neutral", "other", "name", "rest"
ASIDE = {ANY, ASKING, FOR, NEUTRAL}
ASKED_FOR = {"support", CALL_STATUS, KEYWORDS, ANY}
# Of the longest phrases; a Han character is a term.
MAX_PHRASE_TERMS = 12
# What AI itself is about, too: alone, these words are an ordinary search.
SUBJECTS = frozenset({"computing", "data", "training", "testing_ground"})


@dataclass(frozen=True)
class PhraseMeaning:
    """A filter of Find support and its value, or the sort of a word; `is_common` in ordinary searches, too."""

    name: str
    value: str = ""
    is_common: bool = False


@dataclass(frozen=True)
class UnderstoodPhrase:
    start: int
    text: str
    meaning: PhraseMeaning

    @property
    def terms(self) -> PhraseTerms:
        return tuple(extract_terms(self.text))

    @property
    def sort(self) -> str:
        return self.meaning.name

    @property
    def filter(self) -> str:
        """The filter of Find support; empty if it has none."""
        if self.sort in {NAME, REST}:
            return KEYWORDS
        return self.sort if self.sort in {*VOCABULARIES, CALL_STATUS, AMOUNT, KEYWORDS} else ""

    @property
    def value(self) -> str:
        return self.text if self.filter == KEYWORDS else self.meaning.value


@dataclass(frozen=True)
class SupportQuestion:
    phrases: Sequence[UnderstoodPhrase]
    names: Sequence[NamedRecord] = ()

    @property
    def filtering_phrases(self) -> list[UnderstoodPhrase]:
        return sorted((phrase for phrase in self.phrases if phrase.filter), key=lambda one: one.filter == KEYWORDS)

    @cached_property
    def supports(self) -> set[str]:
        return {phrase.value for phrase in self.phrases if phrase.sort == "support"}

    @property
    def sorts(self) -> set[str]:
        return {phrase.sort for phrase in self.phrases}

    @property
    def rest(self) -> list[UnderstoodPhrase]:
        """The words that are not understood."""
        return [phrase for phrase in self.phrases if phrase.sort == REST]

    @property
    def asks_for_support(self) -> bool:
        """Whether the words are a question for support, and not an ordinary search that contains such a word."""
        asked = [phrase.meaning for phrase in self.phrases if phrase.sort in ASKED_FOR]
        if any(not meaning.is_common and meaning.value not in SUBJECTS for meaning in asked):
            return True
        sorts = self.sorts
        certain = {phrase.sort for phrase in self.phrases if not phrase.meaning.is_common}
        if self._is_for_audience or certain & {ASKING, AMOUNT}:
            return bool(asked) or (AMOUNT in sorts and bool(sorts & {ASKING, "audience"}))
        if sorts & {REST, "application"}:
            return False
        return any(meaning.value not in SUBJECTS or "audience" in certain or ASKING in sorts for meaning in asked)

    @property
    def _is_for_audience(self) -> bool:
        """Whether support is asked for somebody: “GPU for our lab”."""
        sorts = [phrase.sort for phrase in self.phrases if phrase.sort != NEUTRAL]
        pairs = enumerate(pairwise(sorts))
        return any(one in ASKED_FOR and other == FOR and "audience" in sorts[n:] for n, (one, other) in pairs)

    @property
    def units(self) -> list[QueryUnit]:
        """What must be found in an entry: any of the values of each filter, under all their names; and the keywords."""
        names = _get_cached_names()
        units = []
        for name in VOCABULARIES:
            if same := [phrase for phrase in self.phrases if phrase.sort == name]:
                values = dict.fromkeys(phrase.meaning.value for phrase in same)
                others = tuple(terms for value in values for terms in names[name, value])
                text = " ".join(phrase.text for phrase in same)
                units.append(QueryUnit(text, tuple(phrase.terms for phrase in same), equivalents=others))
        keywords = " ".join(phrase.text for phrase in self.phrases if phrase.filter == KEYWORDS)
        return [*units, *SearchQuery(keywords).units]


def read_support_question(query: SearchQuery) -> tuple[SupportQuestion | None, Sequence[NamedRecord]]:
    """Return a query as a question for support, None if it is none, and the records that it names.

    Only names beside words that ask are looked for: “HKSTP funding”, “ITF amount”.
    """
    question = _read_question(query.text)
    if query.has_quotes or not (question.asks_for_support or question.sorts & ASIDE):
        return None, ()
    question = _read_question(query.text, _find_names(query.text, question))
    if question.asks_for_support and question.sorts - ASIDE - {NAME, REST} and not _is_name(question, query):
        return question, question.names
    return None, () if question.sorts - ASIDE - {NAME, "audience"} else question.names


def count_supports_by_scheme(question: SupportQuestion) -> dict[int, int]:
    """Return the number of the asked kinds of support that each public scheme gives, by the key of its initiative."""
    schemes = _get_cached_schemes()
    if not question.supports:
        return dict.fromkeys(schemes, 1)
    counts = {pk: len(offered & question.supports) for pk, offered in schemes.items()}
    return {pk: count for pk, count in counts.items() if count}


def _read_question(text: str, names: Sequence[NamedRecord] = ()) -> SupportQuestion:
    spans = [(name.start, name.end, PhraseMeaning(NAME)) for name in names]
    left = _blank_out(text, spans)
    amounts = [
        # Find support refuses another currency.
        (start, end, PhraseMeaning(AMOUNT, str(typed.amount) if typed.currency in {"", "HKD"} else text[start:end]))
        for start, end, typed in find_amounts(left)
    ]
    phrases = [UnderstoodPhrase(start, text[start:end], meaning) for start, end, meaning in [*spans, *amounts[:1]]]
    phrases += _read_phrases(_blank_out(left, amounts))
    return SupportQuestion(sorted(phrases, key=lambda phrase: phrase.start), names)


def _blank_out(text: str, spans: Sequence[tuple[int, int, PhraseMeaning]]) -> str:
    for start, end, _meaning in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _read_phrases(text: str) -> list[UnderstoodPhrase]:
    """Read the longest known phrases; what is between them, stop words aside, is left over."""
    meanings = _get_cached_meanings()
    phrases: list[UnderstoodPhrase] = []
    left: list[TextToken] = []
    tokens = list(iter_text_tokens(text))
    while tokens:
        size, meaning = _find_longest_phrase(text, tokens, meanings)
        if meaning and meaning.name != OTHER:
            phrases.append(UnderstoodPhrase(tokens[0].start, _cut(text, tokens[:size]), meaning))
        else:
            left += [token for token in tokens[:size] if token.term not in STOP_WORDS]
        tokens = tokens[size:]
    runs = [UnderstoodPhrase(run[0].start, _cut(text, run), PhraseMeaning(REST)) for run in _join_runs(left)]
    return phrases + runs


def _find_longest_phrase(
    text: str, tokens: Sequence[TextToken], meanings: dict[str | PhraseTerms, PhraseMeaning]
) -> tuple[int, PhraseMeaning | None]:
    """Return the number of tokens and the meaning; a phrase as typed comes before its stems."""
    for size in range(min(MAX_PHRASE_TERMS, len(tokens)), 0, -1):
        terms = tuple(token.term for token in tokens[:size])
        meaning = meanings.get(_cut(text, tokens[:size]).casefold()) or meanings.get(terms)
        if meaning:
            return size, meaning
    return 1, None


def _join_runs(tokens: Sequence[TextToken]) -> list[list[TextToken]]:
    """Return words and runs of Han characters, without single ones, which mostly join others."""
    runs: list[list[TextToken]] = []
    for token in tokens:
        if token.is_han and runs and runs[-1][-1].is_han and runs[-1][-1].end == token.start:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if len(run) > 1 or not run[0].is_han]


def _cut(text: str, tokens: Sequence[TextToken]) -> str:
    return text[tokens[0].start : tokens[-1].end]


@per_edition
def _get_cached_meanings() -> dict[str | PhraseTerms, PhraseMeaning]:
    """Return what phrases mean, as typed and by their terms.

    The first meaning counts: of the words of SUPPORT_PHRASES, then of their synonyms, then of the vocabularies.
    """
    meanings: dict[str | PhraseTerms, PhraseMeaning] = {}
    words = [
        (text, PhraseMeaning(line.name, line.value, is_common))
        for line in list_support_words()
        for text, is_common in line.phrases.items()
    ]
    for text, meaning in words:
        meanings.setdefault(text, meaning)
        if meaning.name != OTHER:
            meanings.setdefault(tuple(extract_terms(text)), meaning)
    for name, model in VOCABULARIES.items():
        for term in get_cached_vocabulary(model):
            names = (term.name_en, term.name_zh_hant, term.name_zh_hans)
            words += [(text, PhraseMeaning(name, term.slug)) for text in names if text]
    for text, meaning in words:
        for terms in expand_phrases((text,)) if meaning.name != OTHER else ():
            meanings.setdefault(terms, meaning)
    return meanings


@per_edition
def _get_cached_names() -> dict[tuple[str, str], tuple[PhraseTerms, ...]]:
    """Return the phrases that mean each value of a vocabulary and nothing else, by `(filter, value)`."""
    names: dict[tuple[str, str], list[PhraseTerms]] = {}
    for phrase, meaning in _get_cached_meanings().items():
        same = names.setdefault((meaning.name, meaning.value), [])
        if isinstance(phrase, tuple) and not meaning.is_common:
            same.append(phrase)
    return {key: tuple(same) for key, same in names.items()}


@per_edition
def _get_cached_schemes() -> dict[int, set[str]]:
    schemes: dict[int, set[str]] = {}
    for pk, slug in Initiative.objects.published().giving_support().order_by().values_list("pk", "support__slug"):
        schemes.setdefault(pk, set()).add(slug)
    return schemes


def _find_names(text: str, question: SupportQuestion) -> list[NamedRecord]:
    ends = [(phrase.start, phrase.start + len(phrase.text)) for phrase in question.rest]
    tokens = list(iter_text_tokens(text))
    return find_record_names(tokens, {t.start for t in tokens if any(start <= t.start < end for start, end in ends)})


def _is_name(question: SupportQuestion, query: SearchQuery) -> bool:
    """Return whether an entry has this name or alias; with words that are not understood, whether one contains it."""
    telling = tuple(term for phrase in question.phrases if phrase.sort not in {NEUTRAL, FOR} for term in phrase.terms)
    wanted = [terms for terms in dict.fromkeys((query.terms, telling)) if terms]
    if question.rest and not question.names:
        expression: SearchExpression = NamesOnlyExpression(join_with_or([PhraseExpression(terms) for terms in wanted]))
    else:
        expression = join_with_or([WholeNameExpression(terms) for terms in wanted])
    return SearchText.objects.matching(expression, 1).exists()
