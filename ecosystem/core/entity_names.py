"""Comparison keys of the names of organisations and other records."""

import re
import unicodedata
from functools import lru_cache

from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import fold_text

_NON_WORD = re.compile(r"[\W_]+")
_TERRITORY_ABBREVIATION = re.compile(r"\bhk\b")
# Legal forms: often omitted, never distinctive.
LEGAL_FORMS = re.compile(
    r"\b(?:co(?:mpany)?|ltd|limited|inc(?:orporated)?|corp(?:oration)?|plc|llc|holdings?|group)\b"
    r"|(?:股份)?有限公司|控股|集团"
)


@lru_cache(maxsize=16384)
def normalize_entity_name(name: str) -> str:
    """Return a name without case, accents, punctuation and leading “The”, in Simplified characters.

    One space between words, none between Chinese characters; “HK” becomes “Hong Kong”.
    """
    plain = fold_text(name).replace("’s", "s").replace("'s", "s").replace("&", " and ").replace("+", " plus ")
    plain = unicodedata.normalize("NFKD", plain)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    words = unicodedata.normalize("NFC", _NON_WORD.sub(" ", letters)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    joined = _TERRITORY_ABBREVIATION.sub("hong kong", " ".join(words))
    return re.sub(rf"(?<={HAN.pattern}) | (?={HAN.pattern})", "", joined)


@lru_cache(maxsize=16384)
def build_entity_name_key(name: str) -> str:
    """Return the comparison key of a name, as `normalize_entity_name()`, without its legal form."""
    normalized = normalize_entity_name(name)
    return remove_pattern(LEGAL_FORMS, normalized) or normalized


def remove_pattern(pattern: re.Pattern[str], name: str) -> str:
    return " ".join(pattern.sub(" ", name).split())
