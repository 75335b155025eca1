"""The operations that rebuild the search index or update it for changed rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import batched, chain
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from ecosystem.models import (
    RECORD_MODELS,
    Collaboration,
    Edition,
    Indicator,
    Initiative,
    Organisation,
    SearchEntry,
    SearchKind,
    SearchMention,
    SearchText,
    SearchWord,
    Source,
)
from ecosystem.models.fields import ComputedField
from ecosystem.search.documents import (
    DOCUMENT_CHUNK_SIZE,
    TERM_COLUMNS,
    SearchDocument,
    build_search_document,
    iter_search_documents,
)

# Increment when other text is indexed, or when the tokenizer, folding or the order of names, or `fold_address()` changes;
# an older index is then rebuilt, and every ComputedField is computed again: keys of names and of sources' addresses.
INDEX_VERSION = 6

IndexKey = tuple[str, int]
# Kinds with entries, and kinds whose names entries contain.
INDEXED_KINDS = frozenset({*SearchKind.values, "sector", "support", "audience"})
# The rows of an entry, with their relation to it.
EntryTheme = SearchEntry.themes.through
ENTRY_PARTS: dict[Any, str] = {SearchText: "entry", SearchMention: "entry", EntryTheme: "searchentry"}
ENTRY_COLUMNS = ("slug", "name_en", "name_zh_hant", "name_zh_hans", "prominence", "words")
# Mentions between these are mutual.
INDEXED_RECORD_KINDS = frozenset({SearchKind.ORGANISATION, SearchKind.INITIATIVE, SearchKind.COLLABORATION})


@transaction.atomic
def rebuild_search_index():
    if not is_search_index_current():
        update_computed_fields()
    for model in (*ENTRY_PARTS, SearchEntry, SearchWord):
        _delete_without_cascade(model.objects.all())
    counts: Counter[str] = Counter()
    for kind in SearchKind:
        for batch in batched(iter_search_documents(kind), DOCUMENT_CHUNK_SIZE, strict=False):
            write_entries(batch, counts)
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, entries=n) for word, n in sorted(counts.items())], DOCUMENT_CHUNK_SIZE
    )
    Edition.objects.update_or_create(pk=1, defaults={"search_method": INDEX_VERSION})


@transaction.atomic
def update_computed_fields():
    for model in (*RECORD_MODELS, Source):
        columns = [field for field in model._meta.local_concrete_fields if isinstance(field, ComputedField)]
        stale = []
        for row in model.objects.order_by("pk").iterator(chunk_size=DOCUMENT_CHUNK_SIZE):
            before = [getattr(row, column.attname) for column in columns]
            if [column.pre_save(row, add=False) for column in columns] != before:
                stale.append(row)
        model.objects.bulk_update(stale, [column.name for column in columns], DOCUMENT_CHUNK_SIZE)


def reindex_rows(*rows):
    """Update the entries of rows, and others that change with them; an unpublished row has none."""
    reindex_keys({get_index_key(row) for row in rows})


def get_index_key(row) -> IndexKey:
    """Call this before deleting the row."""
    return row._meta.model_name, row.pk


def reindex_keys(changed: set[IndexKey]):
    """The rows may be deleted."""
    changed = {key for key in changed if key[0] in INDEXED_KINDS}
    _reindex(changed, {document.key: document for document in _iter_documents(changed)})


def reindex_complete_record(record):
    """Prefetched relations of the record are not read again."""
    key = get_index_key(record)
    _reindex({key}, {key: build_search_document(record)} if record.is_public else {})


# No savepoint: operations call this in their transaction, and roll back as a whole.
@transaction.atomic(savepoint=False)
def _reindex(changed: set[IndexKey], documents: dict[IndexKey, SearchDocument]):
    entries = _read_entries(changed) if changed else {}
    if affected := _find_affected_keys(changed, entries, documents) - changed:
        entries |= _read_entries(affected)
        documents |= {document.key: document for document in _iter_documents(affected)}
    _update_entries(entries, documents)


def is_search_index_current() -> bool:
    """Return whether this version of the code built the index."""
    return Edition.objects.filter(pk=1, search_method=INDEX_VERSION).exists()


def _iter_documents(keys: set[IndexKey]) -> Iterator[SearchDocument]:
    for kind in SearchKind:
        if targets := [target for name, target in keys if name == kind]:
            yield from iter_search_documents(kind, targets)


def _read_entries(keys: set[IndexKey]) -> dict[IndexKey, SearchEntry]:
    entries = SearchEntry.objects.filter(_build_keys_condition(keys)).select_related("text")
    return {(entry.kind, entry.target): entry for entry in entries.prefetch_related("mentions", "themes")}


def _find_affected_keys(
    changed: set[IndexKey], entries: dict[IndexKey, SearchEntry], documents: dict[IndexKey, SearchDocument]
) -> set[IndexKey]:
    renamed, affected = set(), set()
    for key in changed:
        entry, document = entries.get(key), documents.get(key)
        if _may_change_mentions(key, entry, document):
            renamed.add(key)
        before = _list_mentions(entry) if entry else set()
        after = document.mentions if document else set()
        # Mentions between records are mutual, or counted by the other's prominence.
        affected |= {other for other in before ^ after if other[0] in INDEXED_RECORD_KINDS}
    return affected | _find_mentioning_keys(renamed) | find_referring_keys(renamed) if renamed else affected


def _may_change_mentions(key: IndexKey, entry: SearchEntry | None, document: SearchDocument | None) -> bool:
    """Return whether what the entries that mention a row contain of it may have changed."""
    if not entry and not document:
        # A draft, which nothing mentions; or a row that has no entry to compare, such as a sector.
        return key[0] not in INDEXED_RECORD_KINDS
    if not entry or not document:
        return True
    # Of a location or application, its district or sector too.
    names = ("names",) if key[0] in INDEXED_RECORD_KINDS else ("names", "related")
    return any(getattr(entry.text, name) != document.terms_by_column[name] for name in names)


def _find_mentioning_keys(keys: set[IndexKey]) -> set[IndexKey]:
    entries = SearchEntry.objects.filter(mentions__in=SearchMention.objects.filter(_build_keys_condition(keys)))
    return set(entries.values_list("kind", "target"))


def find_referring_keys(keys: set[IndexKey]) -> set[IndexKey]:
    """Return the rows that refer to these records, which do not mention an unpublished one."""
    by_kind = defaultdict(set)
    for kind, target in keys:
        by_kind[kind].add(target)
    organisations, initiatives = by_kind[SearchKind.ORGANISATION], by_kind[SearchKind.INITIATIVE]
    rows = {
        SearchKind.ORGANISATION: Organisation.objects.filter(parent__in=organisations),
        SearchKind.INITIATIVE: Initiative.objects.filter(part_of__in=initiatives),
        SearchKind.COLLABORATION: Collaboration.objects.filter(initiative__in=initiatives),
        SearchKind.INDICATOR: Indicator.objects.filter(
            Q(organisation__in=organisations) | Q(initiatives__in=initiatives)
        ),
    }
    return {(kind, pk) for kind, referring in rows.items() for pk in referring.values_list("pk", flat=True)}


def _build_keys_condition(keys: set[IndexKey]) -> Q:
    by_kind = defaultdict(set)
    for kind, target in keys:
        by_kind[kind].add(target)
    return reduce(or_, (Q(kind=kind, target__in=targets) for kind, targets in by_kind.items()), Q(pk__in=[]))


def _update_entries(entries: dict[IndexKey, SearchEntry], documents: dict[IndexKey, SearchDocument]):
    """Write an entry anew if its prominence, and so its key, has changed."""
    counts: Counter[str] = Counter()
    kept = {key: entry for key, entry in entries.items() if key in documents and documents[key].entry_key == entry.pk}
    _delete_entries([entry for key, entry in entries.items() if key not in kept], counts)
    write_entries(list(documents.values()), counts, kept)
    _update_word_counts(counts)


def _delete_entries(entries: list[SearchEntry], counts: Counter[str]):
    if not entries:
        return
    for entry in entries:
        counts.subtract(entry.words.split("\n"))
    for model, column in ENTRY_PARTS.items():
        _delete_without_cascade(model.objects.filter(**{f"{column}__in": entries}))
    _delete_without_cascade(SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]))


def write_entries(
    documents: Sequence[SearchDocument], counts: Counter[str], stored: Mapping[IndexKey, SearchEntry] | None = None
):
    """Write what differs from the stored entries; add the changes of word counts to `counts`."""
    stored = stored or {}
    # FTS5 writes a segment whenever a key is smaller than the one before.
    documents = sorted(documents, key=lambda document: document.entry_key)
    entries = [_build_entry(document) for document in documents]
    SearchEntry.objects.bulk_create(
        [entry for entry in entries if _has_changed(entry, stored.get((entry.kind, entry.target)))],
        DOCUMENT_CHUNK_SIZE,
        update_conflicts=True,
        unique_fields=("id",),
        update_fields=ENTRY_COLUMNS,
    )
    rows_by_part: dict[Any, dict[int, list]] = {model: {} for model in ENTRY_PARTS}
    for entry, document in zip(entries, documents, strict=True):
        old = stored.get(document.key)
        counts.update(entry.words.split("\n"))
        if old:
            counts.subtract(old.words.split("\n"))
        if not old or _get_terms(old) != document.terms_by_column:
            rows_by_part[SearchText][entry.pk] = [SearchText(entry=entry, **document.terms_by_column)]
        if not old or _list_mentions(old) != document.mentions:
            rows_by_part[SearchMention][entry.pk] = [
                SearchMention(entry=entry, kind=kind, target=target) for kind, target in sorted(document.mentions)
            ]
        if not old or {theme.pk for theme in old.themes.all()} != set(document.themes):
            rows_by_part[EntryTheme][entry.pk] = [
                EntryTheme(searchentry=entry, theme_id=theme) for theme in document.themes
            ]
    replaced = {entry.pk for entry in stored.values()}
    for model, rows in rows_by_part.items():
        if keys := replaced & rows.keys():
            _delete_without_cascade(model.objects.filter(**{f"{ENTRY_PARTS[model]}__in": keys}))
        model.objects.bulk_create(list(chain(*rows.values())), DOCUMENT_CHUNK_SIZE)


def _build_entry(document: SearchDocument) -> SearchEntry:
    names = {name: getattr(document.row, name) for name in ("slug", "name_en", "name_zh_hant", "name_zh_hans")}
    return SearchEntry(
        pk=document.entry_key,
        kind=document.kind,
        target=document.row.pk,
        prominence=document.prominence,
        words="\n".join(sorted(document.spelling_words)),
        **names,
    )


def _has_changed(entry: SearchEntry, stored: SearchEntry | None) -> bool:
    return stored is None or any(getattr(entry, name) != getattr(stored, name) for name in ENTRY_COLUMNS)


def _get_terms(entry: SearchEntry) -> dict[str, str]:
    return {name: getattr(entry.text, name) for name in TERM_COLUMNS}


def _list_mentions(entry: SearchEntry) -> set[IndexKey]:
    return {(mention.kind, mention.target) for mention in entry.mentions.all()}


def _update_word_counts(changes: Counter[str]):
    changes.pop("", None)
    moved = {word: n for word, n in changes.items() if n}
    if not moved:
        return
    present = dict(SearchWord.objects.filter(word__in=moved).values_list("word", "entries"))
    counts = {word: present.get(word, 0) + n for word, n in sorted(moved.items())}
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, entries=n) for word, n in counts.items() if n > 0],
        DOCUMENT_CHUNK_SIZE,
        update_conflicts=True,
        unique_fields=("word",),
        update_fields=("entries",),
    )
    if unused := [word for word, n in counts.items() if n <= 0]:
        _delete_without_cascade(SearchWord.objects.filter(word__in=unused))


def _delete_without_cascade(queryset):
    """Callers delete related rows themselves."""
    queryset._raw_delete(using=queryset.db)
