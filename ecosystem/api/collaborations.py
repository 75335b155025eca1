"""Collaborations in the API: schemas and serializers of the list and of one record."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDateString, serialize_partial_date
from ecosystem.api.pagination import Page
from ecosystem.api.records import Record, Sourced, serialize_record, serialize_record_sources
from ecosystem.api.references import Reference, serialize_public_reference, serialize_reference
from ecosystem.models import Collaboration as CollaborationModel, CollaborationKind, CollaborationRole, Reach, Region


class Participant(Schema):
    __doc__ = _("An organisation’s role in a collaboration.")

    organisation: Reference = Field(description=_("The organisation"))
    role: Literal[tuple(CollaborationRole.values)] = Field(description=_("Role"))
    home_region: Literal[tuple(Region.values)] | None = Field(description=_("Region of its headquarters"))


class Descriptive(Schema):
    __doc__ = _("Whether a name is our own description rather than an official name.")

    en: bool = Field(description=_("English name"))
    zh: bool = Field(description=_("Chinese name"))


class CollaborationInList(Record):
    __doc__ = _("A collaboration as shown in a list.")

    kind: Literal[tuple(CollaborationKind.values)] = Field(description=_("Type"))
    name_is_descriptive: Descriptive = Field(description=_("Whether its names are our own descriptions"))
    announced: PartialDateString | None = Field(description=_("Announced"))
    starts: PartialDateString | None = Field(description=_("Start date"))
    ends: PartialDateString | None = Field(description=_("End date"))
    reach: list[Literal[tuple(Reach.values)]] = Field(
        description=_("Regions outside Hong Kong where participants are based; only hong_kong if there are none")
    )
    participants: list[Participant] = Field(description=_("Participants, leading organisations first"))
    initiative: Reference | None = Field(description=_("The initiative it belongs to"))


class Collaboration(Sourced, CollaborationInList):
    __doc__ = _("Full details of a collaboration.")


class CollaborationPage(Page):
    __doc__ = _("A page of the list of collaborations.")

    results: list[CollaborationInList] = Field(description=_("Items on this page"))


def prefetch_api_collaborations(queryset):
    rows = queryset.select_related("initiative").with_participations()
    return rows.prefetch_related("themes", "applications").with_sources()


def serialize_collaboration(collaboration) -> dict:
    return serialize_record(collaboration) | {
        "name_is_descriptive": {
            "en": collaboration.name_en_is_descriptive,
            "zh": collaboration.name_zh_hant_is_descriptive,
        },
        "announced": serialize_partial_date(collaboration.announced),
        "starts": serialize_partial_date(collaboration.starts),
        "ends": serialize_partial_date(collaboration.ends),
        # As in the filter `reach`, which has a value for none.
        "reach": [region.value for region in collaboration.reach] or [Reach.HONG_KONG.value],
        "participants": [
            {
                "organisation": serialize_reference(join.organisation),
                "role": join.role,
                "home_region": join.organisation.region or None,
            }
            for join in collaboration.public_participations
        ],
        "initiative": serialize_public_reference(collaboration.initiative),
    }


def find_api_collaboration(slug: str) -> dict | None:
    collaboration = CollaborationModel.objects.published().for_detail().filter(slug=slug).first()
    return collaboration and serialize_collaboration(collaboration) | serialize_record_sources(collaboration)
