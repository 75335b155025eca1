"""Counts of organisations by application and kind or theme."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.core import languages
from ecosystem.models import (
    Application,
    Collaboration,
    Initiative,
    Organisation,
    OrganisationKind,
    Theme,
    cached_relationships,
)
from ecosystem.models.base import reverse_page_url
from ecosystem.models.cached_vocabulary import CachedVocabularyTerm, get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition, per_edition_by
from ecosystem.visuals.heat_table import HeatTable, HeatTableHeading, build_heat_table

# Further columns: records of the other kinds that name the application.
RECORDS = {"initiative": Initiative, "collaboration": Collaboration}
ALL = "all"
MAX_NEIGHBOURS, MAX_THEME_ROWS = 6, 12
_KINDS = [HeatTableHeading(kind.value, kind.label) for kind in OrganisationKind]
_SUMS = [
    HeatTableHeading(ALL, _("All organisations"), is_sum=True),
    HeatTableHeading("initiative", _("Initiatives"), is_sum=True),
    HeatTableHeading("collaboration", _("Collaborations"), is_sum=True),
]


def build_kind_heat_table(applications: Sequence[Application], relationships: Sequence[str] = ()) -> HeatTable:
    """Count all relationships if none are given."""
    return _build_application_heat_table(
        _group_by_sector(applications), "kind", _KINDS, relationships, _count_mentions()
    )


def build_theme_heat_table(applications: Sequence[Application], relationships: Sequence[str] = ()) -> HeatTable:
    """An organisation with several themes counts in each."""
    themes = [HeatTableHeading(theme.slug, theme.name) for theme in get_cached_vocabulary(Theme)]
    return _build_application_heat_table(
        _group_by_sector(applications), "theme", themes, relationships, _count_mentions()
    )


@per_edition_by(lambda theme: (theme.slug, languages.get_current_language()))
def build_heat_table_within_theme(theme: Theme) -> HeatTable:
    counts = _count_organisations("kind", (), theme)
    applications = sorted(get_cached_vocabulary(Application), key=lambda term: -counts[term.slug, ALL])
    headings = [_build_heading(term) for term in applications[:MAX_THEME_ROWS] if counts[term.slug, ALL]]
    return _build_application_heat_table([("", headings)] if headings else [], "kind", _KINDS, (), {}, theme)


def _build_application_heat_table(
    groups: Sequence[tuple[str, Sequence[HeatTableHeading]]],
    parameter: str,
    columns: list[HeatTableHeading],
    relationships: Sequence[str],
    mentions: Mapping[tuple[str, str], int],
    theme: Theme | None = None,
) -> HeatTable:
    theme_query = {"theme": [theme.slug]} if theme else {}
    counts = _count_organisations(parameter, relationships, theme)

    def build_address(row: HeatTableHeading, column: HeatTableHeading) -> str:
        if column.value in RECORDS:
            return f"{reverse(f'{column.value}-list')}?{urlencode({'application': row.value})}"
        query = theme_query | {"application": [row.value], "tie": list(relationships)}
        if column.value != ALL:
            query[parameter] = [column.value]
        return f"{reverse('organisation-list')}?{urlencode(query, doseq=True)}"

    def count(row: HeatTableHeading, column: HeatTableHeading) -> int:
        return (mentions if column.value in RECORDS else counts)[row.value, column.value]

    return build_heat_table(groups, [*columns, *(_SUMS if mentions else _SUMS[:1])], count, build_address)


def _group_by_sector(applications: Sequence[Application]) -> list[tuple[str, list[HeatTableHeading]]]:
    grouped = defaultdict(list)
    for application in applications:
        grouped[application.sector].append(_build_heading(application))
    return [(sector.name, headings) for sector, headings in grouped.items()]


def _build_heading(application: Application | CachedVocabularyTerm) -> HeatTableHeading:
    return HeatTableHeading(
        application.slug, application.name, reverse_page_url("application-detail", application.slug)
    )


def _count_organisations(parameter: str, relationships: Sequence[str], theme: Theme | None) -> Counter[tuple[str, str]]:
    """Count by `(application slug, column value)`, each organisation once in a cell."""
    values = _get_column_values(parameter)
    themes = _get_column_values("theme") if theme else {}
    slugs = {term.pk: term.slug for term in get_cached_vocabulary(Application)}
    cells = {
        (slugs[application], value, organisation)
        for organisation, application, relationship in cached_relationships.get_cached_relationships()
        if (not relationships or relationship in relationships)
        and (theme is None or theme.slug in themes[organisation])
        for value in (*values[organisation], ALL)
    }
    return Counter((application, value) for application, value, _organisation in cells)


@per_edition
def _get_column_values(parameter: str) -> dict[int, list[str]]:
    """Return the values of public organisations, by primary key."""
    column = {"kind": "kind", "theme": "themes__slug"}[parameter]
    values = defaultdict(list)
    for organisation, value in Organisation.objects.published().order_by().values_list("pk", column):
        values[organisation].append(value)
    return dict(values)


@per_edition
def _count_mentions() -> Counter[tuple[str, str]]:
    """Count public initiatives and collaborations by `(application slug, kind)`."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, model in RECORDS.items():
        rows = model.objects.published().filter(applications__isnull=False).order_by()
        for slug, n in rows.values_list("applications__slug").annotate(n=Count("pk")):
            counts[slug, name] = n
    return counts


def find_neighbour_applications(application: Application) -> list[tuple[CachedVocabularyTerm, int]]:
    """Return the applications that share most organisations, with their numbers."""
    organisations: dict[int, set[int]] = defaultdict(set)
    for organisation, other, _relationship in cached_relationships.get_cached_relationships():
        organisations[other].add(organisation)
    own = organisations.pop(application.pk, set())
    shared = [
        (term, len(own & organisations[term.pk]))
        for term in get_cached_vocabulary(Application)
        if term.pk in organisations
    ]
    return sorted((item for item in shared if item[1]), key=lambda item: -item[1])[:MAX_NEIGHBOURS]
