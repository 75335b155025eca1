"""Sources and citations in the API: schemas and serializers."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.dates import PartialDateString, serialize_partial_date
from ecosystem.api.pagination import Page
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.references import Reference, serialize_reference
from ecosystem.api.texts import Text, serialize_text
from ecosystem.models import Citation as CitationModel, Grade, LinkStatus, Source as SourceModel
from ecosystem.models.page_addresses import build_permalink


class CitedSource(Schema):
    __doc__ = _("A public page that was read.")

    id: int = Field(description=_("Its number in addresses"))
    url: str = Field(description=_("The address of the page itself"))
    title: str = Field(description=_("Title, in the language of the page"))
    publisher: str = Field(description=_("Publisher"))
    published: PartialDateString | None = Field(description=_("When it was published, as exactly as is known"))
    read_on: date = Field(description=_("The day on which it was read"))
    grade: Literal[tuple(Grade.values)] = Field(description=_("What kind of page it is; see the vocabulary “grades”"))
    link_status: Literal[tuple(LinkStatus.values)] | None = Field(
        description=_("What the last check of the link found; null where it was not checked since it was read")
    )
    link_checked_on: date | None = Field(description=_("The day of that check"))
    api_url: str = Field(description=_("Its address in the API"))


class Claim(Schema):
    __doc__ = _("What a source says of a field that it disputes, and why the directory does not follow it.")

    field: str = Field(description=_("The field that the source disputes"))
    value: str = Field(description=_("What the source says, as it is written there"))
    reason: Text = Field(description=_("Why the directory does not follow it"))


class Citation(Schema):
    __doc__ = _("A source of a record, with the fields that rest on it.")

    number: int = Field(description=_("The number that stands beside the facts on the page"))
    source: CitedSource = Field(description=_("The page that was read"))
    supports: list[str] = Field(description=_("The fields that it bears out"))
    disputes: list[str] = Field(description=_("The fields that it disputes"))
    claims: list[Claim] = Field(description=_("What it says of the fields that it disputes"))


class SourceInList(CitedSource):
    __doc__ = _("A public page that something public rests on.")

    citation_count: int = Field(description=_("How many records and series rest on it"))
    page_url: str = Field(description=_("The address of its page, in English"))


class Resting(Schema):
    __doc__ = _("What rests on a source.")

    record: Reference = Field(description=_("The record or series"))
    supports: list[str] = Field(description=_("The fields that it bears out"))
    disputes: list[str] = Field(description=_("The fields that it disputes"))
    claims: list[Claim] = Field(description=_("What it says of the fields that it disputes"))


class Source(SourceInList):
    __doc__ = _("A source with everything that rests on it.")

    cited_by: list[Resting] = Field(description=_("All that rests on it"))


class SourcePage(Page):
    __doc__ = _("A part of the list of sources.")

    results: list[SourceInList] = Field(description=_("What this page of the list holds"))


def serialize_cited_source(source) -> dict:
    return {
        "id": source.pk,
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "published": serialize_partial_date(source.published),
        "read_on": source.read_on,
        "grade": source.grade,
        "link_status": source.link_status or None,
        "link_checked_on": source.link_checked_on,
        "api_url": build_api_url("sources", source.pk),
    }


def serialize_citations(row) -> list[dict]:
    """Serialize the citations of a record or indicator, in the order of their numbers."""
    return [
        {
            "number": number,
            "source": serialize_cited_source(citation.source),
            "supports": citation.supports,
            "disputes": citation.disputes,
            "claims": serialize_claims(citation),
        }
        for number, citation in enumerate(row.citations.all(), start=1)
    ]


def serialize_claims(citation) -> list[dict]:
    return [
        {"field": field, "value": claim.value, "reason": serialize_text(claim, "reason")}
        for field, claim in citation.disputed_claims
        if claim
    ]


def prefetch_api_sources(queryset):
    return queryset.for_list()


def serialize_source(source) -> dict:
    return serialize_cited_source(source) | {
        "citation_count": source.citation_count,
        "page_url": build_permalink(source),
    }


def find_api_source(key: str) -> dict | None:
    source = prefetch_api_sources(SourceModel.objects.published()).filter(pk=key).first()
    return source and serialize_source(source) | {
        "cited_by": [
            _serialize_citing_record(citation)
            for citation in CitationModel.objects.published().filter(source=source).with_record()
        ]
    }


def _serialize_citing_record(citation):
    return {
        "record": serialize_reference(citation.record),
        "supports": citation.supports,
        "disputes": citation.disputes,
        "claims": serialize_claims(citation),
    }
