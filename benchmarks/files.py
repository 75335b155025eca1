"""Measure the memory that a list takes as a file: python -m benchmarks.files [100000]. It needs Linux."""

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import open_database, timed
from benchmarks.search import fill, say

DATABASE, SIZE = "benchmark-files.sqlite3", 100_000
FORMS = ("csv", "json", "xlsx")


def main(size):
    open_database(DATABASE)
    fill(size)
    say("| form | bytes | process before | at its most | seconds |")
    say("| --- | --: | --: | --: | --: |")
    for form in FORMS:
        # In a process of its own, for a process never gives back what it once took.
        subprocess.run([sys.executable, "-m", "benchmarks.files", form], check=True)  # noqa: S603 - this very module


def measure(form):
    """Write the list once, as a process does that has answered with a page before."""
    open_database(DATABASE)
    from django.test import Client

    client = Client()
    client.get("/en/about/")
    before, written = memory("VmRSS"), [0]
    # From here on the kernel measures the peak memory of the process again.
    Path("/proc/self/clear_refs").write_text("5")

    def write():
        for piece in client.get(f"/en/organisations.{form}").streaming_content:
            written[0] += len(piece)

    seconds = timed(write) / 1000
    say(f"| {form} | {written[0]:,} | {before:.0f} MB | {memory('VmHWM'):.0f} MB | {seconds:.0f} |")


def memory(what):
    """Return a figure of this process in MB: VmRSS is what it has, VmHWM what it had at its most."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024


if __name__ == "__main__":
    asked = sys.argv[1] if sys.argv[1:] else str(SIZE)
    if asked in FORMS:
        measure(asked)
    else:
        main(int(asked))
