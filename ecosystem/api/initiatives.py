"""Initiatives in the API: what a list says of each, and all that is known of one."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDate, partial
from ecosystem.api.pagination import Page
from ecosystem.api.records import Record, Sourced, common, slugs, sourced
from ecosystem.api.references import Reference, public_reference, reference
from ecosystem.api.texts import Text, text_or_none
from ecosystem.models import AmountBasis, Collaboration, Initiative as Row, InitiativeKind, InitiativeRole
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
    announced: PartialDate | None = Field(description=_("Announced"))
    starts: PartialDate | None = Field(description=_("Starts"))
    ends: PartialDate | None = Field(description=_("Ends"))
    applications_close: PartialDate | None = Field(description=_("The last day of the call that is now known"))
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


def fetched(queryset):
    # `with_state()` stands below the filters, of which one asks for it.
    rows = queryset.select_related("part_of").with_bodies()
    return rows.prefetch_related("themes", "applications", "audience", "support").with_sources()


def in_list(initiative) -> dict:
    return common(initiative) | {
        "acronym": initiative.acronym or None,
        "aliases": initiative.aliases,
        "state": initiative.state,
        "announced": partial(initiative.announced),
        "starts": partial(initiative.starts),
        "ends": partial(initiative.ends),
        "applications_close": partial(initiative.applications_close),
        "last_call_is_over": initiative.last_call_is_over,
        "amount": _amount(initiative),
        "bodies": [
            {"organisation": reference(join.organisation), "role": join.role} for join in initiative.public_involvements
        ],
        "audience": slugs(initiative.audience),
        "support": slugs(initiative.support),
        "eligibility": text_or_none(initiative, "eligibility"),
        "apply_url": initiative.apply_url or None,
        "part_of": public_reference(initiative.part_of),
    }


def whole(slug: str) -> dict | None:
    initiative = Row.objects.published().for_detail().filter(slug=slug).first()
    if initiative is None:
        return None
    under = Collaboration.objects.published().under([initiative]).only_names().order_by("slug")
    return (
        in_list(initiative)
        | sourced(initiative)
        | {
            "parts": [reference(other) for other in initiative.public_parts],
            "builds_on": [reference(other) for other in initiative.public_foundations],
            "built_upon_by": [reference(other) for other in initiative.public_builders],
            "collaborations": [reference(collaboration) for collaboration in under],
        }
    )


def _amount(initiative):
    if initiative.amount is None:
        return None
    return {"amount": initiative.amount, "currency": initiative.currency, "amount_basis": initiative.amount_basis}
