"""Check the links of sources."""

import signal
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from ecosystem.editing.link_checker import results
from ecosystem.editing.link_checker.robots import USER_AGENT_NAME, CrawlPolicy
from ecosystem.editing.link_checker.visits import visit_source_page
from ecosystem.models import Source

DAYS, DELAY = 30, 2.0


class Command(BaseCommand):
    help = (
        "Visit the addresses of sources, one after the other and never one host twice without a pause, and write down "
        "whether they answer. A page counts as dead when visits on two days have failed. Ends with 0 when all was "
        "visited, with 1 when something was wrong with the call, with 2 when nothing could be reached from here."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, help="check at most this many links, longest unchecked first")
        parser.add_argument(
            "--older-than", type=int, default=DAYS, metavar="DAYS",
            help=f"check links last checked this many days ago (default {DAYS}); a link that failed once is checked again the next day",
        )  # fmt: skip
        parser.add_argument("--host", help="check the links of this host only")
        parser.add_argument(
            "--delay", type=float, default=DELAY, metavar="SECONDS",
            help=f"seconds between two requests to one host (default {DELAY:.0f}); robots.txt can require more",
        )  # fmt: skip

    def handle(self, *, limit, older_than, host, delay, verbosity, **options):
        for name, value, least in (("limit", limit, 1), ("older-than", older_than, 0), ("delay", delay, 0)):
            if value is not None and value < least:
                raise CommandError(f"--{name} must be at least {least}.")
        self.verbosity = verbosity
        today = localdate()
        due = Source.objects.due_for_link_check(today, older_than)
        sources = [source for source in due if not host or results.get_source_host(source) == host.lower()][:limit]
        policy = CrawlPolicy(f"{USER_AGENT_NAME}/1.0 (+{settings.SITE_URL}/en/about/)", delay)
        with _exit_on_sigterm():
            try:
                counts = results.check_source_links(
                    sources, lambda address: visit_source_page(address, policy), today, self._report
                )
            except results.LinkCheckOutageError as outage:
                raise CommandError(
                    "Too many hosts in a row cannot be reached, so the problem is probably our network. "
                    "The results so far are saved.",
                    returncode=2,
                ) from outage
        summary = ", ".join(f"{word} {n}" for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        text = ngettext(
            "Checked %(n)d of %(due)d due link: %(summary)s.",
            "Checked %(n)d of %(due)d due links: %(summary)s.",
            len(sources),
        )
        self.stdout.write(text % {"n": counts.total(), "due": len(sources), "summary": summary or "nothing"})

    def _report(self, source, outcome, result):
        if self.verbosity > 1 or (self.verbosity and outcome != "answers"):
            where = f" -> {result.moved_to}" if result.moved_to else ""
            self.stdout.write(f"{outcome}: {source.url}{where} ({result.detail})")
            self.stdout.flush()


@contextmanager
def _exit_on_sigterm():
    """Turn SIGTERM into SystemExit, so that the run ends as after an interrupt, with its results saved."""
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
