"""Measure the site: python -m benchmarks --help."""

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime

from benchmarks import report
from benchmarks.databases import REAL, open_postgresql, open_sqlite
from benchmarks.measuring import QUICK, Limits, measure_database
from benchmarks.servers import ROOT, serve_postgresql

SIZES = [REAL, "10000", "100000"]
DATABASES = ["sqlite", "postgresql"]


def main():
    options = read_options()
    started = time.monotonic()
    # So that the servers end with it.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    entry = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M"),
        "commit": read_commit(),
        "calibration": measure_calibration(),
        "busy": is_machine_busy(),
    }
    if entry["busy"]:
        say("Other programs keep this machine busy: only time on a processor (CPU) can be compared with other runs.")
    entry["databases"] = dict(iter_figures(options))
    entry["seconds"] = round(time.monotonic() - started)
    say(f"\nThe whole run took {entry['seconds']} s.")
    for line in report.find_slower_cases(entry, report.read_history()):
        say(line)
    if not options.quick:
        report.append_to_history(entry)


def read_options():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help=f"{REAL}, or numbers of organisations ({SIZES})")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="cases whose names contain a word")
    parser.add_argument("--quick", action="store_true", help="a few requests each, not added to the history")
    return parser.parse_args()


def iter_figures(options):
    """Yield `(name, figures)` of each database, and print the figures."""
    with ExitStack() as stack:
        server = stack.enter_context(serve_postgresql()) if "postgresql" in options.databases else None
        if server is None and "postgresql" in options.databases:
            say("PostgreSQL is not installed here: skipped.")
        for size in options.sizes:
            if "sqlite" in options.databases:
                yield measure(f"{size}, sqlite", nullcontext(open_sqlite(size)), options)
            if server:
                yield measure(f"{size}, postgresql", open_postgresql(server, size), options)


def measure(name, database, options):
    """Return the name and the figures of a database, whose URL `database` gives."""
    say(f"\n## {name}")
    limits = QUICK if options.quick else Limits()
    with database as url:
        figures = measure_database(url, options.only, limits, lambda case: say(f"({case})", error=True))
    say(report.render_table(figures))
    return name, figures


def measure_calibration():
    """Return how many milliseconds a loop takes on this machine, the fastest of five times."""

    def run_loop():
        started = time.perf_counter()
        total = 0
        for number in range(1_000_000):
            total += number * number % 7
        return (time.perf_counter() - started) * 1000

    return round(min(run_loop() for _time in range(5)), 1)


def is_machine_busy():
    """Return whether other programs used more than a quarter of the processors in the last minute."""
    return os.getloadavg()[0] > len(os.sched_getaffinity(0)) / 4


def read_commit():
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - of the PATH
    return done.stdout.strip() or "unknown"


def say(line, *, error=False):
    """Write a line at once: the largest sizes take long."""
    print(line, file=sys.stderr if error else sys.stdout, flush=True)


if __name__ == "__main__":
    main()
