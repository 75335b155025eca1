"""Where in a text that is shown stands what was searched for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ecosystem.core.tokens import Piece, compounds, pieces
from ecosystem.search.ranking import Form


@dataclass(frozen=True)
class Run:
    """A part of a text; `is_found` where it is what was searched for."""

    text: str
    is_found: bool


def runs(text: str, forms: Iterable[Form]) -> list[Run]:
    """Return `text` in parts, the found ones apart; joined together they are the text again."""
    cut = _cut(text)
    spans = sorted({span for form in forms for span in _spans(cut, form)})
    found: list[Run] = []
    done = 0
    for start, end in _merged(spans, text):
        found += [Run(text[done:start], is_found=False), Run(text[start:end], is_found=True)]
        done = end
    return [run for run in [*found, Run(text[done:], is_found=False)] if run.text]


@dataclass(frozen=True)
class _Cut:
    """A text as its pieces, where each term stands among them, and what hyphens join."""

    pieces: list[Piece]
    places: dict[str, list[int]]
    compounds: dict[str, list[tuple[int, int]]]


# A page asks of every text twice, whether anything in it was found and where; and the next page of many again.
@lru_cache(maxsize=2048)
def _cut(text: str) -> _Cut:
    cut = list(pieces(text))
    places: dict[str, list[int]] = defaultdict(list)
    for place, piece in enumerate(cut):
        places[piece.term].append(place)
    joined: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for parts, term in compounds(text):
        joined[term].append((parts[0].start, parts[-1].end))
    return _Cut(cut, dict(places), dict(joined))


def _spans(cut: _Cut, form: Form) -> Iterator[tuple[int, int]]:
    *before, last = form.terms
    for first in _begins(cut, form):
        window = cut.pieces[first : first + len(form.terms)]
        follows = len(window) == len(form.terms) and [piece.term for piece in window[:-1]] == before
        if follows and _fits(window[-1], last, form.is_prefix):
            yield window[0].start, window[-1].end
    if not before:
        yield from cut.compounds.get(last, ())


def _begins(cut: _Cut, form: Form) -> Iterator[int]:
    """Yield where the first term of a form stands."""
    if len(form.terms) == 1 and form.is_prefix:
        return (place for term, places in cut.places.items() if term.startswith(form.terms[0]) for place in places)
    return iter(cut.places.get(form.terms[0], ()))


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
