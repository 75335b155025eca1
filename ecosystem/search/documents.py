"""What the index holds of a row: its own texts, and the names of all that it is related to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Prefetch
from django.utils import translation

from ecosystem.core.languages import HAN
from ecosystem.core.tokens import LONGEST_TERM, indexed, words
from ecosystem.models import (
    Application,
    Collaboration,
    District,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Place,
    Region,
    SearchKind,
    Theme,
)

# Rows read at once, so that a large directory never stands in memory as a whole.
CHUNK = 500
# Shorter words are no help to a misspelt question.
SHORTEST_WORD = 3


@dataclass
class Draft:
    """An entry as it should stand in the index; `mentions` are the rows whose names it holds."""

    row: object
    kind: str
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    mentions: set[tuple[str, int]] = field(default_factory=set)
    themes: list[int] = field(default_factory=list)
    prominence: int = 0

    def mention(self, *rows, public_only=True):
        """Put the names of related rows in, unless they may not be seen."""
        for row in rows:
            if row is None or (public_only and not getattr(row, "is_public", True)):
                continue
            self.mentions.add((row._meta.model_name, row.pk))
            self.related += names_of(row)

    def terms(self) -> dict[str, str]:
        """Return the terms by what they weigh, as the table of texts holds them."""
        return {name: indexed(*getattr(self, name)) for name in ("names", "aliases", "summary", "related")}

    def words(self) -> set[str]:
        """Return the words that a misspelt question may have meant: of names and summaries, and names in Chinese whole."""
        told = [*self.names, *self.aliases]
        found = {word for text in told for word in words(text)}
        found |= {word for text in self.summary for word in words(text) if not HAN.match(word)}
        return {word for word in found if _is_telling(word)}


def _is_telling(word: str) -> bool:
    shortest = 2 if HAN.match(word) else SHORTEST_WORD
    return shortest <= len(word) <= LONGEST_TERM and not word.isdigit()


def drafts(kind: str, keys=None) -> Iterator[Draft]:
    """Yield the drafts of all public rows of a kind, or of those with these keys; a fixed number of queries a chunk."""
    read, tell = _KINDS[kind]
    rows = read() if keys is None else read().filter(pk__in=keys)
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        draft = Draft(row, kind)
        tell(draft, row)
        yield draft


def names_of(row) -> list[str]:
    """Return the names of a row in every script, and its acronym."""
    names = [row.name_en, row.name_zh_hant, row.name_zh_hans, getattr(row, "acronym", "")]
    return [name for name in names if name]


# By type, for a deployment is one word as an initiative and another as a collaboration.
@lru_cache(maxsize=512, typed=True)
def labels(choice) -> tuple[str, ...]:
    """Return the word for a choice in every language."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(choice.label))
    return tuple(dict.fromkeys(found))


def _organisations():
    return (
        Organisation.objects.published()
        .with_relation_counts()
        .select_related("parent", "place")
        .prefetch_related(
            "themes",
            "applications__sector",
            "support",
            Prefetch(
                "involvements", InitiativeBody.objects.published().select_related("initiative"), "told_initiatives"
            ),
            Prefetch(
                "participations", Participation.objects.published().select_related("collaboration"), "told_others"
            ),
        )
    )


def _tell_organisation(draft, row):
    _tell_record(draft, row)
    draft.related += [*labels(row.kinds(row.kind)), row.address]
    draft.mention(row.parent, *(join.initiative for join in row.told_initiatives))
    draft.mention(*(join.collaboration for join in row.told_others), *row.support.all())
    _tell_place(draft, row.place)
    draft.prominence = row.initiative_count + row.collaboration_count


def _initiatives():
    joins = InitiativeBody.objects.published().select_related("organisation")
    return (
        Initiative.objects.published()
        .select_related("part_of")
        .prefetch_related(
            "themes",
            "applications__sector",
            "support",
            "audience",
            Prefetch("involvements", joins, "told_bodies"),
        )
        .annotate(source_count=Count("citations"))
    )


def _tell_initiative(draft, row):
    _tell_record(draft, row)
    draft.related += labels(row.kinds(row.kind))
    draft.summary += [row.eligibility_en, row.eligibility_zh_hant, row.eligibility_zh_hans]
    draft.mention(row.part_of, *(join.organisation for join in row.told_bodies))
    draft.mention(*row.support.all(), *row.audience.all())
    draft.prominence = len(row.told_bodies) + row.source_count


def _collaborations():
    joins = Participation.objects.published().select_related("organisation")
    return (
        Collaboration.objects.published()
        .select_related("initiative")
        .prefetch_related("themes", "applications__sector", Prefetch("participations", joins, "told_parties"))
        .annotate(source_count=Count("citations"))
    )


def _tell_collaboration(draft, row):
    _tell_record(draft, row)
    draft.related += labels(row.kinds(row.kind))
    draft.mention(row.initiative, *(join.organisation for join in row.told_parties))
    draft.prominence = len(row.told_parties) + row.source_count


def _tell_record(draft, row):
    draft.names = names_of(row)
    draft.aliases = list(row.aliases)
    draft.summary = [row.summary_en, row.summary_zh_hant, row.summary_zh_hans]
    draft.themes = [theme.pk for theme in row.themes.all()]
    draft.mention(*row.themes.all())
    for application in row.applications.all():
        draft.mention(application, application.sector)


def _tell_place(draft, place):
    if place:
        draft.mention(place)
        draft.related += [place.city_en, place.city_zh_hant, place.city_zh_hans]
        draft.related += labels(Region(place.region))
        if place.district:
            draft.related += labels(District(place.district))


def _tell_theme(draft, row):
    draft.names = names_of(row)
    draft.summary = [row.tagline_en, row.tagline_zh_hant, row.tagline_zh_hans]
    draft.themes = [row.pk]


def _tell_application(draft, row):
    draft.names = names_of(row)
    draft.summary = [row.description_en, row.description_zh_hant, row.description_zh_hans]
    draft.mention(row.sector)


def _tell_site(draft, row):
    draft.names = names_of(row)
    draft.related = [row.city_en, row.city_zh_hant, row.city_zh_hans, *labels(Region(row.region))]
    if row.district:
        draft.related += labels(District(row.district))


_KINDS = {
    SearchKind.ORGANISATION: (_organisations, _tell_organisation),
    SearchKind.INITIATIVE: (_initiatives, _tell_initiative),
    SearchKind.COLLABORATION: (_collaborations, _tell_collaboration),
    SearchKind.APPLICATION: (lambda: Application.objects.select_related("sector"), _tell_application),
    SearchKind.THEME: (Theme.objects.all, _tell_theme),
    SearchKind.PLACE: (Place.objects.all, _tell_site),
}
