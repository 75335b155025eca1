"""Organisations in the API: what a list says of each, and all that is known of one."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDate, partial
from ecosystem.api.pagination import Page
from ecosystem.api.places import Site, site
from ecosystem.api.records import Record, Sourced, common, slugs, sourced
from ecosystem.api.references import Reference, public_reference, reference
from ecosystem.models import (
    Application,
    CollaborationRole,
    Indicator,
    InitiativeRole,
    Organisation as Row,
    OrganisationKind,
    Region,
    cached_relationships,
)
from ecosystem.models.application_relationships import Tie as TieKind
from ecosystem.models.cached_vocabulary import words
from ecosystem.models.edition_cache import kept
from ecosystem.records.involvement import Standing


class Tie(Schema):
    __doc__ = _("How a body stands to an application.")

    tie: Literal[tuple(TieKind.values)] = Field(description=_("How it stands to the application"))
    application: str = Field(description=_("Slug of the application"))


class Evidence(Schema):
    __doc__ = _("A record that makes a tie.")

    record: Reference = Field(description=_("The record, or the part of the body that is named with the application"))
    through: Reference | None = Field(description=_("The part of the body through which it counts"))


class TieWithEvidence(Tie):
    __doc__ = _("How a body stands to an application, itself or through its parts, and what makes it so.")

    evidence: list[Evidence] = Field(description=_("The records that make the tie; none where it is only named"))


class Involvement(Schema):
    __doc__ = _("A body’s part in a record.")

    record: Reference = Field(description=_("The initiative or collaboration"))
    role: Literal[tuple(sorted({*InitiativeRole.values, *CollaborationRole.values}))] = Field(description=_("Role"))
    through: Reference | None = Field(description=_("The part of the body that takes part; null for the body itself"))


class OrganisationInList(Record):
    __doc__ = _("An organisation as a list has it.")

    kind: Literal[tuple(OrganisationKind.values)] = Field(description=_("Kind"))
    acronym: str | None = Field(description=_("Acronym"))
    aliases: list[str] = Field(description=_("Other names"))
    founded: PartialDate | None = Field(description=_("Founded"))
    closed: PartialDate | None = Field(description=_("Closed"))
    parent: Reference | None = Field(description=_("Part of"))
    successor: Reference | None = Field(description=_("Replaced by"))
    place: Site | None = Field(description=_("Where it stands"))
    home_region: Literal[tuple(Region.values)] | None = Field(description=_("The region of its headquarters"))
    address: str | None = Field(description=_("Postal address"))
    support: list[str] = Field(description=_("Slugs of the kinds of support that it gives"))
    ties: list[Tie] = Field(description=_("How it stands to applications, by what it takes part in itself"))
    ror: str | None = Field(description=_("Its identifier in the Research Organization Registry"))
    wikidata: str | None = Field(description=_("Its identifier in Wikidata"))
    initiative_count: int = Field(description=_("How many initiatives it takes part in itself"))
    collaboration_count: int = Field(description=_("How many collaborations it takes part in itself"))


class Organisation(Sourced, OrganisationInList):
    __doc__ = _("All that is known of one organisation.")

    ties: list[TieWithEvidence] = Field(description=_("How it stands to applications, itself or through its parts"))
    parts: list[Reference] = Field(description=_("Bodies that are part of it"))
    predecessors: list[Reference] = Field(description=_("Bodies that it replaced"))
    initiatives: list[Involvement] = Field(description=_("The initiatives that it or a part of it takes part in"))
    collaborations: list[Involvement] = Field(description=_("The collaborations that it or a part of it takes part in"))
    indicators: list[Reference] = Field(description=_("The series that it or a part of it publishes"))


class OrganisationPage(Page):
    __doc__ = _("A part of the list of organisations.")

    results: list[OrganisationInList] = Field(description=_("What this page of the list holds"))


def fetched(queryset):
    rows = queryset.select_related("place", "parent", "successor").with_relation_counts()
    return rows.prefetch_related("themes", "applications", "support").with_sources()


def in_list(body) -> dict:
    return common(body) | {
        "acronym": body.acronym or None,
        "aliases": body.aliases,
        "founded": partial(body.founded),
        "closed": partial(body.closed),
        "parent": public_reference(body.parent),
        "successor": public_reference(body.successor),
        "place": site(body.place) if body.place else None,
        "home_region": body.region or None,
        "address": body.address or None,
        "support": slugs(body.support),
        "ties": _ties().get(body.pk, []),
        "ror": body.ror or None,
        "wikidata": body.wikidata or None,
        "initiative_count": body.initiative_count,
        "collaboration_count": body.collaboration_count,
    }


def whole(slug: str) -> dict | None:
    rows = Row.objects.published().for_detail().with_relation_counts().prefetch_related("applications")
    body = rows.filter(slug=slug).first()
    if body is None:
        return None
    standing = Standing(body)
    series = Indicator.objects.published().filter(organisation__in=list(standing.bodies)).order_by("slug")
    return (
        in_list(body)
        | sourced(body)
        | {
            "ties": [_evident(body, tie, each) for tie, evidence in standing.ties for each in evidence],
            "parts": [reference(part) for part in body.public_parts],
            "predecessors": [reference(other) for other in body.public_predecessors],
            "initiatives": _involvements(body, standing.initiatives),
            "collaborations": _involvements(body, standing.collaborations),
            "indicators": [reference(indicator) for indicator in series],
        }
    )


def _ties():
    """Return the ties of all bodies by their keys, in the order of the vocabulary."""

    def read():
        slugs_by_key = {word.pk: word.slug for word in words(Application)}
        order = {tie: place for place, tie in enumerate(TieKind.values)}
        found = {}
        rows = ((body, tie, slugs_by_key[application]) for body, application, tie in cached_relationships.triples())
        for body, tie, slug in sorted(rows, key=lambda row: (row[0], order[row[1]], row[2])):
            found.setdefault(body, []).append({"tie": tie, "application": slug})
        return found

    return kept("api-ties", read)


def _evident(body, tie, evidence):
    return {
        "tie": tie.value,
        "application": evidence.application.slug,
        "evidence": [
            {"record": reference(record), "through": reference(through) if through and through != record else None}
            for record, through in evidence.records
        ],
    }


def _involvements(body, parts):
    return [
        {
            "record": reference(part.record),
            "role": join.role,
            "through": reference(join.organisation) if join.organisation_id != body.pk else None,
        }
        for part in parts
        for join in part.joins
    ]
