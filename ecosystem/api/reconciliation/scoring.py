"""The score of a candidate, 0 to 100, and the safe match among candidates: pure functions.

Without properties the score is the similarity of names. Properties count for a quarter. A matching
identifier of another register (ROR, Wikidata) gives the highest score, a different one a low score.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ecosystem.api.reconciliation.name_similarity import EXACT_NAME_SCORE, HIGHEST_INEXACT_SCORE, NameSimilarity

PROPERTIES_WEIGHT = 0.25
# A candidate with a lower score hardly has more than a word in common with the query.
LOWEST_SHOWN_SCORE = 35.0
# The highest score with a different identifier.
OTHER_IDENTIFIER_SCORE = 40.0
# The factor for another type, where the type is only preferred.
OTHER_TYPE_FACTOR = 0.8
# The least mean agreement of properties for a match that nobody needs to check.
SAFE_AGREEMENT = 0.5


@dataclass(frozen=True)
class ScoredCandidate:
    """`agreements` are 0 to 1, by property."""

    key: tuple[str, int]
    similarity: NameSimilarity
    agreements: Mapping[str, float] = field(default_factory=dict)
    # None if the query or the record has no identifier.
    has_same_identifier: bool | None = None
    has_type: bool = True
    prominence: int = 0
    is_distinctive: bool = True

    @property
    def mean_agreement(self) -> float | None:
        return sum(self.agreements.values()) / len(self.agreements) if self.agreements else None

    @property
    def score(self) -> float:
        score = self.similarity.score
        if self.mean_agreement is not None:
            # Without a name, only properties count.
            weight = PROPERTIES_WEIGHT if score else 1.0
            score = (1 - weight) * score + weight * 100 * self.mean_agreement
        if self.has_same_identifier:
            score = EXACT_NAME_SCORE
        elif self.has_same_identifier is False:
            score = min(score, OTHER_IDENTIFIER_SCORE)
        elif not self.similarity.is_exact:
            score = min(score, HIGHEST_INEXACT_SCORE)
        return round(score if self.has_type else score * OTHER_TYPE_FACTOR, 1)

    @property
    def has_exact_name(self) -> bool:
        """Whether it has the name of the query, and so rivals another candidate."""
        return self.similarity.is_exact and self.has_type and self.has_same_identifier is not False

    @property
    def is_safe_match(self) -> bool:
        """Whether it is a safe match if no other candidate rivals it."""
        if self.has_same_identifier is not None:
            return self.has_same_identifier
        agrees = self.mean_agreement is None or self.mean_agreement >= SAFE_AGREEMENT
        return self.similarity.is_exact and self.is_distinctive and agrees and self.has_type


def rank_scored_candidates(candidates: Iterable[ScoredCandidate]) -> list[ScoredCandidate]:
    shown = [candidate for candidate in candidates if candidate.score >= LOWEST_SHOWN_SCORE]
    return sorted(shown, key=lambda candidate: (-candidate.score, -candidate.prominence, candidate.key))


def find_safe_match(ordered: Sequence[ScoredCandidate]) -> ScoredCandidate | None:
    if not ordered or not ordered[0].is_safe_match:
        return None
    first, *others = ordered
    if first.has_same_identifier:
        rivals = [other for other in others if other.has_same_identifier]
    else:
        # A candidate of the same name is a rival even if its properties agree less well.
        rivals = [
            other for other in others if other.has_exact_name and not _is_distinguished_by_properties(first, other)
        ]
    return None if rivals else first


def _is_distinguished_by_properties(first: ScoredCandidate, other: ScoredCandidate) -> bool:
    if first.mean_agreement is None:
        return False
    return (
        first.mean_agreement >= SAFE_AGREEMENT
        and (other.mean_agreement or 0.0) < SAFE_AGREEMENT
        and bool(other.agreements)
    )
