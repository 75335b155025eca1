"""Words that the directory has, near to one that it has not: by letters left out, doubled, mistaken or exchanged."""

from django.contrib.postgres.lookups import TrigramSimilar
from django.db import connection
from django.db.models import F, Value
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecosystem.kept import kept
from ecosystem.models import SearchWord
from ecosystem.translation import HAN

# A word of fewer letters is near to too many.
SHORTEST, SHORTEST_HAN = 4, 3
OFFERED = 3


def near(word: str) -> list[str]:
    """Return the words nearest to a folded `word`, those of more entries first; none that are not near at all."""
    most = _most_edits(word)
    if not most:
        return []
    found = process.extract(word, _candidates(word), scorer=OSA.distance, score_cutoff=most, limit=None)
    known = _entries([other for other, _edits, _index in found])
    best = min((edits for _other, edits, _index in found), default=0)
    nearest = [other for other, edits, _index in found if edits == best and other != word]
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
        # The index of trigrams finds what may be near; how near it is, is judged alike for both databases.
        return list(SearchWord.objects.filter(TrigramSimilar(F("word"), Value(word))).values_list("word", flat=True))
    return list(_known())


def _entries(words: list[str]) -> dict[str, int]:
    if connection.vendor == "postgresql":
        return dict(SearchWord.objects.filter(word__in=words).values_list("word", "entries"))
    return _known()


def _known() -> dict[str, int]:
    return kept("search-words", lambda: dict(SearchWord.objects.values_list("word", "entries")))
