"""Initiatives in the API: schemas and serializers of the list and of one record."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDateString, serialize_partial_date
from ecosystem.api.pagination import Page
from ecosystem.api.records import Record, Sourced, list_related_slugs, serialize_record, serialize_record_sources
from ecosystem.api.references import Reference, serialize_public_reference, serialize_reference
from ecosystem.api.texts import Text, serialize_text_or_none
from ecosystem.models import AmountBasis, Collaboration, Initiative as InitiativeModel, InitiativeKind, InitiativeRole
from ecosystem.models.initiative_states import CallStatus, State


class Amount(Schema):
    __doc__ = _("An amount and its type. Only amounts of the same type and currency can be compared.")

    amount: int = Field(description=_("In whole units of the currency"))
    currency: str = Field(description=_("ISO 4217 currency code"))
    amount_basis: Literal[tuple(AmountBasis.values)] = Field(description=_("Amount type"))


class Body(Schema):
    __doc__ = _("An organisation’s role in an initiative.")

    organisation: Reference = Field(description=_("The organisation"))
    role: Literal[tuple(InitiativeRole.values)] = Field(description=_("Role"))


class InitiativeInList(Record):
    __doc__ = _("An initiative as shown in a list.")

    kind: Literal[tuple(InitiativeKind.values)] = Field(description=_("Type"))
    acronym: str | None = Field(description=_("Acronym"))
    aliases: list[str] = Field(description=_("Other names"))
    state: Literal[tuple(State.values)] = Field(description=_("Status today, calculated from dates and sources"))
    announced: PartialDateString | None = Field(description=_("Announced"))
    starts: PartialDateString | None = Field(description=_("Start date"))
    ends: PartialDateString | None = Field(description=_("End date"))
    applications_close: PartialDateString | None = Field(
        description=_("Deadline of the latest known call for applications")
    )
    last_call_is_over: bool = Field(description=_("Whether that date has passed and no new call is known"))
    call_status: Literal[tuple(CallStatus.values)] | None = Field(
        description=_("Call for applications today: open, last call closed, or not known")
    )
    amount: Amount | None = Field(description=_("Amount"))
    bodies: list[Body] = Field(description=_("Participants, leading organisations first"))
    audience: list[str] = Field(description=_("Slugs of target groups"))
    support: list[str] = Field(description=_("Slugs of the types of support offered"))
    eligibility: Text | None = Field(description=_("Eligibility"))
    apply_url: str | None = Field(description=_("Application page"))
    part_of: Reference | None = Field(description=_("Part of"))


class Initiative(Sourced, InitiativeInList):
    __doc__ = _("Full details of an initiative.")

    parts: list[Reference] = Field(description=_("Initiatives that are part of it"))
    builds_on: list[Reference] = Field(description=_("Initiatives it builds on"))
    built_upon_by: list[Reference] = Field(description=_("Initiatives built on it"))
    collaborations: list[Reference] = Field(description=_("Collaborations under this initiative"))


class InitiativePage(Page):
    __doc__ = _("A page of the list of initiatives.")

    results: list[InitiativeInList] = Field(description=_("Items on this page"))


def prefetch_api_initiatives(queryset):
    # The queryset has `with_state()` already: a filter needs it.
    rows = queryset.select_related("part_of").with_involvements()
    return rows.prefetch_related("themes", "applications", "audience", "support").with_sources()


def serialize_initiative(initiative) -> dict:
    return serialize_record(initiative) | {
        "acronym": initiative.acronym or None,
        "aliases": initiative.aliases,
        "state": initiative.state,
        "announced": serialize_partial_date(initiative.announced),
        "starts": serialize_partial_date(initiative.starts),
        "ends": serialize_partial_date(initiative.ends),
        "applications_close": serialize_partial_date(initiative.applications_close),
        "last_call_is_over": initiative.is_last_call_over,
        "call_status": initiative.call_status,
        "amount": _serialize_amount(initiative),
        "bodies": [
            {"organisation": serialize_reference(join.organisation), "role": join.role}
            for join in initiative.public_involvements
        ],
        "audience": list_related_slugs(initiative.audience),
        "support": list_related_slugs(initiative.support),
        "eligibility": serialize_text_or_none(initiative, "eligibility"),
        "apply_url": initiative.apply_url or None,
        "part_of": serialize_public_reference(initiative.part_of),
    }


def find_api_initiative(slug: str) -> dict | None:
    initiative = InitiativeModel.objects.published().for_detail().filter(slug=slug).first()
    if initiative is None:
        return None
    collaborations = Collaboration.objects.published().under_initiatives([initiative]).only_names().order_by("slug")
    return (
        serialize_initiative(initiative)
        | serialize_record_sources(initiative)
        | {
            "parts": [serialize_reference(other) for other in initiative.public_parts],
            "builds_on": [serialize_reference(other) for other in initiative.public_foundations],
            "built_upon_by": [serialize_reference(other) for other in initiative.public_builders],
            "collaborations": [serialize_reference(collaboration) for collaboration in collaborations],
        }
    )


def _serialize_amount(initiative):
    if initiative.amount is None:
        return None
    return {"amount": initiative.amount, "currency": initiative.currency, "amount_basis": initiative.amount_basis}
