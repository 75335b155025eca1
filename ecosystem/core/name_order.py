"""Keys that put names in order: English by letters, 繁體 by strokes, 简体 by pinyin.

A key holds only digits and lower-case ASCII letters, so that SQLite and
PostgreSQL compare it alike under any collation.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from ecosystem.core.languages import HAN, simplified

LEADING_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
NOT_ALPHANUMERIC = re.compile(r"[^0-9a-z]+")
STROKES = Path(__file__).with_name("total_strokes.txt")


def english_key(name: str) -> str:
    """Return the letters and digits of `name`, without case, accents and a leading “The”."""
    plain = unicodedata.normalize("NFKD", LEADING_ARTICLE.sub("", name.strip())).casefold()
    return NOT_ALPHANUMERIC.sub("", "".join(c for c in plain if not unicodedata.combining(c)))


def stroke_key(name: str, *, instead: str) -> str:
    """Return the key of a Traditional Chinese name; where it is empty, that of `instead`, behind all others.

    Characters go by number of strokes, then by code point, which follows the radicals.
    """
    if not name:
        return f"9{english_key(instead)}"
    # Latin letters and digits come before all characters, as in Hong Kong's telephone books.
    return "1" + "".join(_stroke(c) if HAN.match(c) else f"00{english_key(c)}" for c in _letters(name))


def pinyin_key(name: str, *, instead: str) -> str:
    """Return the key of a Simplified Chinese name; where it is empty, that of `instead`, behind all others."""
    if not name:
        return f"9{english_key(instead)}"
    # Imported late: its tables take a while to load, and only writing needs them.
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(simplified(name), style=Style.TONE3, neutral_tone_with_five=True)
    # The space of ASCII order: a shorter syllable goes before a longer one that begins with it.
    return "1" + "0".join(filter(None, (english_key(syllable) for syllable in syllables)))


def _letters(name: str) -> str:
    """Return what counts in the order: no spaces, no punctuation."""
    return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())


def _stroke(character: str) -> str:
    return f"{strokes().get(character, 99):02d}{ord(character):05x}"


@cache
def strokes() -> dict[str, int]:
    """Return the number of strokes of each character, from the Unihan database (kTotalStrokes)."""
    counts = {}
    for line in STROKES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, characters = line.split("\t")
            counts.update(dict.fromkeys(characters, int(number)))
    return counts
