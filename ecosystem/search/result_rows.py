"""What a page of results shows of each entry: its row in its own table, and why it was found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from ecosystem.core.languages import Text, lang_of
from ecosystem.models import (
    Application,
    Collaboration,
    Initiative,
    Organisation,
    Place,
    SearchEntry,
    SearchKind,
    Theme,
)
from ecosystem.models.edition_cache import kept
from ecosystem.search.highlighting import runs
from ecosystem.search.ranking import Form

RECORDS = {
    SearchKind.ORGANISATION: Organisation,
    SearchKind.INITIATIVE: Initiative,
    SearchKind.COLLABORATION: Collaboration,
}
Key = tuple[SearchKind, int]
MOST_KEPT = 2000
OTHERS = {SearchKind.APPLICATION: Application, SearchKind.THEME: Theme, SearchKind.PLACE: Place}


@dataclass(frozen=True)
class Found:
    """An entry with its row; `alias` is the other name that was found, where nothing that is shown holds the words."""

    kind: SearchKind
    row: object
    text: str
    alias: str
    is_hidden: bool

    @property
    def facts(self) -> str:
        """The template of what a row says beside the name."""
        return f"ecosystem/includes/{self.kind}_facts.html"

    @property
    def is_record(self) -> bool:
        return self.kind in RECORDS


def found(entries: Sequence[SearchEntry], forms: Sequence[Form]) -> list[Found]:
    """Return what is shown of entries, in their order; a fixed number of queries at most."""
    rows = _rows([(SearchKind(entry.kind), entry.target) for entry in entries])
    # What is no longer public since the page was counted is left out.
    return [_found(kind, row, forms) for (kind, _target), row in rows.items() if row is not None]


def _rows(wanted: Sequence[Key]) -> dict[Key, object]:
    """Return the rows by their keys, None for one that is gone; those that were shown lately are kept.

    The same rows are found again and again, and to read one costs more than to
    show it. States of initiatives change with the day.
    """
    shelf = kept(f"found:{localdate()}", dict[Key, object])
    known = {key: shelf[key] for key in wanted if key in shelf}
    missing = defaultdict(list)
    for kind, target in wanted:
        if (kind, target) not in known:
            missing[kind].append(target)
    for kind, targets in missing.items():
        read = (_records(kind) if kind in RECORDS else OTHERS[kind].objects).in_bulk(targets)
        known |= {(kind, target): read.get(target) for target in targets}
    if len(shelf) > MOST_KEPT:
        shelf.clear()
    shelf |= known
    return {key: known[key] for key in wanted}


def _records(kind: SearchKind):
    others = () if kind == SearchKind.COLLABORATION else ("acronym", "aliases")
    return RECORDS[kind].objects.published().for_list(*others)


def _found(kind: SearchKind, row, forms: Sequence[Form]) -> Found:
    text = _text(kind, row)
    hidden = not _any_holds([row.name, row.other_name, text], forms)
    aliases = getattr(row, "aliases", ()) if hidden else ()
    acronym = [row.acronym] if hidden and getattr(row, "acronym", "") else []
    alias = next((other for other in [*acronym, *aliases] if _any_holds([other], forms)), "")
    return Found(kind, row, text, Text(alias, lang_of(alias)) if alias else "", hidden and not alias)


def _text(kind: SearchKind, row) -> str:
    if kind in RECORDS:
        return row.summary
    if kind == SearchKind.THEME:
        return row.tagline
    return row.description if kind == SearchKind.APPLICATION else row.area


def _any_holds(texts: Iterable[str], forms: Sequence[Form]) -> bool:
    return any(run.is_found for text in texts for run in runs(str(text), forms))
