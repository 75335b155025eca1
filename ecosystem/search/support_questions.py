"""Questions for support in plain words: “funding for start-ups open now”."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ecosystem.core.tokens import TEXT_SEPARATOR, TextToken, iter_text_tokens
from ecosystem.models import Application, Audience, Initiative, SearchText, Support
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import get_or_set_for_edition
from ecosystem.search.expressions import NamesOnlyExpression, PhraseExpression, join_with_or
from ecosystem.search.query import STOP_WORDS, QueryUnit, SearchQuery
from ecosystem.search.synonyms import PhraseTerms, expand_phrases, map_support_phrases

VOCABULARIES = {"audience": Audience, "support": Support, "application": Application}
# What AI itself is about, too: alone, these words are an ordinary search.
SUBJECTS = frozenset({"computing", "data", "training", "testing_ground"})
# The sorts of words that are no value of a filter.
ANY, ASKING, NEUTRAL = "any", "asking", "neutral"


@dataclass(frozen=True)
class UnderstoodPhrase:
    """Words of a query that stand for a value of a filter, or are of another sort (`name`, without `value`)."""

    text: str
    name: str
    value: str
    terms: PhraseTerms
    same: tuple[PhraseTerms, ...] = ()


@dataclass(frozen=True)
class SupportQuestion:
    """A query as a question for support: what was understood, and the words left over.

    `telling_terms` are the terms of both in order, without neutral and stop words.
    """

    phrases: Sequence[UnderstoodPhrase]
    rest: Sequence[str]
    telling_terms: PhraseTerms

    @property
    def filtering_phrases(self) -> list[UnderstoodPhrase]:
        return [phrase for phrase in self.phrases if phrase.value]

    @property
    def keywords(self) -> str:
        return " ".join(self.rest)

    @cached_property
    def filters(self) -> dict[str, list[str]]:
        """The values by the names of the filters of Find support."""
        filters: dict[str, list[str]] = {}
        for phrase in self.filtering_phrases:
            values = filters.setdefault(phrase.name, [])
            if phrase.value not in values:
                values.append(phrase.value)
        return filters | ({"q": [self.keywords]} if self.rest else {})

    @property
    def asks_for_support(self) -> bool:
        """Whether the words are a question for support, and not an ordinary search that contains such a word."""
        sorts = {phrase.name for phrase in self.phrases}
        supports = set(self.filters.get("support", ()))
        is_plain = bool(supports - SUBJECTS) or "call_status" in sorts
        signals = len(supports) + len({ANY, ASKING, "audience", "call_status"} & sorts)
        if self.rest:
            return is_plain and (signals > 1 or bool(supports - SUBJECTS and not self._names_fund))
        return is_plain or (ANY in sorts and not supports) or (bool(supports) and signals > 1)

    @property
    def _names_fund(self) -> bool:
        """Whether “fund” is the only word for support, which is mostly part of a name."""
        texts = {phrase.text.casefold() for phrase in self.phrases if phrase.name == "support"}
        return texts <= {"fund", "funds"}

    @property
    def units(self) -> list[QueryUnit]:
        """What must be found in an entry: the understood values under all their names, and the words left over."""
        understood = [
            QueryUnit(phrase.text, (phrase.terms,), equivalents=phrase.same)
            for phrase in self.filtering_phrases
            if phrase.name in VOCABULARIES
        ]
        return [*{unit.equivalents: unit for unit in understood}.values(), *SearchQuery(self.keywords).units]


def find_support_question(query: SearchQuery) -> SupportQuestion | None:
    """Return a query as a question for support; None if it is none, or the name of a record."""
    if query.has_quotes:
        return None
    question = _read_question(query.text)
    if not question.asks_for_support or not question.filtering_phrases:
        return None
    return None if _is_name(question, query.terms) else question


def find_matching_schemes(question: SupportQuestion) -> set[int]:
    """Return the primary keys of the public initiatives that give any of the support."""
    supports = set(question.filters.get("support", ()))
    return {pk for pk, offered in _get_cached_schemes().items() if not supports or offered & supports}


def _read_question(text: str) -> SupportQuestion:
    """Read the longest known phrases from left to right."""
    phrases, values = _get_cached_phrases()
    understood: list[UnderstoodPhrase] = []
    rest: list[TextToken] = []
    telling: list[str] = []
    for tokens in _split_into_phrases(list(iter_text_tokens(text)), values):
        terms = tuple(token.term for token in tokens)
        if terms in values:
            name, value = values[terms]
            same = tuple(phrase for phrase in phrases[name, value] if phrase != terms)
            understood.append(UnderstoodPhrase(_cut(text, tokens), name, value, terms, same))
            telling += terms if name != NEUTRAL else ()
        elif terms[0] not in STOP_WORDS:
            rest += tokens
            telling += terms
    return SupportQuestion(understood, _join_rest(text, rest), tuple(telling))


def _split_into_phrases(tokens: list[TextToken], known: Collection[PhraseTerms]) -> Iterator[list[TextToken]]:
    """Yield the tokens in order: the longest known phrases, and each other token by itself."""
    longest = max(map(len, known), default=1)
    while tokens:
        sizes = range(min(longest, len(tokens)), 1, -1)
        size = next((size for size in sizes if tuple(token.term for token in tokens[:size]) in known), 1)
        yield tokens[:size]
        tokens = tokens[size:]


def _join_rest(text: str, tokens: Sequence[TextToken]) -> list[str]:
    """Return the words left over, without single Han characters, which mostly join others."""
    runs: list[list[TextToken]] = []
    for token in tokens:
        if token.is_han and runs and runs[-1][-1].is_han and runs[-1][-1].end == token.start:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [_cut(text, run) for run in runs if len(run) > 1 or not run[0].is_han]


def _cut(text: str, tokens: Sequence[TextToken]) -> str:
    return text[tokens[0].start : tokens[-1].end]


def _get_cached_phrases() -> tuple[dict[tuple[str, str], tuple[PhraseTerms, ...]], dict[PhraseTerms, tuple[str, str]]]:
    """Return the phrases of each `(name, value)`, and the `(name, value)` of each phrase; cached for the edition."""

    def read():
        phrases: dict[tuple[str, str], tuple[PhraseTerms, ...]] = {}
        others = map_support_phrases()
        for name, model in VOCABULARIES.items():
            for term in get_cached_vocabulary(model):
                names = expand_phrases((term.name_en, term.name_zh_hant, term.name_zh_hans))
                more = others.get(f"{name} {term.slug}", ())
                phrases[name, term.slug] = tuple(dict.fromkeys([*names, *more]))
        phrases["call_status", "open"] = others["call_status open"]
        phrases |= {(name, ""): others[name] for name in (ANY, ASKING, NEUTRAL)}
        # The first meaning of a phrase counts: a name in a vocabulary before other words.
        values: dict[PhraseTerms, tuple[str, str]] = {}
        for key, same in phrases.items():
            values = dict.fromkeys(same, key) | values
        return phrases, values

    return get_or_set_for_edition("support-phrases", read)


def _get_cached_schemes() -> dict[int, set[str]]:
    """Return the support that each public scheme gives, by primary key; cached for the edition."""

    def read():
        schemes: dict[int, set[str]] = {}
        for pk, slug in Initiative.objects.published().giving_support().order_by().values_list("pk", "support__slug"):
            schemes.setdefault(pk, set()).add(slug)
        return schemes

    return get_or_set_for_edition("support-schemes", read)


def _is_name(question: SupportQuestion, terms: PhraseTerms) -> bool:
    """Return whether an entry has this name or alias; with words left over, whether one contains it."""
    wanted = {terms, question.telling_terms}
    expression = NamesOnlyExpression(join_with_or([PhraseExpression(phrase) for phrase in wanted]))
    rows = SearchText.objects.filter(names__matches=expression).values_list("names", "aliases")
    names = {name.strip() for names in rows for part in names for name in part.split(TEXT_SEPARATOR)}
    return bool(names) if question.rest else not names.isdisjoint(map(" ".join, wanted))
