"""The score of a candidate, 0 to 100, and which candidate is safely the one that was meant: pure.

Without properties the score is that of the name. Properties take up to a
quarter of it away, or give it: what agrees raises an uncertain name, what
disagrees lowers a certain one. An identifier of another register (ROR,
Wikidata) that agrees decides; one that differs is a different thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ecosystem.api.reconciliation.name_similarity import HIGHEST_UNSURE, SURE, Nearness

WEIGHT_OF_PROPERTIES = 0.25
# Below this a candidate has little more than a word in common with what was asked.
LEAST = 35.0
# Something of another identifier is hardly ever the same.
OTHER_IDENTIFIER = 40.0
# A type that was merely wished for.
OTHER_TYPE = 0.8
# How well properties must agree, taken together, for a match without a person's look.
SAFE_AGREEMENT = 0.5


@dataclass(frozen=True)
class Judged:
    """A candidate as a query sees it; `key` tells candidates apart, `agreements` are 0 to 1 by property."""

    key: tuple[str, int]
    nearness: Nearness
    agreements: Mapping[str, float] = field(default_factory=dict)
    # Whether an identifier agrees (True), differs (False), or was not asked for or is not known (None).
    same_identifier: bool | None = None
    has_type: bool = True
    prominence: int = 0
    is_telling: bool = True

    @property
    def agreement(self) -> float | None:
        """How well the properties agree, all taken together; None where none could be compared."""
        return sum(self.agreements.values()) / len(self.agreements) if self.agreements else None

    @property
    def score(self) -> float:
        score = self.nearness.score
        if self.agreement is not None:
            # Without a name the properties are all there is.
            weight = WEIGHT_OF_PROPERTIES if score else 1.0
            score = (1 - weight) * score + weight * 100 * self.agreement
        if self.same_identifier:
            score = SURE
        elif self.same_identifier is False:
            score = min(score, OTHER_IDENTIFIER)
        elif not self.nearness.is_exact:
            score = min(score, HIGHEST_UNSURE)
        return round(score if self.has_type else score * OTHER_TYPE, 1)

    @property
    def is_namesake(self) -> bool:
        """Whether it bears the very name, so that it might be meant as well."""
        return self.nearness.is_exact and self.has_type and self.same_identifier is not False

    @property
    def is_sure(self) -> bool:
        """Whether it is just what was asked for, as far as can be told of it alone."""
        if self.same_identifier is not None:
            return self.same_identifier
        agrees = self.agreement is None or self.agreement >= SAFE_AGREEMENT
        return self.nearness.is_exact and self.is_telling and agrees and self.has_type


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """Return what is worth showing, the best first; of equals the better known."""
    worth = [candidate for candidate in judged if candidate.score >= LEAST]
    return sorted(worth, key=lambda candidate: (-candidate.score, -candidate.prominence, candidate.key))


def matched(ordered: Sequence[Judged]) -> Judged | None:
    """Return the one that is safely meant: sure by itself, and no other that might as well be."""
    if not ordered or not ordered[0].is_sure:
        return None
    first, *others = ordered
    if first.same_identifier:
        rivals = [other for other in others if other.same_identifier]
    else:
        # An equal name is a rival even where its properties agree less well.
        rivals = [other for other in others if other.is_namesake and not _is_set_apart(first, other)]
    return None if rivals else first


def _is_set_apart(first: Judged, other: Judged) -> bool:
    """Whether properties tell two of one name apart: they agree with the first and not with the other."""
    if first.agreement is None:
        return False
    return first.agreement >= SAFE_AGREEMENT and (other.agreement or 0.0) < SAFE_AGREEMENT and bool(other.agreements)
