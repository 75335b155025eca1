"""Spelling corrections: indexed words within a small edit distance."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecosystem.core.han_characters import HAN
from ecosystem.models import SearchWord
from ecosystem.models.edition_cache import get_or_set_for_edition

# A shorter word is similar to too many.
SHORTEST, SHORTEST_HAN = 4, 3
MAX_CORRECTIONS = 3
# Two four-letter words with two letters exchanged share one trigram of nine.
LEAST_LIKENESS = 0.1


def find_similar_words(word: str) -> list[str]:
    """Return the indexed words most similar to a folded `word`, the most frequent first."""
    most = _get_max_edits(word)
    if not most:
        return []
    matches = process.extract(word, _list_candidate_words(word), scorer=OSA.distance, score_cutoff=most, limit=None)
    counts = _count_word_entries([other for other, _edits, _index in matches])
    others = [(other, edits) for other, edits, _index in matches if other != word]
    best = min((edits for _other, edits in others), default=0)
    nearest = [other for other, edits in others if edits == best]
    return sorted(nearest, key=lambda other: (other[0] != word[0], -counts[other], other))[:MAX_CORRECTIONS]


def _get_max_edits(word: str) -> int:
    """Return the maximal edit distance; 0 if the word is too short."""
    if HAN.match(word):
        return 1 if len(word) >= SHORTEST_HAN else 0
    if len(word) < SHORTEST or word.isdigit():
        return 0
    return 1 if len(word) < 7 else 2


def _list_candidate_words(word: str) -> list[str]:
    if connection.vendor == "postgresql":
        # Trigrams preselect; the edit distance is computed in Python, as for SQLite.
        words = SearchWord.objects.annotate(likeness=TrigramSimilarity("word", word))
        return list(words.filter(likeness__gte=LEAST_LIKENESS).values_list("word", flat=True))
    return list(_get_known_words())


def _count_word_entries(words: list[str]) -> dict[str, int]:
    if connection.vendor == "postgresql":
        return dict(SearchWord.objects.filter(word__in=words).values_list("word", "entries"))
    return _get_known_words()


def _get_known_words() -> dict[str, int]:
    return get_or_set_for_edition("search-words", lambda: dict(SearchWord.objects.values_list("word", "entries")))
