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
    __doc__ = _("A public page used as a source.")

    id: int = Field(description=_("Identifier in URLs"))
    url: str = Field(description=_("URL of the source page"))
    title: str = Field(description=_("Title, in the language of the page"))
    publisher: str = Field(description=_("Publisher"))
    published: PartialDateString | None = Field(description=_("Publication date, as precisely as it is known"))
    read_on: date = Field(description=_("Date accessed"))
    grade: Literal[tuple(Grade.values)] = Field(description=_("Source type; see the vocabulary “grades”"))
    link_status: Literal[tuple(LinkStatus.values)] | None = Field(
        description=_("Result of the last link check; null if not checked since accessed")
    )
    link_checked_on: date | None = Field(description=_("Date of the last link check"))
    api_url: str = Field(description=_("API URL"))


class Claim(Schema):
    __doc__ = _("What a source says about a field it conflicts with, and why we do not use it.")

    field: str = Field(description=_("The conflicting field"))
    value: str = Field(description=_("What the source says, as written"))
    reason: Text = Field(description=_("Why we do not use it"))


class Citation(Schema):
    __doc__ = _("A source of a record, with the fields it is cited for.")

    number: int = Field(description=_("Source number shown on the web page"))
    source: CitedSource = Field(description=_("The source page"))
    supports: list[str] = Field(description=_("Fields it is cited for"))
    disputes: list[str] = Field(description=_("Fields it conflicts with"))
    claims: list[Claim] = Field(description=_("What it says about these fields"))
    outcome_only: bool = Field(
        description=_("Whether it only reports an outcome, which does not show that an initiative is active")
    )


class SourceInList(CitedSource):
    __doc__ = _("A public page cited by a public record or indicator.")

    citation_count: int = Field(description=_("Number of records and indicators that cite it"))
    page_url: str = Field(description=_("Web page URL, in English"))


class Resting(Schema):
    __doc__ = _("What cites a source.")

    record: Reference = Field(description=_("The record or indicator"))
    supports: list[str] = Field(description=_("Fields it is cited for"))
    disputes: list[str] = Field(description=_("Fields it conflicts with"))
    claims: list[Claim] = Field(description=_("What it says about these fields"))
    outcome_only: bool = Field(
        description=_("Whether it only reports an outcome, which does not show that an initiative is active")
    )


class Source(SourceInList):
    __doc__ = _("A source and everything that cites it.")

    cited_by: list[Resting] = Field(description=_("All citations of this source"))


class SourcePage(Page):
    __doc__ = _("A page of the list of sources.")

    results: list[SourceInList] = Field(description=_("Items on this page"))


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
    return [
        {
            "number": number,
            "source": serialize_cited_source(citation.source),
            "supports": citation.supports,
            "disputes": citation.disputes,
            "claims": serialize_claims(citation),
            "outcome_only": citation.outcome_only,
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
        "outcome_only": citation.outcome_only,
    }
