"""How two bodies are connected: the shortest ways, each step said by what ties its two ends, with where it is written."""

from dataclasses import dataclass
from itertools import pairwise

from ecosystem.models import Citation, Collaboration, Initiative, Organisation
from ecosystem.visuals.network.graph import Network, Tie, TieKind

# So many ties are named of one step.
MOST_TIES = 4
MODELS = {TieKind.COLLABORATION: Collaboration, TieKind.INITIATIVE: Initiative, TieKind.PART: Organisation}
# The fields of each that bear the tie out.
FIELDS = {TieKind.COLLABORATION: "participants", TieKind.INITIATIVE: "bodies", TieKind.PART: "parent"}


@dataclass(frozen=True)
class Said:
    """A tie as a sentence says it; of a part, `a` is the whole, of an initiative the body that leads it."""

    kind: TieKind
    a: Organisation
    b: Organisation
    record: Collaboration | Initiative | None
    citation: Citation | None


@dataclass(frozen=True)
class Step:
    """Two bodies next to each other on a way, and what ties them, the newest first."""

    ties: list[Said]
    left_out: int


@dataclass(frozen=True)
class Way:
    bodies: list[Organisation]
    steps: list[Step]


def ways(network: Network, a: int, b: int) -> list[Way]:
    """Return the shortest ways between two bodies; at most six queries, for the sources of their steps."""
    found = network.ways(a, b)
    steps = {pair for keys in found for pair in pairwise(keys)}
    ties = {pair: _newest(network.ties_between(*pair)) for pair in sorted(steps)}
    cited = _cited([tie for found_ties in ties.values() for tie in found_ties[:MOST_TIES]])
    bodies = network.bodies

    def said(tie: Tie) -> Said:
        citation = cited[tie.kind, bearer(tie)].citation_of(FIELDS[tie.kind])
        return Said(tie.kind, bodies[tie.a], bodies[tie.b], tie.record, citation)

    def step(pair: tuple[int, int]) -> Step:
        shown = ties[pair][:MOST_TIES]
        return Step([said(tie) for tie in shown], len(ties[pair]) - len(shown))

    return [Way([bodies[key] for key in keys], [step(pair) for pair in pairwise(keys)]) for keys in found]


def bearer(tie: Tie) -> int:
    """Return the key of the record that says so; that it is a part, the part says itself."""
    return tie.record_pk or tie.b


def _newest(ties: list[Tie]) -> list[Tie]:
    def age(tie: Tie) -> str:
        dates = [getattr(tie.record, name, None) for name in ("announced", "starts")]
        return max((date.text for date in dates if date), default="")

    return sorted(sorted(ties, key=lambda tie: (tie.kind, tie.record_pk)), key=age, reverse=True)


def _cited(ties: list[Tie]) -> dict[tuple[TieKind, int], Collaboration | Initiative | Organisation]:
    """Return what bears the ties out, with its sources."""
    found = {}
    for kind, model in MODELS.items():
        if keys := {bearer(tie) for tie in ties if tie.kind == kind}:
            rows = model.objects.published().only_names().with_sources().in_bulk(keys)
            found |= {(kind, pk): record for pk, record in rows.items()}
    return found
