"""Measure the search over made-up records: python -m benchmarks.search [1000 10000 100000]."""

import random
import sys
from itertools import batched
from urllib.parse import quote

from benchmarks.measuring import fetched, in_turn, open_database, summary, timed

SIZES, ROUNDS = (1_000, 10_000, 100_000), 10
# So many different words, of which the first are very common and the last rare, as in any language.
WORDS, SUMMARY = 20_000, 40
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fu",
    "ga",
    "ho",
    "ji",
    "ku",
    "la",
    "mo",
    "ni",
    "pu",
    "ra",
    "so",
    "ti",
    "vu",
    "wa",
    "xo",
    "yi",
    "zu",
    "ker",
    "lan",
    "min",
    "tor",
]
CHARACTERS = "香港科技大學人工智能研究中心銀行數碼金融創新實驗室智慧城市交通管理環境監察機械人醫療數據"


def main():
    open_database("benchmark-search.sqlite3")
    from django.test import Client

    from benchmarks.bare import BARE

    client = Client()
    BARE["size"] = 30_000
    say("| records | rebuilt | queries | median | p99 | ratio to a bare view |")
    say("| --: | --: | --- | --: | --: | --: |")
    for size in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        seconds = timed(lambda size=size: make(size)) / 1000
        actions = {name: lambda path=path: fetched(client, path) for name, path in questions().items()}
        in_turn(actions, 2)
        times = in_turn(actions | {"bare": lambda: fetched(client, "/bare/")}, ROUNDS)
        bare = summary(times.pop("bare"))[0]
        for name, taken in times.items():
            median, p99 = summary(taken)
            say(f"| {size:,} | {seconds:.0f} s | {name} | {median:.1f} ms | {p99:.1f} ms | {median / bare:.0f} |")


def say(line):
    """Write a line at once: the largest sizes take long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def questions():
    """Return addresses by what they ask for."""
    asked = {
        "a name": name(7),
        "a rare word": word(900),
        "a common word": word(0),
        "two common words": f"{word(1)} {word(2)}",
        "a common and a rare word": f"{word(0)} {word(1500)}",
        "a misspelt word": word(40)[:-2] + "q" + word(40)[-1],
        "two Chinese characters": CHARACTERS[2:4],
        "a Chinese name": chinese(7),
        "what nothing holds": "zzyzx qwrty",
    }
    found = {what: f"/en/search/?q={quote(text)}" for what, text in asked.items()}
    return found | {"type-ahead": f"/en/search/suggestions/?q={quote(word(40)[:4])}"}


def make(size):
    """Fill the database with this many organisations, and rebuild the index."""
    from django.db import connection

    from ecosystem.models import edition_cache, editions
    from ecosystem.search import indexing

    fill(size)
    indexing.rebuild_search_index()
    editions.increment_edition()
    edition_cache.clear_edition_cache()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fill(size):
    """Replace all organisations by this many invented ones, the same each time."""
    from django.utils import timezone

    from ecosystem.models import Organisation, Place, Theme

    Organisation.objects.all().delete()
    theme, _made = Theme.objects.get_or_create(slug="made-up", defaults={"name_en": "Made up", "tagline_en": "None"})
    place, _made = Place.objects.get_or_create(
        slug="nowhere",
        defaults={
            "name_en": "Nowhere",
            "region": "hong_kong",
            "precision": "territory",
            "country": "HK",
            "latitude": "22.3",
            "longitude": "114.1",
        },
    )
    common = {"ai": "core", "kind": "company", "status": "published", "published_at": timezone.now(), "place": place}
    for numbers in batched(range(size), 5_000, strict=False):
        made = Organisation.objects.bulk_create(
            Organisation(
                slug=f"made-up-{number}",
                name_en=name(number),
                name_zh_hant=chinese(number),
                summary_en=text(number),
                summary_zh_hant=chinese(number, length=40),
                **common,
            )
            for number in numbers
        )
        through = Organisation.themes.through
        through.objects.bulk_create(through(organisation=body, theme=theme) for body in made)


def word(rank):
    """Return the word of a rank, the same each time."""
    chance = _chance(rank)
    return "".join(chance.choice(SYLLABLES) for _syllable in range(2 + rank % 3)) + "t"


def name(number):
    chance = _chance(f"name {number}")
    return " ".join(word(rank(chance)).capitalize() for _word in range(3)) + f" {word(number % WORDS).capitalize()}"


def text(number):
    chance = _chance(f"text {number}")
    return " ".join(word(rank(chance)) for _word in range(SUMMARY)) + "."


def chinese(number, *, length=6):
    chance = _chance(f"chinese {number} {length}")
    return "".join(chance.choice(CHARACTERS) for _character in range(length))


def _chance(seed):
    return random.Random(seed)  # noqa: S311 - invented words, the same each time, need no secure generator


def rank(chance):
    """Draw the rank of a word: the first ones most often (Zipf's law)."""
    return min(int(chance.paretovariate(0.7)) - 1, WORDS - 1)


if __name__ == "__main__":
    main()
