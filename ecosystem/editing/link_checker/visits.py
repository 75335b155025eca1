"""Visit a page and judge the response."""

from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from ecosystem.editing.link_checker.http_client import (
    LinkResponse,
    LinkUnreachableError,
    send_link_request,
    split_web_url,
)
from ecosystem.editing.link_checker.robots import CrawlPolicy
from ecosystem.models.sources import LinkStatus

REDIRECTS = 8
# The length of the column for a source's URL.
MAX_URL_LENGTH = 1000
PERMANENT_REDIRECTS = {301, 308}
REDIRECT_STATUSES = PERMANENT_REDIRECTS | {302, 303, 307}
GONE_STATUSES = {404, 410}
# The page exists, but is not served to machines, to this one, or now.
REFUSED_STATUSES = {401, 402, 403, 405, 406, 407, 409, 412, 418, 421, 423, 425, 428, 429, 451, 999}


@dataclass(frozen=True)
class PageVisitResult:
    """`detail` is the reason for the operator, such as the HTTP status.

    `was_reached` is False if nothing answered, which may be a failure of the network on this side.
    """

    status: LinkStatus
    detail: str
    moved_to: str = ""
    was_reached: bool = True


def visit_source_page(address: str, policy: CrawlPolicy) -> PageVisitResult:
    """Follow redirects as far as each host's robots.txt allows."""
    here, settled, is_settled = urldefrag(address.strip())[0], "", False
    for _step in range(REDIRECTS + 1):
        try:
            split_web_url(here)
            if not policy.may_visit(here):
                return PageVisitResult(LinkStatus.REFUSES, "robots.txt")
            response = _request_page(here, policy)
        except LinkUnreachableError as unreachable:
            return PageVisitResult(LinkStatus.SILENT, str(unreachable), was_reached=unreachable.was_reached)
        if response.status not in REDIRECT_STATUSES or not response.location:
            return _judge_response(response, address, settled)
        is_settled = is_settled or response.status not in PERMANENT_REDIRECTS
        here = urldefrag(urljoin(here, response.location))[0]
        if not is_settled:
            # The page has moved only as far as the redirects are permanent.
            settled = here
    return PageVisitResult(LinkStatus.SILENT, f"leads on more than {REDIRECTS} times")


def _request_page(address: str, policy: CrawlPolicy) -> LinkResponse:
    """Send HEAD; if refused, which some servers do for every HEAD, GET a part of the page."""
    policy.wait(address)
    response = send_link_request("HEAD", address, policy.agent)
    if response.status < 400:
        return response
    policy.wait(address)
    return send_link_request("GET", address, policy.agent)


def _judge_response(response: LinkResponse, address: str, settled: str) -> PageVisitResult:
    detail = str(response.status)
    if response.status in GONE_STATUSES:
        return PageVisitResult(LinkStatus.GONE, detail)
    if response.status in REFUSED_STATUSES:
        return PageVisitResult(LinkStatus.REFUSES, detail)
    if response.status >= 400:
        return PageVisitResult(LinkStatus.SILENT, detail)
    if settled and _normalize_url(settled) != _normalize_url(address):
        return PageVisitResult(LinkStatus.MOVED, detail, moved_to=settled if len(settled) <= MAX_URL_LENGTH else "")
    return PageVisitResult(LinkStatus.ANSWERS, detail)


def _normalize_url(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address.strip())
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
