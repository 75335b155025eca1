"""The crawl policy: robots.txt, and the delay between two visits to a host."""

import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ecosystem.editing.link_checker.http_client import LinkUnreachableError, send_link_request

# The name to use in robots.txt.
USER_AGENT_NAME = "HKAI-link-checker"
REDIRECTS = 5
MAX_ROBOTS_TXT_BYTES = 500 * 1024
# The longest Crawl-delay that is respected, in seconds.
LONGEST_DELAY = 30.0


class CrawlPolicy:
    """Reads each host's robots.txt once, and waits `delay` seconds between two visits to a host."""

    def __init__(self, agent: str, delay: float, sleep: Callable[[float], None] = time.sleep):
        self.agent = agent
        self.delay = delay
        self.sleep = sleep
        self.rules: dict[str, RobotFileParser | LinkUnreachableError] = {}
        self.visited: dict[str, float] = {}

    def may_visit(self, address: str) -> bool:
        """Raise LinkUnreachableError if robots.txt cannot be read."""
        rules = self._get_rules(address)
        if isinstance(rules, LinkUnreachableError):
            raise rules
        return rules.can_fetch(USER_AGENT_NAME, address)

    def wait(self, address: str) -> None:
        host = urlsplit(address).netloc
        rules = self.rules.get(_get_origin(address))
        requested = rules.crawl_delay(USER_AGENT_NAME) if isinstance(rules, RobotFileParser) else None
        delay = max(self.delay, min(float(requested or 0), LONGEST_DELAY))
        left = self.visited.get(host, -delay) + delay - time.monotonic()
        if host in self.visited and left > 0:
            self.sleep(left)
        self.visited[host] = time.monotonic()

    def _get_rules(self, address: str) -> RobotFileParser | LinkUnreachableError:
        origin = _get_origin(address)
        if origin not in self.rules:
            try:
                self.rules[origin] = self._fetch(f"{origin}/robots.txt")
            except LinkUnreachableError as unreachable:
                self.rules[origin] = unreachable
        return self.rules[origin]

    def _fetch(self, address: str) -> RobotFileParser:
        """Follow RFC 9309: without a robots.txt all is allowed; after a server error nothing is."""
        parser = RobotFileParser()
        for _step in range(REDIRECTS + 1):
            self.wait(address)
            response = send_link_request("GET", address, self.agent, MAX_ROBOTS_TXT_BYTES)
            if 300 <= response.status < 400 and response.location:
                address = urljoin(address, response.location)
                continue
            if response.status >= 500:
                raise LinkUnreachableError(f"robots.txt answers {response.status}", was_reached=True)
            text = response.body.decode("utf-8", "replace") if response.status == 200 else ""
            parser.parse(text.splitlines())
            return parser
        parser.parse([])
        return parser


def _get_origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
