"""How bodies stand to applications: computed from what they take part in, never stored.

The body's own tag alone makes only the last tie, “named with it”.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import Status
from ecosystem.models.collaborations import Participation
from ecosystem.models.initiatives import InitiativeBody
from ecosystem.models.organisations import Organisation


class Tie(models.TextChoices):
    USES = "uses", _("Uses it")
    SUPPLIES = "supplies", _("Supplies it")
    REGULATES = "regulates", _("Regulates it")
    RESEARCHES = "researches", _("Researches it")
    SUPPORTS = "supports", _("Supports it")
    NAMED = "named", _("Named with it")

    @property
    def heading(self):
        """The words that stand over the applications on the page of a body."""
        return HEADINGS[self]


HEADINGS = {
    Tie.USES: _("Uses AI for"),
    Tie.SUPPLIES: _("Supplies AI for"),
    Tie.REGULATES: _("Sets rules for"),
    Tie.RESEARCHES: _("Does research on"),
    Tie.SUPPORTS: _("Supports"),
    Tie.NAMED: _("Named with"),
}


RECORDS = ("initiative", "collaboration")
JOINS = {"initiative": InitiativeBody, "collaboration": Participation}
SELLERS = ("company", "startup")
SCHOLARS = ("research_centre", "university")
SCHEMES = ("funding", "tax", "talent", "infrastructure", "research_programme", "incubation")
WORKS = ("deployment", "infrastructure", "research_programme")

# A system of which no source says that it is AI makes no use.
IS_AI = ~Q(initiative__ai="context")
IN_INITIATIVE = {
    Tie.USES: Q(role__in=["lead", "operator", "user"], initiative__kind="deployment") & IS_AI,
    Tie.SUPPLIES: Q(role="partner", initiative__kind="deployment", organisation__kind__in=SELLERS),
    Tie.REGULATES: Q(role="lead", initiative__kind__in=["guideline", "sandbox"]),
    Tie.RESEARCHES: Q(
        role__in=["lead", "operator", "partner"], initiative__kind__in=WORKS, organisation__kind__in=SCHOLARS
    ),
    Tie.SUPPORTS: Q(role="lead", initiative__kind__in=SCHEMES),
}
IN_COLLABORATION = {
    Tie.USES: Q(role__in=["lead", "host"], collaboration__kind="deployment") & ~Q(collaboration__ai="context"),
    Tie.SUPPLIES: Q(role="partner", collaboration__kind="deployment", organisation__kind__in=SELLERS),
    Tie.RESEARCHES: Q(organisation__kind__in=SCHOLARS)
    | Q(collaboration__kind__in=["joint_laboratory", "research_partnership"]),
}


# Where a tie has no such record; PostgreSQL takes a bare NULL for a text, which a number does not go with.
NOTHING = Cast(Value(None), BigIntegerField())


def condition(applications=None, ties=()):
    """Return the condition on organisations of having one of `ties`, or any, to one of `applications`, or any."""
    chosen = {Tie(tie) for tie in ties} or set(Tie)
    found = Q(pk__in=[])
    for tie, joins in _ruled(applications):
        if tie in chosen:
            found |= Q(pk__in=joins.values("organisation_id"))
    if Tie.NAMED in chosen:
        # Whoever is named and has another tie is found by that one, unless only the name was asked for.
        is_alone = chosen != set(Tie)
        for joins in _named(applications, is_alone=is_alone):
            found |= Q(pk__in=joins.values("organisation_id"))
    return found


def rows(organisations):
    """Return the ties of these bodies as `(organisation_id, application_id, tie)`, each once; one query."""
    branches = [(tie, joins) for tie, joins in _ruled()] + [(Tie.NAMED, joins) for joins in _named()]
    querysets = [
        joins.filter(organisation__in=organisations)
        .order_by()
        .values_list("organisation_id", "application_id", Value(tie.value))
        for tie, joins in branches
    ]
    found = set(querysets[0].union(*querysets[1:]).order_by())
    others = {(body, application) for body, application, tie in found if tie != Tie.NAMED}
    return {row for row in found if row[2] != Tie.NAMED or row[:2] not in others}


def evidence(organisations):
    """Return the ties with what makes each: `(organisation_id, application_id, tie, initiative_id, collaboration_id)`."""
    querysets = []
    for tie, joins in [*_ruled(), *((Tie.NAMED, joins) for joins in _named())]:
        names = {field.name for field in joins.model._meta.fields}
        records = [F(f"{name}_id") if name in names else NOTHING for name in RECORDS]
        querysets.append(
            joins.filter(organisation__in=organisations)
            .order_by()
            .values_list("organisation_id", "application_id", Value(tie.value), *records)
        )
    return querysets[0].union(*querysets[1:]).order_by()


def _ruled(applications=None):
    """Yield each tie that a rule makes, with the joins that make it, to one of `applications`, or to any."""
    for name, rules in ((RECORDS[0], IN_INITIATIVE), (RECORDS[1], IN_COLLABORATION)):
        for tie, rule in rules.items():
            yield tie, _joins(name, applications).filter(rule)


def _named(applications=None, *, is_alone=False):
    """Yield the joins by which bodies are named with applications: their own tags, and all they take part in."""
    tags = Organisation.applications.through.objects.filter(organisation__status=Status.PUBLISHED)
    if applications is not None:
        tags = tags.filter(application__in=applications)
    for joins in (tags, *(_joins(name, applications) for name in RECORDS)):
        yield joins.filter(*_no_other_tie()) if is_alone else joins


def _no_other_tie():
    """Yield the conditions that a body has no tie by rule to the application that the join names."""
    for name, rules in ((RECORDS[0], IN_INITIATIVE), (RECORDS[1], IN_COLLABORATION)):
        same = {"organisation": OuterRef("organisation_id"), "application_id": OuterRef("application_id")}
        yield ~Exists(_joins(name).filter(reduce(or_, rules.values()), **same))


def _joins(name, applications=None):
    """Return the public joins of bodies to initiatives or to collaborations that have an application.

    A join comes once for each of its applications. Each is a column, so that
    every later condition is about the same one: to name the relation again
    would join the table again.
    """
    joins = JOINS[name].objects.published().annotate(application_id=F(f"{name}__applications"))
    if applications is None:
        return joins.filter(application_id__isnull=False)
    return joins.filter(application_id__in=applications)
