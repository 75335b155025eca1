"""A load generator: keep-alive connections, each of which sends its next request when it has the last answer.

One thread with raw sockets: it answers to some 20,000 responses a second, so that even bare answers are not limited by
it.
"""

import re
import selectors
import socket
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PIECE = 1 << 18
# Nobody waits longer for an answer; a page that takes longer counts as failed.
PATIENCE = 90


class LoadError(Exception):
    """The server did not answer as expected."""


@dataclass
class Answer:
    """The last answer that was received whole."""

    status: int = 0
    headers: dict = field(default_factory=dict)
    size: int = 0
    seconds: float = 0


@dataclass
class LoadResult:
    """What a run took; times in milliseconds."""

    times: list
    seconds: float

    def summarize(self):
        """Return median, 99th percentile, requests a second and number of requests."""
        quantiles = statistics.quantiles(self.times, n=100) if len(self.times) > 1 else self.times * 99
        return {
            "median": round(statistics.median(self.times), 3),
            "p99": round(quantiles[98], 3),
            "rps": round(len(self.times) / self.seconds, 1),
            "requests": len(self.times),
        }


def build_request(path, headers=None):
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: identity"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode()


def fetch(port, request):
    """Return one `Answer`, received by a connection of its own."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.settimeout(PATIENCE)
        connection.sendall(request)
        received = bytearray()
        while (end := _find_end(received)) is None:
            piece = connection.recv(PIECE)
            if not piece:
                raise LoadError("the connection was closed")
            received += piece
    answer = _parse_answer(received, end)
    answer.seconds = time.monotonic() - started
    return answer


def run_load(port, request, *, clients, seconds, most, least=0, status=200):
    """Return the `LoadResult` of clients that send a request again and again.

    Ends after so many seconds, if there are at least so many answers, or after the most requests; but not before each
    client has one answer. Raises LoadError.
    """
    times = []
    with selectors.DefaultSelector() as selector, ExitStack() as stack:
        connections = [stack.enter_context(_LoadConnection(port, request, status)) for _client in range(clients)]
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        started = time.perf_counter()
        for connection in connections:
            connection.send()
        while selector.get_map():
            events = selector.select(PATIENCE)
            if not events:
                raise LoadError(f"no answer within {PATIENCE} s")
            for key, _mask in events:
                taken = key.data.receive()
                if taken is None:
                    continue
                times.append(taken)
                is_over = time.perf_counter() - started > seconds and len(times) >= least
                if is_over or len(times) + len(selector.get_map()) > most:
                    selector.unregister(key.fileobj)
                else:
                    key.data.send()
        return LoadResult(times, time.perf_counter() - started)


class _LoadConnection:
    """A connection that sends one request after another."""

    def __init__(self, port, request, status):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = request
        self._expected = f" {status} ".encode()
        self._received = bytearray()
        self._sent_at = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.socket.close()

    def send(self):
        self._received.clear()
        self._sent_at = time.perf_counter()
        self.socket.sendall(self._request)

    def receive(self):
        """Return how many milliseconds the answer took once it is whole, else None."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise LoadError("the connection was closed")
        self._received += piece
        if _find_end(self._received) is None:
            return None
        taken = (time.perf_counter() - self._sent_at) * 1000
        if self._received[8:13] != self._expected:
            raise LoadError(f"answered {self._received[:12].decode('latin-1')}")
        return taken


def _find_end(received):
    """Return where the body begins if an answer is whole, else None."""
    body = received.find(b"\r\n\r\n")
    if body < 0:
        return None
    body += 4
    if length := LENGTH.search(received, 0, body):
        return body if len(received) >= body + int(length[1]) else None
    if received[9:12] == b"304":
        return body
    return body if received.endswith(b"0\r\n\r\n") else None


def _parse_answer(received, body):
    first, *lines = received[: body - 4].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, len(received) - body)
