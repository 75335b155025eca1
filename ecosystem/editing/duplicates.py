"""Finding records that may be the same as another, by names, website and identifiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ecosystem.core.entity_names import LEGAL_FORMS, build_entity_name_key, remove_pattern
from ecosystem.core.languages import fold_text
from ecosystem.core.web_addresses import extract_host, fold_address
from ecosystem.models import DistinctPair, Initiative, Organisation, Record, Status
from ecosystem.models.base import list_language_columns
from ecosystem.search.documents import list_row_names

# Sites on which pages of many organisations stand.
SHARED_HOSTS = frozenset(
    [
        "linkedin.com",
        "hk.linkedin.com",
        "facebook.com",
        "instagram.com",
        "x.com",
        "twitter.com",
        "youtube.com",
        "github.com",
        "medium.com",
        "sites.google.com",
        "docs.google.com",
        "notion.site",
        "wordpress.com",
        "mp.weixin.qq.com",
        "weibo.com",
        "zhihu.com",
        "gov.hk",
        "info.gov.hk",
        "wikipedia.org",
        "en.wikipedia.org",
        "zh.wikipedia.org",
    ]
)
# A host with more organisations is that of a group, whose units have pages on it.
MAX_ORGANISATIONS_AT_HOST = 3
# Shorter names, such as AI, are those of many things.
MIN_NAME_LENGTH = 3
MIN_NAME_LENGTH_HAN = 2
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
    """A record that may be the same as another; `reasons` name what the two have in common."""

    record: Any
    reasons: list[str]

    @property
    def query_string(self) -> str:
        """The query string of the form for corrections of the record."""
        return urlencode({self.record._meta.model_name: self.record.slug})


def find_possible_duplicates(record: Record, among: QuerySet | None = None) -> list[PossibleDuplicate]:
    """Return the records that may be the same as one that is saved or not; at most two queries.

    Compares names in all languages, acronyms and aliases without case, punctuation and legal form; websites; ROR and
    Wikidata. Left out are archived records, parts and wholes, and pairs that an editor said are distinct. `among` limits
    the records that are compared.
    """
    rows = type(record).objects.exclude(status=Status.ARCHIVED) if among is None else among
    condition = _build_condition(record)
    if not condition:
        return []
    candidates = list(rows.filter(condition).exclude(pk=record.pk).order_by("pk"))
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


def _list_names(record: Record) -> list[str]:
    return [name for name in (*list_row_names(record), *record.aliases) if name]


def _build_name_keys(record: Record) -> set[str]:
    return {key for key in map(build_entity_name_key, _list_names(record)) if _is_long_enough(key)}


def _is_long_enough(key: str) -> bool:
    letters = key.replace(" ", "")
    return len(letters) >= (MIN_NAME_LENGTH if letters.isascii() else MIN_NAME_LENGTH_HAN)


def _build_condition(record: Record) -> Q:
    """Return the condition of records that are to be compared; the stored keys of names hold them folded."""
    condition = Q()
    for name in {_find_longest_word(name) for name in _list_names(record)} - {""}:
        condition |= Q(names_key__contains=name)
    if host := extract_host(record.website):
        condition |= Q(website__icontains=host)
    for column in ("ror", "wikidata"):
        if value := getattr(record, column, ""):
            condition |= Q(**{column: value})
    return condition


def _find_longest_word(name: str) -> str:
    """Return the longest word of a name, as the stored key contains it however the name is punctuated."""
    if not _is_long_enough(build_entity_name_key(name)):
        return ""
    words = "".join(c if c.isalnum() else " " for c in remove_pattern(LEGAL_FORMS, fold_text(name))).split()
    return max(words, key=len, default="")


def _list_related_keys(record: Record) -> set[int]:
    """Return the primary keys of the records that a record belongs to or follows."""
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
    shared = _build_name_keys(record) & _build_name_keys(other)
    if names := [name for name in _list_names(other) if build_entity_name_key(name) in shared]:
        yield _("the same name: %(name)s") % {"name": names[0]}
    if record.website and fold_address(record.website) == fold_address(other.website):
        yield _("the same website: %(address)s") % {"address": other.website}
    elif is_at_host and extract_host(record.website) not in SHARED_HOSTS and not _are_siblings(record, other):
        yield _("a website on the same host: %(address)s") % {"address": other.website}
    for column, label in (("ror", "ROR"), ("wikidata", "Wikidata")):
        value = getattr(record, column, "")
        if value and value == getattr(other, column):
            yield _("the same identifier: %(register)s %(identifier)s") % {"register": label, "identifier": value}


def _are_siblings(record: Any, other: Any) -> bool:
    return bool(record.parent_id) and record.parent_id == other.parent_id
