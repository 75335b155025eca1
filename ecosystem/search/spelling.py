"""Words that the directory has, near to one that it has not: by letters left out, doubled, mistaken or exchanged."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecosystem.core.languages import HAN
from ecosystem.models import SearchWord
from ecosystem.models.edition_cache import kept

# A word of fewer letters is near to too many.
SHORTEST, SHORTEST_HAN = 4, 3
OFFERED = 3
# Two words of four letters of which two are exchanged have one trigram of nine in common.
LEAST_LIKENESS = 0.1


def near(word: str) -> list[str]:
    """Return the words nearest to a folded `word`, those of more entries first; none that are not near at all."""
    most = _most_edits(word)
    if not most:
        return []
    found = process.extract(word, _candidates(word), scorer=OSA.distance, score_cutoff=most, limit=None)
    known = _entries([other for other, _edits, _index in found])
    others = [(other, edits) for other, edits, _index in found if other != word]
    best = min((edits for _other, edits in others), default=0)
    nearest = [other for other, edits in others if edits == best]
    return sorted(nearest, key=lambda other: (other[0] != word[0], -known[other], other))[:OFFERED]


def _most_edits(word: str) -> int:
    """Return how many letters may differ; 0 where the word is too short for any."""
    if HAN.match(word):
        return 1 if len(word) >= SHORTEST_HAN else 0
    if len(word) < SHORTEST or word.isdigit():
        return 0
    return 1 if len(word) < 7 else 2


def _candidates(word: str) -> list[str]:
    if connection.vendor == "postgresql":
        # Trigrams find what may be near; how near it is, is judged alike for both databases.
        words = SearchWord.objects.annotate(likeness=TrigramSimilarity("word", word))
        return list(words.filter(likeness__gte=LEAST_LIKENESS).values_list("word", flat=True))
    return list(_known())


def _entries(words: list[str]) -> dict[str, int]:
    if connection.vendor == "postgresql":
        return dict(SearchWord.objects.filter(word__in=words).values_list("word", "entries"))
    return _known()


def _known() -> dict[str, int]:
    return kept("search-words", lambda: dict(SearchWord.objects.values_list("word", "entries")))
