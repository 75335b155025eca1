"""What differs between two texts: words in scripts that part them, characters in Chinese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ecosystem.core.languages import HAN

_LETTER = rf"(?!{HAN.pattern})\w"
# A word with what is written into it, a Han character, a run of spaces, or any one sign.
TOKEN = re.compile(rf"{HAN.pattern}|(?:{_LETTER})+(?:['’.,-](?:{_LETTER})+)*|\s+|.", re.DOTALL)
# A sentence with what ends it; a full stop ends one before a space only.
SENTENCE = re.compile(r".+?(?:[。！？\n]+|[.!?]+(?=\s)|\Z)", re.DOTALL)
# Sentences less alike than this are shown one after the other, for their common words say nothing.
LEAST_ALIKE = 0.3
# So are longer ones, for the time that it takes to compare them grows with the square of their length.
MOST_TOKENS = 500
MOST_SENTENCES = 500


@dataclass(frozen=True)
class Run:
    """A part of two texts set into one: `op` is same, removed or added."""

    op: str
    text: str


def compared(before: str, after: str) -> list[Run]:
    """Return both texts as one, in runs of what is the same, was removed, was added."""
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        return _joined([Run("removed", before), Run("added", after)])
    runs: list[Run] = []
    # Whole sentences first, then the words of those that differ, so that long texts stay quick.
    for op, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one, other = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        runs += [Run("same", one)] if op == "equal" else _compared(one, other)
    return _joined(runs)


def _compared(before: str, after: str) -> list[Run]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    is_short = max(len(old), len(new)) <= MOST_TOKENS
    matcher = SequenceMatcher(None, old, new, autojunk=False) if is_short else None
    if matcher is None or matcher.ratio() < LEAST_ALIKE:
        return [Run("removed", before), Run("added", after)]
    return list(_runs(matcher, old, new))


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


def _joined(runs: list[Run]) -> list[Run]:
    """Leave out empty runs, and make one of neighbours of one sort."""
    found: list[Run] = []
    for run in runs:
        if run.text and found and found[-1].op == run.op:
            found[-1] = Run(run.op, found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return found
