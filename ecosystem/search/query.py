"""Parse a typed query into units that must be found."""

import re
from dataclasses import dataclass
from functools import cached_property

from ecosystem.core.control_characters import remove_ignorable_characters
from ecosystem.core.identifiers import parse_identifier
from ecosystem.core.tokens import TextToken, extract_terms, iter_hyphen_compounds, iter_text_tokens
from ecosystem.search import synonyms
from ecosystem.search.expressions import PhraseExpression, SearchExpression, join_with_or

# Longer queries, such as pasted pages, are truncated.
MAX_QUERY_LENGTH, MAX_QUERY_UNITS = 300, 10
# Words that occur in every text.
STOP_WORDS = frozenset(
    extract_terms(
        "a an and are as at by can do does for from get have how i in into is of on or our that the their there this "
        "to use used uses using was we what when where which who whose why will with you your "
        "am any it its me much must my need should some us want would "
        "的 了 和 及 與 或 在 是 我 你 嗎 呢"
    )
)
_QUOTED = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]")


@dataclass(frozen=True)
class QueryUnit:
    """`forms` of a word with a hyphen are its parts in a row, and one word; `equivalents` are synonyms."""

    text: str
    forms: tuple[tuple[str, ...], ...]
    is_han: bool = False
    equivalents: tuple[tuple[str, ...], ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return self.forms[0]

    @property
    def expression(self) -> SearchExpression:
        return join_with_or([PhraseExpression(form) for form in (*self.forms, *self.equivalents)])


@dataclass(frozen=True)
class SearchQuery:
    typed: str

    @cached_property
    def text(self) -> str:
        """The normalized query: an identifier without its address; no invisible or control characters; truncated."""
        typed = self.typed[: 4 * MAX_QUERY_LENGTH]
        visible = parse_identifier(typed) or remove_ignorable_characters(typed)
        printable = "".join(character if character.isprintable() else " " for character in visible)
        return " ".join(printable.split())[:MAX_QUERY_LENGTH].strip()

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Stop words are included, for comparison with names."""
        return tuple(extract_terms(self.text))

    @property
    def has_quotes(self) -> bool:
        return bool(_QUOTED.search(self.text))

    @cached_property
    def _all_units(self) -> list[QueryUnit]:
        units: list[QueryUnit] = []
        rest = self.text
        for match in _QUOTED.finditer(self.text):
            rest = rest.replace(match[0], " ")
            if quoted := tuple(extract_terms(match[1])):
                units.append(QueryUnit(match[1], (quoted,), is_han=False))
        units += _split_units(rest)
        # Without repeated words.
        return list({unit.forms: unit for unit in units}.values())

    @cached_property
    def units(self) -> list[QueryUnit]:
        full = [unit for unit in self._all_units if not STOP_WORDS.issuperset(unit.terms)]
        return (full or self._all_units)[:MAX_QUERY_UNITS]

    @property
    def is_truncated(self) -> bool:
        longer = len(" ".join(self.typed.split())) > len(self.text) and len(self.typed) > MAX_QUERY_LENGTH
        return longer or len(self._all_units) > len(self.units) == MAX_QUERY_UNITS


def _split_units(text: str) -> list[QueryUnit]:
    joined = {parts[0].start: (parts, term) for parts, term in iter_hyphen_compounds(text)}
    units: list[tuple[int, QueryUnit]] = []
    run: list[TextToken] = []
    inside = 0
    for piece in [*iter_text_tokens(text), None]:
        if run and (piece is None or not piece.is_han or piece.start != run[-1].end):
            units.append((run[0].start, _build_unit(text, run, is_han=True)))
            run = []
        if piece is None or piece.start < inside:
            continue
        if piece.is_han:
            run.append(piece)
        elif piece.start in joined:
            parts, term = joined[piece.start]
            inside = parts[-1].end
            units.append((piece.start, _build_unit(text, parts, (term,))))
        else:
            units.append((piece.start, _build_unit(text, [piece])))
    return _merge_phrase_units([unit for _start, unit in sorted(units, key=lambda item: item[0])])


def _build_unit(text: str, parts: list[TextToken], *others: tuple[str, ...], is_han: bool = False) -> QueryUnit:
    first = tuple(part.term for part in parts)
    forms = (first, *others)
    same = synonyms.find_han_run_synonyms(first) if is_han else synonyms.find_phrase_synonyms(first)
    return QueryUnit(
        text[parts[0].start : parts[-1].end], forms, is_han, tuple(other for other in same if other not in forms)
    )


def _merge_phrase_units(units: list[QueryUnit]) -> list[QueryUnit]:
    """Join units that are a phrase with synonyms, such as artificial intelligence."""
    merged: list[QueryUnit] = []
    rest = list(units)
    while rest:
        size = next((n for n in range(min(synonyms.MAX_PHRASE_WORDS, len(rest)), 1, -1) if _find_synonyms(rest[:n])), 1)
        together, rest = rest[:size], rest[size:]
        if size == 1:
            merged += together
        else:
            text = " ".join(unit.text for unit in together)
            merged.append(QueryUnit(text, (_join_terms(together),), equivalents=_find_synonyms(together)))
    return merged


def _find_synonyms(units: list[QueryUnit]) -> tuple[tuple[str, ...], ...]:
    return synonyms.find_phrase_synonyms(_join_terms(units))


def _join_terms(units: list[QueryUnit]) -> tuple[str, ...]:
    return tuple(term for unit in units for term in unit.terms)
