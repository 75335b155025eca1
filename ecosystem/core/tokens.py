"""The tokenizer, used alike for indexing, searching and highlighting."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from ecosystem.core.control_characters import INVISIBLE, remove_ignorable_characters
from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import fold_text

# Separates texts, so that no phrase matches across two; a letter, so that every index takes it for a word.
TEXT_SEPARATOR = "ǁ"
# The first characters of special terms: of a name alone, a whole name as one term, and the value of a filter.
NAME_MARK, WHOLE_NAME_MARK, KEYWORD_MARK = "ǀ", "ǂ", "ǃ"
# PostgreSQL refuses words of more than 2 kB; longer words than this are not searched for.
MAX_TERM_LENGTH = 60
MAX_NAME_LENGTH = 200

# A letter with combining accents, and with invisible characters, which part no word.
_LETTER = rf"(?!{HAN.pattern}|[ǀ-ǃ{INVISIBLE}])[^\W_][\u0300-\u036f{INVISIBLE}]*"
_WORD = rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)*"
# GenA.I. and R.O.C. are one word; a word with hyphens is several.
_DOTTED = rf"(?:{_LETTER})+(?:\.(?:{_LETTER})(?!{_LETTER}))+\.?"
_PIECES = re.compile(rf"(?P<han>{HAN.pattern})[{INVISIBLE}]*|(?P<word>{_DOTTED}|{_WORD})")
_HYPHENS = frozenset("-‐‑–")

# Stems of spelling variants, mapped to one of them.
_SPELLINGS = {
    "adviser": "advisor",
    "advis": "advisor",
    "advisori": "advisor",
    "center": "centr",
    "lab": "laboratori",
    "program": "programm",
    "uni": "universiti",
}
_UNIFIED_STEMS = frozenset(_SPELLINGS.values())
_stem_english = snowballstemmer.stemmer("english").stemWord
# The stemmer keeps the word that it works on in itself, and threads answer requests at once.
_stemmer_lock = Lock()


class TextToken(NamedTuple):
    term: str
    start: int
    end: int
    is_han: bool


def iter_text_tokens(text: str) -> Iterator[TextToken]:
    """Yield the terms of `text` in order: each word, and each Han character by itself.

    Neither SQLite nor PostgreSQL segments Chinese, so 數碼港 becomes the phrase 数 码 港.
    """
    return iter(_tokenize(text))


def extract_terms(text: str) -> list[str]:
    return [piece.term for piece in iter_text_tokens(text)]


def iter_hyphen_compounds(text: str) -> Iterator[tuple[list[TextToken], str]]:
    """Yield `(tokens, joined term)`: co-working is also coworking."""
    joined: list[TextToken] = []
    for piece in [*iter_text_tokens(text), None]:
        if piece and joined and not piece.is_han and text[joined[-1].end : piece.start] in _HYPHENS:
            joined.append(piece)
            continue
        if len(joined) > 1:
            yield joined, _stem_word("".join(text[part.start : part.end] for part in joined))
        joined = [piece] if piece and not piece.is_han else []


def build_indexed_text(*texts: str) -> str:
    """Put spaces between terms, and separators between texts and hyphen compounds."""
    parts = (part for text in dict.fromkeys(filter(None, texts)) for part in _list_parts(text))
    return f" {TEXT_SEPARATOR} ".join(parts)


def split_indexed_text(text: str) -> list[str]:
    return [part for part in text.split(f" {TEXT_SEPARATOR} ") if part]


def build_whole_name_term(terms: Iterable[str]) -> str:
    return WHOLE_NAME_MARK + WHOLE_NAME_MARK.join(terms)


def build_keyword_term(name: str, value: object) -> str:
    return f"{KEYWORD_MARK}{name}{KEYWORD_MARK}{value}"


def extract_words(text: str) -> set[str]:
    """Return words, folded but not stemmed, and runs of Han characters."""
    words, run = set(), ""
    last = 0
    for piece in iter_text_tokens(text):
        if run and (not piece.is_han or piece.start != last):
            words.add(run)
            run = ""
        if piece.is_han:
            run += piece.term
        else:
            words.add(_fold_word(text[piece.start : piece.end]))
        last = piece.end
    return words | {run} - {""}


def unify_spelling(word: str) -> str:
    """Unify a lower-case English word: program and programme, organization and organisation."""
    stem = _stem_word(word)
    return stem if stem in _UNIFIED_STEMS else word.replace("iz", "is")


# The terms, hyphen compounds and words of a text are asked for in succession.
@lru_cache(maxsize=32)
def _tokenize(text: str) -> tuple[TextToken, ...]:
    tokens = []
    for match in _PIECES.finditer(text):
        is_han = match["han"] is not None
        if term := _normalize_han(match["han"]) if is_han else _stem_word(match[0]):
            tokens.append(TextToken(term, *match.span(), is_han))
    return tuple(tokens)


def _list_parts(text: str) -> tuple[str, ...]:
    """Return the terms with spaces between, then the hyphen compounds; none for a text without terms."""
    return _list_name_parts(text) if len(text) <= MAX_NAME_LENGTH else _build_parts(text)


# Only names, which are in the entries of all related records too; longer texts would fill the memory.
@lru_cache(maxsize=4096)
def _list_name_parts(text: str) -> tuple[str, ...]:
    return _build_parts(text)


def _build_parts(text: str) -> tuple[str, ...]:
    terms = extract_terms(text)
    return (" ".join(terms), *dict.fromkeys(term for _pieces, term in iter_hyphen_compounds(text))) if terms else ()


@lru_cache(maxsize=32768)
def _normalize_han(character: str) -> str:
    # One character at a time, so that the term does not depend on its neighbours.
    return fold_text(character)


@lru_cache(maxsize=32768)
def _stem_word(word: str) -> str:
    word = _fold_word(word)
    stem = word
    if word.isascii() and word.isalpha():
        with _stemmer_lock:
            stem = _stem_english(word)
    if len(stem) > 4 and stem.endswith("iz"):
        stem = stem[:-1] + "s"
    return _SPELLINGS.get(stem, stem)[:MAX_TERM_LENGTH]


@lru_cache(maxsize=32768)
def _fold_word(word: str) -> str:
    word = remove_ignorable_characters(word).removesuffix("'s").removesuffix("’s")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(character for character in plain if character.isalnum())
