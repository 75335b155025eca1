"""Run the benchmark of the pages on the real facts and print one table: python -m benchmarks."""

import sys

from benchmarks.measuring import fetched, in_turn, open_database, summary

ROUNDS = 100
PAGES = {
    "home": "/en/",
    "list": "/en/organisations/",
    "filtered list": "/en/organisations/?theme=ai-in-finance&kind=startup&kind=company",
    "record, short": "/en/organisations/za-bank/",
    "record, long": "/en/organisations/hkust/",
    "initiative": "/en/initiatives/ai-subsidy-scheme/",
    "collaboration": "/en/collaborations/hkust-webank-lab/",
    "theme": "/en/themes/ai-in-finance/",
    "applications": "/en/applications/",
    "application": "/en/applications/fraud-detection/",
    "find support": "/en/support/?audience=startups&support=funding",
    "compare": "/en/compare/?organisation=hku&organisation=hkust&organisation=cuhk&organisation=cityu",
    "search": "/en/search/?q=fraud",
    "search, Chinese": "/zh-hant/search/?q=大灣區 實驗室",
    "changes": "/en/changes/",
    "history of a record": "/en/organisations/hkust/history/",
    "suggest a correction": "/en/contribute/?organisation=hkust&field=founded",
    "sources": "/en/sources/",
    "data": "/en/data/",
    "API, a page of 25": "/api/v1/organisations",
    "API, a page of 100": "/api/v1/organisations?limit=100",
    "list of 100": "/en/organisations/?page_size=100",
    "type-ahead": "/en/search/suggestions/?q=cyb",
}


def main():
    open_database("benchmark.sqlite3")
    load()
    from django.test import Client

    from benchmarks.bare import BARE

    client = Client()
    rows = []
    for name, path in PAGES.items():
        size = BARE["size"] = len(fetched(client, path))
        actions = {"page": lambda path=path: fetched(client, path), "bare": lambda: fetched(client, "/bare/")}
        in_turn(actions, 5)
        times = in_turn(actions, ROUNDS)
        rows.append((name, size, *summary(times["page"]), summary(times["bare"])[0]))
    print_table(rows)


def load():
    from django.conf import settings
    from django.core.management import call_command

    from ecosystem.models import editions

    if not editions.read_edition_number():
        call_command("loaddata", *sorted(settings.FIXTURES_DIR.glob("*.json")), verbosity=0)


def print_table(rows):
    lines = [
        "| page | bytes | median | p99 | bare view, median | ratio |",
        "| --- | --: | --: | --: | --: | --: |",
        *(
            f"| {name} | {size:,} | {median:.1f} ms | {p99:.1f} ms | {bare:.2f} ms | {median / bare:.0f} |"
            for name, size, median, p99, bare in rows
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
