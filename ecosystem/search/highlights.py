"""Where in a text that is shown stands what was searched for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ecosystem.search.ranking import Form
from ecosystem.terms import Piece, compounds, pieces


@dataclass(frozen=True)
class Run:
    """A part of a text; `is_found` where it is what was searched for."""

    text: str
    is_found: bool


def runs(text: str, forms: Iterable[Form]) -> list[Run]:
    """Return `text` in parts, the found ones apart; joined together they are the text again."""
    cut = list(pieces(text))
    spans = sorted({span for form in forms for span in _spans(text, cut, form)})
    found: list[Run] = []
    done = 0
    for start, end in _merged(spans, text):
        found += [Run(text[done:start], is_found=False), Run(text[start:end], is_found=True)]
        done = end
    return [run for run in [*found, Run(text[done:], is_found=False)] if run.text]


def _spans(text: str, cut: Sequence[Piece], form: Form) -> Iterator[tuple[int, int]]:
    length = len(form.terms)
    for first in range(len(cut) - length + 1):
        window = cut[first : first + length]
        if all(map(_fits, window, form.terms, [False] * (length - 1) + [form.is_prefix])):
            yield window[0].start, window[-1].end
    if length == 1:
        for parts, term in compounds(text):
            if term == form.terms[0]:
                yield parts[0].start, parts[-1].end


def _fits(piece: Piece, term: str, is_prefix: bool) -> bool:
    return piece.term.startswith(term) if is_prefix else piece.term == term


def _merged(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join spans that overlap, or that only a blank or a hyphen parts."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] in {" ", "-"}):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
