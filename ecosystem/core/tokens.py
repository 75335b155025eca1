"""Text cut into terms: by this one function for indexing, for finding, and for marking what was found."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from ecosystem.core.languages import HAN, simplified

# A letter of a click language, so that every index takes it for a word; it parts what no phrase may cross.
SEPARATOR = "ǁ"
# PostgreSQL refuses words of more than 2 kB, and nobody looks for one of more than this.
LONGEST_TERM = 60

# A letter with the accents that may follow it as characters of their own.
_LETTER = rf"(?!{HAN.pattern}|{SEPARATOR})[^\W_][\u0300-\u036f]*"
_WORD = rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)*"
# GenA.I. and R.O.C. are one word, and so is each part of a word with hyphens.
_DOTTED = rf"(?:{_LETTER})+(?:\.(?:{_LETTER})(?!{_LETTER}))+\.?"
_PIECES = re.compile(rf"(?P<han>{HAN.pattern})|(?P<word>{_DOTTED}|{_WORD})")
_HYPHENS = frozenset("-‐‑–")

# What a stemmer of one spelling leaves apart. A stem of the left is written as the one of the right.
_SPELLINGS = {
    "adviser": "advisor",
    "advis": "advisor",
    "advisori": "advisor",
    "center": "centr",
    "lab": "laboratori",
    "program": "programm",
    "uni": "universiti",
}
_stem = snowballstemmer.stemmer("english").stemWord


@dataclass(frozen=True)
class Piece:
    """A term, and where it stands in the text: `text[start:end]`."""

    term: str
    start: int
    end: int
    is_han: bool


def pieces(text: str) -> Iterator[Piece]:
    """Yield the terms of `text` in order: each word, and each Han character by itself.

    Neither SQLite nor PostgreSQL can find words in Chinese, so 數碼港 becomes
    数 码 港 and is looked up as that phrase.
    """
    for match in _PIECES.finditer(text):
        is_han = match["han"] is not None
        if term := _han_term(match[0]) if is_han else _word_term(match[0]):
            yield Piece(term, *match.span(), is_han)


def terms(text: str) -> list[str]:
    """Return the terms of `text`, such as `["数", "码", "港"]` or `["cyberport"]`."""
    return [piece.term for piece in pieces(text)]


def compounds(text: str) -> Iterator[tuple[list[Piece], str]]:
    """Yield what hyphens join, as its pieces and as the one term that it also is: co-working is coworking."""
    joined: list[Piece] = []
    for piece in [*pieces(text), None]:
        if piece and joined and not piece.is_han and text[joined[-1].end : piece.start] in _HYPHENS:
            joined.append(piece)
            continue
        if len(joined) > 1:
            yield joined, _word_term("".join(text[part.start : part.end] for part in joined))
        joined = [piece] if piece and not piece.is_han else []


def indexed(*texts: str) -> str:
    """Return texts as an index holds them: terms parted by spaces, no phrase reaching from one text to the next."""
    parts = []
    for text in dict.fromkeys(filter(None, texts)):
        if found := terms(text):
            parts.append(" ".join(found))
            parts += dict.fromkeys(term for _pieces, term in compounds(text))
    return f" {SEPARATOR} ".join(parts)


def words(text: str) -> set[str]:
    """Return the words of `text` as they are written, folded but not cut to their stems, and its runs of Han characters."""
    found, run = set(), ""
    last = 0
    for piece in pieces(text):
        if run and (not piece.is_han or piece.start != last):
            found.add(run)
            run = ""
        if piece.is_han:
            run += piece.term
        else:
            found.add(_folded(text[piece.start : piece.end]))
        last = piece.end
    return found | {run} - {""}


@lru_cache(maxsize=32768)
def _han_term(character: str) -> str:
    # One character at a time: what stands beside it must not decide which term it is.
    return simplified(unicodedata.normalize("NFKC", character))


@lru_cache(maxsize=32768)
def _word_term(word: str) -> str:
    word = _folded(word)
    stem = _stem(word) if word.isascii() and word.isalpha() else word
    if len(stem) > 4 and stem.endswith("iz"):
        stem = stem[:-1] + "s"
    return _SPELLINGS.get(stem, stem)[:LONGEST_TERM]


def _folded(word: str) -> str:
    """Return a word in one width and one case, without accents, apostrophes, dots and the 's of a possessive."""
    word = word.removesuffix("'s").removesuffix("’s")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(character for character in plain if character.isalnum())
