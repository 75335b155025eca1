"""The diff of two texts, by word, in Chinese by character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ecosystem.core.han_characters import HAN

_LETTER = rf"(?!{HAN.pattern})\w"
# A Han character, a word with inner punctuation, a run of spaces, or any other character.
TOKEN = re.compile(rf"{HAN.pattern}|(?:{_LETTER})+(?:['’.,-](?:{_LETTER})+)*|\s+|.", re.DOTALL)
# A sentence with its end; a full stop ends one before a space only.
SENTENCE = re.compile(r".+?(?:[。！？\n]+|[.!?]+(?=\s)|\Z)", re.DOTALL)
# Sentences less similar than this are shown one after the other, because their common words are accidental.
LEAST_ALIKE = 0.3
# So are longer ones, because the time of the comparison is quadratic.
MOST_TOKENS = 500
MOST_SENTENCES = 500


@dataclass(frozen=True)
class TextDiffRun:
    """A part of a merged text; `op` is same, removed or added."""

    op: str
    text: str


def diff_texts(before: str, after: str) -> list[TextDiffRun]:
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    if max(len(old), len(new)) > MOST_SENTENCES:
        return _merge_runs([TextDiffRun("removed", before), TextDiffRun("added", after)])
    runs: list[TextDiffRun] = []
    # Sentences first, then the words of those that differ, so that long texts are fast.
    for op, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one, other = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        runs += [TextDiffRun("same", one)] if op == "equal" else _diff_words(one, other)
    return _merge_runs(runs)


def _diff_words(before: str, after: str) -> list[TextDiffRun]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    is_short = max(len(old), len(new)) <= MOST_TOKENS
    matcher = SequenceMatcher(None, old, new, autojunk=False) if is_short else None
    if matcher is None or matcher.ratio() < LEAST_ALIKE:
        return [TextDiffRun("removed", before), TextDiffRun("added", after)]
    return list(_iter_runs(matcher, old, new))


def _iter_runs(matcher: SequenceMatcher, old: list[str], new: list[str]) -> Iterator[TextDiffRun]:
    removed, added = "", ""
    for op, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        same = "".join(old[old_from:old_to]) if op == "equal" else ""
        # A space between two changes is joined with them.
        if same and (same.strip() or not (removed or added)):
            yield from (TextDiffRun("removed", removed), TextDiffRun("added", added), TextDiffRun("same", same))
            removed, added = "", ""
        else:
            removed += "".join(old[old_from:old_to])
            added += "".join(new[new_from:new_to])
    yield from (TextDiffRun("removed", removed), TextDiffRun("added", added))


def _merge_runs(runs: list[TextDiffRun]) -> list[TextDiffRun]:
    merged: list[TextDiffRun] = []
    for run in runs:
        if run.text and merged and merged[-1].op == run.op:
            merged[-1] = TextDiffRun(run.op, merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return merged
