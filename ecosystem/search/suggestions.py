"""What somebody may be about to type: names, acronyms and other names that begin so."""

from collections.abc import Sequence

from ecosystem.models import SearchEntry
from ecosystem.search.aims import begun, plain
from ecosystem.search.expressions import Expression, InNames, Phrase, all_of, any_of
from ecosystem.search.near import near
from ecosystem.search.questions import Question, Unit
from ecosystem.search.ranking import Form
from ecosystem.terms import SEPARATOR, terms, words

OFFERED = 8
# So many of the best known that fit are looked at.
LOOKED_AT = 120


def suggestions(typed: str) -> list[SearchEntry]:
    """Return the entries whose names go with what was typed so far, best first; four queries at most.

    First the one that has just this name, then those with a name that begins
    so, each the best known first.
    """
    question = Question(typed)
    if not question.units:
        return []
    *whole, last = question.units
    found = _found([*map(plain, whole), (*plain(last), *begun(last))])
    if not found and (meant := _meant(last)):
        found = _found([*map(plain, whole), meant])
    return sorted(found, key=lambda entry: (_distance(entry, question.terms), -entry.prominence, entry.pk))[:OFFERED]


def _meant(unit: Unit) -> tuple[Form, ...]:
    return tuple(Form(tuple(terms(other))) for word in words(unit.text) for other in near(word))


def _found(asked: Sequence[Sequence[Form]]) -> list[SearchEntry]:
    expression = InNames(all_of([_any(forms) for forms in asked]))
    return list(SearchEntry.objects.matching(expression).select_related("text").best_known()[:LOOKED_AT])


def _any(forms: Sequence[Form]) -> Expression:
    return any_of([Phrase(form.terms, form.is_prefix) for form in forms])


def _distance(entry: SearchEntry, asked: Sequence[str]) -> int:
    """Return 0 where a name is what was typed, 1 where one begins so, else 2."""
    typed = " ".join(asked)
    names = f"{entry.text.names} {SEPARATOR} {entry.text.aliases}".split(f" {SEPARATOR} ")
    if typed in names:
        return 0
    return 1 if any(name.startswith(typed) for name in names) else 2
