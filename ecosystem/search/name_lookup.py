"""Find entries for many names at once: those with exactly this name first, then those that contain it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched

from django.db.models import Case, IntegerField, TextField, Value, When
from django.db.models.functions import Concat, Length

from ecosystem.core.tokens import TEXT_SEPARATOR, extract_terms
from ecosystem.models import SearchEntry
from ecosystem.search.expressions import NamesOnlyExpression, PhraseExpression

# SQLite allows at most 500 parts of a compound query.
NAMES_PER_QUERY = 200


@dataclass(frozen=True)
class EntryNameMatch:
    kind: str
    target: int
    prominence: int


def find_entries_by_name(texts: Sequence[str], kinds: Sequence[str], most: int) -> dict[str, list[EntryNameMatch]]:
    """Return entries by text; one query for `NAMES_PER_QUERY` texts."""
    phrases = {text: terms for text in texts if (terms := tuple(extract_terms(text)))}
    if not phrases:
        return {}
    matches = defaultdict(list)
    for batch in batched(dict.fromkeys(phrases.values()), NAMES_PER_QUERY, strict=False):
        parts = [
            _get_phrase_entries(phrase, kinds, most).annotate(_number=Value(number))
            for number, phrase in enumerate(batch)
        ]
        rows = [part.values_list("_number", "kind", "target", "prominence") for part in parts]
        for number, *entry in rows[0].union(*rows[1:], all=True):
            matches[batch[number]].append(EntryNameMatch(*entry))
    return {text: matches[phrase] for text, phrase in phrases.items()}


def _get_phrase_entries(phrase: tuple[str, ...], kinds: Sequence[str], most: int):
    line = f"{TEXT_SEPARATOR} {' '.join(phrase)} {TEXT_SEPARATOR}"
    edge, between = Value(f"{TEXT_SEPARATOR} "), Value(f" {TEXT_SEPARATOR} ")
    end = Value(f" {TEXT_SEPARATOR}")
    names = Concat(edge, "text__names", between, "text__aliases", end, output_field=TextField())
    is_whole = Case(When(_names__contains=line, then=0), default=1, output_field=IntegerField())
    rows = SearchEntry.objects.filter(kind__in=kinds).matching(NamesOnlyExpression(PhraseExpression(phrase)))
    rows = rows.annotate(_names=names).order_by(is_whole, Length("text__names"), "-prominence", "pk")
    # A part of a union cannot be ordered, so the limit is in a subquery.
    return SearchEntry.objects.filter(pk__in=rows.values("pk")[:most]).order_by()
