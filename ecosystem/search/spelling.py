"""Spelling corrections: indexed words within a small edit distance."""

from django.db.models import Q
from django.db.models.functions import Length, Ord
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecosystem.core.han_characters import FIRST_HAN, HAN
from ecosystem.models import SearchWord
from ecosystem.models.edition_cache import per_edition

# A shorter word is similar to too many.
SHORTEST, SHORTEST_HAN = 4, 3
MAX_CORRECTIONS = 3


def find_similar_words(word: str) -> list[str]:
    """Return the words most similar to a folded `word`, the most frequent first."""
    most = _get_max_edits(word)
    if not most:
        return []
    counts = _count_han_words(word) if HAN.match(word) else _count_words_by_length(word, most)
    matches = process.extract(word, list(counts), scorer=OSA.distance, score_cutoff=most, limit=None)
    others = [(other, edits) for other, edits, _index in matches if other != word]
    best = min((edits for _other, edits in others), default=0)
    nearest = [other for other, edits in others if edits == best]
    return sorted(nearest, key=lambda other: (other[0] != word[0], -counts[other], other))[:MAX_CORRECTIONS]


def _get_max_edits(word: str) -> int:
    if HAN.match(word):
        return 1 if len(word) >= SHORTEST_HAN else 0
    if len(word) < SHORTEST or word.isdigit():
        return 0
    return 1 if len(word) < 7 else 2


def _count_words_by_length(word: str, most: int) -> dict[str, int]:
    known = _read_words_by_length()
    lengths = range(len(word) - most, len(word) + most + 1)
    return {other: n for length in lengths for other, n in known.get(length, {}).items()}


@per_edition
def _read_words_by_length() -> dict[int, dict[str, int]]:
    """Runs of Han characters are left out: they are many more."""
    words: dict[int, dict[str, int]] = {}
    rows = SearchWord.objects.alias(first=Ord("word")).filter(first__lt=FIRST_HAN).order_by()
    for word, n in rows.values_list("word", "entries"):
        words.setdefault(len(word), {})[word] = n
    return words


def _count_han_words(word: str) -> dict[str, int]:
    """Return the number of entries of each run of Han characters that may be within one edit.

    An edit leaves the first or the last of three parts as it is.
    """
    part = len(word) // 3
    unchanged = Q(word__startswith=word[:part]) | Q(word__endswith=word[-part:])
    rows = SearchWord.objects.alias(length=Length("word")).filter(
        unchanged, length__range=(len(word) - 1, len(word) + 1)
    )
    return dict(rows.order_by().values_list("word", "entries"))
