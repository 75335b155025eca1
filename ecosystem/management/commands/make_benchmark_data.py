"""Fill a database with made-up records, for measurements."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from ecosystem.management.benchmark_data.deletion import count_real_records
from ecosystem.management.benchmark_data.fill import fill_database
from ecosystem.management.benchmark_data.templates import TemplateError

FEWEST, MOST = 10, 1_000_000
SECONDS_BETWEEN_REPORTS = 5


class Command(BaseCommand):
    help = (
        "Fill a migrated database with made-up records in three languages, in the proportions of fixtures/: so many "
        "organisations, with initiatives, collaborations, sources, citations, locations, indicators, history and "
        "search index. The same numbers give the same data. Made-up data of an earlier run is replaced. All or "
        "nothing: a run that is stopped changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--organisations", type=int, required=True, metavar="N", help=f"how many, from {FEWEST} to {MOST:,}"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="another number gives other data (1)")
        parser.add_argument(
            "--force", action="store_true", help="fill a database that holds real records too; these stay"
        )

    def handle(self, *, organisations, seed, force, verbosity, **options):
        if not FEWEST <= organisations <= MOST:
            raise CommandError(f"--organisations must be from {FEWEST} to {MOST:,}.")
        if (real := count_real_records()) and not force:
            text = ngettext(
                "This database holds %(n)s real record. Choose another database, or use %(option)s.",
                "This database holds %(n)s real records. Choose another database, or use %(option)s.",
                real,
            )
            raise CommandError(text % {"n": f"{real:,}", "option": "--force"})
        started = reported = time.monotonic()

        def report(done):
            nonlocal reported
            now = time.monotonic()
            if verbosity and (done == organisations or now - reported >= SECONDS_BETWEEN_REPORTS):
                reported = now
                self.stdout.write(f"{done:,} of {organisations:,} organisations ({now - started:.0f} s)")
                self.stdout.flush()

        try:
            fill_database(organisations, seed, report)
        except TemplateError as error:
            raise CommandError(f"The facts in fixtures/ cannot be read: {error}") from error
        if verbosity:
            self.stdout.write(f"Filled the database in {time.monotonic() - started:.0f} s.")
