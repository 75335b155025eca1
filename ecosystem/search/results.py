"""Search results: matching entries, partial matches where there are few, ranking, suggestions."""

from functools import cached_property
from itertools import combinations

from django.db.models import Count

from ecosystem.core.languages import convert_to_reader_script
from ecosystem.core.tokens import extract_terms, extract_words
from ecosystem.models import SearchEntry, SearchKind
from ecosystem.models.edition_cache import get_or_set_for_edition
from ecosystem.search.expressions import (
    NamesOnlyExpression,
    PhraseExpression,
    SearchExpression,
    join_with_and,
    join_with_or,
)
from ecosystem.search.query import SearchQuery
from ecosystem.search.query_terms import FEW_ENTRIES, ResolvedQueryUnit, count_matching_entries, resolve_query_units
from ecosystem.search.ranking import QueryTermForm, SearchCandidate, rank_search_candidates
from ecosystem.search.spelling import find_similar_words
from ecosystem.search.support_questions import SupportQuestion, count_supports_by_scheme, read_support_question

# At most this many matching entries are ranked; the others follow by prominence.
MAX_RANKED_ENTRIES = 400
# If fewer entries match fully, partial matches are added.
FEW_RESULTS = 10
# A term that more than one in so many entries has is not enough for a partial match.
MIN_RARITY = 10
# The number of rarest terms considered for partial matches.
MAX_RAREST_UNITS = 5
# A word is taken for a mistake if a similar one is so many times as frequent.
CORRECTION_RATIO = 5
POSITIONS = {kind: position for position, kind in enumerate(SearchKind.values)}


class SearchResults:
    """The results of a query among entries of one kind or of all; a fixed number of queries."""

    def __init__(self, typed: str, kind: str = ""):
        self.question = SearchQuery(typed)
        self.kind = kind

    @cached_property
    def _support_reading(self) -> tuple[SupportQuestion | None, frozenset[int]]:
        return read_support_question(self.question)

    @property
    def support_question(self) -> SupportQuestion | None:
        """The query as a question for support; None for an ordinary search."""
        return self._support_reading[0]

    @property
    def named_entries(self) -> frozenset[int]:
        """The primary keys of the entries that the query names beside words that ask: they are found first."""
        return self._support_reading[1]

    @cached_property
    def resolved_units(self) -> list[ResolvedQueryUnit]:
        units = self.support_question.units if self.support_question else []
        return resolve_query_units(units or self.question.units)

    @property
    def entries(self):
        """The matching entries of this kind, unordered."""
        return self.filter_entries(self.kind)

    def filter_entries(self, kind: str = ""):
        """Return the matching entries of a kind, or of all."""
        entries = SearchEntry.objects.of_kind(kind) if kind else SearchEntry.objects.all()
        if not self.expression:
            return entries.none()
        matching = entries.matching(self.expression)
        return matching | entries.filter(pk__in=self.named_entries) if self.named_entries else matching

    def count_by_kind(self) -> dict[str, int]:
        """Return the number of matching entries by kind, whatever the kind of these results."""
        finding = self if self.expression else SearchResults(self.question.typed)
        return dict(finding.filter_entries().order_by().values_list("kind").annotate(n=Count("pk")))

    @cached_property
    def expression(self) -> SearchExpression | None:
        """The expression: a full match, extended to partial matches if there are few; None if nothing matches."""
        whole = self._full_expression
        if whole and (len(self.resolved_units) == 1 or self.full_match_count >= FEW_RESULTS):
            return whole
        for looser in self._iter_looser_expressions():
            expression = join_with_or([whole, looser]) if whole else looser
            if self._kind_entries.matching(expression).exists():
                return expression
        return whole if self.full_match_count else None

    @cached_property
    def full_match_count(self) -> int:
        """The number of entries that match fully."""
        return self._kind_entries.matching(self._full_expression).count() if self._full_expression else 0

    @property
    def has_partial_matches(self) -> bool:
        """Whether partial matches are included."""
        return self.expression is not None and self.expression != self._full_expression

    @property
    def has_full_matches_first(self) -> bool:
        """Whether full matches come before others, and not schemes or named records."""
        return not self.support_question and not self.named_entries

    @property
    def corrected_units(self) -> list[ResolvedQueryUnit]:
        """The units without entries that were replaced by a spelling correction."""
        return [resolved for resolved in self.resolved_units if resolved.corrections and resolved.is_known]

    @property
    def unmatched_words(self) -> list[str]:
        """The words without entries, also after corrections."""
        return list(dict.fromkeys(resolved.unit.text for resolved in self.resolved_units if not resolved.is_known))

    @property
    def forms(self) -> list[QueryTermForm]:
        """All forms to highlight."""
        return [form for resolved in self._matched_units for form in resolved.term.forms]

    @cached_property
    def suggestion(self) -> str:
        """The query with spelling corrections, if few entries match fully; else empty."""
        if self.full_match_count > FEW_ENTRIES and not self.corrected_units:
            return ""
        spelt = self.question.text
        for resolved in self.resolved_units:
            if other := next(iter(resolved.corrections or self._find_commoner_words(resolved)), ""):
                spelt = spelt.replace(resolved.unit.text, convert_to_reader_script(other))
        return spelt if spelt != self.question.text else ""

    def _find_commoner_words(self, resolved: ResolvedQueryUnit) -> list[str]:
        """Return similar words that are much more frequent than a rare one."""
        if resolved.unit.is_han or len(resolved.unit.forms) > 1 or resolved.term.entries > FEW_ENTRIES:
            return []
        similar = [other for word in extract_words(resolved.unit.text) for other in find_similar_words(word)]
        counts = count_matching_entries([PhraseExpression(tuple(extract_terms(other))) for other in similar])
        return [
            other
            for other, n in zip(similar, counts, strict=True)
            if n >= CORRECTION_RATIO * max(resolved.term.entries, 1)
        ]

    @property
    def word_counts(self) -> list[tuple[str, int]]:
        """`(word, number of entries)` of each known unit, rarest first; empty for a query of one unit."""
        counts = {resolved.unit.text: resolved.term.entries for resolved in self._matched_units}
        return sorted(counts.items(), key=lambda item: item[1]) if len(self.resolved_units) > 1 else []

    @property
    def is_failed_search(self) -> bool:
        """Whether no entry matches fully without spelling corrections."""
        return bool(self.question.terms) and (not self.full_match_count or bool(self.corrected_units))

    @cached_property
    def ranked_candidates(self) -> list[SearchCandidate]:
        """The ranked entries, best first; at most `MAX_RANKED_ENTRIES`."""
        if not self.expression:
            return []
        weighed = read_search_candidates(self.entries)
        if len(weighed) == MAX_RANKED_ENTRIES:
            # A matching name might be beyond the limit, so entries with short matching names are ranked first.
            named = read_search_candidates(
                self._kind_entries.matching(NamesOnlyExpression(self.expression)).by_name_length()
            )
            weighed = list({candidate.pk: candidate for candidate in [*named, *weighed]}.values())[:MAX_RANKED_ENTRIES]
        return rank_search_candidates(
            weighed,
            [resolved.term for resolved in self._matched_units],
            self.question.terms,
            count_search_entries(),
            preferred=self._weigh_schemes(weighed),
            named=self.named_entries,
        )

    def _weigh_schemes(self, candidates: list[SearchCandidate]) -> dict[int, int]:
        """Return how much of a question for support each entry answers, by primary key."""
        if not self.support_question:
            return {}
        counts, position = count_supports_by_scheme(self.support_question), POSITIONS[SearchKind.INITIATIVE]
        return {row.pk: counts[row.target] for row in candidates if row.position == position and row.target in counts}

    @cached_property
    def _matched_units(self) -> list[ResolvedQueryUnit]:
        return sorted(
            (resolved for resolved in self.resolved_units if resolved.is_known),
            key=lambda resolved: resolved.term.entries,
        )

    @property
    def _kind_entries(self):
        return SearchEntry.objects.of_kind(self.kind) if self.kind else SearchEntry.objects.all()

    @property
    def _full_expression(self) -> SearchExpression | None:
        """The expression of a full match; None if a unit has no entries."""
        if self.resolved_units and len(self._matched_units) == len(self.resolved_units):
            return join_with_and([resolved.expression for resolved in self._matched_units])
        return None

    def _iter_looser_expressions(self):
        """Yield looser expressions, strictest first: all known units, any two of the rarest, any one of them."""
        known = [resolved.expression for resolved in self._matched_units]
        if not known:
            return
        if not self._full_expression:
            yield join_with_and(known)
        telling = [
            resolved.expression
            for resolved in self._matched_units
            if resolved.term.entries * MIN_RARITY <= count_search_entries()
        ]
        if len(known) > 2 and telling:
            pairs = combinations(known[:MAX_RAREST_UNITS], 2)
            yield join_with_or([join_with_and(pair) for pair in pairs if pair[0] in telling])
        yield join_with_or((telling or known)[:MAX_RAREST_UNITS])


def read_search_candidates(entries) -> list[SearchCandidate]:
    """Read the data that ranking needs of the most prominent of these entries; one query."""
    fields = ("names", "aliases", "summary", "related")
    rows = entries if entries.ordered else entries.by_prominence()
    rows = rows.values_list("pk", "target", "kind", "prominence", *(f"text__{f}" for f in fields))
    return [
        SearchCandidate(pk, target, POSITIONS[kind], prominence, *texts)
        for pk, target, kind, prominence, *texts in rows[:MAX_RANKED_ENTRIES]
    ]


def count_search_entries() -> int:
    """Return the number of entries in the index, cached per edition."""
    return get_or_set_for_edition("search-size", SearchEntry.objects.count)


def search_records(typed: str, most: int) -> list[SearchEntry]:
    """Return the entries of records that match, best first."""
    finding = SearchResults(typed)
    return list(finding.entries.of_records().in_ranked_order(finding.ranked_candidates)[:most])
