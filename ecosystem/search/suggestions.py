"""What somebody may be about to type: names, acronyms and other names that begin so."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ecosystem.core.tokens import SEPARATOR, terms
from ecosystem.models import SearchEntry
from ecosystem.search.expressions import Expression, InNames, Phrase, all_of, any_of
from ecosystem.search.query import Question, Unit
from ecosystem.search.query_terms import begun, near_words, plain
from ecosystem.search.ranking import Form

OFFERED = 8
# So many of the best known that fit are looked at.
LOOKED_AT = 120
# Of the entries that share a word with any of many texts, so many of the best known are compared with each.
NAMES_READ = 1000


def suggestions(typed: str, kinds: Sequence[str] = (), most: int = OFFERED) -> list[SearchEntry]:
    """Return the entries whose names go with what was typed so far, best first; a fixed number of queries for each word.

    First the one that has just this name, then those with a name that begins
    so, each the best known first; with `kinds` only entries of these.
    """
    question = Question(typed)
    if not question.units:
        return []
    *whole, last = question.units
    found = _found([*map(plain, whole), (*plain(last), *begun(last))], kinds)
    if not found and (meant := _meant(last)):
        found = _found([*map(plain, whole), meant], kinds)
    return sorted(found, key=lambda entry: (_distance(entry, question.terms), -entry.prominence, entry.pk))[:most]


def near_names(texts: Sequence[str], kinds: Sequence[str], most: int = 3) -> dict[str, list[SearchEntry]]:
    """Return, for each text, the entries of these kinds whose names have most of it; one query for all texts."""
    asked = {text: list(_parts(Question(text))) for text in texts}
    phrases = list(dict.fromkeys(phrase for found in asked.values() for phrase in found))
    if not phrases:
        return {}
    rows = SearchEntry.objects.filter(kind__in=kinds).matching(InNames(any_of([Phrase(phrase) for phrase in phrases])))
    entries = [(f" {e.text.names} {e.text.aliases} ", e) for e in rows.select_related("text").best_known()[:NAMES_READ]]
    found = {}
    for text, parts in asked.items():
        held = [(sum(f" {' '.join(part)} " in names for part in parts), entry) for names, entry in entries]
        best = sorted((item for item in held if item[0]), key=lambda item: (-item[0], -item[1].prominence, item[1].pk))
        found[text] = [entry for _number, entry in best[:most]]
    return found


def _parts(question: Question) -> Iterator[tuple[str, ...]]:
    """Yield each word of a question, and each two characters of a run of Han characters."""
    for unit in question.units:
        if unit.is_han and len(unit.terms) > 1:
            yield from pairwise(unit.terms)
        else:
            yield from ((term,) for term in unit.terms)


def _meant(unit: Unit) -> tuple[Form, ...]:
    return tuple(Form(tuple(terms(other))) for other in near_words(unit))


def _found(asked: Sequence[Sequence[Form]], kinds: Sequence[str]) -> list[SearchEntry]:
    expression = InNames(all_of([_any(forms) for forms in asked]))
    entries = SearchEntry.objects.filter(kind__in=kinds) if kinds else SearchEntry.objects.all()
    return list(entries.matching(expression).select_related("text").best_known()[:LOOKED_AT])


def _any(forms: Sequence[Form]) -> Expression:
    return any_of([Phrase(form.terms, form.is_prefix) for form in forms])


def _distance(entry: SearchEntry, asked: Sequence[str]) -> int:
    """Return 0 where a name is what was typed, 1 where one begins so, else 2."""
    typed = " ".join(asked)
    names = f"{entry.text.names} {SEPARATOR} {entry.text.aliases}".split(f" {SEPARATOR} ")
    if typed in names:
        return 0
    return 1 if any(name.startswith(typed) for name in names) else 2
