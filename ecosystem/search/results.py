"""Search results: matching entries, partial matches where there are few, ranking, suggestions."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import combinations

from django.db.models import Count
from pyroaring import FrozenBitMap64

from ecosystem.core.languages import convert_to_reader_script
from ecosystem.core.tokens import extract_terms, extract_words
from ecosystem.models import SearchEntry, SearchKind, SearchText
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.record_targets import RECORD_KINDS
from ecosystem.models.search import count_entry_kinds, parse_entry_key, select_keys_of_kind
from ecosystem.search.expressions import (
    KeywordExpression,
    NamesOnlyExpression,
    PhraseExpression,
    SearchExpression,
    WholeNameExpression,
    join_with_and,
    join_with_or,
)
from ecosystem.search.query import SearchQuery
from ecosystem.search.query_terms import (
    FEW_ENTRIES,
    MAX_COUNTED_ENTRIES,
    ResolvedQueryUnit,
    count_matching_entries,
    resolve_query_units,
)
from ecosystem.search.ranking import QueryTermForm, SearchCandidate, rank_search_candidates
from ecosystem.search.record_names import NamedRecord
from ecosystem.search.spelling import find_similar_words
from ecosystem.search.support_questions import SupportQuestion, count_supports_by_scheme, read_support_question

# At most this many matching entries are ranked; the others follow by prominence.
MAX_RANKED_ENTRIES = 200
# If fewer entries match fully, partial matches are added.
FEW_RESULTS = 10
# A term that more than one in so many entries has is not enough for a partial match.
MIN_RARITY = 10
# The number of rarest terms considered for partial matches.
MAX_RAREST_UNITS = 5
# A word is taken for a mistake if a similar one is so many times as frequent.
CORRECTION_RATIO = 5
POSITIONS = {kind: position for position, kind in enumerate(SearchKind)}
OF_RECORDS = KeywordExpression("kind", tuple(RECORD_KINDS))


class SearchResults:
    """The results of a query among entries of one kind or of all; a fixed number of queries.

    `filters` narrow what is found, but do not decide whether partial matches are added.
    """

    def __init__(self, typed: str, kind: str = "", filters: Sequence[SearchExpression] = ()):
        self.question = SearchQuery(typed)
        self.kind = kind
        self.filters = filters
        self._found: dict[SearchExpression, FoundEntries] = {}

    @cached_property
    def _support_reading(self) -> tuple[SupportQuestion | None, Sequence[NamedRecord]]:
        return read_support_question(self.question)

    @property
    def support_question(self) -> SupportQuestion | None:
        """None for an ordinary search."""
        return self._support_reading[0]

    @cached_property
    def named_entries(self) -> frozenset[int]:
        """Entries that the query names beside words that ask: they are found first."""
        return frozenset().union(*(name.entries for name in self._support_reading[1]))

    @cached_property
    def resolved_units(self) -> list[ResolvedQueryUnit]:
        units = self.support_question.units if self.support_question else []
        return resolve_query_units(units or self.question.units, self._count_unit_entries)

    def _count_unit_entries(self, expressions: Sequence[SearchExpression]) -> list[int]:
        if len(expressions) == 1:
            # A single unit is the whole query, whose entries are read anyway.
            return [self._find_entries(expressions[0]).count()]
        return count_matching_entries(expressions)

    @property
    def entries(self):
        """Unordered."""
        return self._filter_entries(self._kind_filters)

    def _filter_entries(self, filters: Sequence[SearchExpression]):
        entries = SearchEntry.objects.all()
        if not self._whole_expression:
            return entries.none()
        return entries.matching(join_with_and([self._whole_expression, *filters]))

    def count_by_kind(self) -> dict[str, int]:
        """Count whatever the kind of these results."""
        finding = self if self.expression else SearchResults(self.question.typed)
        return dict(finding._filter_entries(()).order_by().values_list("kind").annotate(n=Count("pk")))

    @cached_property
    def found(self) -> "FoundEntries":
        return self.find_entries(self.filters)

    def find_entries(self, filters: Sequence[SearchExpression]) -> "FoundEntries":
        """Return the most prominent first."""
        if not self._whole_expression:
            return FoundEntries([])
        return self._find_entries_of_kind(self._whole_expression, *filters)

    @property
    def max_count(self) -> int:
        return MAX_COUNTED_ENTRIES

    def _find_entries_of_kind(self, *expressions: SearchExpression) -> "FoundEntries":
        found = self._found.get(join_with_and(expressions))
        if found and self.kind and not found.has_more:
            return FoundEntries(select_keys_of_kind(found.keys, self.kind))
        return self._find_entries(*expressions, *self._kind_filters)

    def _find_entries(self, *expressions: SearchExpression) -> "FoundEntries":
        expression = join_with_and(expressions)
        if expression not in self._found:
            keys = SearchText.objects.list_matching_keys(expression, MAX_COUNTED_ENTRIES + 1)
            self._found[expression] = FoundEntries(keys[:MAX_COUNTED_ENTRIES], len(keys) > MAX_COUNTED_ENTRIES)
        return self._found[expression]

    @cached_property
    def _whole_expression(self) -> SearchExpression | None:
        if not self.expression or not self._named_expression:
            return self.expression
        return join_with_or([self.expression, self._named_expression])

    @cached_property
    def _named_expression(self) -> SearchExpression | None:
        names = [WholeNameExpression(name.terms) for name in self._support_reading[1]]
        return join_with_and([join_with_or(names), OF_RECORDS]) if names else None

    @cached_property
    def expression(self) -> SearchExpression | None:
        """The expression: a full match, extended to partial matches if there are few; None if nothing matches."""
        whole = self._full_expression
        if whole and (len(self.resolved_units) == 1 or self.full_match_count >= FEW_RESULTS):
            return whole
        for looser in self._iter_looser_expressions():
            expression = join_with_or([whole, looser]) if whole else looser
            if self._find_entries_of_kind(expression).keys:
                return expression
        return whole if self.full_match_count else None

    @cached_property
    def full_match_count(self) -> int:
        """The number of entries, as far as they are counted."""
        return self._find_entries_of_kind(self._full_expression).count() if self._full_expression else 0

    @property
    def has_partial_matches(self) -> bool:
        return self.expression is not None and self.expression != self._full_expression

    @property
    def has_full_matches_first(self) -> bool:
        """Whether full matches come before others, and not schemes or named records."""
        return not self.support_question and not self.named_entries

    @property
    def corrected_units(self) -> list[ResolvedQueryUnit]:
        return [resolved for resolved in self.resolved_units if resolved.corrections and resolved.is_known]

    @property
    def unmatched_words(self) -> list[str]:
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
        return bool(self.question.terms) and (not self.full_match_count or bool(self.corrected_units))

    @cached_property
    def ranked_candidates(self) -> list[SearchCandidate]:
        """Best first; at most `MAX_RANKED_ENTRIES`."""
        weighed = read_search_candidates(self._choose_candidates())
        return rank_search_candidates(
            weighed,
            [resolved.term for resolved in self._matched_units],
            self.question.terms,
            count_search_entries(),
            preferred=self._weigh_schemes(weighed),
            named=self.named_entries,
        )

    def _choose_candidates(self) -> list[int]:
        """If there are many, choose whole names and matching names first."""
        keys = self.found.keys
        if not self.expression or len(keys) <= MAX_RANKED_ENTRIES:
            return keys
        filters = (*self._kind_filters, *self.filters)
        whole, some = WholeNameExpression(self.question.terms), NamesOnlyExpression(self.expression)
        tiers = [tier for tier in (self._named_expression, whole, some) if tier]
        named = [
            SearchText.objects.list_matching_keys(join_with_and([tier, *filters]), MAX_RANKED_ENTRIES) for tier in tiers
        ]
        chosen = [*(key for tier in named for key in tier), *keys[:MAX_RANKED_ENTRIES]]
        return list(dict.fromkeys(chosen))[:MAX_RANKED_ENTRIES]

    def _weigh_schemes(self, candidates: list[SearchCandidate]) -> dict[int, int]:
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
    def _kind_filters(self) -> tuple[SearchExpression, ...]:
        return (KeywordExpression("kind", (self.kind,)),) if self.kind else ()

    @cached_property
    def _full_expression(self) -> SearchExpression | None:
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


class FoundEntries:
    """The entries with these keys, in their order, which are read page by page; a Paginator takes it for a queryset."""

    ordered = True

    def __init__(self, keys: Sequence[int], has_more: bool = False):
        self.keys = keys
        # Whether further entries match, which are not counted.
        self.has_more = has_more

    def count(self) -> int:
        return len(self.keys)

    def count_by_kind(self) -> dict[str, int]:
        return count_entry_kinds(self.keys)

    def count_by_theme(self) -> dict[int, int]:
        keys = FrozenBitMap64(self.keys)
        by_theme = _read_entries_by_theme()
        return {theme: n for theme, entries in by_theme.items() if (n := entries.intersection_cardinality(keys))}

    def __getitem__(self, places: slice) -> list[SearchEntry]:
        keys = self.keys[places]
        entries = SearchEntry.objects.defer("words").in_bulk(keys)
        return [entries[key] for key in keys if key in entries]

    def in_ranked_order(self, candidates: Sequence[SearchCandidate]) -> "FoundEntries":
        """Put these candidates first, others by prominence; the number of entries stays."""
        keys = list(dict.fromkeys([*(candidate.pk for candidate in candidates), *self.keys]))
        return FoundEntries(keys[: self.count()])

    def by_prominence(self) -> "FoundEntries":
        return FoundEntries(sorted(self.keys))

    def for_list(self) -> "FoundEntries":
        return self


@per_edition
def _read_entries_by_theme() -> dict[int, FrozenBitMap64]:
    by_theme = defaultdict(list)
    for entry, theme in SearchEntry.themes.through.objects.values_list("searchentry_id", "theme_id"):
        by_theme[theme].append(entry)
    return {theme: FrozenBitMap64(entries) for theme, entries in by_theme.items()}


def read_search_candidates(keys: Sequence[int]) -> list[SearchCandidate]:
    """One query."""
    if not keys:
        return []
    rows = SearchText.objects.filter(pk__in=keys).values_list("pk", "names", "aliases", "summary", "related")
    candidates = []
    for pk, *texts in rows:
        kind, target, prominence = parse_entry_key(pk)
        candidates.append(SearchCandidate(pk, target, POSITIONS[kind], prominence, *texts))
    return candidates


@per_edition
def count_search_entries() -> int:
    return SearchEntry.objects.count()


def search_records(typed: str, most: int) -> list[SearchEntry]:
    """Return the best matches first."""
    results = SearchResults(typed, filters=(OF_RECORDS,))
    return results.found.in_ranked_order(results.ranked_candidates)[:most]
