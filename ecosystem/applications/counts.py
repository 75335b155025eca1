"""Who has to do with AI for what: bodies counted by application, and by their kind or their theme."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.models import (
    Application,
    Collaboration,
    Initiative,
    Organisation,
    OrganisationKind,
    Theme,
    cached_relationships,
)
from ecosystem.models.base import address
from ecosystem.models.cached_vocabulary import Word, words
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.heat_table import Head, Matrix, matrix

# The columns after those of bodies: the records of the other kinds that name the application.
RECORDS = {"initiative": Initiative, "collaboration": Collaboration}
ALL = "all"
NEIGHBOURS, MOST_OF_THEME = 6, 12
_KINDS = [Head(kind.value, kind.label) for kind in OrganisationKind]
_SUMS = [
    Head(ALL, _("All bodies"), is_sum=True),
    Head("initiative", _("Initiatives"), is_sum=True),
    Head("collaboration", _("Collaborations"), is_sum=True),
]


def by_kind(applications: Sequence[Application], ties: Sequence[str] = ()) -> Matrix:
    """Count bodies with any of these ties, or any at all, by their kind."""
    return _matrix(_by_sector(applications), "kind", _KINDS, ties, kept("mentions", _mentions))


def by_theme(applications: Sequence[Application], ties: Sequence[str] = ()) -> Matrix:
    """Count bodies by their themes, of which one may have several."""
    themes = [Head(theme.slug, theme.name) for theme in words(Theme)]
    return _matrix(_by_sector(applications), "theme", themes, ties, kept("mentions", _mentions))


def of_theme(theme: Theme) -> Matrix:
    """Count the bodies of one theme by their kind, for the applications that most of them have to do with."""
    counts = _counts("kind", (), theme)
    applications = sorted(words(Application), key=lambda word: -counts[word.slug, ALL])
    heads = [_head(word) for word in applications[:MOST_OF_THEME] if counts[word.slug, ALL]]
    return _matrix([("", heads)] if heads else [], "kind", _KINDS, (), {}, theme)


def _matrix(groups, parameter: str, columns: list[Head], ties, mentions, theme: Theme | None = None) -> Matrix:
    narrowed = {"theme": [theme.slug]} if theme else {}
    counts = _counts(parameter, ties, theme)

    def way(row: Head, column: Head) -> str:
        if column.value in RECORDS:
            return f"{reverse(f'{column.value}-list')}?{urlencode({'application': row.value})}"
        query = narrowed | {"application": [row.value], "tie": list(ties)}
        if column.value != ALL:
            query[parameter] = [column.value]
        return f"{reverse('organisation-list')}?{urlencode(query, doseq=True)}"

    def count(row: Head, column: Head) -> int:
        return (mentions if column.value in RECORDS else counts)[row.value, column.value]

    return matrix(groups, [*columns, *(_SUMS if mentions else _SUMS[:1])], count, way)


def _by_sector(applications: Sequence[Application]) -> list[tuple[str, list[Head]]]:
    grouped = defaultdict(list)
    for application in applications:
        grouped[application.sector].append(_head(application))
    return [(sector.name, heads) for sector, heads in grouped.items()]


def _head(application: Application | Word) -> Head:
    return Head(application.slug, application.name, address("application-detail", application.slug))


def _counts(parameter: str, ties: Sequence[str], theme: Theme | None) -> Counter[tuple[str, str]]:
    """Count bodies by the slug of an application and the value of a column, each body once in a cell."""
    values = kept(f"bodies-by-{parameter}", lambda: _values(parameter))
    within = kept("bodies-by-theme", lambda: _values("theme")) if theme else {}
    slugs = {word.pk: word.slug for word in words(Application)}
    found = {
        (slugs[application], value, body)
        for body, application, tie in cached_relationships.triples()
        if (not ties or tie in ties) and (theme is None or theme.slug in within[body])
        for value in (*values[body], ALL)
    }
    return Counter((application, value) for application, value, _body in found)


def _values(parameter: str) -> dict[int, list[str]]:
    """Return the values of a column that each public body belongs to."""
    column = {"kind": "kind", "theme": "themes__slug"}[parameter]
    found = defaultdict(list)
    for body, value in Organisation.objects.published().order_by().values_list("pk", column):
        found[body].append(value)
    return dict(found)


def _mentions() -> Counter[tuple[str, str]]:
    """Count the public initiatives and collaborations of each application."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, model in RECORDS.items():
        rows = model.objects.published().filter(applications__isnull=False).order_by()
        for slug, n in rows.values_list("applications__slug").annotate(n=Count("pk")):
            counts[slug, name] = n
    return counts


def neighbours(application: Application) -> list[tuple[Word, int]]:
    """Return the applications that most of the same bodies have to do with, each with how many of them."""
    bodies: dict[int, set[int]] = defaultdict(set)
    for body, other, _tie in cached_relationships.triples():
        bodies[other].add(body)
    own = bodies.pop(application.pk, set())
    shared = [(word, len(own & bodies[word.pk])) for word in words(Application) if word.pk in bodies]
    return sorted((item for item in shared if item[1]), key=lambda item: -item[1])[:NEIGHBOURS]
