"""Reads the index as it stands, without the numbers of its entries, so that two indexes can be compared."""

from collections import defaultdict

from ecosystem.core.tokens import SEPARATOR
from ecosystem.models import SearchEntry, SearchMention, SearchText, SearchWord
from ecosystem.search import indexing

NAMES = ("slug", "name_en", "name_zh_hant", "name_zh_hans", "prominence")
FIELDS = ("names", "aliases", "summary", "related")


def told():
    """Return everything that the index tells: of each entry, of each word, and what hangs on no entry."""
    mentions, themes = defaultdict(set), defaultdict(set)
    for mention in SearchMention.objects.all():
        mentions[mention.entry_id].add((mention.kind, mention.target))
    for entry, theme in SearchEntry.themes.through.objects.values_list("searchentry", "theme"):
        themes[entry].add(theme)
    texts = {text.pk: _text(text) for text in SearchText.objects.all()}
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


def told_anew():
    """Return what an index tells that is made now."""
    indexing.rebuild()
    return told()


def _text(text):
    # In which order related rows come is nobody's business.
    return {name: sorted(getattr(text, name).split(f" {SEPARATOR} ")) for name in FIELDS}
