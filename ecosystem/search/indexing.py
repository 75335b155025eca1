"""The operations that rebuild the search index or update it for changed rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import batched
from operator import or_

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
from ecosystem.search.documents import DOCUMENT_CHUNK_SIZE, SearchDocument, iter_search_documents

# Increment when other text is indexed, or when the tokenizer, folding or the order of names, or `fold_address()` changes;
# an older index is then rebuilt, and every ComputedField is computed again: keys of names and of sources' addresses.
INDEX_VERSION = 6

IndexKey = tuple[str, int]
# Kinds with entries, and kinds whose names entries contain.
INDEXED_KINDS = frozenset({*SearchKind.values, "sector", "support", "audience"})


# Mentions between these are mutual.
INDEXED_RECORD_KINDS = frozenset({SearchKind.ORGANISATION, SearchKind.INITIATIVE, SearchKind.COLLABORATION})


@transaction.atomic
def rebuild_search_index():
    """Empty the index and rebuild it from the public rows; after a new INDEX_VERSION, compute the keys first."""
    if not is_search_index_current():
        update_computed_fields()
    for model in (SearchText, SearchMention, SearchEntry.themes.through, SearchEntry, SearchWord):
        _delete_without_cascade(model.objects.all())
    counts: Counter[str] = Counter()
    for kind in SearchKind:
        for batch in batched(iter_search_documents(kind), DOCUMENT_CHUNK_SIZE, strict=False):
            _write_entries(batch, counts)
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, entries=n) for word, n in sorted(counts.items())], DOCUMENT_CHUNK_SIZE
    )
    Edition.objects.update_or_create(pk=1, defaults={"search_method": INDEX_VERSION})


@transaction.atomic
def update_computed_fields():
    """Compute the folded names and sort keys of all records, and the keys of the addresses of sources, again."""
    for model in (*RECORD_MODELS, Source):
        columns = [field for field in model._meta.local_concrete_fields if isinstance(field, ComputedField)]
        stale = []
        for row in model.objects.order_by("pk").iterator(chunk_size=DOCUMENT_CHUNK_SIZE):
            before = [getattr(row, column.attname) for column in columns]
            if [column.pre_save(row, add=False) for column in columns] != before:
                stale.append(row)
        model.objects.bulk_update(stale, [column.name for column in columns], DOCUMENT_CHUNK_SIZE)


def reindex_rows(*rows):
    """Update the entries of rows and of all that mention them; an unpublished row gets none."""
    reindex_keys({get_index_key(row) for row in rows})


def get_index_key(row) -> IndexKey:
    """Return a row's key in the index; call before deleting the row."""
    return row._meta.model_name, row.pk


@transaction.atomic
def reindex_keys(changed: set[IndexKey]):
    """Update the entries of rows by key, as `reindex_rows()`; the rows may be deleted."""
    changed = {key for key in changed if key[0] in INDEXED_KINDS}
    if not changed:
        return
    # Entries that mention them or are mentioned by them, before and after the change.
    affected = changed | _find_mentioning_keys(changed) | _find_mentioned_keys(changed) | _find_referring_keys(changed)
    affected |= {
        key for document in _iter_documents(changed) for key in document.mentions if key[0] in INDEXED_RECORD_KINDS
    }
    counts: Counter[str] = Counter()
    _remove_entries(affected, counts)
    _write_entries(list(_iter_documents(affected)), counts)
    _update_word_counts(counts)


def is_search_index_current() -> bool:
    """Return whether the index was built by this version of the code; operations keep it up to date."""
    return Edition.objects.filter(pk=1, search_method=INDEX_VERSION).exists()


def _iter_documents(keys: set[IndexKey]) -> Iterator[SearchDocument]:
    for kind in SearchKind:
        if targets := [target for name, target in keys if name == kind]:
            yield from iter_search_documents(kind, targets)


def _find_mentioning_keys(keys: set[IndexKey]) -> set[IndexKey]:
    entries = SearchEntry.objects.filter(mentions__in=SearchMention.objects.filter(_build_keys_condition(keys)))
    return set(entries.values_list("kind", "target"))


def _find_referring_keys(keys: set[IndexKey]) -> set[IndexKey]:
    """Return the rows that refer to these records, which did not mention an unpublished one before."""
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


def _find_mentioned_keys(keys: set[IndexKey]) -> set[IndexKey]:
    entries = SearchEntry.objects.filter(_build_keys_condition(keys), kind__in=INDEXED_RECORD_KINDS)
    mentions = SearchMention.objects.filter(entry__in=entries.values("pk"), kind__in=INDEXED_RECORD_KINDS)
    return set(mentions.values_list("kind", "target"))


def _build_keys_condition(keys: set[IndexKey]) -> Q:
    """Return the condition of having one of the keys; false if there is none."""
    by_kind = defaultdict(set)
    for kind, target in keys:
        by_kind[kind].add(target)
    return reduce(or_, (Q(kind=kind, target__in=targets) for kind, targets in by_kind.items()), Q(pk__in=[]))


def _remove_entries(keys: set[IndexKey], counts: Counter[str]):
    entries = list(SearchEntry.objects.filter(_build_keys_condition(keys)))
    for entry in entries:
        counts.subtract(entry.words.split("\n"))
    numbers = [entry.pk for entry in entries]
    for relation in (SearchText.objects, SearchMention.objects):
        _delete_without_cascade(relation.filter(entry__in=numbers))
    _delete_without_cascade(SearchEntry.themes.through.objects.filter(searchentry__in=numbers))
    _delete_without_cascade(SearchEntry.objects.filter(pk__in=numbers))


def _write_entries(batch: Sequence[SearchDocument], counts: Counter[str]):
    """Insert the entries of documents with terms, mentions and themes; add their words to `counts`."""
    entries = []
    # FTS5 writes a segment whenever a key is smaller than the one before.
    batch = sorted(batch, key=lambda document: document.entry_key)
    for document in batch:
        words = document.collect_spelling_words()
        counts.update(words)
        row = document.row
        names = {name: getattr(row, name) for name in ("slug", "name_en", "name_zh_hant", "name_zh_hans")}
        entries.append(
            SearchEntry(
                pk=document.entry_key,
                kind=document.kind,
                target=row.pk,
                prominence=document.prominence,
                words="\n".join(sorted(words)),
                **names,
            )
        )
    SearchEntry.objects.bulk_create(entries, DOCUMENT_CHUNK_SIZE)
    SearchText.objects.bulk_create(
        [
            SearchText(entry=entry, **document.build_terms_by_field())
            for entry, document in zip(entries, batch, strict=True)
        ],
        DOCUMENT_CHUNK_SIZE,
    )
    SearchMention.objects.bulk_create(
        [
            SearchMention(entry=entry, kind=kind, target=target)
            for entry, document in zip(entries, batch, strict=True)
            for kind, target in sorted(document.mentions)
        ],
        DOCUMENT_CHUNK_SIZE,
    )
    through = SearchEntry.themes.through
    through.objects.bulk_create(
        [
            through(searchentry=entry, theme_id=theme)
            for entry, document in zip(entries, batch, strict=True)
            for theme in document.themes
        ],
        DOCUMENT_CHUNK_SIZE,
    )


def _update_word_counts(changes: Counter[str]):
    """Add the changes to the counts of SearchWord; delete words that no entry has any more."""
    changes.pop("", None)
    moved = {word: n for word, n in changes.items() if n}
    known = {word.word: word for word in SearchWord.objects.filter(word__in=moved)}
    for word in known.values():
        word.entries = max(word.entries + moved[word.word], 0)
    SearchWord.objects.bulk_update([word for word in known.values() if word.entries], ["entries"], DOCUMENT_CHUNK_SIZE)
    _delete_without_cascade(
        SearchWord.objects.filter(word__in=[word.word for word in known.values() if not word.entries])
    )
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, entries=n) for word, n in sorted(moved.items()) if word not in known and n > 0],
        DOCUMENT_CHUNK_SIZE,
    )


def _delete_without_cascade(queryset):
    """Delete rows without collecting related ones, which callers delete themselves."""
    queryset._raw_delete(using=queryset.db)
