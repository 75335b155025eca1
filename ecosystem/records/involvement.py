"""The involvement of an organisation and its parts in records and applications."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from pyroaring import FrozenBitMap

from ecosystem.models import (
    Application,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Record,
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.cached_vocabulary import CachedVocabularyTerm, get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.initiatives import INITIATIVE_LIST_COLUMNS


@dataclass(frozen=True)
class RecordInvolvement:
    """A record with the participations of the organisation and its parts (`joins`), and of others."""

    record: Record
    joins: list
    others: list = field(default_factory=list)


@dataclass
class RelationshipEvidence:
    """The records that make a relationship to an application, with the part through which each counts."""

    application: CachedVocabularyTerm
    parts: dict[Record, Organisation | None] = field(default_factory=dict)

    @property
    def records(self) -> list[tuple[Record, Organisation | None]]:
        """`(record, part or None)`, newest first."""
        by_name = sorted(self.parts.items(), key=lambda item: (item[0].name_en, item[0].slug))
        return sorted(by_name, key=lambda item: _get_sort_date(item[0]), reverse=True)


class OrganisationInvolvement:
    """The involvement of one public organisation, in a fixed number of queries."""

    def __init__(self, organisation: Organisation):
        self.organisation = organisation
        parts = {part.pk: part for part in organisation.public_units}
        self.organisations = {organisation.pk: organisation} | parts

    def _is_among(self, organisations: FrozenBitMap) -> bool:
        return not organisations.isdisjoint(FrozenBitMap(self.organisations))

    @cached_property
    def indicators(self) -> list[Indicator]:
        if not self._is_among(_find_publishers()):
            return []
        return list(Indicator.objects.published().filter(organisation__in=list(self.organisations)).for_list())

    @cached_property
    def initiatives(self) -> list[RecordInvolvement]:
        if not self._is_among(_find_participants(InitiativeBody)):
            return []
        joins = InitiativeBody.objects.published().filter(organisation__in=list(self.organisations)).in_order()
        rows = (
            Initiative.objects.published()
            .only_names(*INITIATIVE_LIST_COLUMNS)
            .with_state()
            .joined_by([self.organisation])
            .by_date()
        )
        rows = rows.prefetch_related(Prefetch("involvements", joins, "own_joins"))
        return [RecordInvolvement(row, self._sort_own_first(row.own_joins)) for row in rows]

    @cached_property
    def collaborations(self) -> list[RecordInvolvement]:
        if not self._is_among(_find_participants(Participation)):
            return []
        rows = Collaboration.objects.published().only_names("announced", "starts", "ends")
        rows = rows.joined_by([self.organisation]).with_participations().by_date()
        return [
            RecordInvolvement(
                row,
                self._sort_own_first(
                    [join for join in row.public_participations if join.organisation_id in self.organisations]
                ),
                [join for join in row.public_participations if join.organisation_id not in self.organisations],
            )
            for row in rows
        ]

    def _sort_own_first(self, joins):
        return sorted(joins, key=lambda join: join.organisation_id != self.organisation.pk)

    @cached_property
    def relationships(self) -> list[tuple[Tie, list[RelationshipEvidence]]]:
        applications = {term.pk: term for term in get_cached_vocabulary(Application)}
        records = {("i", part.record.pk): part.record for part in self.initiatives}
        records |= {("c", part.record.pk): part.record for part in self.collaborations}
        evidence_by_tie: defaultdict[Tie, dict[int, RelationshipEvidence]] = defaultdict(dict)
        for pk, application, tie, initiative, collaboration in cached_relationships.get_cached_evidence(
            self.organisations
        ):
            evidence = evidence_by_tie[Tie(tie)].setdefault(
                application, RelationshipEvidence(applications[application])
            )
            record = records.get(("i", initiative) if initiative else ("c", collaboration))
            if record:
                # Its own participation takes precedence over that of a part.
                through = None if pk == self.organisation.pk else self.organisations[pk]
                evidence.parts[record] = evidence.parts.get(record, through) and through
            elif pk != self.organisation.pk:
                evidence.parts.setdefault(self.organisations[pk], self.organisations[pk])
        return self._sort_relationships(evidence_by_tie)

    def _sort_relationships(self, evidence_by_tie):
        """Return the relationships in order; `named` only for applications without another relationship."""
        others = {pk for tie, applications in evidence_by_tie.items() if tie != Tie.NAMED for pk in applications}
        rows = []
        for tie in Tie:
            evidence = [e for pk, e in evidence_by_tie[tie].items() if tie != Tie.NAMED or pk not in others]
            if evidence:
                rows.append((tie, sorted(evidence, key=lambda e: (e.application.position, e.application.slug))))
        return rows


@per_edition
def _find_publishers() -> FrozenBitMap:
    indicators = Indicator.objects.published().exclude(organisation=None)
    return FrozenBitMap(indicators.order_by().values_list("organisation_id", flat=True))


@per_edition
def _find_participants(model: type[InitiativeBody | Participation]) -> FrozenBitMap:
    return FrozenBitMap(model.objects.published().order_by().values_list("organisation_id", flat=True))


def _get_sort_date(record):
    for name in ("starts", "announced", "founded"):
        if date := getattr(record, name, None):
            return date.text
    return ""
