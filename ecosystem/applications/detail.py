"""The overview of one application: organisations by relationship, systems, rules and schemes."""

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
from ecosystem.models.initiative_states import State

# The application for rules in general, which apply to several uses.
RULES = "regulatory-compliance"
# The theme of rules that apply in every field.
EVERYWHERE = "government-initiatives"
# The number of organisations named in a summary.
NAMED_FIRST = 6
QUESTIONS = {
    Tie.USES: _("Users"),
    Tie.SUPPLIES: _("Suppliers"),
    Tie.REGULATES: _("Regulators"),
    Tie.RESEARCHES: _("Researchers"),
    Tie.SUPPORTS: _("Supporters"),
}
COUNTED = {
    Tie.USES: ngettext_lazy("%(n)d system", "%(n)d systems", "n"),
    Tie.SUPPLIES: ngettext_lazy("%(n)d system", "%(n)d systems", "n"),
    Tie.REGULATES: ngettext_lazy("%(n)d rule, guideline or sandbox", "%(n)d rules, guidelines and sandboxes", "n"),
    Tie.RESEARCHES: ngettext_lazy(
        "%(n)d research project or collaboration", "%(n)d research projects or collaborations", "n"
    ),
    Tie.SUPPORTS: ngettext_lazy("%(n)d scheme", "%(n)d schemes", "n"),
}
NOBODY = {
    Tie.USES: _("No known users of AI in this area yet."),
    Tie.SUPPLIES: _("No suppliers named in our sources."),
    Tie.REGULATES: _("No known rules or sandboxes name this area."),
    Tie.RESEARCHES: _("No known research in this area."),
    Tie.SUPPORTS: _("No known support schemes name this area."),
}


@dataclass(frozen=True)
class RelationshipRecord:
    """`organisations` have the relationship that the record makes; `suppliers` are those of systems."""

    record: Record
    organisations: list[Organisation]
    suppliers: Sequence[Organisation] = ()

    @property
    def date(self) -> PartialDate | None:
        return self.record.starts or self.record.announced

    @property
    def citation(self) -> Citation | None:
        return self.record.find_best_citation("starts" if self.record.starts else "announced", "summary")


@dataclass(frozen=True)
class RelatedOrganisation:
    """`records` make the relationship, newest first."""

    organisation: Organisation
    records: list[Record]


@dataclass(frozen=True)
class RelationshipSummary:
    tie: Tie
    organisations: list[Organisation]
    records: list[RelationshipRecord]

    @property
    def first_organisations(self) -> list[Organisation]:
        return self.organisations[:NAMED_FIRST]

    @property
    def unnamed_count(self) -> int:
        return len(self.organisations) - len(self.first_organisations)

    @property
    def question(self) -> str:
        return QUESTIONS[self.tie]

    @property
    def empty_text(self) -> str:
        return NOBODY[self.tie]

    @property
    def counts_text(self) -> str:
        counted = COUNTED[self.tie] % {"n": len(self.records)}
        dates = [record.date for record in self.records if record.date]
        if not dates:
            return _("%(counted)s, date unknown") % {"counted": counted}
        values = {"counted": counted, "date": min(dates, key=lambda date: date.text).format_localized()}
        return (
            _("%(counted)s, the earliest known from %(date)s") if len(self.records) > 1 else _("%(counted)s, %(date)s")
        ) % values


class ApplicationOverview:
    """The content of the page of one application, in a fixed number of queries."""

    def __init__(self, application: Application):
        self.application = application

    def list_relationship_summaries(self) -> list[RelationshipSummary]:
        """Include relationships without organisations, but not `named`."""
        return [
            RelationshipSummary(tie, self._list_organisations(tie), self.list_relationship_records(tie))
            for tie in Tie
            if tie != Tie.NAMED
        ]

    def list_relationship_records(self, tie: Tie) -> list[RelationshipRecord]:
        """Return the newest first, and the undated last."""
        return self._records_by_relationship[tie]

    @cached_property
    def _records_by_relationship(self) -> dict[Tie, list[RelationshipRecord]]:
        return {tie: self._build_relationship_records(tie) for tie in Tie}

    def _build_relationship_records(self, tie: Tie) -> list[RelationshipRecord]:
        supplied = self._evidence[Tie.SUPPLIES]
        records = [
            RelationshipRecord(
                self._records[key],
                self._get_organisations_by_name(organisations),
                self._get_organisations_by_name(supplied.get(key, ()) if tie == Tie.USES else ()),
            )
            for key, organisations in self._evidence[tie].items()
        ]
        # The evidence is unordered, so equal dates are sorted by name.
        records.sort(key=lambda row: (row.record.name_en, row.record.slug))
        return sorted(records, key=lambda row: row.date.text if row.date else "", reverse=True)

    @property
    def systems(self) -> list[RelationshipRecord]:
        return self.list_relationship_records(Tie.USES)

    @property
    def rules(self) -> list[RelationshipRecord]:
        return self.list_relationship_records(Tie.REGULATES)

    @property
    def schemes(self) -> list[Record]:
        return [row.record for row in self.list_relationship_records(Tie.SUPPORTS)]

    @property
    def suppliers(self) -> list[RelatedOrganisation]:
        return self._list_related_organisations(Tie.SUPPLIES)

    @property
    def researchers(self) -> list[RelatedOrganisation]:
        return self._list_related_organisations(Tie.RESEARCHES)

    @cached_property
    def without_ai(self) -> list[Initiative]:
        """Systems that are not known to contain AI."""
        return [row for row in self._initiatives if row.kind == "deployment" and row.ai == "context"]

    @cached_property
    def mentioned_organisations(self):
        """The organisations that only have the relationship `named`, by name."""
        keys = {
            organisation
            for organisation, application, tie in cached_relationships.get_cached_relationships()
            if application == self.application.pk and tie == Tie.NAMED
        }
        return Organisation.objects.published().filter(pk__in=keys).only_names().in_order()

    @cached_property
    def wider_rules(self) -> list[RelationshipRecord]:
        """AI rules in force that do not name the application: general ones, and those of its themes."""
        own_themes = Initiative.themes.through.objects.filter(initiative__in=[row.pk for row in self._initiatives])
        theme_rows = Initiative.themes.through.objects.filter(
            Q(theme__slug=EVERYWHERE) | Q(theme__in=own_themes.values("theme"))
        )
        rules = (
            Initiative.objects.published()
            .core()
            .filter(kind="guideline", applications__slug=RULES, pk__in=theme_rows.values("initiative"))
            .exclude(pk__in=[row.record.pk for row in self.rules])
        )
        return [
            RelationshipRecord(row, [join.organisation for join in row.public_involvements if join.role == "lead"])
            for row in rules.for_application_detail().by_date()
            if row.state == State.IN_FORCE
        ]

    @cached_property
    def _initiatives(self) -> list[Initiative]:
        return list(
            Initiative.objects.published().related_to_any("applications", [self.application]).for_application_detail()
        )

    @cached_property
    def _records(self) -> dict[tuple[str, int], Record]:
        collaborations = (
            Collaboration.objects.published()
            .related_to_any("applications", [self.application])
            .for_application_detail()
        )
        records: dict[tuple[str, int], Record] = {("i", row.pk): row for row in self._initiatives}
        return records | {("c", row.pk): row for row in collaborations}

    @cached_property
    def _organisations(self) -> dict[int, Organisation]:
        organisations = {}
        for (kind, _pk), record in self._records.items():
            joins = record.public_involvements if kind == "i" else record.public_participations
            organisations |= {join.organisation_id: join.organisation for join in joins}
        return organisations

    @cached_property
    def _evidence(self) -> dict[Tie, dict[tuple[str, int], set[int]]]:
        """Organisations by record, for each relationship except `named`."""
        evidence: dict[Tie, dict[tuple[str, int], set[int]]] = {tie: defaultdict(set) for tie in Tie}
        for (
            organisation,
            _application,
            tie,
            initiative,
            collaboration,
        ) in cached_relationships.get_cached_application_evidence(self.application.pk):
            key = ("i", initiative) if initiative else ("c", collaboration)
            if tie != Tie.NAMED and key in self._records:
                evidence[Tie(tie)][key].add(organisation)
        return evidence

    def _list_related_organisations(self, tie: Tie) -> list[RelatedOrganisation]:
        """Return those with most records first."""
        records = defaultdict(list)
        for row in self.list_relationship_records(tie):
            for organisation in row.organisations:
                records[organisation].append(row.record)
        return [
            RelatedOrganisation(organisation, rows)
            for organisation, rows in sorted(records.items(), key=lambda item: -len(item[1]))
        ]

    def _list_organisations(self, tie: Tie) -> list[Organisation]:
        return [part.organisation for part in self._list_related_organisations(tie)]

    def _get_organisations_by_name(self, keys: Iterable[int]) -> list[Organisation]:
        """Order by English name, the same in every language."""
        organisations = (self._organisations[key] for key in keys if key in self._organisations)
        return sorted(organisations, key=lambda organisation: (organisation.name_en.casefold(), organisation.slug))
