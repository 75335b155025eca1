"""How near what somebody calls a thing is to what we call it: pure, and the same on every database."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ecosystem.core.languages import HAN, fold

# What is no letter and no digit parts words, and says nothing.
_BETWEEN = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
# How a firm or a body is constituted: often left out, and never what tells two apart.
_FORMS = re.compile(
    r"\b(?:co(?:mpany)?|ltd|limited|inc(?:orporated)?|corp(?:oration)?|plc|llc|holdings?|group)\b"
    r"|(?:股份)?有限公司|控股|集团"
)
# Where a body stands, as part of its name, and how lists shorten it.
_TERRITORY = re.compile(r"\bhong kong\b|香港")
_SHORTENED = re.compile(r"\bhk\b")

SURE = 100.0
# What is not the very name never scores as if it were.
HIGHEST_UNSURE = 95.0
WITHOUT_FORM, WITHOUT_TERRITORY = 94.0, 88.0
# Two names that have all words in common but for those of one of them.
SHARE_OF_WORDS = 0.85
# The beginning of a name: of so many words, so much of it, so well spelt; and what the least of it would score.
FEWEST_BEGUN, MOST_OF_NAME, SAME_BEGINNING, BEGUN = 3, 0.6, 0.85, 0.65
# An exact name of fewer letters (or Chinese characters) is too common a word to decide anything.
SHORTEST_SURE, SHORTEST_SURE_HAN = 3, 2


@dataclass(frozen=True)
class Nearness:
    """How near a text is to the nearest of a thing's names, from 0 to 100; `is_exact` where it is the very name."""

    score: float
    is_exact: bool = False


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """Return a name without case, accents, punctuation and leading “The”, in Simplified characters.

    Between Chinese characters blanks mean nothing; between words one is left. HK is Hong Kong.
    """
    plain = fold(name).replace("’s", "s").replace("'s", "s").replace("&", " and ").replace("+", " plus ")
    plain = unicodedata.normalize("NFKD", plain)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    words = unicodedata.normalize("NFC", _BETWEEN.sub(" ", letters)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    joined = _SHORTENED.sub("hong kong", " ".join(words))
    return re.sub(rf"(?<={HAN.pattern}) | (?={HAN.pattern})", "", joined)


def is_telling(name: str) -> bool:
    """Whether a name is long enough for its being the same to mean something."""
    letters = bare(name).replace(" ", "")
    return len(letters) >= (SHORTEST_SURE_HAN if HAN.search(letters) else SHORTEST_SURE)


def nearness(text: str, names: Iterable[str]) -> Nearness:
    """Compare a text with all names of a thing: its names in each script, its acronym, its other names."""
    known = list(dict.fromkeys(filter(None, map(bare, names))))
    asked = bare(text)
    if not asked or not known:
        return Nearness(0.0)
    if asked in known or _says_twice(text, known):
        return Nearness(SURE, is_exact=True)
    return Nearness(round(max(_likeness(asked, name) for name in known), 1))


def _says_twice(text: str, known: Sequence[str]) -> bool:
    """Whether a text is one name with another in brackets: “Monetary Authority (HKMA)”, “數碼港 (Cyberport)”."""
    inside = [bare(part) for part in _IN_BRACKETS.findall(text)]
    outside = bare(_IN_BRACKETS.sub(" ", text))
    return bool(inside) and outside in known and all(part in known for part in inside)


def _likeness(asked: str, name: str) -> float:
    # What most firms have in common makes no two of them alike.
    asked, name = _without(_FORMS, asked) or asked, _without(_FORMS, name) or name
    if asked == name:
        return WITHOUT_FORM
    if (core := _without(_TERRITORY, asked)) and core == _without(_TERRITORY, name):
        return WITHOUT_TERRITORY
    compare = _by_characters if HAN.search(asked) or HAN.search(name) else _by_words
    return min(compare(asked, name), HIGHEST_UNSURE)


def _without(pattern: re.Pattern[str], name: str) -> str:
    return " ".join(pattern.sub(" ", name).split())


def _by_characters(asked: str, name: str) -> float:
    """Chinese names are short and each character carries much, so one that is part of another is near to it."""
    whole = 100 * OSA.normalized_similarity(asked, name)
    shorter, longer = sorted((asked, name), key=len)
    part = 100 * (0.5 + 0.4 * len(shorter) / len(longer)) if len(shorter) > 1 and shorter in longer else 0.0
    return max(whole, part)


def _by_words(asked: str, name: str) -> float:
    """Words may come in another order, or some be missing; letters may be mistaken."""
    if len(min(asked, name, key=len)) < SHORTEST_SURE:
        return 0.0
    return max(
        100 * OSA.normalized_similarity(asked, name),
        0.95 * fuzz.token_sort_ratio(asked, name),
        SHARE_OF_WORDS * _shared_words(asked, name),
        _begun(asked, name),
    )


def _begun(asked: str, name: str) -> float:
    """Return how near a name is of which most was written, and nothing else, misspellings forgiven; 0 for less.

    What breaks off says more than the same words in another name: nobody begins with another name's beginning.
    """
    words = asked.split()
    beginning = " ".join(name.split()[: len(words)])
    share = len(beginning) / len(name)
    if len(words) < FEWEST_BEGUN or not MOST_OF_NAME <= share < 1:
        return 0.0
    likeness = OSA.normalized_similarity(asked, beginning)
    return 100 * likeness * (BEGUN + (1 - BEGUN) * share) if likeness >= SAME_BEGINNING else 0.0


def _shared_words(asked: str, name: str) -> float:
    """Return 100 times how much of both names the words are that stand in both, or nearly so."""
    left, right = asked.split(), name.split()
    held = sum(len(word) for word in left if any(_is_spelt_like(word, other) for other in right))
    held += sum(len(word) for word in right if any(_is_spelt_like(word, other) for other in left))
    return 100 * held / max(sum(map(len, left)) + sum(map(len, right)), 1)


def _is_spelt_like(word: str, other: str) -> bool:
    if word == other:
        return True
    if len(word) < 4 or len(other) < 4:
        return False
    shorter, longer = sorted((word, other), key=len)
    # “Univ” for university, “tech” for technology.
    return longer.startswith(shorter) or OSA.distance(word, other) <= len(shorter) // 5
