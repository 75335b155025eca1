"""What is done with one application: by whom, with which system since when, under which rules, with whose help."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import (
    Application,
    Citation,
    Collaboration,
    Initiative,
    Organisation,
    Record,
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiatives import State

# The application that is about rules themselves; what names it holds for more than one use.
RULES = "regulatory-compliance"
# What the government at large says of AI holds in every field.
EVERYWHERE = "government-initiatives"
# So many bodies are named at once in an answer.
NAMED_FIRST = 6
QUESTIONS = {
    Tie.USES: _("Who uses it"),
    Tie.SUPPLIES: _("Who supplies it"),
    Tie.REGULATES: _("Who sets rules"),
    Tie.RESEARCHES: _("Who researches it"),
    Tie.SUPPORTS: _("Who supports it"),
}
COUNTED = {
    Tie.USES: ngettext_lazy("%(n)d system", "%(n)d systems", "n"),
    Tie.SUPPLIES: ngettext_lazy("%(n)d system", "%(n)d systems", "n"),
    Tie.REGULATES: ngettext_lazy("%(n)d rule or sandbox", "%(n)d rules and sandboxes", "n"),
    Tie.RESEARCHES: ngettext_lazy("%(n)d piece of joint work", "%(n)d pieces of joint work", "n"),
    Tie.SUPPORTS: ngettext_lazy("%(n)d scheme", "%(n)d schemes", "n"),
}
NOBODY = {
    Tie.USES: _("Nobody is known to use AI for it yet."),
    Tie.SUPPLIES: _("No supplier is named by the sources."),
    Tie.REGULATES: _("No rule or sandbox is known that names it."),
    Tie.RESEARCHES: _("No research on it is known here."),
    Tie.SUPPORTS: _("No scheme is known that names it."),
}


@dataclass(frozen=True)
class Work:
    """A record by which bodies stand to the application, and those that supply it where they use it."""

    record: Record
    bodies: list[Organisation]
    suppliers: Sequence[Organisation] = ()

    @property
    def date(self) -> PartialDate | None:
        return self.record.starts or self.record.announced

    @property
    def citation(self) -> Citation | None:
        """The best page for when it began, else for what it is."""
        return self.record.citation_of("starts" if self.record.starts else "announced", "summary")


@dataclass(frozen=True)
class Part:
    """A body with the records by which it stands to the application, the newest first."""

    body: Organisation
    records: list[Record]


@dataclass(frozen=True)
class Answer:
    """One tie in short: who, by how many records, the first of them since when."""

    tie: Tie
    bodies: list[Organisation]
    works: list[Work]

    @property
    def first(self) -> list[Organisation]:
        return self.bodies[:NAMED_FIRST]

    @property
    def rest(self) -> int:
        return len(self.bodies) - len(self.first)

    @property
    def question(self) -> str:
        return QUESTIONS[self.tie]

    @property
    def nobody(self) -> str:
        return NOBODY[self.tie]

    @property
    def sentence(self) -> str:
        """By how many records, and of which year or day the first of them is."""
        counted = COUNTED[self.tie] % {"n": len(self.works)}
        dates = [work.date for work in self.works if work.date]
        if not dates:
            return _("%(counted)s, undated") % {"counted": counted}
        said = {"counted": counted, "date": min(dates, key=lambda date: date.text).localized()}
        return (
            _("%(counted)s, the first known of %(date)s") if len(self.works) > 1 else _("%(counted)s, %(date)s")
        ) % said


class Practice:
    """What the page of one application says, in a fixed number of queries."""

    def __init__(self, application: Application):
        self.application = application

    def answers(self) -> list[Answer]:
        """Return the ties that a rule makes, each in short, those included that nobody is known to have."""
        return [Answer(tie, self._bodies(tie), self.works(tie)) for tie in Tie if tie != Tie.NAMED]

    def works(self, tie: Tie) -> list[Work]:
        """Return the records that make the tie, the newest first and those without a date last."""
        return self._works[tie]

    @cached_property
    def _works(self) -> dict[Tie, list[Work]]:
        return {tie: self._made(tie) for tie in Tie}

    def _made(self, tie: Tie) -> list[Work]:
        supplied = self._evidence[Tie.SUPPLIES]
        found = [
            Work(self._records[key], self._named(bodies), self._named(supplied.get(key, ()) if tie == Tie.USES else ()))
            for key, bodies in self._evidence[tie].items()
        ]
        # The evidence comes in no order of its own.
        found.sort(key=lambda work: (work.record.name_en, work.record.slug))
        return sorted(found, key=lambda work: work.date.text if work.date else "", reverse=True)

    @property
    def systems(self) -> list[Work]:
        return self.works(Tie.USES)

    @property
    def rules(self) -> list[Work]:
        return self.works(Tie.REGULATES)

    @property
    def schemes(self) -> list[Record]:
        return [work.record for work in self.works(Tie.SUPPORTS)]

    @property
    def suppliers(self) -> list[Part]:
        return self._parts(Tie.SUPPLIES)

    @property
    def researchers(self) -> list[Part]:
        return self._parts(Tie.RESEARCHES)

    @cached_property
    def without_ai(self) -> list[Initiative]:
        """Systems for it of which no source says that AI is in them."""
        return [row for row in self._initiatives if row.kind == "deployment" and row.ai == "context"]

    @cached_property
    def named(self):
        """The bodies that are only named with it, by name."""
        keys = {
            body for body, pk, tie in cached_relationships.triples() if pk == self.application.pk and tie == Tie.NAMED
        }
        return Organisation.objects.published().filter(pk__in=keys).only_names().in_order()

    @cached_property
    def wider_rules(self) -> list[Work]:
        """Rules for AI in force that do not name it: the government's at large, and those of its own records' themes."""
        own = Initiative.themes.through.objects.filter(initiative__in=[row.pk for row in self._initiatives])
        wide = Initiative.themes.through.objects.filter(Q(theme__slug=EVERYWHERE) | Q(theme__in=own.values("theme")))
        rules = (
            Initiative.objects.published()
            .core()
            .filter(kind="guideline", applications__slug=RULES, pk__in=wide.values("initiative"))
            .exclude(pk__in=[work.record.pk for work in self.rules])
        )
        return [
            Work(row, [join.organisation for join in row.public_involvements if join.role == "lead"])
            for row in rules.for_answer().by_date()
            if row.state == State.IN_FORCE
        ]

    @cached_property
    def _initiatives(self) -> list[Initiative]:
        return list(Initiative.objects.published().related_to("applications", [self.application]).for_answer())

    @cached_property
    def _records(self) -> dict[tuple[str, int], Record]:
        collaborations = Collaboration.objects.published().related_to("applications", [self.application]).for_answer()
        found: dict[tuple[str, int], Record] = {("i", row.pk): row for row in self._initiatives}
        return found | {("c", row.pk): row for row in collaborations}

    @cached_property
    def _organisations(self) -> dict[int, Organisation]:
        """The bodies that take part in the records."""
        found = {}
        for (kind, _pk), record in self._records.items():
            joins = record.public_involvements if kind == "i" else record.public_participations
            found |= {join.organisation_id: join.organisation for join in joins}
        return found

    @cached_property
    def _evidence(self) -> dict[Tie, dict[tuple[str, int], set[int]]]:
        """For each tie that a rule makes, the records with the bodies that have it by them."""
        found: dict[Tie, dict[tuple[str, int], set[int]]] = {tie: defaultdict(set) for tie in Tie}
        for body, _application, tie, initiative, collaboration in cached_relationships.evidence_of(self.application.pk):
            key = ("i", initiative) if initiative else ("c", collaboration)
            if tie != Tie.NAMED and key in self._records:
                found[Tie(tie)][key].add(body)
        return found

    def _parts(self, tie: Tie) -> list[Part]:
        """Return the bodies with this tie, those of most records first."""
        records = defaultdict(list)
        for work in self.works(tie):
            for body in work.bodies:
                records[body].append(work.record)
        return [Part(body, found) for body, found in sorted(records.items(), key=lambda item: -len(item[1]))]

    def _bodies(self, tie: Tie) -> list[Organisation]:
        return [part.body for part in self._parts(tie)]

    def _named(self, keys: Iterable[int]) -> list[Organisation]:
        """Return the bodies with these keys in the order of their English names, the same in every language."""
        found = (self._organisations[key] for key in keys if key in self._organisations)
        return sorted(found, key=lambda body: (body.name_en.casefold(), body.slug))
