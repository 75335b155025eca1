"""What is measured, chosen from the records of a database: python -m benchmarks.cases prints it as JSON."""

import json
import os
import sys
from urllib.parse import quote

# At 100,000 organisations the 2,000th page is one in the middle.
DEEP_PAGE = 2_000
PAGE_SIZE = 25


def list_cases():
    """Return `{name: path}` for the database of the settings."""
    from ecosystem.models import Organisation, SearchEntry

    organisations = Organisation.objects.published()
    entries = SearchEntry.objects.filter(kind="organisation").order_by("prominence", "pk")
    last_page = -(-organisations.count() // PAGE_SIZE)
    return {
        "home": "/en/",
        "list": "/en/organisations/",
        "list, three filters": "/en/organisations/?theme=ai-in-finance&kind=startup&kind=company&region=hong_kong",
        "list, deep page": f"/en/organisations/?page={min(DEEP_PAGE, last_page)}",
        "record, short": f"/en/organisations/{entries.first().slug}/",
        "record, longest": f"/en/organisations/{entries.last().slug}/",
        "theme": "/en/themes/ai-in-finance/",
        **{f"search, {what}": f"/en/search/?q={quote(text)}" for what, text in list_queries().items()},
        "type-ahead": f"/en/search/suggestions/?q={list_queries()['common'][:4]}",
        "support finder": "/en/support/?audience=startups&support=funding",
        "network": "/en/network/",
        "map": "/en/map/",
        "CSV": "/en/organisations.csv?kind=government",
        "Atom": "/en/organisations.atom",
        "API": "/api/v1/organisations",
    }


def list_queries():
    """Return what is searched for: words as frequent as their names say."""
    from ecosystem.models import SearchWord

    words = SearchWord.objects.filter(word__regex="^[a-z]{5,12}$")
    frequent = list(words.order_by("-entries", "word").values_list("word", flat=True)[:40])
    rare = words.filter(entries__lte=5).order_by("-entries", "word").values_list("word", flat=True).first()
    return {
        "rare": rare,
        "common": frequent[0],
        "two common": f"{frequent[1]} {frequent[2]}",
        "misspelt": _misspell(next(word for word in frequent[10:] if len(word) > 6)),
        "two Chinese characters": "科技",
    }


def _misspell(word):
    """Return a word with two of its letters swapped."""
    return f"{word[:3]}{word[4]}{word[3]}{word[5:]}"


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(list_cases()))


if __name__ == "__main__":
    main()
