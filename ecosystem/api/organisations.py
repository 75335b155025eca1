"""Organisations in the API: schemas and serializers of the list and of one record."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDateString, serialize_partial_date
from ecosystem.api.pagination import Page
from ecosystem.api.places import Site, serialize_place_location
from ecosystem.api.records import Record, Sourced, list_related_slugs, serialize_record, serialize_record_sources
from ecosystem.api.references import Reference, serialize_public_reference, serialize_reference
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
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition
from ecosystem.records.involvement import OrganisationInvolvement


class Tie(Schema):
    __doc__ = _("An organisation’s relationship to an application area.")

    tie: Literal[tuple(TieKind.values)] = Field(description=_("Relationship to application area"))
    application: str = Field(description=_("Slug of the application area"))


class Evidence(Schema):
    __doc__ = _("A record that shows a relationship.")

    record: Reference = Field(
        description=_("The record, or the unit of the organisation that is mentioned with the application area")
    )
    through: Reference | None = Field(description=_("The unit through which it counts"))


class TieWithEvidence(Tie):
    __doc__ = _(
        "The relationship of an organisation, or of its units, to an application area, and the evidence for it."
    )

    evidence: list[Evidence] = Field(
        description=_("Records that show the relationship; none if the organisation is only mentioned")
    )


class Involvement(Schema):
    __doc__ = _("An organisation’s role in a record.")

    record: Reference = Field(description=_("The initiative or collaboration"))
    role: Literal[tuple(sorted({*InitiativeRole.values, *CollaborationRole.values}))] = Field(description=_("Role"))
    through: Reference | None = Field(description=_("The unit that takes part; null if it is the organisation itself"))


class OrganisationInList(Record):
    __doc__ = _("An organisation as shown in a list.")

    kind: Literal[tuple(OrganisationKind.values)] = Field(description=_("Type"))
    acronym: str | None = Field(description=_("Acronym"))
    aliases: list[str] = Field(description=_("Other names"))
    founded: PartialDateString | None = Field(description=_("Founded"))
    closed: PartialDateString | None = Field(description=_("Closed"))
    parent: Reference | None = Field(description=_("Part of"))
    successor: Reference | None = Field(description=_("Replaced by"))
    place: Site | None = Field(description=_("Location"))
    home_region: Literal[tuple(Region.values)] | None = Field(description=_("Region of its headquarters"))
    address: str | None = Field(description=_("Postal address"))
    support: list[str] = Field(description=_("Slugs of the types of support offered"))
    ties: list[Tie] = Field(description=_("Relationships to application areas, from its own records"))
    ror: str | None = Field(description=_("Research Organization Registry (ROR) ID"))
    wikidata: str | None = Field(description=_("Wikidata ID"))
    initiative_count: int = Field(description=_("Number of initiatives it takes part in directly"))
    collaboration_count: int = Field(description=_("Number of collaborations it takes part in directly"))


class Organisation(Sourced, OrganisationInList):
    __doc__ = _("Full details of an organisation.")

    ties: list[TieWithEvidence] = Field(description=_("Relationships to application areas, including its units"))
    parts: list[Reference] = Field(description=_("Units, including those of units"))
    predecessors: list[Reference] = Field(description=_("Predecessors"))
    initiatives: list[Involvement] = Field(description=_("Initiatives in which it or one of its units takes part"))
    collaborations: list[Involvement] = Field(
        description=_("Collaborations in which it or one of its units takes part")
    )
    indicators: list[Reference] = Field(description=_("Indicators published by it or one of its units"))


class OrganisationPage(Page):
    __doc__ = _("A page of the list of organisations.")

    results: list[OrganisationInList] = Field(description=_("Items on this page"))


def prefetch_api_organisations(queryset):
    rows = queryset.select_related("place", "parent", "successor").with_relation_counts()
    return rows.prefetch_related("themes", "applications", "support").with_sources()


def serialize_organisation(organisation) -> dict:
    return serialize_record(organisation) | {
        "acronym": organisation.acronym or None,
        "aliases": organisation.aliases,
        "founded": serialize_partial_date(organisation.founded),
        "closed": serialize_partial_date(organisation.closed),
        "parent": serialize_public_reference(organisation.parent),
        "successor": serialize_public_reference(organisation.successor),
        "place": serialize_place_location(organisation.place) if organisation.place else None,
        "home_region": organisation.region or None,
        "address": organisation.address or None,
        "support": list_related_slugs(organisation.support),
        "ties": _get_relationships_by_organisation().get(organisation.pk, []),
        "ror": organisation.ror or None,
        "wikidata": organisation.wikidata or None,
        "initiative_count": organisation.initiative_count,
        "collaboration_count": organisation.collaboration_count,
    }


def find_api_organisation(slug: str) -> dict | None:
    rows = Row.objects.published().for_detail().with_relation_counts().prefetch_related("applications")
    organisation = rows.filter(slug=slug).first()
    if organisation is None:
        return None
    involvement = OrganisationInvolvement(organisation)
    indicators = Indicator.objects.published().filter(organisation__in=list(involvement.organisations)).order_by("slug")
    return (
        serialize_organisation(organisation)
        | serialize_record_sources(organisation)
        | {
            "ties": [
                _serialize_relationship(tie, each) for tie, evidence in involvement.relationships for each in evidence
            ],
            "parts": [serialize_reference(part) for part in organisation.public_units],
            "predecessors": [serialize_reference(other) for other in organisation.public_predecessors],
            "initiatives": _serialize_involvements(organisation, involvement.initiatives),
            "collaborations": _serialize_involvements(organisation, involvement.collaborations),
            "indicators": [serialize_reference(indicator) for indicator in indicators],
        }
    )


@per_edition
def _get_relationships_by_organisation() -> dict[int, list[dict[str, str]]]:
    """Keep the order of the vocabulary."""
    slugs_by_key = {application.pk: application.slug for application in get_cached_vocabulary(Application)}
    order = {tie: position for position, tie in enumerate(TieKind.values)}
    rows = (
        (organisation, tie, slugs_by_key[application])
        for organisation, application, tie in cached_relationships.get_cached_relationships()
    )
    relationships = {}
    for organisation, tie, slug in sorted(rows, key=lambda row: (row[0], order[row[1]], row[2])):
        relationships.setdefault(organisation, []).append({"tie": tie, "application": slug})
    return relationships


def _serialize_relationship(tie, evidence):
    return {
        "tie": tie.value,
        "application": evidence.application.slug,
        "evidence": [
            {
                "record": serialize_reference(record),
                "through": serialize_reference(through) if through and through != record else None,
            }
            for record, through in evidence.records
        ],
    }


def _serialize_involvements(organisation, parts):
    return [
        {
            "record": serialize_reference(part.record),
            "role": join.role,
            "through": serialize_reference(join.organisation) if join.organisation_id != organisation.pk else None,
        }
        for part in parts
        for join in part.joins
    ]
