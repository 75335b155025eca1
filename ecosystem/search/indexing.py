"""The verbs of the index: made whole, or brought up to date with rows that have changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import batched
from operator import or_

from django.db import transaction
from django.db.models import Q

from ecosystem.models import (
    Collaboration,
    Edition,
    Initiative,
    Organisation,
    SearchEntry,
    SearchKind,
    SearchMention,
    SearchText,
    SearchWord,
)
from ecosystem.search.documents import CHUNK, Draft, drafts

# Raised whenever other text is indexed, or cut in another way; an index of an earlier method is made anew.
METHOD = 2

Key = tuple[str, int]
# What has an entry, and what else entries hold the names of.
KNOWN = frozenset({*SearchKind.values, "sector", "support", "audience"})


# Of these, one that mentions another is mentioned by it.
RECORDS = frozenset({SearchKind.ORGANISATION, SearchKind.INITIATIVE, SearchKind.COLLABORATION})


@transaction.atomic
def rebuild():
    """Empty the index and write it anew from what is public."""
    for model in (SearchText, SearchMention, SearchEntry.themes.through, SearchEntry, SearchWord):
        _empty(model.objects.all())
    counts: Counter[str] = Counter()
    for kind in SearchKind:
        for batch in batched(drafts(kind), CHUNK, strict=False):
            _write(batch, counts)
    SearchWord.objects.bulk_create([SearchWord(word=word, entries=n) for word, n in sorted(counts.items())], CHUNK)
    Edition.objects.update_or_create(pk=1, defaults={"search_method": METHOD})


def refresh(*rows):
    """Bring the entries of rows up to date, and of all that holds their names; a row that is not public has none."""
    refresh_keys({key_of(row) for row in rows})


def key_of(row) -> Key:
    """Return what names a row to the index; to be asked for before the row is deleted."""
    return row._meta.model_name, row.pk


@transaction.atomic
def refresh_keys(changed: set[Key]):
    """Do the same by the keys of rows, some of which may be gone."""
    changed = {key for key in changed if key[0] in KNOWN}
    if not changed:
        return
    # Who mentioned them or was mentioned by them, and who is now.
    affected = changed | _that_mention(changed) | _mentioned_by(changed) | _below(changed)
    affected |= {key for draft in _drafts(changed) for key in draft.mentions if key[0] in RECORDS}
    counts: Counter[str] = Counter()
    _remove(affected, counts)
    _write(list(_drafts(affected)), counts)
    _recount(counts)


def is_current() -> bool:
    """Whether the index was made by the method of this code; what changed since, the verbs have told it."""
    return Edition.objects.filter(pk=1, search_method=METHOD).exists()


def _drafts(keys: set[Key]) -> Iterator[Draft]:
    for kind in SearchKind:
        if targets := [target for name, target in keys if name == kind]:
            yield from drafts(kind, targets)


def _that_mention(keys: set[Key]) -> set[Key]:
    entries = SearchEntry.objects.filter(mentions__in=SearchMention.objects.filter(_any(keys)))
    return set(entries.values_list("kind", "target"))


def _below(keys: set[Key]) -> set[Key]:
    """Return the records that name one of these as what they are under, though they did not hold its name yet."""
    by_kind = defaultdict(set)
    for kind, target in keys:
        by_kind[kind].add(target)
    rows = {
        SearchKind.ORGANISATION: Organisation.objects.filter(parent__in=by_kind[SearchKind.ORGANISATION]),
        SearchKind.INITIATIVE: Initiative.objects.filter(part_of__in=by_kind[SearchKind.INITIATIVE]),
        SearchKind.COLLABORATION: Collaboration.objects.filter(initiative__in=by_kind[SearchKind.INITIATIVE]),
    }
    return {(kind, pk) for kind, found in rows.items() for pk in found.values_list("pk", flat=True)}


def _mentioned_by(keys: set[Key]) -> set[Key]:
    entries = SearchEntry.objects.filter(_any(keys), kind__in=RECORDS)
    mentions = SearchMention.objects.filter(entry__in=entries.values("pk"), kind__in=RECORDS)
    return set(mentions.values_list("kind", "target"))


def _any(keys: set[Key]) -> Q:
    """Return the condition of being one of the keys; false where there is none."""
    by_kind = defaultdict(set)
    for kind, target in keys:
        by_kind[kind].add(target)
    return reduce(or_, (Q(kind=kind, target__in=found) for kind, found in by_kind.items()), Q(pk__in=[]))


def _remove(keys: set[Key], counts: Counter[str]):
    entries = list(SearchEntry.objects.filter(_any(keys)))
    for entry in entries:
        counts.subtract(entry.words.split("\n"))
    numbers = [entry.pk for entry in entries]
    for relation in (SearchText.objects, SearchMention.objects):
        _empty(relation.filter(entry__in=numbers))
    _empty(SearchEntry.themes.through.objects.filter(searchentry__in=numbers))
    _empty(SearchEntry.objects.filter(pk__in=numbers))


def _write(batch: Sequence[Draft], counts: Counter[str]):
    """Insert the entries of drafts with their terms, mentions and themes, and count their words."""
    entries = []
    for draft in batch:
        words = draft.words()
        counts.update(words)
        row = draft.row
        names = {name: getattr(row, name) for name in ("slug", "name_en", "name_zh_hant", "name_zh_hans")}
        told = "\n".join(sorted(words))
        entries.append(SearchEntry(kind=draft.kind, target=row.pk, prominence=draft.prominence, words=told, **names))
    SearchEntry.objects.bulk_create(entries, CHUNK)
    SearchText.objects.bulk_create(
        [SearchText(entry=entry, **draft.terms()) for entry, draft in zip(entries, batch, strict=True)], CHUNK
    )
    SearchMention.objects.bulk_create(
        [
            SearchMention(entry=entry, kind=kind, target=target)
            for entry, draft in zip(entries, batch, strict=True)
            for kind, target in sorted(draft.mentions)
        ],
        CHUNK,
    )
    through = SearchEntry.themes.through
    through.objects.bulk_create(
        [
            through(searchentry=entry, theme_id=theme)
            for entry, draft in zip(entries, batch, strict=True)
            for theme in draft.themes
        ],
        CHUNK,
    )


def _recount(changes: Counter[str]):
    """Add the changes to the words that are known; one that no entry has any more is forgotten."""
    changes.pop("", None)
    moved = {word: n for word, n in changes.items() if n}
    known = {word.word: word for word in SearchWord.objects.filter(word__in=moved)}
    for word in known.values():
        word.entries = max(word.entries + moved[word.word], 0)
    SearchWord.objects.bulk_update([word for word in known.values() if word.entries], ["entries"], CHUNK)
    _empty(SearchWord.objects.filter(word__in=[word.word for word in known.values() if not word.entries]))
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, entries=n) for word, n in sorted(moved.items()) if word not in known and n > 0], CHUNK
    )


def _empty(queryset):
    """Delete rows without asking what hangs on them: all of the index is deleted by name here."""
    queryset._raw_delete(using=queryset.db)
