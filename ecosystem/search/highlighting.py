"""Highlight the query's terms in a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ecosystem.core.tokens import TextToken, iter_hyphen_compounds, iter_text_tokens
from ecosystem.search.ranking import QueryTermForm


@dataclass(frozen=True)
class HighlightRun:
    text: str
    is_found: bool


def split_highlights(text: str, forms: Iterable[QueryTermForm]) -> list[HighlightRun]:
    """The runs joined are the text."""
    cut = _tokenize(text)
    spans = sorted({span for form in forms for span in _iter_spans(cut, form)})
    runs: list[HighlightRun] = []
    done = 0
    for start, end in _merge_spans(spans, text):
        runs += [HighlightRun(text[done:start], is_found=False), HighlightRun(text[start:end], is_found=True)]
        done = end
    return [run for run in [*runs, HighlightRun(text[done:], is_found=False)] if run.text]


@dataclass(frozen=True)
class _TokenizedText:
    """The tokens of a text, their positions by term, and the spans of hyphen compounds by term."""

    pieces: list[TextToken]
    places: dict[str, list[int]]
    compounds: dict[str, list[tuple[int, int]]]


# Cached, because a page needs every text twice, and the next page often again.
@lru_cache(maxsize=2048)
def _tokenize(text: str) -> _TokenizedText:
    cut = list(iter_text_tokens(text))
    places: dict[str, list[int]] = defaultdict(list)
    for place, piece in enumerate(cut):
        places[piece.term].append(place)
    joined: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for parts, term in iter_hyphen_compounds(text):
        joined[term].append((parts[0].start, parts[-1].end))
    return _TokenizedText(cut, dict(places), dict(joined))


def _iter_spans(cut: _TokenizedText, form: QueryTermForm) -> Iterator[tuple[int, int]]:
    *before, last = form.terms
    for first in _iter_start_positions(cut, form):
        window = cut.pieces[first : first + len(form.terms)]
        follows = len(window) == len(form.terms) and [piece.term for piece in window[:-1]] == before
        if follows and _token_matches(window[-1], last, form.is_prefix):
            yield window[0].start, window[-1].end
    if not before:
        yield from cut.compounds.get(last, ())


def _iter_start_positions(cut: _TokenizedText, form: QueryTermForm) -> Iterator[int]:
    if len(form.terms) == 1 and form.is_prefix:
        return (place for term, places in cut.places.items() if term.startswith(form.terms[0]) for place in places)
    return iter(cut.places.get(form.terms[0], ()))


def _token_matches(piece: TextToken, term: str, is_prefix: bool) -> bool:
    return piece.term.startswith(term) if is_prefix else piece.term == term


def _merge_spans(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Join spans that overlap or have only a space or hyphen between."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] in {" ", "-"}):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
