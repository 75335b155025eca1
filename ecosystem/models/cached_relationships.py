"""The ties of all public bodies, worked out once for an edition."""

from collections import defaultdict
from collections.abc import Iterable

from ecosystem.models import Organisation, application_relationships
from ecosystem.models.edition_cache import kept

Row = tuple[int, int, str, int | None, int | None]


def triples() -> set[tuple[int, int, str]]:
    """Return `(organisation_id, application_id, tie)` of every tie, each once."""
    return kept("ties", lambda: application_relationships.rows(Organisation.objects.published()))


def evidence(bodies: Iterable[int]) -> list[Row]:
    """Return what makes the ties of these bodies, as `ties.evidence()` has it."""
    known = kept("evidence", lambda: _by(0))
    return [row for body in bodies for row in known.get(body, ())]


def evidence_of(application: int) -> list[Row]:
    """Return what makes the ties of all bodies to one application."""
    return kept("evidence-of", lambda: _by(1)).get(application, [])


def _by(column: int) -> dict[int, list[Row]]:
    found = defaultdict(list)
    for row in kept(
        "evidence-rows", lambda: list(application_relationships.evidence(Organisation.objects.published()))
    ):
        found[row[column]].append(row)
    return dict(found)
