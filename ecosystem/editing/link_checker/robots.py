"""What a visitor asks of a host before it comes in: whether it may, and how long to wait between two visits."""

import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from ecosystem.editing.link_checker.http_client import Unreachable, send

# The name under which robots.txt may speak of us.
NAME = "HKAI-link-checker"
REDIRECTS = 5
MOST_BYTES = 500 * 1024
# No host is waited for longer than this between two visits, whatever it asks.
LONGEST_DELAY = 30.0


class Manners:
    """Reads each host's robots.txt once, and lets time pass between two visits to one host."""

    def __init__(self, agent: str, delay: float, sleep: Callable[[float], None] = time.sleep):
        self.agent = agent
        self.delay = delay
        self.sleep = sleep
        self.rules: dict[str, RobotFileParser | Unreachable] = {}
        self.visited: dict[str, float] = {}

    def may_visit(self, address: str) -> bool:
        """Whether the host's robots.txt allows it; raise Unreachable where the host cannot even say so."""
        rules = self._rules(address)
        if isinstance(rules, Unreachable):
            raise rules
        return rules.can_fetch(NAME, address)

    def wait(self, address: str) -> None:
        """Let pass what is left of the time between two visits to a host."""
        host = urlsplit(address).netloc
        rules = self.rules.get(_origin(address))
        asked = rules.crawl_delay(NAME) if isinstance(rules, RobotFileParser) else None
        delay = max(self.delay, min(float(asked or 0), LONGEST_DELAY))
        left = self.visited.get(host, -delay) + delay - time.monotonic()
        if host in self.visited and left > 0:
            self.sleep(left)
        self.visited[host] = time.monotonic()

    def _rules(self, address: str) -> RobotFileParser | Unreachable:
        origin = _origin(address)
        if origin not in self.rules:
            try:
                self.rules[origin] = self._read(f"{origin}/robots.txt")
            except Unreachable as unreachable:
                self.rules[origin] = unreachable
        return self.rules[origin]

    def _read(self, address: str) -> RobotFileParser:
        """Read the rules as RFC 9309 has it: where there are none all is allowed, where a server fails nothing is."""
        parser = RobotFileParser()
        for _step in range(REDIRECTS + 1):
            self.wait(address)
            answer = send("GET", address, self.agent, MOST_BYTES)
            if 300 <= answer.status < 400 and answer.location:
                address = urljoin(address, answer.location)
                continue
            if answer.status >= 500:
                raise Unreachable(f"robots.txt answers {answer.status}", was_reached=True)
            text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
            parser.parse(text.splitlines())
            return parser
        parser.parse([])
        return parser


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
