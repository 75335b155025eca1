"""Where a body stands: what it takes part in, itself or through its parts, and for which applications."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch

from ecosystem.models import (
    Application,
    Collaboration,
    Initiative,
    InitiativeBody,
    Organisation,
    Record,
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.cached_vocabulary import Word, words
from ecosystem.models.initiatives import ROW


@dataclass(frozen=True)
class Part:
    """A record that a body takes part in: by which joins, its own or its parts'."""

    record: Record
    joins: list
    others: list = field(default_factory=list)


@dataclass
class Evidence:
    """What makes a tie to one application: records, and the parts of the body that stand between."""

    application: Word
    parts: dict[Record, Organisation | None] = field(default_factory=dict)

    @property
    def records(self):
        """The records, newest first, each with the part of the body through which it counts, or None."""
        by_name = sorted(self.parts.items(), key=lambda item: (item[0].name_en, item[0].slug))
        return sorted(by_name, key=lambda item: _date(item[0]), reverse=True)


class Standing:
    """What the page of one public body says of what it does, in a fixed number of queries."""

    def __init__(self, body: Organisation):
        self.body = body
        self.bodies = {body.pk: body} | {part.pk: part for part in body.public_parts}

    @cached_property
    def initiatives(self) -> list[Part]:
        joins = InitiativeBody.objects.published().filter(organisation__in=list(self.bodies)).in_order()
        rows = Initiative.objects.published().only_names(*ROW).with_state().led_by([self.body]).by_date()
        rows = rows.prefetch_related(Prefetch("involvements", joins, "own_joins"))
        return [Part(row, self._own_first(row.own_joins)) for row in rows]

    @cached_property
    def collaborations(self) -> list[Part]:
        rows = Collaboration.objects.published().only_names("announced", "starts", "ends")
        rows = rows.joined_by([self.body]).with_parties().by_date()
        return [
            Part(
                row,
                self._own_first([join for join in row.public_participations if join.organisation_id in self.bodies]),
                [join for join in row.public_participations if join.organisation_id not in self.bodies],
            )
            for row in rows
        ]

    def _own_first(self, joins):
        return sorted(joins, key=lambda join: join.organisation_id != self.body.pk)

    @cached_property
    def ties(self) -> list[tuple[Tie, list[Evidence]]]:
        """The ties that there are, each with its applications in their own order and what makes it."""
        applications = {word.pk: word for word in words(Application)}
        records = {("i", part.record.pk): part.record for part in self.initiatives}
        records |= {("c", part.record.pk): part.record for part in self.collaborations}
        found = defaultdict(dict)
        for body, application, tie, initiative, collaboration in cached_relationships.evidence(self.bodies):
            evidence = found[Tie(tie)].setdefault(application, Evidence(applications[application]))
            record = records.get(("i", initiative) if initiative else ("c", collaboration))
            if record:
                # Its own part in a record counts before a part's.
                through = None if body == self.body.pk else self.bodies[body]
                evidence.parts[record] = evidence.parts.get(record, through) and through
            elif body != self.body.pk:
                evidence.parts.setdefault(self.bodies[body], self.bodies[body])
        return self._in_order(found)

    def _in_order(self, found):
        by_rule = {application for tie in found if tie != Tie.NAMED for application in found[tie]}
        rows = []
        for tie in Tie:
            evidence = [e for pk, e in found[tie].items() if tie != Tie.NAMED or pk not in by_rule]
            if evidence:
                rows.append((tie, sorted(evidence, key=lambda e: (e.application.position, e.application.slug))))
        return rows


def _date(record):
    for name in ("starts", "announced", "founded"):
        if date := getattr(record, name, None):
            return date.text
    return ""
