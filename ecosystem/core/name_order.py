"""Sort keys of names: English by letters, 繁體 by strokes, 简体 by pinyin.

A key contains only digits and lower-case ASCII letters, which SQLite and PostgreSQL compare alike under any
collation.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from ecosystem.core.control_characters import remove_accents, remove_ignorable_characters
from ecosystem.core.han_characters import HAN, unify_han_characters
from ecosystem.core.languages import convert_to_simplified

LEADING_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
STROKES = Path(__file__).with_name("total_strokes.txt")


def english_sort_key(name: str) -> str:
    return NOT_ALPHANUMERIC.sub("", remove_accents(LEADING_ARTICLE.sub("", name.strip())).casefold())


def stroke_sort_key(name: str, *, instead: str) -> str:
    """Return the key of a Traditional Chinese name; if it is empty, that of `instead`, after all others.

    Characters are ordered by number of strokes, then by code point, which follows the radicals.
    """
    if not name:
        return f"9{english_sort_key(instead)}"
    # Latin letters and digits come before all characters, as in Hong Kong's telephone books.
    return "1" + "".join(
        _build_stroke_code(c) if HAN.match(c) else f"00{english_sort_key(c)}" for c in _strip_punctuation(name)
    )


def pinyin_sort_key(name: str, *, instead: str) -> str:
    """If the name is empty, return the key of `instead`, after all others."""
    if not name:
        return f"9{english_sort_key(instead)}"
    # Imported here, because its tables are slow to load and needed for writing only.
    from pypinyin.core import Pinyin

    words = Pinyin().seg(convert_to_simplified(_unify_characters(name)))
    # “0” as separator: a syllable is ordered before a longer one that begins with it.
    return "1" + "0".join(filter(None, map(_build_pinyin_code, words)))


def _strip_punctuation(name: str) -> str:
    return "".join(c for c in _unify_characters(name) if c.isalnum())


def _unify_characters(name: str) -> str:
    return unify_han_characters(remove_ignorable_characters(name))


def _build_stroke_code(character: str) -> str:
    return f"{load_stroke_counts().get(character, 99):02d}{ord(character):05x}"


# Most names consist of the same words, and pypinyin takes long for each.
@lru_cache(maxsize=8192)
def _build_pinyin_code(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    return "0".join(filter(None, map(english_sort_key, syllables)))


@cache
def load_stroke_counts() -> dict[str, int]:
    """Read the Unihan database (kTotalStrokes)."""
    counts = {}
    for line in STROKES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, characters = line.split("\t")
            counts.update(dict.fromkeys(characters, int(number)))
    return counts
