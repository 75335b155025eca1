"""Relationships of organisations to applications (`Tie`): computed from their initiatives and collaborations.

An organisation's own application tag alone gives only the weakest relationship, “named with it”.
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
    USES = "uses", _("Uses AI")
    SUPPLIES = "supplies", _("Supplies AI")
    REGULATES = "regulates", _("Regulates")
    RESEARCHES = "researches", _("Researches")
    SUPPORTS = "supports", _("Supports")
    NAMED = "named", _("Mentioned only")

    @property
    def heading(self):
        return HEADINGS[self]


HEADINGS = {
    Tie.USES: _("Uses AI for"),
    Tie.SUPPLIES: _("Supplies AI for"),
    Tie.REGULATES: _("Sets rules for"),
    Tie.RESEARCHES: _("Researches"),
    Tie.SUPPORTS: _("Supports work on"),
    Tie.NAMED: _("Mentioned only"),
}


JOIN_MODELS = {"initiative": InitiativeBody, "collaboration": Participation}
SUPPLIER_KINDS = ("company", "startup")
RESEARCHER_KINDS = ("research_centre", "university")
SCHEME_KINDS = ("funding", "tax", "talent", "infrastructure", "research_programme", "incubation")
RESEARCHED_KINDS = ("deployment", "infrastructure", "research_programme")

# A system that no source calls AI does not count as use.
IS_AI = ~Q(initiative__ai="context")
INITIATIVE_RULES = {
    Tie.USES: Q(role__in=["lead", "operator", "user"], initiative__kind="deployment") & IS_AI,
    Tie.SUPPLIES: Q(role="partner", initiative__kind="deployment", organisation__kind__in=SUPPLIER_KINDS),
    Tie.REGULATES: Q(role="lead", initiative__kind__in=["guideline", "sandbox"]),
    Tie.RESEARCHES: Q(
        role__in=["lead", "operator", "partner"],
        initiative__kind__in=RESEARCHED_KINDS,
        organisation__kind__in=RESEARCHER_KINDS,
    ),
    Tie.SUPPORTS: Q(role="lead", initiative__kind__in=SCHEME_KINDS),
}
COLLABORATION_RULES = {
    Tie.USES: Q(role__in=["lead", "host"], collaboration__kind="deployment") & ~Q(collaboration__ai="context"),
    Tie.SUPPLIES: Q(role="partner", collaboration__kind="deployment", organisation__kind__in=SUPPLIER_KINDS),
    Tie.RESEARCHES: Q(organisation__kind__in=RESEARCHER_KINDS)
    | Q(collaboration__kind__in=["joint_laboratory", "research_partnership"]),
}
RULES = {"initiative": INITIATIVE_RULES, "collaboration": COLLABORATION_RULES}

# Typed, because PostgreSQL reads a bare NULL as text and refuses to unite it with numbers.
NULL_KEY = Cast(Value(None), BigIntegerField())


def build_relationship_condition(applications=None, ties=()):
    """Return the condition that an organisation has one of `ties` (or any) to one of `applications` (or any)."""
    chosen = {Tie(tie) for tie in ties} or set(Tie)
    condition = Q(pk__in=[])
    for tie, joins in _iter_rule_joins(applications):
        if tie in chosen:
            condition |= Q(pk__in=joins.values("organisation_id"))
    if Tie.NAMED in chosen:
        # An organisation with a stronger relationship is matched by that one, unless only some ties were asked for.
        is_alone = chosen != set(Tie)
        for joins in _iter_mention_joins(applications, is_alone=is_alone):
            condition |= Q(pk__in=joins.values("organisation_id"))
    return condition


def list_relationships(organisations):
    """Return the relationships of these organisations as `(organisation_id, application_id, tie)`; one query.

    “Named” is left out where there is another relationship to the same application.
    """
    querysets = [
        joins.filter(organisation__in=organisations)
        .order_by()
        .values_list("organisation_id", "application_id", Value(tie.value))
        for tie, joins in _iter_all_joins()
    ]
    rows = set(querysets[0].union(*querysets[1:]).order_by())
    stronger = {row[:2] for row in rows if row[2] != Tie.NAMED}
    return {row for row in rows if row[2] != Tie.NAMED or row[:2] not in stronger}


def list_relationship_evidence(organisations):
    """Return `(organisation_id, application_id, tie, initiative_id, collaboration_id)` for each relation behind a tie.

    At most one of the last two is set; neither for an organisation's own tag.
    """
    querysets = []
    for tie, joins in _iter_all_joins():
        names = {field.name for field in joins.model._meta.fields}
        records = [F(f"{name}_id") if name in names else NULL_KEY for name in RULES]
        querysets.append(
            joins.filter(organisation__in=organisations)
            .order_by()
            .values_list("organisation_id", "application_id", Value(tie.value), *records)
        )
    return querysets[0].union(*querysets[1:]).order_by()


def _iter_all_joins():
    yield from _iter_rule_joins()
    for joins in _iter_mention_joins():
        yield Tie.NAMED, joins


def _iter_rule_joins(applications=None):
    for name, rules in RULES.items():
        for tie, rule in rules.items():
            yield tie, _get_public_joins(name, applications).filter(rule)


def _iter_mention_joins(applications=None, *, is_alone=False):
    """Yield the join rows that give “named”: organisations' own tags, and all that they take part in."""
    tags = Organisation.applications.through.objects.filter(organisation__status=Status.PUBLISHED)
    if applications is not None:
        tags = tags.filter(application__in=applications)
    for joins in (tags, *(_get_public_joins(name, applications) for name in RULES)):
        yield joins.filter(*_iter_unrelated_conditions()) if is_alone else joins


def _iter_unrelated_conditions():
    """Yield the conditions that the organisation has no tie by rule to the application of the join row."""
    for name, rules in RULES.items():
        same = {"organisation": OuterRef("organisation_id"), "application_id": OuterRef("application_id")}
        yield ~Exists(_get_public_joins(name).filter(reduce(or_, rules.values()), **same))


def _get_public_joins(name, applications=None):
    """Return the public involvements or participations, one row for each application, as `application_id`.

    The annotation makes later conditions refer to the same application; naming the relation again would add a join.
    """
    joins = JOIN_MODELS[name].objects.published().annotate(application_id=F(f"{name}__applications"))
    if applications is None:
        return joins.filter(application_id__isnull=False)
    return joins.filter(application_id__in=applications)
