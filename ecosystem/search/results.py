"""What answers a question: the entries that match, how far the question had to be loosened, and in which order."""

from functools import cached_property
from itertools import combinations

from django.db.models import Count

from ecosystem.core.languages import in_reading_script
from ecosystem.core.tokens import terms, words
from ecosystem.models import SearchEntry, SearchKind
from ecosystem.models.edition_cache import kept
from ecosystem.search.expressions import Expression, InNames, Phrase, all_of, any_of
from ecosystem.search.query import Question
from ecosystem.search.query_terms import FEW, Aimed, frequencies, made_out
from ecosystem.search.ranking import Candidate, Form, ranked
from ecosystem.search.spelling import near

# So many of the entries that match are weighed against each other; beyond, the best known come first.
WEIGHED = 400
# Where fewer hold all that was asked for, what holds some of it follows.
LITTLE = 10
# What more than one entry of so many holds tells nothing by itself.
TELLING = 10
# Of a question that has to be loosened, this many of the rarest words count.
RAREST = 5
# A word is taken for a mistake where one that is near stands so many times as often.
MUCH_COMMONER = 5
POSITIONS = {kind: position for position, kind in enumerate(SearchKind.values)}


class Finding:
    """The answer to what was typed, among entries of one kind or of all; a few queries, whatever is asked."""

    def __init__(self, typed: str, kind: str = ""):
        self.question = Question(typed)
        self.kind = kind

    @cached_property
    def aims(self) -> list[Aimed]:
        return made_out(self.question)

    @property
    def entries(self):
        """The entries that match, in no order."""
        return self.among(self.kind)

    def among(self, kind: str = ""):
        """Return the entries of a kind, or of all, that match what is searched for here."""
        entries = SearchEntry.objects.of(kind) if kind else SearchEntry.objects.all()
        return entries.matching(self.expression) if self.expression else entries.none()

    def counts_by_kind(self) -> dict[str, int]:
        """Return how many entries of each kind match what was typed, whichever kind is asked here."""
        finding = self if self.expression else Finding(self.question.typed)
        return dict(finding.among().order_by().values_list("kind").annotate(n=Count("pk")))

    @cached_property
    def expression(self) -> Expression | None:
        """What is searched for: all that is asked, and as much looser as it takes to find a little."""
        whole = self._whole
        if whole and (len(self.aims) == 1 or self.whole_count >= LITTLE):
            return whole
        for looser in self._looser():
            expression = any_of([whole, looser]) if whole else looser
            if self._all.matching(expression).exists():
                return expression
        return whole if self.whole_count else None

    @cached_property
    def whole_count(self) -> int:
        """How many entries hold all that was asked for."""
        return self._all.matching(self._whole).count() if self._whole else 0

    @property
    def is_loose(self) -> bool:
        """Whether some of what was found holds only some of the words."""
        return self.expression is not None and self.expression != self._whole

    @property
    def meant(self) -> list[Aimed]:
        """What was taken for another word, for as it stands nothing holds it."""
        return [aimed for aimed in self.aims if aimed.meant and aimed.is_known]

    @property
    def lost(self) -> list[str]:
        """What nothing holds, nor anything near it."""
        return list(dict.fromkeys(aimed.unit.text for aimed in self.aims if not aimed.is_known))

    @property
    def forms(self) -> list[Form]:
        """Every form in which what was found may stand in a text."""
        return [form for aimed in self._known for form in aimed.aim.forms]

    @cached_property
    def suggestion(self) -> str:
        """What may have been meant, where little was found: the question with misspelt words put right, else nothing."""
        if self.whole_count > FEW and not self.meant:
            return ""
        spelt = self.question.text
        for aimed in self.aims:
            if other := next(iter(aimed.meant or self._commoner(aimed)), ""):
                spelt = spelt.replace(aimed.unit.text, in_reading_script(other))
        return spelt if spelt != self.question.text else ""

    def _commoner(self, aimed: Aimed) -> list[str]:
        """Return words near to a rare one that many more entries have."""
        if aimed.unit.is_han or len(aimed.unit.forms) > 1 or aimed.aim.entries > FEW:
            return []
        found = [other for word in words(aimed.unit.text) for other in near(word)]
        counts = frequencies([Phrase(tuple(terms(other))) for other in found])
        return [other for other, n in zip(found, counts, strict=True) if n >= MUCH_COMMONER * max(aimed.aim.entries, 1)]

    @property
    def single_words(self) -> list[tuple[str, int]]:
        """What was asked for, each alone, with how many entries hold it; for questions that ask for more than one thing."""
        asked = {aimed.unit.text: aimed.aim.entries for aimed in self._known}
        return sorted(asked.items(), key=lambda item: item[1]) if len(self.aims) > 1 else []

    @property
    def is_missed(self) -> bool:
        """Whether nothing holds all that was typed as it was typed."""
        return bool(self.question.terms) and (not self.whole_count or bool(self.meant))

    @cached_property
    def order(self) -> list[Candidate]:
        """The entries that match, best first, as far as they are weighed: whatever holds all that was asked for leads."""
        if not self.expression:
            return []
        weighed = candidates(self.entries)
        if len(weighed) == WEIGHED:
            # So many that a name might be missed: those of little else than it are weighed before all others.
            named = candidates(self._all.matching(InNames(self.expression)).shortest_named())
            weighed = list({candidate.pk: candidate for candidate in [*named, *weighed]}.values())[:WEIGHED]
        return ranked(weighed, [aimed.aim for aimed in self._known], self.question.terms, size())

    @cached_property
    def _known(self) -> list[Aimed]:
        return sorted((aimed for aimed in self.aims if aimed.is_known), key=lambda aimed: aimed.aim.entries)

    @property
    def _all(self):
        return SearchEntry.objects.of(self.kind) if self.kind else SearchEntry.objects.all()

    @property
    def _whole(self) -> Expression | None:
        """All that was asked; None where something of it stands nowhere."""
        if self.aims and len(self._known) == len(self.aims):
            return all_of([aimed.expression for aimed in self._known])
        return None

    def _looser(self):
        """Yield what asks for less, the strictest first: all that is known, any two of the rarest, any one of them."""
        known = [aimed.expression for aimed in self._known]
        if not known:
            return
        if not self._whole:
            yield all_of(known)
        telling = [aimed.expression for aimed in self._known if aimed.aim.entries * TELLING <= size()]
        if len(known) > 2 and telling:
            pairs = combinations(known[:RAREST], 2)
            yield any_of([all_of(pair) for pair in pairs if pair[0] in telling])
        yield any_of((telling or known)[:RAREST])


def candidates(entries) -> list[Candidate]:
    """Read what ranking weighs of the best known of these entries; one query."""
    fields = ("names", "aliases", "summary", "related")
    rows = entries if entries.ordered else entries.best_known()
    rows = rows.values_list("pk", "target", "kind", "prominence", *(f"text__{f}" for f in fields))
    return [
        Candidate(pk, target, POSITIONS[kind], prominence, *texts)
        for pk, target, kind, prominence, *texts in rows[:WEIGHED]
    ]


def size() -> int:
    """Return how many entries there are."""
    return kept("search-size", SearchEntry.objects.count)


def records_found(typed: str, most: int) -> list[SearchEntry]:
    """Return the entries of the records that the search finds, best first."""
    finding = Finding(typed)
    return list(finding.entries.of_records().in_found_order(finding.order)[:most])
