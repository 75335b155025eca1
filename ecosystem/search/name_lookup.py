"""Entries by their names, for many names at once: those that have just this name first, then those in which it stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched

from django.db.models import Case, IntegerField, TextField, Value, When
from django.db.models.functions import Concat, Length

from ecosystem.core.tokens import SEPARATOR, terms
from ecosystem.models import SearchEntry
from ecosystem.search.expressions import InNames, Phrase

# SQLite takes no more than 500 parts of one query.
TOGETHER = 200


@dataclass(frozen=True)
class Named:
    """An entry that has a name: what it is an entry of, and how well known that is."""

    kind: str
    target: int
    prominence: int


def named(texts: Sequence[str], kinds: Sequence[str], most: int) -> dict[str, list[Named]]:
    """Return, for each text, the entries of these kinds in whose names it stands; one query for `TOGETHER` texts."""
    phrases = {text: found for text in texts if (found := tuple(terms(text)))}
    if not phrases:
        return {}
    found = defaultdict(list)
    for asked in batched(dict.fromkeys(phrases.values()), TOGETHER, strict=False):
        parts = [_entries(phrase, kinds, most).annotate(_number=Value(number)) for number, phrase in enumerate(asked)]
        rows = [part.values_list("_number", "kind", "target", "prominence") for part in parts]
        for number, *entry in rows[0].union(*rows[1:], all=True):
            found[asked[number]].append(Named(*entry))
    return {text: found[phrase] for text, phrase in phrases.items()}


def _entries(phrase: tuple[str, ...], kinds: Sequence[str], most: int):
    """Return the entries that have a phrase in a name, no more than `most`: those of which it is a whole name never left out."""
    line = f"{SEPARATOR} {' '.join(phrase)} {SEPARATOR}"
    edge, between = Value(f"{SEPARATOR} "), Value(f" {SEPARATOR} ")
    end = Value(f" {SEPARATOR}")
    names = Concat(edge, "text__names", between, "text__aliases", end, output_field=TextField())
    is_whole = Case(When(_names__contains=line, then=0), default=1, output_field=IntegerField())
    rows = SearchEntry.objects.filter(kind__in=kinds).matching(InNames(Phrase(phrase)))
    rows = rows.annotate(_names=names).order_by(is_whole, Length("text__names"), "-prominence", "pk")
    # Within a union no database of ours takes an order, so the part that is kept is chosen below it.
    return SearchEntry.objects.filter(pk__in=rows.values("pk")[:most]).order_by()
