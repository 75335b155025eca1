"""The indexed document of a row: its own texts, and the names of related rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils import translation

from ecosystem.core.han_characters import HAN
from ecosystem.core.languages import compile_names_pattern, convert_to_mainland_prose, convert_to_simplified
from ecosystem.core.tokens import (
    MAX_TERM_LENGTH,
    build_indexed_text,
    build_keyword_term,
    build_whole_name_term,
    extract_words,
    split_indexed_text,
)
from ecosystem.models import (
    Application,
    Citation,
    Collaboration,
    District,
    Indicator,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Place,
    Region,
    SearchKind,
    Theme,
    Unit,
)
from ecosystem.models.base import list_language_columns
from ecosystem.models.search import build_entry_key

# Rows read at once, to limit memory.
DOCUMENT_CHUNK_SIZE = 500
# In the index all terms are converted, also in names: the Traditional text is there too.
NO_NAMES = compile_names_pattern(())
# The columns of SearchText.
TERM_COLUMNS = ("names", "aliases", "summary", "related", "keywords")
# Shorter words are not used as spelling suggestions.
SHORTEST_WORD = 3


@dataclass
class SearchDocument:
    """`mentions` are the `(kind, primary key)` of rows whose names it contains."""

    row: Any
    kind: str
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    # Found as other names are, but no words of the directory.
    identifiers: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    mentions: set[tuple[str, int]] = field(default_factory=set)
    themes: list[int] = field(default_factory=list)
    prominence: int = 0

    def add_mentions(self, *rows, public_only=True):
        for row in rows:
            if row is None or (public_only and not getattr(row, "is_public", True)):
                continue
            self.mentions.add((row._meta.model_name, row.pk))
            self.related += list_row_names(row)

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.row.pk

    @property
    def entry_key(self) -> int:
        return build_entry_key(SearchKind(self.kind), self.row.pk, self.prominence)

    @cached_property
    def terms_by_column(self) -> dict[str, str]:
        """Read it only once the document is complete."""
        texts = (self.names, [*self.aliases, *self.identifiers], self.summary, self.related)
        names, aliases, *others = (build_indexed_text(*each) for each in texts)
        keywords = self.build_keywords(names, aliases)
        return dict(zip(TERM_COLUMNS, (names, aliases, *others, keywords), strict=True))

    def build_keywords(self, names: str, aliases: str) -> str:
        whole_names = dict.fromkeys([*split_indexed_text(names), *split_indexed_text(aliases)])
        keywords = [
            *(build_whole_name_term(name.split()) for name in whole_names),
            build_keyword_term("kind", self.kind),
            *(build_keyword_term("theme", theme) for theme in self.themes),
        ]
        return " ".join(keywords)

    @cached_property
    def spelling_words(self) -> set[str]:
        """Chinese words come from names only."""
        words = {word for text in (*self.names, *self.aliases) for word in extract_words(text)}
        words |= {word for text in self.summary for word in extract_words(text) if not HAN.match(word)}
        return {word for word in words if _is_spelling_word(word)}


def _is_spelling_word(word: str) -> bool:
    shortest = 2 if HAN.match(word) else SHORTEST_WORD
    return shortest <= len(word) <= MAX_TERM_LENGTH and not word.isdigit()


def iter_search_documents(kind: str, keys=None) -> Iterator[SearchDocument]:
    """Yield documents of public rows; queries do not grow with rows."""
    get_rows, list_relations, fill = _KINDS[kind]
    rows = get_rows() if keys is None else get_rows().filter(pk__in=keys)
    for row in rows.prefetch_related(*list_relations()).order_by("pk").iterator(chunk_size=DOCUMENT_CHUNK_SIZE):
        document = SearchDocument(row, kind)
        fill(document, row)
        yield document


def build_search_document(row) -> SearchDocument:
    """The row is public; its prefetched relations are not read again."""
    kind = SearchKind(row._meta.model_name)
    _get_rows, list_relations, fill = _KINDS[kind]
    prefetch_related_objects([row], *list_relations())
    document = SearchDocument(row, kind)
    fill(document, row)
    return document


def list_row_names(row) -> list[str]:
    names = [row.name_en, row.name_zh_hant, row.name_zh_hans, getattr(row, "acronym", "")]
    return [name for name in names if name]


# `typed`, because “deployment” has different labels for initiatives and collaborations.
@lru_cache(maxsize=512, typed=True)
def list_choice_labels(choice) -> tuple[str, ...]:
    labels = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels.append(str(choice.label))
    return tuple(dict.fromkeys(labels))


def _only_names(joins, owner, related):
    """Fetch no more of the related records than `list_row_names()` reads."""
    known = {f.name for f in joins.model._meta.get_field(related).related_model._meta.concrete_fields}
    columns = [name for name in ("status", *list_language_columns("name"), "acronym") if name in known]
    return joins.select_related(related).only(owner, *(f"{related}__{name}" for name in columns))


def _get_organisations():
    return Organisation.objects.published().select_related("parent", "place")


def _list_organisation_relations():
    joins = _only_names(InitiativeBody.objects.published(), "organisation", "initiative")
    participations = _only_names(Participation.objects.published(), "organisation", "collaboration")
    return (
        "themes",
        "applications__sector",
        "support",
        Prefetch("involvements", joins, "public_involvements"),
        Prefetch("participations", participations, "public_participations"),
    )


def _fill_organisation(document, row):
    _fill_record(document, row)
    document.related += [*list_choice_labels(row.kinds(row.kind)), row.address]
    document.identifiers = [row.ror, row.wikidata]
    document.add_mentions(row.parent, *(join.initiative for join in row.public_involvements))
    document.add_mentions(*(join.collaboration for join in row.public_participations), *row.support.all())
    _add_location(document, row.place)
    initiatives = {join.initiative_id for join in row.public_involvements}
    collaborations = {join.collaboration_id for join in row.public_participations}
    document.prominence = len(initiatives) + len(collaborations)


def _get_initiatives():
    return Initiative.objects.published().select_related("part_of")


def _list_initiative_relations():
    joins = _only_names(InitiativeBody.objects.published(), "initiative", "organisation")
    sources = Citation.objects.order_by().only("initiative_id")
    return (
        "themes",
        "applications__sector",
        "support",
        "audience",
        Prefetch("involvements", joins, "public_involvements"),
        Prefetch("citations", sources),
    )


def _fill_initiative(document, row):
    _fill_record(document, row)
    document.related += list_choice_labels(row.kinds(row.kind))
    document.summary += _list_prose(row, "eligibility")
    document.add_mentions(row.part_of, *(join.organisation for join in row.public_involvements))
    document.add_mentions(*row.support.all(), *row.audience.all())
    document.prominence = len(row.public_involvements) + len(row.citations.all())


def _get_collaborations():
    return Collaboration.objects.published().select_related("initiative")


def _list_collaboration_relations():
    joins = _only_names(Participation.objects.published(), "collaboration", "organisation")
    sources = Citation.objects.order_by().only("collaboration_id")
    return (
        "themes",
        "applications__sector",
        Prefetch("participations", joins, "public_participations"),
        Prefetch("citations", sources),
    )


def _fill_collaboration(document, row):
    _fill_record(document, row)
    document.related += list_choice_labels(row.kinds(row.kind))
    document.add_mentions(row.initiative, *(join.organisation for join in row.public_participations))
    document.prominence = len(row.public_participations) + len(row.citations.all())


def _fill_record(document, row):
    document.names = list_row_names(row)
    document.aliases = list(row.aliases)
    document.summary = _list_prose(row, "summary")
    document.themes = [theme.pk for theme in row.themes.all()]
    document.add_mentions(*row.themes.all())
    for application in row.applications.all():
        document.add_mentions(application, application.sector)


def _list_prose(row, name) -> list[str]:
    """An empty Simplified text is converted from the Traditional one, if its terms differ."""
    english, traditional, simplified = (getattr(row, column) for column in list_language_columns(name))
    converted = convert_to_mainland_prose(traditional, NO_NAMES)
    if not simplified and converted != convert_to_simplified(traditional):
        simplified = converted
    return [english, traditional, simplified]


def _add_location(document, place):
    if place:
        document.add_mentions(place)
        document.related += [place.city_en, place.city_zh_hant, place.city_zh_hans]
        document.related += list_choice_labels(Region(place.region))
        if place.district:
            document.related += list_choice_labels(District(place.district))


def _fill_theme(document, row):
    document.names = list_row_names(row)
    document.summary = _list_prose(row, "tagline")
    document.themes = [row.pk]


def _fill_application(document, row):
    document.names = list_row_names(row)
    document.summary = _list_prose(row, "description")
    document.add_mentions(row.sector)


def _fill_place(document, row):
    document.names = list_row_names(row)
    document.related = [row.city_en, row.city_zh_hant, row.city_zh_hans, *list_choice_labels(Region(row.region))]
    if row.district:
        document.related += list_choice_labels(District(row.district))


def _get_indicators():
    rows = Indicator.objects.published().select_related("organisation")
    return rows.annotate(observation_count=Count("observations"))


def _fill_indicator(document, row):
    document.names = list_row_names(row)
    document.related += [*_list_prose(row, "unit"), *list_choice_labels(Unit(row.unit))]
    document.themes = [theme.pk for theme in row.themes.all()]
    document.add_mentions(row.organisation, *row.initiatives.all(), *row.themes.all())
    document.prominence = row.observation_count


# The rows of each kind, their relations, and what fills a document from them.
_KINDS = {
    SearchKind.ORGANISATION: (_get_organisations, _list_organisation_relations, _fill_organisation),
    SearchKind.INITIATIVE: (_get_initiatives, _list_initiative_relations, _fill_initiative),
    SearchKind.COLLABORATION: (_get_collaborations, _list_collaboration_relations, _fill_collaboration),
    SearchKind.APPLICATION: (lambda: Application.objects.select_related("sector"), tuple, _fill_application),
    SearchKind.THEME: (Theme.objects.all, tuple, _fill_theme),
    SearchKind.PLACE: (Place.objects.all, tuple, _fill_place),
    SearchKind.INDICATOR: (_get_indicators, lambda: ("themes", "initiatives"), _fill_indicator),
}
