"""Structured data of records, indicators, terms and places (schema.org, JSON-LD)."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.core import languages
from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports.licence import LICENCE
from ecosystem.models import Collaboration, Indicator, Initiative, Organisation, Place, Theme
from ecosystem.models.page_addresses import build_permalink
from ecosystem.models.vocabulary import Application

CONTEXT = "https://schema.org"
ORGANISATIONS = {
    "government": "GovernmentOrganization",
    "university": "CollegeOrUniversity",
    "research_centre": "ResearchOrganization",
    "company": "Corporation",
    "startup": "Corporation",
    "financial_institution": "FinancialService",
}
INITIATIVES = {
    "funding": "MonetaryGrant",
    "research_programme": "ResearchProject",
    "deployment": "Project",
    "strategy": "Project",
    "guideline": "DigitalDocument",
}
DIRECTORY_TITLE = gettext_lazy("A directory of artificial intelligence in Hong Kong")
DESCRIPTION = gettext_lazy(
    "Organisations that develop, use, fund, research and regulate artificial intelligence in Hong "
    "Kong, and how they work together. Facts cite their public sources; those without one are marked."
)
KEYWORDS = gettext_lazy("artificial intelligence")
JOINT_RESEARCH = {"joint_laboratory", "research_partnership"}
LEADING = {"lead", "operator"}
# Only works cite; of other things, pages speak.
CREATIVE_WORKS = {"DigitalDocument"}
# Services have no keywords, and grants have nothing of the kind.
THEME_PROPERTIES = {"GovernmentService": "category", "Service": "category", "MonetaryGrant": ""}


def build_json_ld_document(*nodes: dict) -> dict:
    return {"@context": CONTEXT, "@graph": list(nodes)}


def build_json_ld_node(thing) -> dict:
    describe = {
        Organisation: _describe_organisation,
        Initiative: _describe_initiative,
        Collaboration: _describe_collaboration,
        Indicator: _describe_indicator,
        Application: _describe_term,
        Theme: _describe_term,
        Place: _describe_place,
    }[type(thing)]
    return drop_empty_values(describe(thing))


def drop_empty_values(node: dict) -> dict:
    return {name: value for name, value in node.items() if name and value not in (None, "", [], {})}


def _list_field_translations(thing, name) -> list[dict]:
    """Return a field in the languages it has, including converted Simplified Chinese."""
    field = getattr(type(thing), name)
    texts = ((tag, field.get_own_text(thing, language)) for language, tag in languages.LANG_TAGS.items())
    return [{"@value": text, "@language": tag} for tag, text in texts if text]


def _describe_common(thing, kind: str) -> dict:
    return {
        "@type": kind,
        "@id": build_permalink(thing),
        "name": _list_field_translations(thing, "name"),
        "description": _list_field_translations(thing, "summary") if hasattr(type(thing), "summary") else [],
        "url": getattr(thing, "website", "") or build_permalink(thing),
    }


def _describe_record(record, kind: str) -> dict:
    sources = [citation.source for citation in record.numbered_citations]
    return _describe_common(record, kind) | {
        # Names used by others; never a descriptive title of ours, which a collaboration may have for a name.
        "alternateName": [name for name in (getattr(record, "acronym", ""), *getattr(record, "aliases", ())) if name],
        "mainEntityOfPage": settings.SITE_URL + record.get_absolute_url(),
        "citation" if kind in CREATIVE_WORKS else "subjectOf": [
            {"@type": "WebPage", "name": source.title, "url": source.url} for source in sources
        ],
        THEME_PROPERTIES.get(kind, "keywords"): [str(theme.name) for theme in record.themes.all()],
    }


def _describe_organisation(organisation: Organisation) -> dict:
    same = [f"https://ror.org/{organisation.ror}"] if organisation.ror else []
    same += [f"http://www.wikidata.org/entity/{organisation.wikidata}"] if organisation.wikidata else []
    parent = organisation.parent if organisation.parent and organisation.parent.is_public else None
    return _describe_record(organisation, ORGANISATIONS.get(organisation.kind, "Organization")) | {
        "foundingDate": _format_date(organisation.founded),
        "dissolutionDate": _format_date(organisation.closed),
        "sameAs": same,
        "location": build_json_ld_node(organisation.place) if organisation.place else None,
        "address": organisation.address,
        "parentOrganization": _build_organisation_reference(parent) if parent else None,
    }


def _describe_initiative(initiative: Initiative) -> dict:
    kind = INITIATIVES.get(initiative.kind, "")
    joins = initiative.public_involvements
    leads = _list_organisations(joins, LEADING)
    if not kind:
        is_official = any(join.organisation.kind == "government" for join in joins if join.role in LEADING)
        kind = "GovernmentService" if is_official else "Service"
    node = _describe_record(initiative, kind)
    if kind == "MonetaryGrant":
        # Grants have no property for who only operates them.
        return node | {
            "funder": _list_organisations(joins, {"funder"}),
            "sponsor": _list_organisations(joins, {"lead"}),
            "amount": _describe_amount(initiative),
        }
    if kind in {"GovernmentService", "Service"}:
        audience = [{"@type": "Audience", "audienceType": str(term.name)} for term in initiative.audience.all()]
        return node | {"provider": leads, "audience": audience}
    node["funder"] = _list_organisations(joins, {"funder"})
    if kind in CREATIVE_WORKS:
        return node | {"publisher": leads, "datePublished": _format_date(initiative.announced or initiative.starts)}
    return node | {
        "foundingDate": _format_date(initiative.starts or initiative.announced),
        "dissolutionDate": _format_date(initiative.ends),
        "member": leads,
    }


def _describe_amount(initiative: Initiative) -> dict | None:
    if not initiative.money:
        return None
    return {"@type": "MonetaryAmount", "currency": initiative.currency, "value": initiative.amount}


def _describe_collaboration(collaboration: Collaboration) -> dict:
    joins = collaboration.public_participations
    roles = {join.role for join in joins}
    return _describe_record(collaboration, "ResearchProject" if collaboration.kind in JOINT_RESEARCH else "Project") | {
        "foundingDate": _format_date(collaboration.starts or collaboration.announced),
        "dissolutionDate": _format_date(collaboration.ends),
        "funder": _list_organisations(joins, {"funder"}),
        "member": _list_organisations(joins, roles - {"funder"}),
    }


def _describe_indicator(indicator: Indicator) -> dict:
    periods = [observation.period for observation in indicator.observations_oldest_first]
    table = settings.SITE_URL + reverse("indicator-figures", args=[indicator.slug])
    publisher = indicator.organisation if indicator.organisation and indicator.organisation.is_public else None
    return _describe_common(indicator, "Dataset") | {
        "description": _("Published figures over time, each with its source: %(name)s.") % {"name": indicator.name},
        "variableMeasured": str(indicator.unit_label or indicator.get_unit_display()),
        "temporalCoverage": f"{periods[0].text}/{periods[-1].text}" if periods else "",
        "creator": _build_organisation_reference(publisher) if publisher else None,
        "isBasedOn": sorted({observation.source.url for observation in indicator.observations_oldest_first}),
        "license": LICENCE,
        "distribution": {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": table},
    }


def _describe_term(term) -> dict:
    return _describe_common(term, "DefinedTerm") | {"inDefinedTermSet": settings.SITE_URL + reverse("glossary")}


def _describe_place(place: Place) -> dict:
    point = {"@type": "GeoCoordinates", "latitude": float(place.latitude), "longitude": float(place.longitude)}
    return _describe_common(place, "Place") | {
        "geo": point if place.is_site else None,
        "address": drop_empty_values(
            {
                "@type": "PostalAddress",
                "addressCountry": place.country,
                "addressLocality": str(place.city or (place.area if place.district else "")),
            }
        ),
    }


def _list_organisations(joins: Iterable, roles: Collection[str]) -> list[dict]:
    found = {join.organisation.pk: join.organisation for join in joins if join.role in roles}
    return [_build_organisation_reference(organisation) for organisation in found.values()]


def _build_organisation_reference(organisation: Organisation) -> dict:
    return {
        "@type": ORGANISATIONS.get(organisation.kind, "Organization"),
        "@id": build_permalink(organisation),
        "name": str(organisation.name),
    }


def _format_date(date: PartialDate | None) -> str:
    return date.text if date else ""
