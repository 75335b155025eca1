"""Which of the entries that match answers a question best: the same on every database, for it is worked out here.

The score of an entry is the sum, over what was asked for, of how rare that is
(log(1 + N/n), as in BM25) times how much of it the entry holds, by fields that
weigh differently and with ever less for repetition. An entry whose name, acronym
or alias is just what was typed comes before all others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, log1p

from ecosystem.core.tokens import SEPARATOR

WEIGHTS = {"names": 8.0, "aliases": 5.0, "summary": 2.0, "related": 1.0}
# At this weighed count a term has given half of what it can.
HALF = 2.5
EXACT_NAME, EXACT_ALIAS = 1000.0, 900.0
# In parts of the sum of all rarities: the words in a row in a name, all in one name, in a row in the summary.
PHRASE_IN_NAME, WITHIN_NAME, PHRASE_IN_SUMMARY = 0.5, 0.4, 0.25
# Of a name, how much of it was asked for, and whether it begins so; and how well known the entry is.
SHARE_OF_NAME, BEGINS, PROMINENCE = 0.3, 0.1, 0.04


@dataclass(frozen=True)
class Form:
    """One way in which something asked for may stand in a text, and what that is worth."""

    terms: tuple[str, ...]
    worth: float = 1.0
    is_prefix: bool = False

    @property
    def needle(self) -> str:
        return f" {' '.join(self.terms)}{'' if self.is_prefix else ' '}"


@dataclass(frozen=True)
class Aim:
    """One thing that is asked for: its forms, and in how many entries any of them stands."""

    forms: tuple[Form, ...]
    entries: int


@dataclass(frozen=True)
class Candidate:
    """An entry that matches: its terms by field, as the index holds them."""

    pk: int
    target: int
    position: int
    prominence: int
    names: str
    aliases: str
    summary: str
    related: str


def ranked(candidates: Iterable[Candidate], aims: Sequence[Aim], asked: Sequence[str], size: int) -> list[Candidate]:
    """Return the candidates, best first; `asked` are all terms that were typed, `size` is how many entries there are.

    What holds all that is asked for leads; what scores alike comes in the order of the kinds, then of `pk`.
    """
    scale = _Scale(aims, asked, size)
    keys = {candidate.pk: scale.key(candidate) for candidate in candidates}
    return sorted(candidates, key=lambda candidate: (*keys[candidate.pk], candidate.position, candidate.pk))


class _Scale:
    """Weighs entries against one question."""

    def __init__(self, aims: Sequence[Aim], asked: Sequence[str], size: int):
        self.aims = [(aim, log(1 + size / max(aim.entries, 1))) for aim in aims]
        self.total = sum(rarity for _aim, rarity in self.aims) or 1.0
        self.asked = f" {' '.join(asked)} "
        self.length = len(asked)

    def key(self, candidate: Candidate) -> tuple[bool, float]:
        """Return what orders candidates: whether something is missing, then the score, the highest first."""
        fields = {name: f" {getattr(candidate, name)} " for name in WEIGHTS}
        held = [rarity * _held(aim, fields) for aim, rarity in self.aims]
        known = PROMINENCE * log1p(candidate.prominence) * self.total
        return not all(held), -(sum(held) + known + self._by_name(fields) + self._in_a_row(fields))

    def _by_name(self, fields: dict[str, str]) -> float:
        """Return what the best of the names gives."""
        best = 0.0
        for field, exact in (("names", EXACT_NAME), ("aliases", EXACT_ALIAS)):
            for name in fields[field].split(SEPARATOR):
                if name == self.asked:
                    return exact + self.total
                best = max(best, self._within(name) * WEIGHTS[field] / WEIGHTS["names"])
        return best

    def _within(self, name: str) -> float:
        """Return what a name gives for all that is asked for standing in it, more for a name of little else."""
        if not all(_stands(aim, name) for aim, _rarity in self.aims):
            return 0.0
        share = min(self.length / max(len(name.split()), 1), 1.0)
        begins = BEGINS if name.startswith(self.asked) else 0.0
        return self.total * (WITHIN_NAME + SHARE_OF_NAME * share + begins)

    def _in_a_row(self, fields: dict[str, str]) -> float:
        if self.length < 2:
            return 0.0
        if self.asked in fields["names"] or self.asked in fields["aliases"]:
            return PHRASE_IN_NAME * self.total
        return PHRASE_IN_SUMMARY * self.total if self.asked in fields["summary"] else 0.0


def _held(aim: Aim, fields: dict[str, str]) -> float:
    """Return how much of what is asked for the fields hold, from 0 to the worth of the best form."""
    best = 0.0
    for form in aim.forms:
        weighed = sum(weight * fields[name].count(form.needle) for name, weight in WEIGHTS.items())
        best = max(best, form.worth * weighed / (weighed + HALF))
    return best


def _stands(aim: Aim, text: str) -> bool:
    return any(form.needle in text for form in aim.forms)
