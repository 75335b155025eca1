"""Two wordings of a text, with what differs between them marked: by words in Latin script, by characters in Chinese."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from ecosystem.translation import HAN

# A Chinese character, a run of white space, a word, or any other sign: put together again they are the text.
PIECES = re.compile(rf"{HAN.pattern}|\s+|(?:(?!{HAN.pattern})\w)+|.", re.DOTALL)
# Comparing takes the product of the two lengths; longer texts are compared by their lines.
MOST_PIECES = 3000


@dataclass(frozen=True)
class Run:
    """A stretch of a text that the other wording also has, or has not."""

    text: str
    is_changed: bool


def compared(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Return the two wordings as runs."""
    old, new = _pieces(before), _pieces(after)
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    kept_old, kept_new = set[int](), set[int]()
    for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept_old |= set(range(match.a, match.a + match.size))
        kept_new |= set(range(match.b, match.b + match.size))
    return _runs(old, kept_old), _runs(new, kept_new)


def _pieces(text: str) -> list[str]:
    return PIECES.findall(text)


def _runs(pieces: list[str], kept: Iterable[int]) -> list[Run]:
    known = set(kept)
    parts = groupby(enumerate(pieces), key=lambda part: part[0] not in known)
    return [Run("".join(piece for _number, piece in group), is_changed) for is_changed, group in parts]
