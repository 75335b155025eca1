"""A visit to a page: what it found, and where it ended."""

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from ecosystem.editing.link_checker.http_client import Answer, Unreachable, send, split
from ecosystem.editing.link_checker.robots import Manners
from ecosystem.models.sources import LinkStatus

REDIRECTS = 8
# The longest address that the table of sources holds.
LONGEST = 1000
PERMANENT = {301, 308}
REDIRECTING = PERMANENT | {302, 303, 307}
GONE = {404, 410}
# There is something, but not for machines, or not for this one, or not now.
REFUSING = {401, 402, 403, 405, 406, 407, 409, 412, 418, 421, 423, 425, 428, 429, 451, 999}


@dataclass(frozen=True)
class Found:
    """What a visit found; `told` says it in a word for whoever runs the check.

    `was_reached` is False where nothing answered at all, which may be this machine's own fault.
    """

    status: LinkStatus
    told: str
    moved_to: str = ""
    was_reached: bool = True


def visit(address: str, manners: Manners) -> Found:
    """Visit a page and whatever it leads on to, each host asked beforehand."""
    here, settled, is_settled = urldefrag(address.strip())[0], "", False
    for _step in range(REDIRECTS + 1):
        try:
            split(here)
            if not manners.may_visit(here):
                return Found(LinkStatus.REFUSES, "robots.txt")
            answer = _ask(here, manners)
        except Unreachable as unreachable:
            return Found(LinkStatus.SILENT, str(unreachable), was_reached=unreachable.was_reached)
        if answer.status not in REDIRECTING or not answer.location:
            return _judged(answer, address, settled)
        is_settled = is_settled or answer.status not in PERMANENT
        here = urldefrag(urljoin(here, answer.location))[0]
        if not is_settled:
            # Only as far as redirects are for good has the page itself moved.
            settled = here
    return Found(LinkStatus.SILENT, f"leads on more than {REDIRECTS} times")


def _ask(address: str, manners: Manners) -> Answer:
    """Ask for the head of a page; where that is refused, which some servers do by habit, for a little of the page."""
    manners.wait(address)
    answer = send("HEAD", address, manners.agent)
    if answer.status < 400:
        return answer
    manners.wait(address)
    return send("GET", address, manners.agent)


def _judged(answer: Answer, address: str, settled: str) -> Found:
    told = str(answer.status)
    if answer.status in GONE:
        return Found(LinkStatus.GONE, told)
    if answer.status in REFUSING:
        return Found(LinkStatus.REFUSES, told)
    if answer.status >= 400:
        return Found(LinkStatus.SILENT, told)
    if settled and _essence(settled) != _essence(address):
        return Found(LinkStatus.MOVED, told, moved_to=settled if len(settled) <= LONGEST else "")
    return Found(LinkStatus.ANSWERS, told)


def _essence(address: str) -> tuple[str, str, str]:
    """Return what makes an address another one: not the scheme, “www.” or a slash at the end."""
    parts = urlsplit(address.strip())
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
