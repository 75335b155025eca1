"""The similarity of names: pure functions, with the same result on every database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ecosystem.core.entity_names import IN_BRACKETS, LEGAL_FORMS, TERRITORY, normalize_entity_name, remove_pattern
from ecosystem.core.han_characters import HAN

EXACT_NAME_SCORE = 100.0
HIGHEST_INEXACT_SCORE = 95.0
# Names that are equal except for the legal form, or for the territory.
SAME_WITHOUT_LEGAL_FORM_SCORE, SAME_WITHOUT_TERRITORY_SCORE = 94.0, 88.0
SHARED_WORDS_WEIGHT = 0.85
# A text counts as the beginning of a name if it has so many words, so great a share of the name's letters, and is so
# similar to them. The weight is that of a beginning of almost no length.
TRUNCATED_MIN_WORDS, TRUNCATED_MIN_SHARE, TRUNCATED_MIN_SIMILARITY, TRUNCATED_MIN_WEIGHT = 3, 0.6, 0.85, 0.65
# A name of fewer letters (or Chinese characters) is not distinctive.
DISTINCTIVE_MIN_LENGTH, DISTINCTIVE_MIN_LENGTH_HAN = 3, 2


@dataclass(frozen=True)
class NameSimilarity:
    """`score` is 0 to 100, for the most similar name of a record."""

    score: float
    is_exact: bool = False


def is_distinctive_name(name: str) -> bool:
    """Whether a name is so long that equal names are significant."""
    letters = normalize_entity_name(name).replace(" ", "")
    return len(letters) >= (DISTINCTIVE_MIN_LENGTH_HAN if HAN.search(letters) else DISTINCTIVE_MIN_LENGTH)


def compute_name_similarity(text: str, names: Iterable[str]) -> NameSimilarity:
    """`names` are all names of a record: in each script, acronym, aliases."""
    known = list(dict.fromkeys(filter(None, map(normalize_entity_name, names))))
    asked = normalize_entity_name(text)
    if not asked or not known:
        return NameSimilarity(0.0)
    if asked in known or _has_bracketed_name(text, known):
        return NameSimilarity(EXACT_NAME_SCORE, is_exact=True)
    return NameSimilarity(round(max(_score_name_pair(asked, name) for name in known), 1))


def _has_bracketed_name(text: str, known: Sequence[str]) -> bool:
    """Whether a text is one name with another in brackets: “Monetary Authority (HKMA)”, “數碼港 (Cyberport)”."""
    inside = [normalize_entity_name(part) for part in IN_BRACKETS.findall(text)]
    outside = normalize_entity_name(IN_BRACKETS.sub(" ", text))
    return bool(inside) and outside in known and all(part in known for part in inside)


def _score_name_pair(asked: str, name: str) -> float:
    asked, name = remove_pattern(LEGAL_FORMS, asked) or asked, remove_pattern(LEGAL_FORMS, name) or name
    if asked == name:
        return SAME_WITHOUT_LEGAL_FORM_SCORE
    if (core := remove_pattern(TERRITORY, asked)) and core == remove_pattern(TERRITORY, name):
        return SAME_WITHOUT_TERRITORY_SCORE
    compare = _score_by_characters if HAN.search(asked) or HAN.search(name) else _score_by_words
    return min(compare(asked, name), HIGHEST_INEXACT_SCORE)


def _score_by_characters(asked: str, name: str) -> float:
    """Score Chinese names: short, and each character is significant, so a part of a name is similar to it."""
    whole = 100 * OSA.normalized_similarity(asked, name)
    shorter, longer = sorted((asked, name), key=len)
    part = 100 * (0.5 + 0.4 * len(shorter) / len(longer)) if len(shorter) > 1 and shorter in longer else 0.0
    return max(whole, part)


def _score_by_words(asked: str, name: str) -> float:
    """Score names of words: in another order, incomplete or misspelt."""
    if len(min(asked, name, key=len)) < DISTINCTIVE_MIN_LENGTH:
        return 0.0
    return max(
        100 * OSA.normalized_similarity(asked, name),
        0.95 * fuzz.token_sort_ratio(asked, name),
        SHARED_WORDS_WEIGHT * _score_shared_words(asked, name),
        _score_truncated_name(asked, name),
    )


def _score_truncated_name(asked: str, name: str) -> float:
    """Score a text that is the beginning of a name, perhaps misspelt, and long enough; 0 if it is not.

    A truncated name is better evidence than the same words within another name.
    """
    words = asked.split()
    beginning = " ".join(name.split()[: len(words)])
    share = len(beginning) / len(name)
    if len(words) < TRUNCATED_MIN_WORDS or not TRUNCATED_MIN_SHARE <= share < 1:
        return 0.0
    similarity = OSA.normalized_similarity(asked, beginning)
    weight = TRUNCATED_MIN_WEIGHT + (1 - TRUNCATED_MIN_WEIGHT) * share
    return 100 * similarity * weight if similarity >= TRUNCATED_MIN_SIMILARITY else 0.0


def _score_shared_words(asked: str, name: str) -> float:
    """Return the percentage of letters in words that both names have, or similar ones."""
    left, right = asked.split(), name.split()
    shared = sum(len(word) for word in left if any(_is_similar_word(word, other) for other in right))
    shared += sum(len(word) for word in right if any(_is_similar_word(word, other) for other in left))
    return 100 * shared / max(sum(map(len, left)) + sum(map(len, right)), 1)


def _is_similar_word(word: str, other: str) -> bool:
    if word == other:
        return True
    if len(word) < 4 or len(other) < 4:
        return False
    shorter, longer = sorted((word, other), key=len)
    # “Univ” for university, “tech” for technology.
    return longer.startswith(shorter) or OSA.distance(word, other) <= len(shorter) // 5
