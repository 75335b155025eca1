"""The verb: visits pages by turns and writes down what was found, each by itself, so that a stop loses nothing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import zip_longest
from urllib.parse import urlsplit

from ecosystem.editing.link_checker.visits import Found
from ecosystem.models import Source, editions
from ecosystem.models.sources import LinkStatus

# A page counts as dead when so many visits on different days have failed.
STRIKES = 2
# Where so many hosts in a row cannot be reached, or nothing at all of more than a few, the fault is ours.
HOSTS_IN_A_ROW, FEW_HOSTS = 10, 3
FIRST_FAILURE = "failed once"
# What readers see of a check.
SHOWN = ("link_status", "link_checked_on", "link_moved_to")


class Outage(Exception):
    """So little can be reached that the fault must be on this side; what was not reached is not written down."""


def check(
    sources: Iterable[Source], visit: Callable[[str], Found], today: date, tell: Callable[[Source, str, Found], None]
) -> Counter:
    """Visit the pages of sources and write down what was found; return how many of each outcome.

    The edition is raised once, at the end, also of a run that is stopped.
    """
    run = _Run(today, tell)
    try:
        for source in by_turns(sources):
            run.take(source, visit(source.url))
        run.end()
    finally:
        if run.changed:
            editions.renew()
    return run.counts


def forget(source: Source) -> None:
    """Drop what is known of a link whose address is no longer the same; to be saved by the caller."""
    source.link_status, source.link_moved_to, source.link_failures = "", "", 0
    source.link_checked_on = source.link_tried_on = None


def by_turns(sources: Iterable[Source]) -> Iterator[Source]:
    """Return sources so that those of one host lie as far apart as can be; waiting for one is then seldom needed."""
    hosts = defaultdict(list)
    for source in sources:
        hosts[host_of(source)].append(source)
    for turn in zip_longest(*hosts.values()):
        yield from filter(None, turn)


def host_of(source: Source) -> str:
    try:
        return urlsplit(source.url).hostname or ""
    except ValueError:
        return ""


class _Run:
    """The state of one run: what could not be reached waits until something else can."""

    def __init__(self, today: date, tell):
        self.today = today
        self.tell = tell
        self.counts: Counter = Counter()
        self.changed = 0
        self.was_reached = False
        self.waiting: list[tuple[Source, Found]] = []

    def take(self, source: Source, found: Found) -> None:
        if not found.was_reached:
            self.waiting.append((source, found))
            if len({host_of(other) for other, _found in self.waiting}) >= HOSTS_IN_A_ROW:
                raise Outage
            return
        self.was_reached = True
        self._settle()
        self._write(source, found)

    def end(self) -> None:
        if not self.was_reached and len({host_of(source) for source, _found in self.waiting}) >= FEW_HOSTS:
            raise Outage
        self._settle()

    def _settle(self) -> None:
        for source, found in self.waiting:
            self._write(source, found)
        self.waiting.clear()

    def _write(self, source: Source, found: Found) -> None:
        before = [getattr(source, name) for name in SHOWN]
        outcome = _strike if found.status in LinkStatus.dead() else _answered
        said = outcome(source, found, self.today)
        columns = (*SHOWN, "link_tried_on", "link_failures")
        # Not where somebody has given the source another address in the meantime.
        row = Source.objects.filter(pk=source.pk, url=source.url)
        if row.update(**{name: getattr(source, name) for name in columns}):
            self.changed += before != [getattr(source, name) for name in SHOWN]
            self.counts[said] += 1
            self.tell(source, said, found)


def _answered(source: Source, found: Found, today: date) -> str:
    source.link_status, source.link_moved_to = found.status.value, found.moved_to
    source.link_checked_on = source.link_tried_on = today
    source.link_failures = 0
    return found.status.value


def _strike(source: Source, found: Found, today: date) -> str:
    """Count a failure, once a day; what readers see changes only with the last that it takes."""
    if not (source.link_failures and source.link_tried_on == today):
        source.link_failures = min(source.link_failures + 1, STRIKES)
    source.link_tried_on = today
    if source.link_failures < STRIKES:
        return FIRST_FAILURE
    source.link_status, source.link_moved_to = found.status.value, ""
    source.link_checked_on = today
    return found.status.value
