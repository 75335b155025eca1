"""Reads the search index without primary keys, so that two indexes can be compared."""

from collections import defaultdict

from ecosystem.core.tokens import TEXT_SEPARATOR
from ecosystem.models import SearchEntry, SearchMention, SearchText, SearchWord
from ecosystem.search import indexing

NAMES = ("slug", "name_en", "name_zh_hant", "name_zh_hans", "prominence")
FIELDS = ("names", "aliases", "summary", "related")


def read_search_index():
    """Return the whole index: each entry, each word, and rows that belong to no entry."""
    mentions, themes = defaultdict(set), defaultdict(set)
    for mention in SearchMention.objects.all():
        mentions[mention.entry_id].add((mention.kind, mention.target))
    for entry, theme in SearchEntry.themes.through.objects.values_list("searchentry", "theme"):
        themes[entry].add(theme)
    texts = {text.pk: _read_search_text(text) for text in SearchText.objects.all()}
    found = {
        (entry.kind, entry.target): (
            {name: getattr(entry, name) for name in NAMES},
            texts.pop(entry.pk, None),
            sorted(entry.words.split("\n")),
            mentions.pop(entry.pk, set()),
            themes.pop(entry.pk, set()),
        )
        for entry in SearchEntry.objects.all()
    }
    found |= {("word", word.word): word.entries for word in SearchWord.objects.all()}
    return found | {"left over": [texts, dict(mentions), dict(themes)]}


def read_rebuilt_search_index():
    """Rebuild the index, and read it."""
    indexing.rebuild_search_index()
    return read_search_index()


def _read_search_text(text):
    # The order of related texts is irrelevant.
    return {name: sorted(getattr(text, name).split(f" {TEXT_SEPARATOR} ")) for name in FIELDS}
