"""What clients are answered, in the forms that the protocol lays down; every text in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _, override

from ecosystem.api.reconciliation import matching
from ecosystem.api.reconciliation.comparators import Value
from ecosystem.api.reconciliation.identifiers import KINDS, TYPES, identifier, key_of, type_of, types_of
from ecosystem.api.reconciliation.name_similarity import bare
from ecosystem.api.reconciliation.properties import (
    PROPERTIES,
    Property,
    of_type,
    property_of,
    public,
    read_with,
    values,
)
from ecosystem.api.reconciliation.requests import Extension, Query, Refused
from ecosystem.api.reconciliation.scoring import Judged
from ecosystem.core import languages
from ecosystem.core.partial_dates import PartialDate
from ecosystem.history.redirects import whereabouts
from ecosystem.search.suggestions import LOOKED_AT, suggestions
from ecosystem.web.problem_details import ADVICE

# A page of suggestions.
OFFERED = 10
LONGEST_DESCRIPTION = 120
# The setting that a client may give with each property.
LANGUAGE = "language"


def results(queries: Mapping[str, Query]) -> dict:
    """Return the candidates of a batch, by the keys of its queries."""
    found = matching.answers(queries)
    return {key: {"result": [_candidate(one) for one in candidates]} for key, candidates in found.items()}


def _candidate(candidate: matching.Candidate) -> dict:
    record = candidate.record
    return {
        "id": identifier(record),
        "name": str(record.name),
        "description": _description(record),
        "type": _types(record),
        "score": candidate.judged.score,
        "match": candidate.is_match,
        "features": list(_features(candidate.judged)),
    }


def _types(record) -> list[dict]:
    """Return the types of a record, without what is broader: that is in the list itself."""
    return [{"id": one.id, "name": one.said["name"]} for one in types_of(record)]


def _description(record) -> str:
    """Return what tells a record from its namesakes: its name in the other script, and what it is."""
    told = [record.other_name, str(record.kind_label), Truncator(str(record.summary)).chars(LONGEST_DESCRIPTION)]
    return " · ".join(filter(None, told))


def _features(judged: Judged):
    yield {"id": "name", "value": judged.nearness.score}
    yield {"id": "exact_name", "value": judged.nearness.is_exact}
    yield {"id": "type", "value": judged.has_type}
    if judged.same_identifier is not None:
        yield {"id": "identifier", "value": judged.same_identifier}
    for pid, agrees in judged.agreements.items():
        yield {"id": f"property:{pid}", "value": round(100 * agrees, 1)}


def extended(extension: Extension) -> dict:
    """Return the values of properties of records, as many columns as were asked for.

    Each row goes by the identifier that was asked for, also where that leads to
    another record now; a record that there is not, or no longer is, has no values.
    """
    wanted = [(property_of(pid), _language(settings)) for pid, settings in extension.properties]
    keys = {one: key for one in dict.fromkeys(extension.ids) if (key := key_of(one))}
    records = {}
    for kind in KINDS:
        slugs = {slug for other, slug in keys.values() if other == kind}
        if slugs:
            rows = read_with(kind, [prop for prop, _language in wanted])(public(kind))
            records |= {(kind, slug): row for slug, row in rows.at(slugs).items()}
    return {
        "meta": [_heading(prop) for prop, _language in wanted],
        "rows": {one: _row(records.get(keys.get(one)), wanted) for one in extension.ids},
    }


def _language(settings: Mapping[str, object]) -> str:
    """Return the language that a client has set for a property; the reader's own where it has set none."""
    language = settings.get(LANGUAGE) or languages.current()
    if language not in languages.LANG_TAGS:
        raise no_language(LANGUAGE)
    return str(language)


def no_language(name: str) -> Refused:
    told = {"name": name, "words": ", ".join(languages.LANG_TAGS)}
    return Refused(_("“%(name)s” is to be one of these: %(words)s") % told)


def _heading(prop: Property) -> dict:
    return prop.said | ({"type": {"id": prop.refers_to, "name": _type_name(prop.refers_to)}} if prop.refers_to else {})


def _type_name(identifier_of_type: str) -> str:
    return capfirst(str(TYPES[identifier_of_type].label))


def _row(record, wanted) -> dict:
    row = {}
    for prop, language in wanted:
        with override(language):
            row[prop.id] = [_cell(value) for value in values(prop, record)] if record else []
    return row


def _cell(value: Value) -> dict:
    if value.id:
        return {"id": value.id, "name": value.text}
    return {"str": value.text} if value.number is None else {"int": value.number}


def proposed(type_id: str, limit: int) -> dict:
    """Return the properties that records of a type may have; of all types where none is given."""
    properties = of_type(type_of(type_id).kind) if type_id else list(PROPERTIES.values())
    return {"type": type_id, "limit": limit, "properties": [prop.said for prop in properties[:limit]]}


def suggested_entities(typed: str, skipped: int, type_id: str = "") -> dict:
    """Return records whose names, or whose identifiers, go with what was typed."""
    kinds = [type_of(type_id).kind] if type_id else list(KINDS)
    entries = suggestions(typed, kinds, LOOKED_AT)
    found = [
        {
            "id": f"{entry.kind}.{entry.slug}",
            "name": str(entry.name),
            "description": " · ".join(filter(None, [entry.other_name, str(entry.get_kind_display())])),
            "notable": [{"id": entry.kind, "name": _type_name(entry.kind)}],
        }
        for entry in entries
    ]
    if own := _named_by_identifier(typed, kinds):
        found = [own, *(one for one in found if one["id"] != own["id"])]
    return {"result": found[skipped : skipped + OFFERED]}


def _named_by_identifier(typed: str, kinds: list[str]) -> dict | None:
    key = key_of(typed)
    record = public(key[0]).at([key[1]]).get(key[1]) if key and key[0] in kinds else None
    if record is None:
        return None
    told = {"id": identifier(record), "name": str(record.name), "description": _description(record)}
    return told | {"notable": _types(record)}


def suggested_types(typed: str, skipped: int) -> dict:
    found = [one.said for one in TYPES.values() if _begins(typed, one.id, one.label)]
    return {"result": found[skipped : skipped + OFFERED]}


def suggested_properties(typed: str, skipped: int) -> dict:
    found = [prop.said for prop in PROPERTIES.values() if _begins(typed, prop.id, prop.label)]
    return {"result": found[skipped : skipped + OFFERED]}


def _begins(typed: str, identifier_: str, label: object) -> bool:
    """Whether what was typed begins an identifier, or a word of a name in any language."""
    wanted = bare(typed)
    if not wanted:
        return True
    texts = [identifier_.replace("_", " "), identifier_.replace(":", " "), identifier_]
    for language in languages.LANG_TAGS:
        with override(language):
            texts.append(str(label))
    return any(text.startswith(wanted) or f" {wanted}" in text for text in map(bare, texts))


def record_of(text: str):
    """Return the public record to which an identifier leads, with what a preview shows; None where it leads to none.

    Of what was removed it is said when and why, as a refusal.
    """
    key = key_of(text)
    if key is None:
        return None
    kind, slug = key
    properties = [PROPERTIES[name] for name in ("place", "themes", "state", "bodies", "participants")]
    found = read_with(kind, properties)(public(kind)).at([slug])
    if slug not in found and (past := whereabouts(KINDS[kind], slug)).is_removed:
        raise Refused(_removed(past.removal), HTTPStatus.GONE)
    return found.get(slug)


def _removed(removal) -> str:
    """Return when and why a record was removed, as far as it is on record."""
    if removal is None:
        return _(ADVICE[HTTPStatus.GONE])
    day = PartialDate(removal.made_on.isoformat()).localized()
    if not removal.reason:
        return _("It was removed on %(date)s.") % {"date": day}
    return _("It was removed on %(date)s. Why: %(reason)s") % {"date": day, "reason": removal.reason}
