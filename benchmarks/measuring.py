"""What every benchmark shares: a database of its own, and how times are taken and summed up."""

import os
import statistics
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var"


def open_database(name):
    """Open a database for benchmarks alone, migrated and without touching that of the site.

    SQLite in `var/`, or what `BENCHMARK_DATABASE_URL` names, which must be for nothing else.
    """
    FOLDER.mkdir(exist_ok=True)
    os.environ["DATABASE_URL"] = os.environ.get("BENCHMARK_DATABASE_URL") or f"sqlite:///{FOLDER / name}"
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

    call_command("migrate", verbosity=0)


def timed(action):
    """Return how many milliseconds an action took."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def fetched(client, path):
    """Return the whole of an answer, as a reader gets it."""
    return client.get(path).content


def summary(times):
    """Return the median and the 99th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def in_turn(actions, rounds):
    """Return the times of each action, asked for in turn, so that a slow moment of the machine falls on all."""
    times = {name: [] for name in actions}
    for _round in range(rounds):
        for name, action in actions.items():
            times[name].append(timed(action))
    return times
