"""The responses of the protocol as JSON, with texts in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _, override

from ecosystem.api.reconciliation import matching
from ecosystem.api.reconciliation.comparators import PropertyValue
from ecosystem.api.reconciliation.identifiers import (
    ENTITY_TYPES,
    MODELS_BY_KIND,
    build_entity_id,
    get_entity_type,
    list_entity_types,
    parse_entity_id,
)
from ecosystem.api.reconciliation.name_similarity import normalize_entity_name
from ecosystem.api.reconciliation.properties import (
    PROPERTIES,
    ReconciliationProperty,
    get_public_records_of_kind,
    get_reconciliation_property,
    list_properties_of_kind,
    prefetch_properties,
    read_property_values,
)
from ecosystem.api.reconciliation.requests import DataExtensionQuery, ReconciliationQuery
from ecosystem.api.reconciliation.scoring import ScoredCandidate
from ecosystem.core import languages
from ecosystem.core.partial_dates import PartialDate
from ecosystem.history.redirects import resolve_former_slug
from ecosystem.search.suggestions import MAX_SUGGESTION_CANDIDATES, suggest_search_entries
from ecosystem.web.problem_details import PROBLEM_ADVICE, ProblemError

SUGGESTIONS_PER_PAGE = 10
MAX_SUMMARY_LENGTH = 120
# A setting that a client may send with each property.
LANGUAGE_SETTING = "language"


def build_batch_response(queries: Mapping[str, ReconciliationQuery]) -> dict:
    return {
        key: {"result": [_serialize_candidate(candidate) for candidate in candidates]}
        for key, candidates in matching.match_queries(queries).items()
    }


def _serialize_candidate(candidate: matching.ReconciliationCandidate) -> dict:
    record = candidate.record
    return {
        "id": build_entity_id(record),
        "name": str(record.name),
        "description": _describe_record(record),
        "type": _serialize_types(record),
        "score": candidate.scored.score,
        "match": candidate.is_match,
        "features": list(_iter_features(candidate.scored)),
    }


def _serialize_types(record) -> list[dict]:
    # Without broader types: the list itself has them.
    return [{"id": each.id, "name": capfirst(str(each.label))} for each in list_entity_types(record)]


def _describe_record(record) -> str:
    parts = [
        record.other_name,
        str(record.get_kind_display()),
        Truncator(str(record.summary)).chars(MAX_SUMMARY_LENGTH),
    ]
    return " · ".join(filter(None, parts))


def _iter_features(candidate: ScoredCandidate):
    yield {"id": "name", "value": candidate.similarity.score}
    yield {"id": "exact_name", "value": candidate.similarity.is_exact}
    yield {"id": "type", "value": candidate.has_type}
    if candidate.has_same_identifier is not None:
        yield {"id": "identifier", "value": candidate.has_same_identifier}
    for pid, agreement in candidate.agreements.items():
        yield {"id": f"property:{pid}", "value": round(100 * agreement, 1)}


def build_extension_response(extension: DataExtensionQuery) -> dict:
    """Key rows by the identifier of the request; an unknown or removed record has no values."""
    columns = [
        (get_reconciliation_property(pid), _get_property_language(settings)) for pid, settings in extension.properties
    ]
    properties = [prop for prop, _language in columns]
    keys = {entity_id: key for entity_id in dict.fromkeys(extension.ids) if (key := parse_entity_id(entity_id))}
    records: dict[tuple[str, str] | None, Any] = {}
    for kind in MODELS_BY_KIND:
        slugs = {slug for other, slug in keys.values() if other == kind}
        if slugs:
            rows = prefetch_properties(get_public_records_of_kind(kind), kind, properties)
            records |= {(kind, slug): row for slug, row in rows.map_by_slug(slugs).items()}
    return {
        "meta": [_serialize_column(prop) for prop in properties],
        "rows": {entity_id: _serialize_row(records.get(keys.get(entity_id)), columns) for entity_id in extension.ids},
    }


def _get_property_language(settings: Mapping[str, object]) -> str:
    language = settings.get(LANGUAGE_SETTING) or languages.get_current_language()
    if language not in languages.LANG_TAGS:
        raise build_language_error(LANGUAGE_SETTING)
    return str(language)


def build_language_error(name: str) -> ProblemError:
    values = {"name": name, "words": ", ".join(languages.LANG_TAGS)}
    return ProblemError(_("“%(name)s” must be one of these: %(words)s") % values)


def _serialize_column(prop: ReconciliationProperty) -> dict:
    return prop.to_json() | (
        {"type": {"id": prop.refers_to, "name": _get_type_name(prop.refers_to)}} if prop.refers_to else {}
    )


def _get_type_name(type_id: str) -> str:
    return capfirst(str(ENTITY_TYPES[type_id].label))


def _serialize_row(record, columns) -> dict:
    row = {}
    for prop, language in columns:
        with override(language):
            row[prop.id] = [_serialize_value(value) for value in read_property_values(prop, record)] if record else []
    return row


def _serialize_value(value: PropertyValue) -> dict:
    if value.id:
        return {"id": value.id, "name": value.text}
    return {"str": value.text} if value.number is None else {"int": value.number}


def build_property_list_response(type_id: str, limit: int) -> dict:
    properties = list_properties_of_kind(get_entity_type(type_id).kind) if type_id else list(PROPERTIES.values())
    return {"type": type_id, "limit": limit, "properties": [prop.to_json() for prop in properties[:limit]]}


def suggest_entities(typed: str, offset: int, type_id: str = "") -> dict:
    kinds = [get_entity_type(type_id).kind] if type_id else list(MODELS_BY_KIND)
    entries = suggest_search_entries(typed, kinds, MAX_SUGGESTION_CANDIDATES)
    suggestions = [
        {
            "id": f"{entry.kind}.{entry.slug}",
            "name": str(entry.name),
            "description": " · ".join(filter(None, [entry.other_name, str(entry.get_kind_display())])),
            "notable": [{"id": entry.kind, "name": _get_type_name(entry.kind)}],
        }
        for entry in entries
    ]
    if identified := _suggest_by_identifier(typed, kinds):
        suggestions = [identified, *(each for each in suggestions if each["id"] != identified["id"])]
    return {"result": suggestions[offset : offset + SUGGESTIONS_PER_PAGE]}


def _suggest_by_identifier(typed: str, kinds: list[str]) -> dict | None:
    key = parse_entity_id(typed)
    record = get_public_records_of_kind(key[0]).map_by_slug([key[1]]).get(key[1]) if key and key[0] in kinds else None
    if record is None:
        return None
    return {
        "id": build_entity_id(record),
        "name": str(record.name),
        "description": _describe_record(record),
        "notable": _serialize_types(record),
    }


def suggest_entity_types(typed: str, offset: int) -> dict:
    matches = [each.to_json() for each in ENTITY_TYPES.values() if _has_matching_prefix(typed, each.id, each.label)]
    return {"result": matches[offset : offset + SUGGESTIONS_PER_PAGE]}


def suggest_properties(typed: str, offset: int) -> dict:
    matches = [prop.to_json() for prop in PROPERTIES.values() if _has_matching_prefix(typed, prop.id, prop.label)]
    return {"result": matches[offset : offset + SUGGESTIONS_PER_PAGE]}


def _has_matching_prefix(typed: str, name: str, label: object) -> bool:
    wanted = normalize_entity_name(typed)
    if not wanted:
        return True
    texts = [name.replace("_", " "), name.replace(":", " "), name]
    for language in languages.LANG_TAGS:
        with override(language):
            texts.append(str(label))
    return any(text.startswith(wanted) or f" {wanted}" in text for text in map(normalize_entity_name, texts))


def find_previewed_record(text: str):
    """Return None for an unknown record; raise ProblemError with date and reason for a removed one."""
    key = parse_entity_id(text)
    if key is None:
        return None
    kind, slug = key
    properties = [PROPERTIES[name] for name in ("place", "themes", "state", "bodies", "participants")]
    rows = prefetch_properties(get_public_records_of_kind(kind), kind, properties).map_by_slug([slug])
    if slug not in rows and (resolution := resolve_former_slug(MODELS_BY_KIND[kind], slug)).is_removed:
        raise ProblemError(_format_removal(resolution.removal), HTTPStatus.GONE)
    return rows.get(slug)


def _format_removal(removal) -> str:
    if removal is None:
        return _(PROBLEM_ADVICE[HTTPStatus.GONE])
    day = PartialDate(removal.made_on.isoformat()).format_localized()
    if not removal.reason:
        return _("It was removed on %(date)s.") % {"date": day}
    return _("It was removed on %(date)s. Reason: %(reason)s") % {"date": day, "reason": removal.reason}
