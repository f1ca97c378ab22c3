"""Who opens connections and does not say what they want: real sockets to a real server with little patience."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.serving.lines import KINDS, LONG, WHOLE, Lines, served_lines
from tests.serving.serving import ROOT

HALVES = {
    "nothing": b"",
    "half a header": b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 100\r\n\r\n{",
    "a second request's half": b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nX-Slow: ",
    "a body that nobody reads": b"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
}
HASTE = {"DOJAZD_HEAD_SECONDS": "0.5", "DOJAZD_BODY_SECONDS": "2"}
HELLO = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"


@pytest.fixture(scope="module", params=KINDS)
def hasty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lines]:
    """A service that waits a moment."""
    with served_lines(request.param, tmp_path_factory.mktemp("hasty"), **HASTE) as running:
        yield running


@pytest.fixture
def lines(hasty: Lines) -> Iterator[Lines]:
    """Connections to it."""
    with Lines(hasty.service, hasty.trusted) as opened:
        yield opened


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_a_request_is_cut_off(lines: Lines, half: bytes) -> None:
    """A few hundred such connections from one telephone would keep the whole office out."""
    answer = lines.open().send(half).rest()

    told = {HALVES[one] for one in ("half a header", "half a body", "a second request's half")}
    assert (b" 408 " in answer) == (half in told)
    assert lines.open().ask().status == 200


@pytest.mark.parametrize("begin", ["half a header", "half a body"])
def test_a_byte_now_and_then_does_not_put_it_off(lines: Lines, begin: str) -> None:
    """The deadline would be one for the laziest of attackers alone."""
    line = lines.open().send(HALVES[begin])
    for _ in range(400):
        try:
            if not line.send(b"x").is_open():
                return
        except (BrokenPipeError, ConnectionResetError):
            return
    pytest.fail("it was still listened to after twenty seconds")


def test_whole_requests_go_on(lines: Lines) -> None:
    """A browser that keeps its connection for the next click would be cut off by the deadline of the first one."""
    line, silent = lines.open(), lines.open()
    for _ in range(3):
        assert line.ask().status == 200
    assert silent.rest() == b""  # so long the deadline is
    assert line.ask().status == 200


@pytest.mark.parametrize("begun", [b"", HELLO], ids=["silent", "half a hello"])
def test_half_a_handshake_is_cut_off(lines: Lines, begun: bytes) -> None:
    """Whoever never ends the agreement on encryption would hold the server's files for a minute each."""
    assert b" 200 " not in lines.bare().send(begun).rest()
    assert lines.open().ask().status == 200


def test_who_does_not_read_an_answer_is_let_go(lines: Lines) -> None:
    """Somebody who asks for long answers and reads none would hold a place for ever, as it is in use."""
    line = lines.bare()
    line.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lines.encrypted(line).send(LONG * 40)
    lines.wait_until_let_go()


def test_who_reads_slowly_reads_to_the_end(lines: Lines) -> None:
    """A phone at the edge of the network would never have the day's itinerary."""
    line = lines.bare()
    line.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    lines.encrypted(line).send(LONG * 40)
    for _ in range(40):
        time.sleep(0.1)  # in all more than the time for 64 KiB, and much more is read in it
        assert line.answer().json()["openapi"] == "3.1.0"


def test_what_comes_with_the_end_of_the_handshake_is_heard(lines: Lines) -> None:
    """A browser's first request would now and then be lost, and the page not load."""
    for _ in range(5):
        line = lines.bare()
        line.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)  # what is sent waits
        lines.encrypted(line).send(WHOLE)
        line.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
        assert line.answer().status == 200


def test_too_few_files_for_the_connections_are_said_at_the_start() -> None:
    """The server would start, and let nobody in on the first busy morning."""
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024));"
        "from scheduler.cli import main; sys.argv[1:] = ['serve', '--port', '0']; main()"
    )
    ended = subprocess.run(  # ours
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )

    assert ended.returncode == 2
    assert "DOJAZD_MOST_CONNECTIONS=1000: takes 1325 open files" in ended.stderr
