"""Factories of valid rows; a test passes only the values that matter to it."""

from datetime import date
from itertools import count

from django.utils import timezone

from ecosystem.models import (
    Application,
    Audience,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Proposal,
    Sector,
    Source,
    Status,
    Support,
    Theme,
)
from ecosystem.search import indexing as search_index

_numbers = count(1)


def theme(slug="ai-in-finance", **values):
    names = {"name_en": slug.replace("-", " ").capitalize(), "name_zh_hant": "金融人工智能", "tagline_en": "A tagline."}
    return Theme.objects.get_or_create(slug=slug, defaults=names | values)[0]


def application(slug="fraud-detection", **values):
    sector = Sector.objects.get_or_create(slug="finance", defaults={"name_en": "Finance", "name_zh_hant": "金融"})[0]
    names = {"name_en": slug.replace("-", " ").capitalize(), "name_zh_hant": "防騙偵測", "sector": sector}
    return Application.objects.get_or_create(slug=slug, defaults=names | values)[0]


def support(slug="funding", **values):
    return Support.objects.get_or_create(slug=slug, defaults={"name_en": slug, "name_zh_hant": "資助"} | values)[0]


def audience(slug="startups", **values):
    return Audience.objects.get_or_create(slug=slug, defaults={"name_en": slug, "name_zh_hant": "初創企業"} | values)[0]


def place(slug="central", **values):
    defaults = {
        "name_en": "Central",
        "name_zh_hant": "中環",
        "region": "hong_kong",
        "precision": "district",
        "district": "central-and-western",
        "country": "HK",
        "latitude": "22.2819",
        "longitude": "114.1581",
    }
    return Place.objects.get_or_create(slug=slug, defaults=defaults | values)[0]


def place_abroad(slug="shenzhen", **values):
    defaults = {
        "name_en": "Shenzhen",
        "name_zh_hant": "深圳",
        "region": "greater_bay_area",
        "precision": "city",
        "district": "",
        "city_en": "Shenzhen",
        "city_zh_hant": "深圳",
        "country": "CN",
    }
    return place(slug, **defaults | values)


def source(**values):
    number = next(_numbers)
    defaults = {
        "url": f"https://www.example.gov.hk/page/{number}",
        "title": f"A page that was read, {number}",
        "publisher": "The Government",
        "read_on": date(2026, 11, 22),
        "grade": "official",
    }
    return Source.objects.create(**defaults | values)


def cite(record, *supports, position=None, page=None, **values):
    """Cite `page`, or a new source, as support of fields of a record or indicator."""
    position = record.citations.count() + 1 if position is None else position
    return Citation.objects.create(
        **{record._meta.model_name: record},
        source=page or source(**values),
        position=position,
        supports=list(supports),
    )


def dispute(record, field, value="2001", reason="The other page is older.", **values):
    """Cite a new source that disputes a field; `values` are columns of the source, or translations of the reason."""
    reasons = {name: values.pop(name) for name in ("reason_zh_hant", "reason_zh_hans") if name in values}
    citation = cite(record, **values)
    citation.disputes, citation.claims = [field], {field: {"value": value, "reason_en": reason} | reasons}
    citation.full_clean()
    citation.save()
    return citation


def organisation(*, themes=None, applications=(), is_sourced=True, **values):
    """Create an organisation, by default published, with a theme, a place and a source."""
    values = {"kind": "company"} | values
    if "place" not in values:
        values["place"] = place()
    return _create_record(Organisation, themes, applications, is_sourced, values)


def initiative(*, themes=None, applications=(), is_sourced=True, lead=None, **values):
    """Create an initiative, by default published and led by a new organisation; by none if `lead` is False."""
    row = _create_record(Initiative, themes, applications, is_sourced, {"kind": "funding"} | values)
    if lead is not False:
        add_participant(row, lead or organisation(), "lead")
    return row


def collaboration(*, themes=None, applications=(), is_sourced=True, parties=None, **values):
    """Create a collaboration, by default published and of two new organisations."""
    row = _create_record(Collaboration, themes, applications, is_sourced, {"kind": "memorandum"} | values)
    for party in parties if parties is not None else (organisation(), organisation()):
        add_participant(row, party, "partner")
    return row


def add_participant(record, participant, role):
    """Add an organisation to an initiative or collaboration."""
    model = InitiativeBody if isinstance(record, Initiative) else Participation
    return model.objects.create(**{record._meta.model_name: record}, organisation=participant, role=role)


def indicator(*, themes=None, values=(("2024", 100), ("2025", 120)), **fields):
    number = next(_numbers)
    defaults = {
        "slug": f"series-{number}",
        "name_en": f"Series {number}",
        "name_zh_hant": f"數列{number}",
        "unit": "count",
        "unit_en": "companies",
        "unit_zh_hant": "間",
    }
    row = Indicator.objects.create(**defaults | fields)
    row.themes.set([theme()] if themes is None else themes)
    citation = cite(row, "observations")
    for period, value in values:
        Observation.objects.create(indicator=row, period=period, value=value, source=citation.source)
    return row


def proposal(record=None, **values):
    """Create a pending proposal about a record, or for a new one."""
    number = next(_numbers)
    about = {record._meta.model_name: record} if record else {"aim": "addition", "suggests": "organisation"}
    defaults = {"language": "en", "form_key": f"{number:032x}", "url": f"https://news.example/{number}"}
    return Proposal.objects.create(**defaults | about | values)


def rebuild_search_index():
    """Update the search index, which factories do not: they bypass the operations."""
    search_index.rebuild_search_index()


def _create_record(model, themes, applications, is_sourced, values):
    number = next(_numbers)
    kind = model._meta.model_name
    defaults = {
        "slug": f"{kind}-{number}",
        "name_en": f"{kind.capitalize()} {number}",
        "name_zh_hant": f"記錄{number}",
        "summary_en": f"What {kind} {number} is, in plain words.",
        "summary_zh_hant": f"第{number}號記錄的簡介。",
        "ai": "core",
        "status": Status.PUBLISHED,
    }
    values = defaults | values
    if values["status"] in {Status.PUBLISHED, Status.ARCHIVED}:
        values.setdefault("published_at", timezone.now())
    record = model.objects.create(**values)
    record.themes.set([theme()] if themes is None else themes)
    record.applications.set(applications)
    if is_sourced:
        cite(record, "summary")
    return record
