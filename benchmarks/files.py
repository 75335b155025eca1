"""Measure the memory that a list takes as a file: python -m benchmarks.files. It needs Linux."""

import os
import re
import sys
import time
from pathlib import Path

from benchmarks.databases import open_sqlite
from benchmarks.servers import run_python

SIZE = "100000"
FORMS = ("csv", "json", "xlsx")


def main():
    url = open_sqlite(SIZE)
    say("| format | bytes | process before | maximum | seconds |")
    say("| --- | --: | --: | --: | --: |")
    for form in FORMS:
        # In a process of its own, for a process never gives back what it once took.
        say(run_python(url, "-m", "benchmarks.files", form).strip())


def measure_form(form):
    """Return the row of a list that is written once, as a process does that has answered with a page before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    import django

    django.setup()
    from django.test import Client

    client = Client()
    client.get("/en/about/")
    before = read_memory("VmRSS")
    # From here on the kernel measures the peak memory of the process again.
    Path("/proc/self/clear_refs").write_text("5")
    started = time.monotonic()
    written = sum(map(len, client.get(f"/en/organisations.{form}").streaming_content))
    seconds = time.monotonic() - started
    return f"| {form} | {written:,} | {before:.0f} MB | {read_memory('VmHWM'):.0f} MB | {seconds:.0f} |"


def read_memory(name):
    """Return a figure of this process in MB: VmRSS is what it has, VmHWM what it had at its most."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


def say(line):
    """Write a line at once: each takes long."""
    print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        say(measure_form(sys.argv[1]))
    else:
        main()
