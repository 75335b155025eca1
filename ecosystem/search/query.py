"""A question as it was typed, cut into what must be found."""

import re
from dataclasses import dataclass
from functools import cached_property

from ecosystem.core.tokens import Piece, compounds, pieces, terms
from ecosystem.search import synonyms
from ecosystem.search.expressions import Expression, Phrase, any_of

# Nobody means more; of a pasted page the beginning is searched for.
LONGEST_QUESTION, MOST_UNITS = 300, 10
# Words that stand in every text, so that they find nothing and only keep other words from finding.
EMPTY_WORDS = frozenset(
    terms(
        "a an and are as at by can do does for from get have how i in into is of on or our that the their there this to "
        "use used uses using was we what when where which who whose why will with you your "
        "的 了 和 及 與 或 在 是"
    )
)
_QUOTED = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]")


@dataclass(frozen=True)
class Unit:
    """One thing that must be found, in any of the forms that count as the same.

    `text` is what was typed, `forms` are the phrases: a word with a hyphen is
    both its parts in a row and the one word. `equivalents` mean the same in
    other words.
    """

    text: str
    forms: tuple[tuple[str, ...], ...]
    is_han: bool = False
    equivalents: tuple[tuple[str, ...], ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return self.forms[0]

    @property
    def expression(self) -> Expression:
        return any_of([Phrase(form) for form in (*self.forms, *self.equivalents)])


@dataclass(frozen=True)
class Question:
    """What somebody typed into a search box."""

    typed: str

    @cached_property
    def text(self) -> str:
        """What is searched for: without control characters, blanks joined, not endless."""
        printable = "".join(character if character.isprintable() else " " for character in self.typed)
        return " ".join(printable[: 4 * LONGEST_QUESTION].split())[:LONGEST_QUESTION].strip()

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """All its terms in order, the empty words included, as names are compared with it."""
        return tuple(terms(self.text))

    @cached_property
    def _all_units(self) -> list[Unit]:
        found: list[Unit] = []
        rest = self.text
        for match in _QUOTED.finditer(self.text):
            rest = rest.replace(match[0], " ")
            if quoted := tuple(terms(match[1])):
                found.append(Unit(match[1], (quoted,), is_han=False))
        found += _units(rest)
        # A word that stands twice is looked for once.
        return list({unit.forms: unit for unit in found}.values())

    @cached_property
    def units(self) -> list[Unit]:
        """What must be found: no empty words, unless there is nothing else."""
        full = [unit for unit in self._all_units if not EMPTY_WORDS.issuperset(unit.terms)]
        return (full or self._all_units)[:MOST_UNITS]

    @property
    def was_cut(self) -> bool:
        """Whether more was typed than is searched for."""
        longer = len(" ".join(self.typed.split())) > len(self.text) and len(self.typed) > LONGEST_QUESTION
        return longer or len(self._all_units) > len(self.units) == MOST_UNITS


def _units(text: str) -> list[Unit]:
    """Return each word, each word with hyphens, and each run of Han characters as one unit, in order."""
    joined = {parts[0].start: (parts, term) for parts, term in compounds(text)}
    found: list[tuple[int, Unit]] = []
    run: list[Piece] = []
    inside = 0
    for piece in [*pieces(text), None]:
        if run and (piece is None or not piece.is_han or piece.start != run[-1].end):
            found.append((run[0].start, _unit(text, run, is_han=True)))
            run = []
        if piece is None or piece.start < inside:
            continue
        if piece.is_han:
            run.append(piece)
        elif piece.start in joined:
            parts, term = joined[piece.start]
            inside = parts[-1].end
            found.append((piece.start, _unit(text, parts, (term,))))
        else:
            found.append((piece.start, _unit(text, [piece])))
    return _joined([unit for _start, unit in sorted(found, key=lambda item: item[0])])


def _unit(text: str, parts: list[Piece], *others: tuple[str, ...], is_han: bool = False) -> Unit:
    first = tuple(part.term for part in parts)
    forms = (first, *others)
    same = synonyms.of_run(first) if is_han else synonyms.of_phrase(first)
    return Unit(
        text[parts[0].start : parts[-1].end], forms, is_han, tuple(other for other in same if other not in forms)
    )


def _joined(units: list[Unit]) -> list[Unit]:
    """Return the units with words that are one thing together, such as artificial intelligence, as one unit."""
    found: list[Unit] = []
    rest = list(units)
    while rest:
        size = next((n for n in range(min(synonyms.LONGEST, len(rest)), 1, -1) if _same(rest[:n])), 1)
        together, rest = rest[:size], rest[size:]
        if size == 1:
            found += together
        else:
            text = " ".join(unit.text for unit in together)
            found.append(Unit(text, (_terms(together),), equivalents=_same(together)))
    return found


def _same(units: list[Unit]) -> tuple[tuple[str, ...], ...]:
    return synonyms.of_phrase(_terms(units))


def _terms(units: list[Unit]) -> tuple[str, ...]:
    return tuple(term for unit in units for term in unit.terms)
