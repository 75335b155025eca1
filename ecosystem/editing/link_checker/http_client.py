"""Send one request to one URL, limited in time and bytes, without following redirects.

Uses the standard library: only the status line and one header are needed, and every connection must go through
`safe_addresses.connect_to_public_host()`, which libraries with connection pools make hard to guarantee.
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

# Seconds for each step of a request, and for all of it, because a server may send single bytes for ever.
STEP_TIMEOUT, REQUEST_TIMEOUT = 20.0, 60.0
MAX_RESPONSE_BYTES = 64 * 1024
_SAFE = "/%:=&?~#+!$,;'@()*[]"


class LinkUnreachableError(Exception):
    """The message says why; `was_reached` is True if the failure is certainly not on this side."""

    def __init__(self, text: str, *, was_reached: bool = False):
        super().__init__(text)
        self.was_reached = was_reached


@dataclass(frozen=True)
class LinkResponse:
    status: int
    location: str = ""
    body: bytes = b""


class _Connection(http.client.HTTPConnection):
    deadline = math.inf

    def connect(self) -> None:
        self.sock = safe_addresses.connect_to_public_host(self.host, self.port, STEP_TIMEOUT, self.deadline)
        _check_deadline(self.deadline)


class _SecureConnection(http.client.HTTPSConnection):
    deadline = math.inf

    def connect(self) -> None:
        plain = safe_addresses.connect_to_public_host(self.host, self.port, STEP_TIMEOUT, self.deadline)
        # Set before the handshake, so that the timer can close it during the handshake.
        self.sock = _TLS.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        _check_deadline(self.deadline)
        self.sock.do_handshake()


def _check_deadline(deadline: float) -> None:
    """Raise TimeoutError if the timer ran out before there was a socket to close."""
    if time.monotonic() >= deadline:
        raise TimeoutError("it took too long to connect")


_TLS = ssl.create_default_context()
_KINDS: dict[str, tuple[type[_Connection | _SecureConnection], int]] = {
    "http": (_Connection, 80),
    "https": (_SecureConnection, 443),
}


def split_web_url(address: str) -> SplitResult:
    """Raise LinkUnreachableError for a URL that cannot be visited."""
    try:
        parts = urlsplit(address.strip())
        host, _port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise LinkUnreachableError(f"no address: {error}", was_reached=True) from error
    if parts.scheme not in _KINDS or not host or not address.isprintable():
        raise LinkUnreachableError("no address of the web", was_reached=True)
    if parts.username is not None or parts.password is not None:
        raise LinkUnreachableError("an address with a name and password", was_reached=True)
    return parts


def send_link_request(method: str, address: str, agent: str, most: int = MAX_RESPONSE_BYTES) -> LinkResponse:
    """Read at most `most` bytes of the body; raise LinkUnreachableError."""
    parts = split_web_url(address)
    host = (parts.hostname or "").encode("idna").decode()
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    kind, port = _KINDS[parts.scheme]
    connection = kind(host, parts.port or port, timeout=STEP_TIMEOUT)
    connection.deadline = time.monotonic() + REQUEST_TIMEOUT
    watch = Timer(REQUEST_TIMEOUT, _shut_down_connection, [connection])
    watch.daemon = True
    watch.start()
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request(method, target, headers=headers)
        response = connection.getresponse()
        body = response.read(most) if method != "HEAD" else b""
        return LinkResponse(response.status, _decode_header(response.headers.get("Location", "")), body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_theirs = isinstance(error, (safe_addresses.PrivateAddressError, ssl.SSLError, http.client.HTTPException))
        raise LinkUnreachableError(f"{type(error).__name__}: {error}", was_reached=is_theirs) from error
    finally:
        watch.cancel()
        connection.close()


def _decode_header(header: str) -> str:
    """Return UTF-8 if the header is that; `http.client` decodes it as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _shut_down_connection(connection: http.client.HTTPConnection) -> None:
    """Make a blocked read fail at once."""
    if connection.sock:
        try:
            # Shuts down the plain socket: unwrapping TLS would drop an object that the blocked read still uses.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
        except OSError:
            connection.close()
