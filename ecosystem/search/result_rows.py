"""Rows of a results page: each entry's record or other row, with the reason why it was found."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from ecosystem.core.languages import ENGLISH, LANG_TAGS, LocalizedText
from ecosystem.models import (
    Application,
    Collaboration,
    Indicator,
    Initiative,
    Organisation,
    Place,
    Record,
    SearchEntry,
    SearchKind,
    Theme,
)
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.search.highlighting import split_highlights
from ecosystem.search.ranking import QueryTermForm

RECORD_MODELS_BY_KIND = {
    SearchKind.ORGANISATION: Organisation,
    SearchKind.INITIATIVE: Initiative,
    SearchKind.COLLABORATION: Collaboration,
}
# What a row shows below its name.
OTHER_TEXTS = {
    SearchKind.APPLICATION: "description",
    SearchKind.THEME: "tagline",
    SearchKind.PLACE: "area",
    SearchKind.INDICATOR: "latest_figure",
}
ResultKey = tuple[SearchKind, int]
MAX_CACHED_ROWS = 2000
OTHER_MODELS_BY_KIND = {
    SearchKind.APPLICATION: Application,
    SearchKind.THEME: Theme,
    SearchKind.PLACE: Place,
    SearchKind.INDICATOR: Indicator,
}


@dataclass(frozen=True)
class SearchResultRow:
    """`alias` is the matching other name if no shown text matches; `is_hidden` if not even that."""

    kind: SearchKind
    row: object
    text: str
    alias: str
    is_hidden: bool

    @property
    def facts_template(self) -> str:
        return f"ecosystem/includes/{self.kind}_facts.html"

    @property
    def is_record(self) -> bool:
        return self.kind in RECORD_MODELS_BY_KIND


def build_search_result_rows(entries: Sequence[SearchEntry], forms: Sequence[QueryTermForm]) -> list[SearchResultRow]:
    """Keep the order of the entries; a fixed number of queries at most."""
    rows = _fetch_rows([(SearchKind(entry.kind), entry.target) for entry in entries])
    # Rows that were unpublished since the entries were read are left out.
    return [_build_row(kind, row, forms) for (kind, _target), row in rows.items() if row is not None]


def _fetch_rows(wanted: Sequence[ResultKey]) -> dict[ResultKey, object]:
    cache = _get_known_rows()
    known = {key: cache[key] for key in wanted if key in cache}
    missing = defaultdict(list)
    for kind, target in wanted:
        if (kind, target) not in known:
            missing[kind].append(target)
    for kind, targets in missing.items():
        read = _get_rows(kind).in_bulk(targets)
        known |= {(kind, target): read.get(target) for target in targets}
    if len(cache) > MAX_CACHED_ROWS:
        cache.clear()
    cache |= known
    return {key: known[key] for key in wanted}


# By day, because states of initiatives change with it.
@per_edition_by(localdate)
def _get_known_rows() -> dict[ResultKey, object]:
    """The same rows are found often."""
    return {}


def _get_rows(kind: SearchKind):
    if kind not in RECORD_MODELS_BY_KIND:
        rows = OTHER_MODELS_BY_KIND[kind].objects
        return rows.for_list() if kind == SearchKind.INDICATOR else rows
    others = () if kind == SearchKind.COLLABORATION else ("acronym", "aliases")
    return RECORD_MODELS_BY_KIND[kind].objects.published().for_list(*others)


def _build_row(kind: SearchKind, row, forms: Sequence[QueryTermForm]) -> SearchResultRow:
    text = _get_row_text(kind, row)
    hidden = not _any_text_matches([row.name, row.other_name, text], forms)
    others = _list_other_names(row) if hidden else []
    alias = next((other for other in others if _any_text_matches([other], forms)), "")
    return SearchResultRow(kind, row, text, alias, hidden and not alias)


def _list_other_names(row) -> list[LocalizedText]:
    if not isinstance(row, Record):
        return []
    acronym = [LocalizedText(row.acronym, LANG_TAGS[ENGLISH])] if row.acronym else []
    return [*acronym, *row.localized_aliases]


def _get_row_text(kind: SearchKind, row) -> str:
    if kind in RECORD_MODELS_BY_KIND:
        return row.summary
    return getattr(row, OTHER_TEXTS[kind])


def _any_text_matches(texts: Iterable[str], forms: Sequence[QueryTermForm]) -> bool:
    return any(run.is_found for text in texts for run in split_highlights(str(text), forms))
