"""Run every benchmark on the real facts and print one table: python -m benchmarks."""

import os
import statistics
import sys
import time
from pathlib import Path

ROUNDS = 100
FOLDER = Path(__file__).resolve().parent.parent / "var"
PAGES = {
    "home": "/en/",
    "list": "/en/organisations/",
    "filtered list": "/en/organisations/?theme=ai-in-finance&kind=startup&kind=company",
    "record, short": "/en/organisations/za-bank/",
    "record, long": "/en/organisations/hkust/",
    "initiative": "/en/initiatives/ai-subsidy-scheme/",
    "collaboration": "/en/collaborations/hkust-webank-lab/",
    "theme": "/en/themes/ai-in-finance/",
}


def main():
    prepare()
    from django.test import Client

    from benchmarks.bare import BARE

    client = Client()
    rows = []
    for name, path in PAGES.items():
        size = len(client.get(path).content)
        BARE["size"] = size
        for _warming in range(5):
            client.get(path)
            client.get("/bare/")
        page, bare = measure(client, path)
        rows.append((name, size, *page, *bare))
    print_table(rows)


def prepare():
    """Open a database of its own, loaded from the fixtures once, without touching that of the site."""
    FOLDER.mkdir(exist_ok=True)
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'benchmark.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hkai_project.settings"
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.bare"
    settings.ALLOWED_HOSTS = ["*"]
    # Names of files without their hashes, so that nothing needs to be collected.
    files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": files}
    django.setup()
    from django.core.management import call_command

    from ecosystem import edition

    call_command("migrate", verbosity=0)
    if not edition.current():
        call_command("loaddata", *sorted(settings.FIXTURES_DIR.glob("*.json")), verbosity=0)


def measure(client, path):
    """Return median and 99th percentile, in milliseconds, of a page and of the bare view, asked for in turn."""
    page, bare = [], []
    for _round in range(ROUNDS):
        # In turn, so that a slow moment of the machine falls on both.
        page.append(timed(client, path))
        bare.append(timed(client, "/bare/"))
    return summary(page), summary(bare)


def timed(client, path):
    start = time.perf_counter()
    response = client.get(path)
    response.content  # noqa: B018 - the whole of it, as a reader gets it
    return (time.perf_counter() - start) * 1000


def summary(times):
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def print_table(rows):
    lines = [
        "| page | bytes | median | p99 | bare view, median | ratio |",
        "| --- | --: | --: | --: | --: | --: |",
        *(
            f"| {name} | {size:,} | {median:.1f} ms | {p99:.1f} ms | {bare:.2f} ms | {median / bare:.0f} |"
            for name, size, median, p99, bare, _bare_p99 in rows
        ),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
