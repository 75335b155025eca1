"""What machines that read pages are told of a thing, in the words of schema.org (JSON-LD)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, override

from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.models import Collaboration, Indicator, Initiative, Organisation, Place, Theme
from ecosystem.models.page_addresses import identity
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
TITLE = gettext_lazy("A directory of artificial intelligence in Hong Kong")
DESCRIPTION = gettext_lazy(
    "Who makes, uses, funds, studies and regulates artificial intelligence in Hong Kong, and who works with whom; every "
    "fact with the public page that it was read on."
)
KEYWORDS = gettext_lazy("artificial intelligence")
JOINT_RESEARCH = {"joint_laboratory", "research_partnership"}
LEADING = {"lead", "operator", "funder"}


def document(thing, breadcrumb=()) -> dict:
    """Return what a page is about, and the way to it as `(name, path)`; empty parts are left out."""
    graph = [described(thing)]
    if breadcrumb:
        steps = [
            {"@type": "ListItem", "position": i, "name": str(name), "item": settings.SITE_URL + path}
            for i, (name, path) in enumerate(breadcrumb, 1)
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": steps})
    return {"@context": CONTEXT, "@graph": graph}


def directory(*, version: str, changed: date, since: int | None, files: Iterable[tuple[str, str]]) -> dict:
    """Return what the directory as a whole is: a data set with its `files`, each as `(path, type)`."""
    with override(languages.ENGLISH):
        address = settings.SITE_URL + reverse("data")
    publisher = {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/",
        "name": "HKAI · 香港AI",
        "url": settings.SITE_URL,
    }
    said = {
        "@type": "Dataset",
        "@id": address,
        "name": _in_all(TITLE),
        "description": _in_all(DESCRIPTION),
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
        "keywords": _in_all(KEYWORDS),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": settings.SITE_URL + path, "encodingFormat": form}
            for path, form in files
        ],
    }
    return {"@context": CONTEXT, "@graph": [_without_gaps(said)]}


def _in_all(text) -> list[dict]:
    """Return words of our own in the three languages of the site."""
    found = []
    for language, tag in languages.LANG_TAGS.items():
        with override(language):
            found.append({"@value": str(text), "@language": tag})
    return found


def described(thing) -> dict:
    describe = {
        Organisation: _organisation,
        Initiative: _initiative,
        Collaboration: _collaboration,
        Indicator: _series,
        Application: _term,
        Theme: _term,
        Place: _place,
    }[type(thing)]
    return _without_gaps(describe(thing))


def _without_gaps(said: dict) -> dict:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def _texts(thing, name) -> list[dict]:
    """Return a text in its three languages; what is converted counts, what is missing does not."""
    field = getattr(type(thing), name)
    said = ((tag, field.own(thing, language)) for language, tag in languages.LANG_TAGS.items())
    return [{"@value": text, "@language": tag} for tag, text in said if text]


def _common(thing, kind: str) -> dict:
    return {
        "@type": kind,
        "@id": identity(thing),
        "name": _texts(thing, "name"),
        "description": _texts(thing, "summary") if hasattr(type(thing), "summary") else [],
        "url": getattr(thing, "website", "") or identity(thing),
    }


def _record(record, kind: str) -> dict:
    sources = [citation.source for citation in record.numbered_citations]
    return _common(record, kind) | {
        # What it is called by others; never a title of our own, as a collaboration may have for a name.
        "alternateName": [name for name in (getattr(record, "acronym", ""), *getattr(record, "aliases", ())) if name],
        "mainEntityOfPage": settings.SITE_URL + record.get_absolute_url(),
        "citation": [{"@type": "WebPage", "name": source.title, "url": source.url} for source in sources],
        "keywords": [str(theme.name) for theme in record.themes.all()],
    }


def _organisation(body: Organisation) -> dict:
    same = [f"https://ror.org/{body.ror}"] if body.ror else []
    same += [f"http://www.wikidata.org/entity/{body.wikidata}"] if body.wikidata else []
    return _record(body, ORGANISATIONS.get(body.kind, "Organization")) | {
        "foundingDate": _date(body.founded),
        "dissolutionDate": _date(body.closed),
        "sameAs": same,
        "location": described(body.place) if body.place else None,
        "address": body.address,
        "parentOrganization": _named(body.parent) if body.parent and body.parent.is_public else None,
    }


def _initiative(initiative: Initiative) -> dict:
    kind = INITIATIVES.get(initiative.kind, "")
    joins = initiative.public_involvements
    leads = [_named(join.organisation) for join in joins if join.role in LEADING]
    if not kind:
        is_official = any(join.organisation.kind == "government" for join in joins if join.role in LEADING)
        kind = "GovernmentService" if is_official else "Service"
    money = initiative.money
    amount = {"@type": "MonetaryAmount", "currency": initiative.currency, "value": initiative.amount} if money else None
    said = _record(initiative, kind)
    if kind == "MonetaryGrant":
        return said | {"funder": leads, "amount": amount}
    if kind in {"GovernmentService", "Service"}:
        return said | {"provider": leads, "audience": [_audience(word) for word in initiative.audience.all()]}
    if kind == "DigitalDocument":
        return said | {"publisher": leads, "datePublished": _date(initiative.announced or initiative.starts)}
    return said | {
        "foundingDate": _date(initiative.starts or initiative.announced),
        "dissolutionDate": _date(initiative.ends),
        "member": leads,
    }


def _audience(word) -> dict:
    return {"@type": "Audience", "audienceType": str(word.name)}


def _collaboration(collaboration: Collaboration) -> dict:
    bodies = {join.organisation.pk: join.organisation for join in collaboration.public_participations}
    return _record(collaboration, "ResearchProject" if collaboration.kind in JOINT_RESEARCH else "Project") | {
        "foundingDate": _date(collaboration.starts or collaboration.announced),
        "dissolutionDate": _date(collaboration.ends),
        "member": [_named(body) for body in bodies.values()],
    }


def _series(indicator: Indicator) -> dict:
    periods = [observation.period for observation in indicator.oldest_first]
    table = settings.SITE_URL + reverse("indicator-table")
    publisher = indicator.organisation if indicator.organisation and indicator.organisation.is_public else None
    return _common(indicator, "Dataset") | {
        "description": _("Published figures over time, each with its source: %(name)s.") % {"name": indicator.name},
        "variableMeasured": str(indicator.unit_label or indicator.get_unit_display()),
        "temporalCoverage": f"{periods[0].text}/{periods[-1].text}" if periods else "",
        "creator": _named(publisher) if publisher else None,
        "isBasedOn": sorted({observation.source.url for observation in indicator.oldest_first}),
        "license": LICENCE,
        "distribution": {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": table},
    }


def _term(word) -> dict:
    return _common(word, "DefinedTerm") | {"inDefinedTermSet": settings.SITE_URL + reverse("glossary")}


def _place(place: Place) -> dict:
    point = {"@type": "GeoCoordinates", "latitude": float(place.latitude), "longitude": float(place.longitude)}
    return _common(place, "Place") | {
        "geo": point if place.is_site else None,
        "address": _without_gaps(
            {
                "@type": "PostalAddress",
                "addressCountry": place.country,
                "addressLocality": str(place.area) if place.district or place.city else "",
            }
        ),
    }


def _named(body: Organisation) -> dict:
    """Return just enough of a body to tell which it is."""
    return {
        "@type": ORGANISATIONS.get(body.kind, "Organization"),
        "@id": identity(body),
        "name": str(body.name),
    }


def _date(date) -> str:
    return date.text if date else ""
