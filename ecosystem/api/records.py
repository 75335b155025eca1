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
    __doc__ = _("When a record was last checked against its sources, and when the next check is due.")

    verified_on: date | None = Field(
        description=_("Date the whole record was last checked against its sources; null if never")
    )
    last_read_on: date | None = Field(description=_("Latest date on which a source was accessed"))
    due_on: date | None = Field(description=_("Date the next check is due"))
    is_overdue: bool = Field(description=_("Whether that date has passed"))


class Record(Schema):
    slug: str = Field(description=_("Permanent slug, used in web addresses"))
    api_url: str = Field(description=_("API URL"))
    page_url: str = Field(description=_("Web page URL, in English"))
    name: Text = Field(description=_("Name"))
    summary: Text = Field(description=_("Summary"))
    website: str | None = Field(description=_("Website"))
    ai: Literal[tuple(AI.values)] = Field(description=_("AI relevance (our own assessment)"))
    themes: list[str] = Field(description=_("Slugs of its themes"))
    applications: list[str] = Field(description=_("Slugs of its application areas"))
    freshness: Freshness = Field(description=_("Checks"))
    published_at: datetime = Field(description=_("First published on"))
    updated_at: datetime = Field(description=_("Last changed on"))


class Sourced(Schema):
    citations: list[Citation] = Field(description=_("Sources, best first, with the fields each is cited for"))
    unsourced_fields: list[str] = Field(description=_("Fields with a value but no source"))
    weak_fields: list[str] = Field(description=_("Fields whose only source is a copy or reference work"))
    disputed_fields: list[str] = Field(description=_("Fields with a conflicting source"))


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
