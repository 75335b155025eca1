"""Relationships of all public organisations to applications, cached per edition."""

from collections import defaultdict
from collections.abc import Iterable

from ecosystem.models import Organisation, application_relationships
from ecosystem.models.edition_cache import per_edition

EvidenceRow = tuple[int, int, str, int | None, int | None]


@per_edition
def get_cached_relationships() -> set[tuple[int, int, str]]:
    """Return `(organisation_id, application_id, tie)` of every relationship."""
    return application_relationships.list_relationships(Organisation.objects.published())


def get_cached_evidence(organisations: Iterable[int]) -> list[EvidenceRow]:
    """Return the rows of `list_relationship_evidence()` for these organisations."""
    by_organisation = _group_evidence(0)
    return [row for key in organisations for row in by_organisation.get(key, ())]


def get_cached_application_evidence(application: int) -> list[EvidenceRow]:
    """Return the rows of `list_relationship_evidence()` for one application."""
    return _group_evidence(1).get(application, [])


@per_edition
def _group_evidence(column: int) -> dict[int, list[EvidenceRow]]:
    """Return all evidence rows by the key in a column: 0 for the organisation, 1 for the application."""
    grouped = defaultdict(list)
    for row in _list_evidence():
        grouped[row[column]].append(row)
    return dict(grouped)


@per_edition
def _list_evidence() -> list[EvidenceRow]:
    return list(application_relationships.list_relationship_evidence(Organisation.objects.published()))
