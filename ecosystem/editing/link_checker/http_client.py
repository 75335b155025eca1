"""One request to one address: limited in time and in bytes, following nothing.

The standard library is enough: what is wanted of an answer is its first line
and a header, and where a connection leads must be decided here
(`addresses.connect`), which libraries built on pools make hard to see.
"""

import http.client
import math
import socket
import ssl
import time
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, quote, urlsplit

from ecosystem.editing.link_checker import safe_addresses

# For each step of a request, and for all of it: a server that sends a byte now and then must not hold us up.
STEP, WHOLE = 20.0, 60.0
MOST_BYTES = 64 * 1024
_SAFE = "/%:=&?~#+!$,;'@()*[]"


class Unreachable(Exception):
    """Nothing answered as a page does; the text says what happened.

    `was_reached` is True where that is certainly the other side's doing.
    """

    def __init__(self, text: str, *, was_reached: bool = False):
        super().__init__(text)
        self.was_reached = was_reached


@dataclass(frozen=True)
class Answer:
    """What a server said to a request."""

    status: int
    location: str = ""
    body: bytes = b""


class _Connection(http.client.HTTPConnection):
    deadline = math.inf

    def connect(self) -> None:
        self.sock = safe_addresses.connect(self.host, self.port, STEP, self.deadline)
        _check(self.deadline)


class _SecureConnection(http.client.HTTPSConnection):
    deadline = math.inf

    def connect(self) -> None:
        plain = safe_addresses.connect(self.host, self.port, STEP, self.deadline)
        # Known before the handshake, so that it can be cut as well.
        self.sock = _TLS.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        _check(self.deadline)
        self.sock.do_handshake()


def _check(deadline: float) -> None:
    """Give up on a connection for which the watch came too early, when there was nothing to cut yet."""
    if time.monotonic() >= deadline:
        raise TimeoutError("it took too long to connect")


_TLS = ssl.create_default_context()
_KINDS: dict[str, tuple[type[_Connection | _SecureConnection], int]] = {
    "http": (_Connection, 80),
    "https": (_SecureConnection, 443),
}


def split(address: str) -> SplitResult:
    """Return the parts of an address that can be visited, else raise Unreachable."""
    try:
        parts = urlsplit(address.strip())
        host, _port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise Unreachable(f"no address: {error}", was_reached=True) from error
    if parts.scheme not in _KINDS or not host or not address.isprintable():
        raise Unreachable("no address of the web", was_reached=True)
    if parts.username is not None or parts.password is not None:
        raise Unreachable("an address with a name and password", was_reached=True)
    return parts


def send(method: str, address: str, agent: str, most: int = MOST_BYTES) -> Answer:
    """Send one request without a body and return the answer, with no more of its body than is allowed."""
    parts = split(address)
    host = (parts.hostname or "").encode("idna").decode()
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    kind, port = _KINDS[parts.scheme]
    connection = kind(host, parts.port or port, timeout=STEP)
    connection.deadline = time.monotonic() + WHOLE
    watch = Timer(WHOLE, _cut, [connection])
    watch.daemon = True
    watch.start()
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        body = response.read(most) if method != "HEAD" else b""
        return Answer(response.status, _as_written(response.headers.get("Location", "")), body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_theirs = isinstance(error, (safe_addresses.NotPublic, ssl.SSLError, http.client.HTTPException))
        raise Unreachable(f"{type(error).__name__}: {error}", was_reached=is_theirs) from error
    finally:
        watch.cancel()
        connection.close()


def _as_written(header: str) -> str:
    """Return a header that somebody wrote in UTF-8, which HTTP reads as Latin letters."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _cut(connection: http.client.HTTPConnection) -> None:
    """Close a connection that took too long; whoever waits on it fails at once."""
    if connection.sock:
        try:
            # Of the plain connection, for whoever waits within TLS still holds what that would drop.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
        except OSError:
            connection.close()
