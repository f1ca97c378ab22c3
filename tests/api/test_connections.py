"""Who opens connections and does not say what they want: real sockets to a real server with little patience."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.api.serving import Served, served

HALVES = {
    "nothing": b"",
    "half a header": b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100\r\n\r\n{",
    "a second request's half": b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nX-Slow: ",
    "a body that nobody reads": b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
}


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that waits a moment."""
    with served(tmp_path_factory.mktemp("hasty"), DOJAZD_HEAD_SECONDS="0.3", DOJAZD_BODY_SECONDS="0.3") as running:
        yield running


def _connected(service: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=20)


def _to_the_end(connection: socket.socket) -> bytes:
    """Return what comes until the server closes."""
    come = b""
    while more := connection.recv(65_536):
        come += more
    return come


def _one_answer(connection: socket.socket) -> bytes:
    come = b""
    while not come.endswith(b"}"):
        come += connection.recv(65_536)
    return come


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_a_request_is_cut_off(hasty: Served, half: bytes) -> None:
    """A few hundred such connections from one telephone would keep the whole office out."""
    with _connected(hasty) as connection:
        connection.sendall(half)
        answer = _to_the_end(connection)

    told = {HALVES[one] for one in ("half a header", "half a body", "a second request's half")}
    assert (b" 408 " in answer) == (half in told)
    assert httpx.get(f"http://127.0.0.1:{hasty.port}/health").status_code == 200


@pytest.mark.parametrize("begin", ["half a header", "half a body"])
def test_a_byte_now_and_then_does_not_put_it_off(hasty: Served, begin: str) -> None:
    """The deadline would be one for the laziest of attackers alone."""
    with _connected(hasty) as connection:
        connection.sendall(HALVES[begin])
        connection.settimeout(0.05)
        for _ in range(400):
            try:
                connection.sendall(b"x")
                if not connection.recv(65_536):
                    return
            except TimeoutError:
                continue
            except (BrokenPipeError, ConnectionResetError):
                return
    pytest.fail("it was still listened to after twenty seconds")


def test_whole_requests_go_on(hasty: Served) -> None:
    """A browser that keeps its connection for the next click would be cut off by the deadline of the first one."""
    whole = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with _connected(hasty) as connection, _connected(hasty) as silent:
        for _ in range(3):
            connection.sendall(whole)
            assert b" 200 " in _one_answer(connection)
        assert silent.recv(1) == b""  # so long the deadline is
        connection.sendall(whole)
        assert b" 200 " in _one_answer(connection)


def test_there_are_not_more_connections_than_are_let(tmp_path: Path) -> None:
    """Silent connections without number would take all of the server's files, and nobody could sign in."""
    settings = {"DOJAZD_HEAD_SECONDS": "600", "DOJAZD_MOST_CONNECTIONS": "4"}
    with served(tmp_path, **settings) as service, ExitStack() as open_ones:
        told = f"http://127.0.0.1:{service.port}/health"
        assert httpx.get(told).status_code == 200
        silent = [open_ones.enter_context(_connected(service)) for _ in range(4)]
        assert httpx.get(told).status_code == 503
        silent += [open_ones.enter_context(_connected(service)) for _ in range(8)]
        with _connected(service) as one_too_many, suppress(ConnectionResetError):
            assert one_too_many.recv(1) == b""
        for one in silent:
            one.close()
        for _ in range(100):
            if httpx.get(told).status_code == 200:
                return
    pytest.fail("it did not let anybody in again")
