"""What a question asks for, made out with the help of the index: words that it has, begins of words, words that are near."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Value

from ecosystem.core.tokens import terms, words
from ecosystem.models import SearchText, SearchWord
from ecosystem.search.expressions import Expression, Phrase, any_of
from ecosystem.search.query import Question, Unit
from ecosystem.search.ranking import Aim, Form
from ecosystem.search.spelling import near

# A word that so few entries have may be the beginning of another.
FEW = 3
# Shorter beginnings are those of too many words.
SHORTEST_BEGINNING = 3
MOST_BEGUN = 20
WORTH_OF_EQUIVALENT, WORTH_OF_BEGINNING, WORTH_OF_NEAR = 0.7, 0.6, 0.7


@dataclass(frozen=True)
class Aimed:
    """A unit of the question as it is searched for; `meant` are other words that were taken for a misspelt one."""

    unit: Unit
    aim: Aim
    meant: tuple[str, ...] = ()

    @property
    def expression(self) -> Expression:
        return any_of([Phrase(form.terms, form.is_prefix) for form in self.aim.forms])

    @property
    def is_known(self) -> bool:
        return bool(self.aim.entries)


def made_out(question: Question) -> list[Aimed]:
    """Return what the question asks for; a run of Han characters that stands nowhere comes in the pieces that do."""
    units = question.units
    counts = frequencies([unit.expression for unit in units])
    found: list[Aimed] = []
    for unit, count in zip(units, counts, strict=True):
        if count >= FEW or (count and unit.is_han):
            found.append(Aimed(unit, Aim(plain(unit), count)))
        else:
            found += _widened(unit)
    return found


def frequencies(expressions: Sequence[Expression]) -> list[int]:
    """Return how many entries match each expression; one query."""
    if not expressions:
        return []
    rows = [
        SearchText.objects.filter(names__matches=expression)
        .order_by()
        .annotate(_number=Value(number))
        .values_list("_number")
        .annotate(n=Count("pk"))
        for number, expression in enumerate(expressions)
    ]
    counts = dict(rows[0].union(*rows[1:], all=True))
    return [counts.get(number, 0) for number in range(len(expressions))]


def plain(unit: Unit) -> tuple[Form, ...]:
    """Return the forms of the unit as it was typed."""
    return (
        *(Form(form) for form in unit.forms),
        *(Form(form, WORTH_OF_EQUIVALENT) for form in unit.equivalents),
    )


def begun(unit: Unit) -> tuple[Form, ...]:
    """Return the forms of words that begin like the unit, its own stem going on among them."""
    forms = [Form(form, WORTH_OF_BEGINNING, is_prefix=True) for form in unit.forms]
    for beginning in words(unit.text):
        known = SearchWord.objects.filter(word__startswith=beginning).order_by("-entries", "word")
        forms += [
            Form(tuple(terms(word)), WORTH_OF_BEGINNING) for word in known.values_list("word", flat=True)[:MOST_BEGUN]
        ]
    return tuple(dict.fromkeys(forms))


def _widened(unit: Unit) -> list[Aimed]:
    """Return what may be meant by what hardly anything holds."""
    if unit.is_han and len(unit.terms) > 2 and not near_words(unit) and (pieces := _pieces(unit)):
        return pieces
    wider = plain(unit)
    if _may_go_on(unit):
        wider += begun(unit)
    aimed = Aimed(unit, Aim(wider, _count(wider)))
    if aimed.is_known:
        return [aimed]
    meant = near_words(unit)
    forms = (*plain(unit), *(Form(tuple(terms(word)), WORTH_OF_NEAR) for word in meant))
    return [Aimed(unit, Aim(forms, _count(forms)), meant)]


def near_words(unit: Unit) -> tuple[str, ...]:
    """Return the words that a misspelt unit may have meant."""
    return tuple(other for word in words(unit.text) for other in near(word))


def _may_go_on(unit: Unit) -> bool:
    """Whether the unit may be the beginning of a word: one word, not too short, no number."""
    is_word = len(unit.forms) == len(unit.terms) == 1 and not unit.is_han and not unit.text.isdigit()
    return is_word and len("".join(unit.terms)) >= SHORTEST_BEGINNING


def _count(forms: Sequence[Form]) -> int:
    return frequencies([any_of([Phrase(form.terms, form.is_prefix) for form in forms])])[0]


def _pieces(unit: Unit) -> list[Aimed]:
    """Return the parts of a run of Han characters that stand somewhere; none where no two characters of it do.

    Where two characters never stand beside each other, the run is cut.
    """
    pairs = list(pairwise(unit.terms))
    counts = frequencies([Phrase(pair) for pair in pairs])
    runs: list[list[str]] = [[unit.terms[0]]]
    for (_first, second), count in zip(pairs, counts, strict=True):
        if count:
            runs[-1].append(second)
        else:
            runs.append([second])
    parts = [tuple(run) for run in runs if len(run) > 1]
    if parts == [unit.terms]:
        # Each pair stands somewhere, but never all in a row.
        parts = pairs
    found = zip(parts, frequencies([Phrase(part) for part in parts]), strict=True)
    aimed = [_piece(unit, part, count) for part, count in found]
    return [piece for pieces in aimed for piece in pieces]


def _piece(unit: Unit, part: tuple[str, ...], count: int) -> list[Aimed]:
    if count:
        return [Aimed(unit, Aim((Form(part),), count))]
    pairs = list(pairwise(part))
    return [
        Aimed(unit, Aim((Form(pair),), n))
        for pair, n in zip(pairs, frequencies([Phrase(pair) for pair in pairs]), strict=True)
    ]
