"""The load generator of the benchmarks reads complete responses that arrive in pieces."""

import socket
from threading import Thread

import pytest

from benchmarks.load import LoadError, build_request, fetch, run_load


@pytest.fixture
def serve():
    """Return a function that serves one connection with a response in pieces and returns the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def start(*pieces):
        Thread(target=answer, args=(listening, pieces), daemon=True).start()
        return listening.getsockname()[1]

    yield start
    listening.close()


def answer(listening, pieces):
    connection, _address = listening.accept()
    with connection:
        while connection.recv(65536):
            for piece in pieces:
                connection.sendall(piece)


def test_load_generator_reads_content_length_response(serve):
    port = serve(b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 5\r\nETag: x\r\n\r\nhe", b"llo")
    found = fetch(port, build_request("/"))
    assert (found.status, found.size, found.headers["etag"]) == (200, 5, "x")


def test_load_generator_reads_chunked_response(serve):
    port = serve(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\nhi\r\n", b"0\r\n\r\n")
    assert fetch(port, build_request("/")).status == 200


def test_load_generator_stops_after_maximum_requests(serve):
    port = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    result = run_load(port, build_request("/"), clients=1, seconds=60, most=5)
    assert result.summarize()["requests"] == 5


def test_load_generator_rejects_unexpected_status(serve):
    port = serve(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(LoadError, match="500"):
        run_load(port, build_request("/"), clients=1, seconds=1, most=5)


def test_load_generator_accepts_304_without_body(serve):
    port = serve(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n")
    assert run_load(port, build_request("/"), clients=1, seconds=1, most=1, status=304).times
