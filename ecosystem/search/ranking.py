"""Rank matching entries; in Python, so that the order is the same on every database.

The score of an entry is the sum, over the query's terms, of the term's rarity (log(1 + N/n), as in BM25) times its
saturated weighted frequency in the entry's fields. An entry whose name, acronym or alias is exactly the query comes
before all others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, log1p

from ecosystem.core.tokens import TEXT_SEPARATOR

WEIGHTS = {"names": 8.0, "aliases": 5.0, "summary": 2.0, "related": 1.0}
# The weighted frequency at which a term reaches half of its maximal score.
HALF_SCORE_FREQUENCY = 2.5
EXACT_NAME, EXACT_ALIAS = 1000.0, 900.0
# Bonuses as shares of the total rarity: the query as a phrase in a name, all terms in a name, a phrase in the summary.
PHRASE_IN_NAME_BONUS, ALL_TERMS_IN_NAME_BONUS, PHRASE_IN_SUMMARY_BONUS = 0.5, 0.4, 0.25
# Bonuses for the query's share of a name, for a name that begins with it, and for prominence.
SHARE_OF_NAME_BONUS, NAME_PREFIX_BONUS, PROMINENCE_BONUS = 0.3, 0.1, 0.04
# More than all bonuses of a name.
PREFERENCE_BONUS = 1.5


@dataclass(frozen=True)
class QueryTermForm:
    terms: tuple[str, ...]
    weight: float = 1.0
    is_prefix: bool = False

    @cached_property
    def indexed_text(self) -> str:
        return f" {' '.join(self.terms)}{'' if self.is_prefix else ' '}"


@dataclass(frozen=True)
class QueryTerm:
    """`entries` is the number of entries with any of the forms."""

    forms: tuple[QueryTermForm, ...]
    entries: int


@dataclass(frozen=True)
class SearchCandidate:
    """`position` is the order of its kind; the texts are indexed terms."""

    pk: int
    target: int
    position: int
    prominence: int
    names: str
    aliases: str
    summary: str
    related: str


def rank_search_candidates(
    candidates: Iterable[SearchCandidate],
    terms: Sequence[QueryTerm],
    typed: Sequence[str],
    size: int,
    preferred: Mapping[int, int] | None = None,
    named: Collection[int] = (),
) -> list[SearchCandidate]:
    """Return the candidates, best first; `typed` are all terms of the query, `size` is the number of entries.

    The `named` come first, then the `preferred`, which says how much of the question a candidate answers; both are by
    primary key. Then candidates with all terms come first; equal scores are ordered by kind, then `pk`.
    """
    scorer = _CandidateScorer(terms, typed, size, preferred or {})
    keys = {row.pk: (row.pk not in named, *scorer.get_sort_key(row), row.position, row.pk) for row in candidates}
    return sorted(candidates, key=lambda candidate: keys[candidate.pk])


class _CandidateScorer:
    def __init__(self, terms: Sequence[QueryTerm], typed: Sequence[str], size: int, preferred: Mapping[int, int]):
        self.terms = [(term, log(1 + size / max(term.entries, 1))) for term in terms]
        self.total = sum(rarity for _term, rarity in self.terms) or 1.0
        self.typed = f" {' '.join(typed)} "
        self.length = len(typed)
        self.preferred = preferred

    def get_sort_key(self, candidate: SearchCandidate) -> tuple[bool, bool, float]:
        """Return the sort key: whether it does not answer the question, whether a term is missing, the negative score."""
        fields = {name: f" {getattr(candidate, name)} " for name in WEIGHTS}
        term_scores = [rarity * _score_term(term, fields) for term, rarity in self.terms]
        prominence_bonus = PROMINENCE_BONUS * log1p(candidate.prominence) * self.total
        preference = PREFERENCE_BONUS * self.total * self.preferred.get(candidate.pk, 0)
        return (
            candidate.pk not in self.preferred,
            not all(term_scores),
            -(
                sum(term_scores)
                + prominence_bonus
                + preference
                + self._score_names(fields)
                + self._score_phrase(fields)
            ),
        )

    def _score_names(self, fields: dict[str, str]) -> float:
        best = 0.0
        for field, exact in (("names", EXACT_NAME), ("aliases", EXACT_ALIAS)):
            # Most candidates have a term in other fields only.
            if not self._has_all_terms(fields[field]) and self.typed not in fields[field]:
                continue
            for name in fields[field].split(TEXT_SEPARATOR):
                if name == self.typed:
                    return exact + self.total
                best = max(best, self._score_name(name) * WEIGHTS[field] / WEIGHTS["names"])
        return best

    def _score_name(self, name: str) -> float:
        """Return a bonus for a name with all terms, higher the less else it contains; 0 for others."""
        if not self._has_all_terms(name):
            return 0.0
        share = min(self.length / max(len(name.split()), 1), 1.0)
        begins = NAME_PREFIX_BONUS if name.startswith(self.typed) else 0.0
        return self.total * (ALL_TERMS_IN_NAME_BONUS + SHARE_OF_NAME_BONUS * share + begins)

    def _has_all_terms(self, text: str) -> bool:
        return all(any(form.indexed_text in text for form in term.forms) for term, _rarity in self.terms)

    def _score_phrase(self, fields: dict[str, str]) -> float:
        if self.length < 2:
            return 0.0
        if self.typed in fields["names"] or self.typed in fields["aliases"]:
            return PHRASE_IN_NAME_BONUS * self.total
        return PHRASE_IN_SUMMARY_BONUS * self.total if self.typed in fields["summary"] else 0.0


def _score_term(term: QueryTerm, fields: dict[str, str]) -> float:
    """Return a score from 0 to the weight of the best form."""
    best = 0.0
    for form in term.forms:
        weighed = 0.0
        for name, weight in WEIGHTS.items():
            weighed += weight * fields[name].count(form.indexed_text)
        best = max(best, form.weight * weighed / (weighed + HALF_SCORE_FREQUENCY))
    return best
