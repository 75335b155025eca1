"""What differs between two texts: words in scripts that part them, characters in Chinese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ecosystem.translation import HAN

# A word with what is written into it, a Han character, a run of spaces, or any one sign.
_LETTER = rf"(?!{HAN.pattern})\w"
TOKEN = re.compile(rf"{HAN.pattern}|(?:{_LETTER})+(?:['’.,-](?:{_LETTER})+)*|\s+|.", re.DOTALL)
# Texts less alike than this are shown one after the other, for their common words say nothing.
LEAST_ALIKE = 0.3


@dataclass(frozen=True)
class Run:
    """A part of two texts set into one: `op` is same, removed or added."""

    op: str
    text: str


def compared(before: str, after: str) -> list[Run]:
    """Return both texts as one, in runs of what is the same, was removed, was added."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _filled([Run("removed", before), Run("added", after)])
    return _filled(_runs(matcher, old, new))


def _runs(matcher: SequenceMatcher, old: list[str], new: list[str]) -> Iterator[Run]:
    removed, added = "", ""
    for op, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        same = "".join(old[old_from:old_to]) if op == "equal" else ""
        # A mere space between two changes would tear them into crumbs.
        if same and (same.strip() or not (removed or added)):
            yield from (Run("removed", removed), Run("added", added), Run("same", same))
            removed, added = "", ""
        else:
            removed += "".join(old[old_from:old_to])
            added += "".join(new[new_from:new_to])
    yield from (Run("removed", removed), Run("added", added))


def _filled(runs) -> list[Run]:
    return [run for run in runs if run.text]
