"""The operation that checks links: visits pages, hosts in turn, and saves each result at once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import zip_longest
from urllib.parse import urlsplit

from ecosystem.editing.link_checker.visits import PageVisitResult
from ecosystem.models import Source, editions
from ecosystem.models.sources import LinkStatus

# A page counts as dead after this many failed visits on different days.
MAX_LINK_FAILURES = 2
# If so many hosts in a row cannot be reached, or none of at least a few, the network on this side has failed.
HOSTS_IN_A_ROW, FEW_HOSTS = 10, 3
FIRST_FAILURE = "failed once"
# The public columns of a check.
LINK_COLUMNS = ("link_status", "link_checked_on", "link_moved_to")


class LinkCheckOutageError(Exception):
    """The network on this side seems to have failed; unreached pages are not saved as failures."""


def check_source_links(
    sources: Iterable[Source],
    visit: Callable[[str], PageVisitResult],
    today: date,
    report: Callable[[Source, str, PageVisitResult], None],
) -> Counter:
    """Call `report(source, outcome, result)` for each; return the number of each outcome.

    Increments the edition once, at the end, even if interrupted. Raises LinkCheckOutageError.
    """
    run = _LinkCheckRun(today, report)
    try:
        for source in interleave_by_host(sources):
            run.add_result(source, visit(source.url))
        run.finish()
    finally:
        if run.changed:
            editions.increment_edition()
    return run.counts


def reset_link_check(source: Source) -> None:
    """Call when the URL of a source has changed; does not save."""
    source.link_status, source.link_moved_to, source.link_failures = "", "", 0
    source.link_checked_on = source.link_tried_on = None


def interleave_by_host(sources: Iterable[Source]) -> Iterator[Source]:
    """Yield different hosts in turn, so that waiting between two visits is seldom needed."""
    hosts = defaultdict(list)
    for source in sources:
        hosts[get_source_host(source)].append(source)
    for turn in zip_longest(*hosts.values()):
        yield from filter(None, turn)


def get_source_host(source: Source) -> str:
    try:
        return urlsplit(source.url).hostname or ""
    except ValueError:
        return ""


class _LinkCheckRun:
    """Unreached pages wait until another page is reached, which shows that the network works."""

    def __init__(self, today: date, report: Callable[[Source, str, PageVisitResult], None]):
        self.today = today
        self.report = report
        self.counts: Counter = Counter()
        self.changed = 0
        self.was_reached = False
        self.waiting: list[tuple[Source, PageVisitResult]] = []

    def add_result(self, source: Source, result: PageVisitResult) -> None:
        if not result.was_reached:
            self.waiting.append((source, result))
            if len({get_source_host(other) for other, _result in self.waiting}) >= HOSTS_IN_A_ROW:
                raise LinkCheckOutageError
            return
        self.was_reached = True
        self._write_waiting()
        self._write(source, result)

    def finish(self) -> None:
        if not self.was_reached and len({get_source_host(source) for source, _result in self.waiting}) >= FEW_HOSTS:
            raise LinkCheckOutageError
        self._write_waiting()

    def _write_waiting(self) -> None:
        for source, result in self.waiting:
            self._write(source, result)
        self.waiting.clear()

    def _write(self, source: Source, result: PageVisitResult) -> None:
        before = [getattr(source, name) for name in LINK_COLUMNS]
        record = _record_failure if result.status in LinkStatus.dead() else _record_response
        outcome = record(source, result, self.today)
        columns = (*LINK_COLUMNS, "link_tried_on", "link_failures")
        # Not if an editor has changed the URL in the meantime.
        row = Source.objects.filter(pk=source.pk, url=source.url)
        if row.update(**{name: getattr(source, name) for name in columns}):
            self.changed += before != [getattr(source, name) for name in LINK_COLUMNS]
            self.counts[outcome] += 1
            self.report(source, outcome, result)


def _record_response(source: Source, result: PageVisitResult, today: date) -> str:
    source.link_status, source.link_moved_to = result.status.value, result.moved_to
    source.link_checked_on = source.link_tried_on = today
    source.link_failures = 0
    return result.status.value


def _record_failure(source: Source, result: PageVisitResult, today: date) -> str:
    """Count at most once a day; the public columns change only with the last failure needed."""
    if not (source.link_failures and source.link_tried_on == today):
        source.link_failures = min(source.link_failures + 1, MAX_LINK_FAILURES)
    source.link_tried_on = today
    if source.link_failures < MAX_LINK_FAILURES:
        return FIRST_FAILURE
    source.link_status, source.link_moved_to = result.status.value, ""
    source.link_checked_on = today
    return result.status.value
