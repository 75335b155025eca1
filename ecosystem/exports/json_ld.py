"""Structured data of records, indicators, terms and places (schema.org, JSON-LD)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, override

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
LEADING = {"lead", "operator", "funder"}


def build_json_ld_document(thing, breadcrumb: Sequence[tuple[object, str]] = ()) -> dict:
    """Return the document for an object, with a breadcrumb of `(name, path)`."""
    graph = [build_json_ld_node(thing)]
    if breadcrumb:
        steps = [
            {"@type": "ListItem", "position": i, "name": str(name), "item": settings.SITE_URL + path}
            for i, (name, path) in enumerate(breadcrumb, 1)
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": steps})
    return {"@context": CONTEXT, "@graph": graph}


def build_directory_json_ld(
    *, version: str, changed: date, since: int | None, files: Iterable[tuple[str, str]]
) -> dict:
    """Return the document for the directory as a dataset with `files` as `(path, content type)`."""
    with override(languages.ENGLISH):
        address = settings.SITE_URL + reverse("data")
    publisher = {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/",
        "name": "HKAI · 香港AI",
        "url": settings.SITE_URL,
    }
    node = {
        "@type": "Dataset",
        "@id": address,
        "name": _translate_into_all(DIRECTORY_TITLE),
        "description": _translate_into_all(DESCRIPTION),
        "url": address,
        "identifier": address,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "version": version,
        "dateModified": changed.isoformat(),
        "temporalCoverage": f"{since}/.." if since else "",
        "spatialCoverage": {"@type": "Place", "name": "Hong Kong", "sameAs": "http://www.wikidata.org/entity/Q8646"},
        "inLanguage": list(languages.LANG_TAGS.values()),
        "keywords": _translate_into_all(KEYWORDS),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": settings.SITE_URL + path, "encodingFormat": form}
            for path, form in files
        ],
    }
    return {"@context": CONTEXT, "@graph": [_drop_empty_values(node)]}


def _translate_into_all(text) -> list[dict]:
    """Return an interface text in all three languages."""
    values = []
    for language, tag in languages.LANG_TAGS.items():
        with override(language):
            values.append({"@value": str(text), "@language": tag})
    return values


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
    return _drop_empty_values(describe(thing))


def _drop_empty_values(node: dict) -> dict:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


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
        "citation": [{"@type": "WebPage", "name": source.title, "url": source.url} for source in sources],
        "keywords": [str(theme.name) for theme in record.themes.all()],
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
    leads = [_build_organisation_reference(join.organisation) for join in joins if join.role in LEADING]
    if not kind:
        is_official = any(join.organisation.kind == "government" for join in joins if join.role in LEADING)
        kind = "GovernmentService" if is_official else "Service"
    money = initiative.money
    amount = {"@type": "MonetaryAmount", "currency": initiative.currency, "value": initiative.amount} if money else None
    node = _describe_record(initiative, kind)
    if kind == "MonetaryGrant":
        return node | {"funder": leads, "amount": amount}
    if kind in {"GovernmentService", "Service"}:
        audience = [{"@type": "Audience", "audienceType": str(term.name)} for term in initiative.audience.all()]
        return node | {"provider": leads, "audience": audience}
    if kind == "DigitalDocument":
        return node | {"publisher": leads, "datePublished": _format_date(initiative.announced or initiative.starts)}
    return node | {
        "foundingDate": _format_date(initiative.starts or initiative.announced),
        "dissolutionDate": _format_date(initiative.ends),
        "member": leads,
    }


def _describe_collaboration(collaboration: Collaboration) -> dict:
    members = {join.organisation.pk: join.organisation for join in collaboration.public_participations}
    return _describe_record(collaboration, "ResearchProject" if collaboration.kind in JOINT_RESEARCH else "Project") | {
        "foundingDate": _format_date(collaboration.starts or collaboration.announced),
        "dissolutionDate": _format_date(collaboration.ends),
        "member": [_build_organisation_reference(member) for member in members.values()],
    }


def _describe_indicator(indicator: Indicator) -> dict:
    periods = [observation.period for observation in indicator.observations_oldest_first]
    table = settings.SITE_URL + reverse("indicator-table")
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
        "address": _drop_empty_values(
            {
                "@type": "PostalAddress",
                "addressCountry": place.country,
                "addressLocality": str(place.city or (place.area if place.district else "")),
            }
        ),
    }


def _build_organisation_reference(organisation: Organisation) -> dict:
    return {
        "@type": ORGANISATIONS.get(organisation.kind, "Organization"),
        "@id": build_permalink(organisation),
        "name": str(organisation.name),
    }


def _format_date(date: PartialDate | None) -> str:
    return date.text if date else ""
