"""The ties of all public bodies, worked out once for an edition."""

from collections import defaultdict

from ecosystem.kept import kept
from ecosystem.models import Organisation
from ecosystem.querysets import ties

Row = tuple[int, int, str, int | None, int | None]


def triples() -> set[tuple[int, int, str]]:
    """Return `(organisation_id, application_id, tie)` of every tie, each once."""
    return kept("ties", lambda: ties.rows(Organisation.objects.published()))


def evidence(bodies) -> list[Row]:
    """Return what makes the ties of these bodies, as `ties.evidence()` has it."""
    known = kept("evidence", _by_body)
    return [row for body in bodies for row in known.get(body, ())]


def _by_body() -> dict[int, list[Row]]:
    found = defaultdict(list)
    for row in ties.evidence(Organisation.objects.published()):
        found[row[0]].append(row)
    return dict(found)
