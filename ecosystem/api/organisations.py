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
from ecosystem.models.edition_cache import get_or_set_for_edition
from ecosystem.records.involvement import OrganisationInvolvement


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
    founded: PartialDateString | None = Field(description=_("Founded"))
    closed: PartialDateString | None = Field(description=_("Closed"))
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
            "parts": [serialize_reference(part) for part in organisation.public_parts],
            "predecessors": [serialize_reference(other) for other in organisation.public_predecessors],
            "initiatives": _serialize_involvements(organisation, involvement.initiatives),
            "collaborations": _serialize_involvements(organisation, involvement.collaborations),
            "indicators": [serialize_reference(indicator) for indicator in indicators],
        }
    )


def _get_relationships_by_organisation():
    """Return the relationships of all organisations by primary key, in the order of the vocabulary; cached."""

    def compute():
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

    return get_or_set_for_edition("api-ties", compute)


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
