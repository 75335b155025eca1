"""The base of the schemas and serializers of records."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.record_urls import build_api_url
from ecosystem.api.sources import Citation, serialize_citations
from ecosystem.api.texts import Text, serialize_text
from ecosystem.models import AI
from ecosystem.models.page_addresses import build_permalink


class Freshness(Schema):
    __doc__ = _("When a record was compared with its sources, and when it is due to be again.")

    verified_on: date | None = Field(
        description=_("The day on which somebody compared the whole record with its sources; null where nobody has")
    )
    last_read_on: date | None = Field(description=_("The newest day on which one of its sources was read"))
    due_on: date | None = Field(description=_("The day from which it is to be compared again"))
    is_overdue: bool = Field(description=_("Whether that day has passed"))


class Record(Schema):
    """What every record says of itself."""

    slug: str = Field(description=_("Its permanent name in addresses"))
    api_url: str = Field(description=_("Its address in the API"))
    page_url: str = Field(description=_("The address of its page, in English"))
    name: Text = Field(description=_("Name"))
    summary: Text = Field(description=_("What it is, in a few sentences"))
    website: str | None = Field(description=_("Website"))
    ai: Literal[tuple(AI.values)] = Field(description=_("How near it stands to AI, by our own judgement"))
    themes: list[str] = Field(description=_("Slugs of its themes"))
    applications: list[str] = Field(description=_("Slugs of its applications"))
    freshness: Freshness = Field(description=_("When it was checked"))
    published_at: datetime = Field(description=_("When it was first public"))
    updated_at: datetime = Field(description=_("When it was last changed"))


class Sourced(Schema):
    """What a record says of its sources."""

    citations: list[Citation] = Field(description=_("Its sources, best first, with the fields that rest on each"))
    unsourced_fields: list[str] = Field(description=_("Fields that it fills and that no source bears out"))
    weak_fields: list[str] = Field(
        description=_("Fields that nothing better bears out than a copy or a reference work")
    )
    disputed_fields: list[str] = Field(description=_("Fields that a source disputes"))


def serialize_record(record) -> dict:
    return {
        "slug": record.slug,
        "api_url": build_api_url(f"{record._meta.model_name}s", record.slug),
        "page_url": build_permalink(record),
        "kind": record.kind,
        "name": serialize_text(record, "name"),
        "summary": serialize_text(record, "summary"),
        "website": record.website or None,
        "ai": record.ai,
        "themes": list_related_slugs(record.themes),
        "applications": list_related_slugs(record.applications),
        "freshness": {
            "verified_on": record.verified_on,
            "last_read_on": record.last_read_on,
            "due_on": record.due_on,
            "is_overdue": record.is_overdue,
        },
        "published_at": record.published_at,
        "updated_at": record.updated_at,
    }


def serialize_record_sources(record) -> dict:
    return {
        "citations": serialize_citations(record),
        "unsourced_fields": record.unsourced_fields,
        "weak_fields": sorted(record.weak_fields),
        "disputed_fields": sorted(record.disputed_fields),
    }


def list_related_slugs(relation) -> list[str]:
    return [row.slug for row in relation.all()]
