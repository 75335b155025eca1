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
from ecosystem.models.initiatives import State


class Amount(Schema):
    __doc__ = _("A sum of money, and how it is counted; amounts compare within one basis and currency only.")

    amount: int = Field(description=_("In whole units of the currency"))
    currency: str = Field(description=_("Currency, by ISO 4217"))
    amount_basis: Literal[tuple(AmountBasis.values)] = Field(description=_("How the amount is counted"))


class Body(Schema):
    __doc__ = _("A body’s part in an initiative.")

    organisation: Reference = Field(description=_("The body"))
    role: Literal[tuple(InitiativeRole.values)] = Field(description=_("Role"))


class InitiativeInList(Record):
    __doc__ = _("An initiative as a list has it.")

    kind: Literal[tuple(InitiativeKind.values)] = Field(description=_("Kind"))
    acronym: str | None = Field(description=_("Acronym"))
    aliases: list[str] = Field(description=_("Other names"))
    state: Literal[tuple(State.values)] = Field(
        description=_("Where it stands today, worked out from dates and sources")
    )
    announced: PartialDateString | None = Field(description=_("Announced"))
    starts: PartialDateString | None = Field(description=_("Starts"))
    ends: PartialDateString | None = Field(description=_("Ends"))
    applications_close: PartialDateString | None = Field(description=_("The last day of the call that is now known"))
    last_call_is_over: bool = Field(description=_("Whether that day has passed, so that the next call is not known"))
    amount: Amount | None = Field(description=_("Amount"))
    bodies: list[Body] = Field(description=_("Who takes part, the leading bodies first"))
    audience: list[str] = Field(description=_("Slugs of those whom it is for"))
    support: list[str] = Field(description=_("Slugs of the kinds of support that it gives"))
    eligibility: Text | None = Field(description=_("Conditions"))
    apply_url: str | None = Field(description=_("The page to apply"))
    part_of: Reference | None = Field(description=_("Part of"))


class Initiative(Sourced, InitiativeInList):
    __doc__ = _("All that is known of one initiative.")

    parts: list[Reference] = Field(description=_("Initiatives that are part of it"))
    builds_on: list[Reference] = Field(description=_("Initiatives that it builds on"))
    built_upon_by: list[Reference] = Field(description=_("Initiatives that build on it"))
    collaborations: list[Reference] = Field(description=_("Collaborations under it"))


class InitiativePage(Page):
    __doc__ = _("A part of the list of initiatives.")

    results: list[InitiativeInList] = Field(description=_("What this page of the list holds"))


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
