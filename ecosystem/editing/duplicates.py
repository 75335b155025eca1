"""Finding records that may be the same as another, by names, website and identifiers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _, pgettext

from ecosystem.core.entity_names import (
    EntityNameKeys,
    build_entity_name_keys,
    find_longest_word,
    is_long_enough,
    split_joined_names,
)
from ecosystem.core.web_addresses import SHARED_HOSTS, extract_host, fold_address
from ecosystem.models import RECORD_MODELS, DistinctPair, Initiative, Organisation, Record, Status
from ecosystem.models.base import list_language_columns
from ecosystem.search.documents import list_row_names

# A host with more organisations is that of a group, whose units have pages on it.
MAX_ORGANISATIONS_AT_HOST = 3
# Written, or not, within the same name.
_IGNORED_IN_NAMES = " -‐‑–.·・'’"
MAX_DUPLICATES = 10
# The columns that are compared.
COMPARED_COLUMNS = frozenset(
    (
        *list_language_columns("name"),
        "acronym",
        "aliases",
        "website",
        "ror",
        "wikidata",
        "parent",
        "successor",
        "part_of",
    )
)


@dataclass(frozen=True)
class PossibleDuplicate:
    """`reasons` name what the two records have in common."""

    record: Any
    reasons: list[str]

    @property
    def reasons_text(self) -> str:
        return pgettext("between figures", "; ").join(self.reasons)

    @property
    def query_string(self) -> str:
        return urlencode({self.record._meta.model_name: self.record.slug})


def find_possible_duplicates(record: Record, *, public_only: bool = False) -> list[PossibleDuplicate]:
    """Use at most two queries; the record may be unsaved.

    Compares names in all languages, acronyms and aliases by their keys (`EntityNameKeys`); websites; ROR and Wikidata.
    Left out are archived records, parts and wholes, and pairs that an editor said are distinct.
    """
    condition = _build_condition(record)
    if not condition:
        return []
    candidates = list(_filter_candidates(type(record), condition, public_only).exclude(pk=record.pk))
    distinct = DistinctPair.objects.list_distinct_keys(record) if candidates and record.pk else set()
    related = _list_related_keys(record)
    at_host = [row for row in candidates if _has_same_host(record, row)]
    found = []
    for row in candidates:
        if row.pk in distinct or row.pk in related or record.pk in _list_related_keys(row):
            continue
        is_at_host = row in at_host and len(at_host) <= MAX_ORGANISATIONS_AT_HOST
        if reasons := list(_iter_reasons(record, row, is_at_host=is_at_host)):
            found.append(PossibleDuplicate(row, reasons))
    return found[:MAX_DUPLICATES]


def find_namesakes(record: Record, *, public_only: bool = False) -> list[PossibleDuplicate]:
    """Find records of other kinds with the same name; one query for each kind."""
    if not (condition := _build_name_condition(record)):
        return []
    found: list[PossibleDuplicate] = []
    for model in RECORD_MODELS:
        rows = [] if isinstance(record, model) else _filter_candidates(model, condition, public_only)
        kind = str(model._meta.verbose_name)
        names = ((row, _find_same_name(record, row)) for row in rows)
        found += [PossibleDuplicate(row, [kind, _format_same_name(name)]) for row, name in names if name]
    return found[:MAX_DUPLICATES]


def find_similar_records(record: Record, *, public_only: bool = False) -> list[PossibleDuplicate]:
    return [
        *find_possible_duplicates(record, public_only=public_only),
        *find_namesakes(record, public_only=public_only),
    ]


def find_duplicates_by_change(record: Record, changed: Record) -> list[PossibleDuplicate]:
    """Leave out what is similar to the record itself in the same way."""
    before = find_similar_records(record)
    return [found for found in find_similar_records(changed) if found not in before]


def _filter_candidates(model: type[Record], condition: Q, public_only: bool) -> QuerySet:
    rows = model.objects.published() if public_only else model.objects.exclude(status=Status.ARCHIVED)
    return rows.alias(names_letters=_build_letters_expression()).filter(condition).order_by("pk")


def _list_names(record: Record) -> list[str]:
    return [name for name in (*list_row_names(record), *record.aliases) if name]


def _build_condition(record: Record) -> Q:
    condition = _build_name_condition(record)
    if host := extract_host(record.website):
        condition |= Q(website__icontains=host)
    for column in ("ror", "wikidata"):
        if value := getattr(record, column, ""):
            condition |= Q(**{column: value})
    return condition


def _build_name_condition(record: Record) -> Q:
    """Match names that contain a key, or the longest word, of a name of the record."""
    names, letters = set(), set()
    for name in _list_names(record):
        keys = build_entity_name_keys(name)
        if keys.exact:
            names.update(map(find_longest_word, split_joined_names(name)))
            letters |= keys.exact | keys.shortened
    condition = Q()
    for word in sorted(word for word in names if is_long_enough(word)):
        condition |= Q(names_key__contains=word)
    for key in sorted(letters):
        condition |= Q(names_letters__contains=key)
    return condition


def _build_letters_expression() -> Func:
    expression = F("names_key")
    for character in _IGNORED_IN_NAMES:
        expression = Replace(expression, Value(character), Value(""), output_field=TextField())
    return expression


def _list_related_keys(record: Record) -> set[int]:
    if isinstance(record, Organisation):
        names = ("parent_id", "successor_id")
    elif isinstance(record, Initiative):
        names = ("part_of_id",)
    else:
        return set()
    return {key for name in names if (key := getattr(record, name))}


def _has_same_host(record: Record, other: Record) -> bool:
    host = extract_host(record.website)
    return isinstance(record, Organisation) and bool(host) and host == extract_host(other.website)


def _iter_reasons(record: Any, other: Any, *, is_at_host: bool) -> Iterator[str]:
    if name := _find_same_name(record, other):
        yield _format_same_name(name)
    if record.website and fold_address(record.website) == fold_address(other.website):
        yield _("the same website: %(address)s") % {"address": other.website}
    elif is_at_host and extract_host(record.website) not in SHARED_HOSTS and not _are_siblings(record, other):
        yield _("a website on the same host: %(address)s") % {"address": other.website}
    for column, label in (("ror", "ROR"), ("wikidata", "Wikidata")):
        value = getattr(record, column, "")
        if value and value == getattr(other, column):
            yield _("the same identifier: %(register)s %(identifier)s") % {"register": label, "identifier": value}


def _format_same_name(name: str) -> str:
    return _("the same name: %(name)s") % {"name": name}


def _find_same_name(record: Record, other: Record) -> str:
    own, others = _map_name_keys(record), _map_name_keys(other)
    for name, keys in others.items():
        if any(map(keys.is_same, own.values())):
            return name
    return _find_joined_name(own, others) or _find_joined_name(others, own)


def _map_name_keys(record: Record) -> dict[str, EntityNameKeys]:
    return {name: build_entity_name_keys(name) for name in _list_names(record)}


def _find_joined_name(names: Iterable[str], known: dict[str, EntityNameKeys]) -> str:
    for name in names:
        parts = split_joined_names(name)
        if len(parts) > 1 and all(any(map(build_entity_name_keys(part).is_same, known.values())) for part in parts):
            return name
    return ""


def _are_siblings(record: Any, other: Any) -> bool:
    return bool(record.parent_id) and record.parent_id == other.parent_id
