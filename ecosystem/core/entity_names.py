"""Comparison keys of the names of organisations and other records."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ecosystem.core.control_characters import remove_accents
from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import fold_text
from ecosystem.core.tokens import unify_spelling

_NON_WORD = re.compile(r"[\W_]+")
# “H.K.U.S.T.” is one word.
_DOT_IN_ACRONYM = re.compile(r"(?<=\b[a-z])\. ?(?=[a-z]\b)", re.IGNORECASE)
_TERRITORY_ABBREVIATION = re.compile(r"(?<![a-z0-9])(?:hk|hongkong)(?![a-z0-9])")
# The territory as part of a name.
TERRITORY = re.compile(r"\bhong kong\b|香港")
_OUTER_TERRITORY = re.compile(r"^(?:hong kong\b|(?:中国)?香港)|(?:\bhong kong(?: sar)?(?: china)?|(?:中国)?香港)$")
_OPEN_ENDING = re.compile(r"\b(?:of|in|for|and|at|the)$")
_OTHER_PLACE = re.compile(
    r"(?:shenzhen|guangzhou|dongguan|zhuhai|macau|macao|beijing|shanghai|china|asia|singapore)"
    r"|深圳|广州|东莞|珠海|澳门|北京|上海|中国|亚洲|新加坡"
)
# Left out in everyday use.
_GENERAL_NOUN = re.compile(r"\b(?:schemes?|program(?:me)?s?|funds?|initiatives?)$|(?:计划|基金)$")
IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]")
# A dash, slash or comma, a change of script, or the blank before an acronym at the end.
_BETWEEN_NAMES = re.compile(
    r"\s+[-–—]\s+|\s*[/|,／｜，、]\s*|\s+(?=[A-Z]{3,}$)"
    rf"|(?<={HAN.pattern})\s*(?=[A-Za-z])|(?<=[A-Za-z])\s*(?={HAN.pattern})"
)
# Before another name in brackets.
_NAME_INTRODUCTION = re.compile(
    r"^\s*(?:(?:(?:formerly|previously|also)(?: known as)?|a\.?k\.?a)\b\.?|(?:以下|又|前|亦|原|下)?[簡简]?[稱称])\s*[:：]?\s*",
    re.IGNORECASE,
)
# Legal forms: often omitted, never distinctive.
LEGAL_FORMS = re.compile(
    r"\b(?:co(?:mpany)?|ltd|limited|inc(?:orporated)?|corp(?:oration)?|plc|llc|holdings?|group)\b"
    r"|(?:股份)?有限公司|控股|集团"
)


# Shorter names, such as AI, are those of many things.
MIN_NAME_LENGTH = 3
MIN_NAME_LENGTH_HAN = 2


@dataclass(frozen=True)
class EntityNameKeys:
    """A shortened key compares only with the exact ones of another name."""

    exact: frozenset[str]
    shortened: frozenset[str]

    def is_same(self, other: "EntityNameKeys") -> bool:
        return bool(self.exact & other.exact or self.exact & other.shortened or self.shortened & other.exact)


@lru_cache(maxsize=16384)
def normalize_entity_name(name: str) -> str:
    """Return a name without case, accents, punctuation and leading “The”, in Simplified characters.

    One space between words, none between Chinese characters; “HK” becomes “Hong Kong”.
    """
    plain = fold_text(name).replace("’s", "s").replace("'s", "s").replace("&", " and ").replace("+", " plus ")
    words = _NON_WORD.sub(" ", remove_accents(plain)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    joined = _TERRITORY_ABBREVIATION.sub("hong kong", " ".join(words))
    return re.sub(rf"(?<={HAN.pattern}) | (?={HAN.pattern})", "", joined)


@lru_cache(maxsize=16384)
def build_entity_name_keys(name: str) -> EntityNameKeys:
    """Return the comparison keys of a name: letters alone, without legal form.

    `exact` are those of the name, of the name without the territory, and of an acronym or other name in brackets;
    `shortened` lack a general noun at the end, such as Programme.
    """
    plain = _DOT_IN_ACRONYM.sub("", name)
    variants = [variant for part in _list_bracketed_names(plain) for variant in _list_variants(part)]
    shortened = [rest for variant in variants if (rest := _remove_ending(_GENERAL_NOUN, variant, 8, 3))]
    return EntityNameKeys(frozenset(_iter_joined(variants)), frozenset(_iter_joined(shortened)))


def split_joined_names(name: str) -> list[str]:
    """Split a name such as “數碼港 Cyberport”; return any other name alone."""
    parts = [part for part in _BETWEEN_NAMES.split(name) if part.strip()]
    return parts if len(parts) > 1 else [name]


def find_longest_word(name: str) -> str:
    """Return the longest word of a name, folded, that has one spelling; else the first letters of the longest."""
    plain = remove_pattern(LEGAL_FORMS, fold_text(name))
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    fixed = [word for word in words if unify_spelling(word) == word and not _TERRITORY_ABBREVIATION.fullmatch(word)]
    return max(fixed, key=len, default=max(words, key=len, default="")[:3])


def remove_pattern(pattern: re.Pattern[str], name: str) -> str:
    return " ".join(pattern.sub(" ", name).split())


def is_long_enough(key: str, shortest: int = MIN_NAME_LENGTH, shortest_han: int = MIN_NAME_LENGTH_HAN) -> bool:
    """A shorter name is that of many things."""
    letters = key.replace(" ", "")
    return len(letters) >= (shortest_han if HAN.search(letters) else shortest)


def _list_variants(name: str) -> list[str]:
    """Return the normalized name without its legal form; and without the territory if enough is left."""
    normalized = normalize_entity_name(name)
    plain = (remove_pattern(LEGAL_FORMS, normalized) or normalized).removesuffix(" the")
    rest = _remove_ending(_OUTER_TERRITORY, plain, 4, 3)
    # “University of” is no name.
    return [plain, rest] if rest and not _OPEN_ENDING.search(rest) else [plain]


def _remove_ending(pattern: re.Pattern[str], name: str, shortest: int, shortest_han: int) -> str:
    """Return an empty text if nothing matches, or too little is left."""
    rest = remove_pattern(pattern, name)
    return rest if rest != name and is_long_enough(rest, shortest, shortest_han) else ""


def _iter_joined(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        words = name.split()
        yield from filter(is_long_enough, ("".join(words), "".join(map(unify_spelling, words))))


def _list_bracketed_names(name: str) -> list[str]:
    """Return a name and, where it has another name of the same thing in brackets, those outside and inside."""
    outside = IN_BRACKETS.sub(" ", name)
    others = []
    for inside in IN_BRACKETS.findall(name):
        other = _NAME_INTRODUCTION.sub("", inside)
        if other != inside or _is_other_name(normalize_entity_name(inside), normalize_entity_name(outside)):
            others.append(other)
    return [name, outside, *others] if others else [name]


def _is_other_name(inside: str, outside: str) -> bool:
    """Whether one name is the acronym of the other, or its Chinese name; “(Guangzhou)” is neither."""
    if not inside or not outside or TERRITORY.fullmatch(inside) or _OTHER_PLACE.fullmatch(inside):
        return False
    if bool(HAN.search(inside)) != bool(HAN.search(outside)):
        return True
    shorter, longer = sorted((inside, outside), key=lambda name: len(name.replace(" ", "")))
    if HAN.search(shorter):
        return _is_subsequence(shorter, longer)
    words = longer.split()
    # The territory is often left out of the long name.
    return _is_acronym(shorter.replace(" ", ""), words) or _is_acronym(shorter, ["hong", "kong", *words])


def _is_subsequence(shorter: str, longer: str) -> bool:
    letters = iter(longer)
    return all(letter in letters for letter in shorter)


def _is_acronym(acronym: str, words: list[str]) -> bool:
    """Whether an acronym consists of the first letters of some of the words, in their order: polyu, hkust."""
    ends = {0}
    for word in words:
        ends |= {
            start + length
            for start in ends
            for length in range(1, len(word) + 1)
            if acronym.startswith(word[:length], start)
        }
    return len(acronym) in ends
