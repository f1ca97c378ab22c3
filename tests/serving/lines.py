"""Bare connections to a running service, byte by byte, from several addresses of this computer, plain or encrypted."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.serving.serving import Served, certificate, served

WAIT_S = 20.0
WHOLE = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
LONG = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
"""A request for a long answer."""
BODY = b'{"sign_in": 7}'
HALF = (
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
)
"""A request whose `BODY` is missing; as soon as the application waits for it, it says so."""


@dataclass
class Answer:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return its body."""
        return json.loads(self.body)


class Line:
    """One connection."""

    def __init__(self, raw: socket.socket) -> None:
        self.raw, self._come = raw, b""

    def send(self, *pieces: bytes) -> Self:
        """Send bytes as they are, each piece on its own."""
        for piece in pieces:
            self.raw.sendall(piece)
        return self

    def begun(self) -> Self:
        """Begin a request, and come back as soon as the application waits for its body."""
        self.send(HALF)
        assert self.answer().status == 100
        return self

    def ask(self, request: bytes = WHOLE) -> Answer:
        """Send a request, and return the answer to it."""
        return self.send(request).answer()

    def answer(self) -> Answer:
        """Return the next whole answer.

        Raises
        ------
        EOFError
            If the server closes before it is whole.
        """
        head = self._until(b"\r\n\r\n").decode("ascii").split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in head[1:] if one)}
        return Answer(int(head[0].split()[1]), headers, self._next(int(headers.get("content-length", 0))))

    def begins(self) -> bool:
        """Wait for the first of an answer, or the end."""
        return self._more(1)

    def event(self) -> bytes:
        """Return the next event of a stream."""
        return self._until(b"\n\n\r\n")

    def is_open(self) -> bool:
        """Whether the server has not closed it, after all that it has said."""
        self.raw.settimeout(0.05)
        try:
            while self._more():
                pass
        except TimeoutError:
            return True
        else:
            return False
        finally:
            self.raw.settimeout(WAIT_S)

    def rest(self) -> bytes:
        """Return what comes until the server closes."""
        while self._more():
            pass
        come, self._come = self._come, b""
        return come

    def _until(self, end: bytes) -> bytes:
        while end not in self._come:
            self._come_or_fail()
        return self._next(self._come.index(end) + len(end))

    def _next(self, count: int) -> bytes:
        while len(self._come) < count:
            self._come_or_fail()
        found, self._come = self._come[:count], self._come[count:]
        return found

    def _come_or_fail(self) -> None:
        if not self._more():
            raise EOFError(self._come)

    def _more(self, at_most: int = 65_536) -> bool:
        try:
            come = self.raw.recv(at_most)
        except ConnectionResetError:
            return False
        self._come += come
        return bool(come)


@dataclass
class Lines:
    """All connections of a test to one service; they are closed with it, and the server has noticed.

    Parameters
    ----------
    trusted : SSLContext or None
        How to encrypt; none: not at all.
    token : str
        What a machine says that may read the town.
    """

    service: Served
    trusted: ssl.SSLContext | None = None
    token: str = ""
    _before: int = 0
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        """Look how many connections there are before."""
        self._before = self._sockets()
        return self

    def __exit__(self, *_: object) -> None:
        """Close, and wait until the server knows it."""
        self._open.close()
        self.wait_until_let_go()

    def wait_until_let_go(self, *, but: int = 0) -> None:
        """Wait until the server has none of these connections any more, or only so many.

        Raises
        ------
        AssertionError
            If it keeps some.
        """
        for _ in range(400):
            if self._sockets() <= self._before + but:
                return
            time.sleep(0.05)
        raise AssertionError(f"{self._sockets() - self._before} connections are not let go")

    def bare(self, source: int = 1) -> Line:
        """Connect from 127.0.0.`source`; if the service encrypts, that has not begun."""
        address = ("127.0.0.1", self.service.port)
        raw = socket.create_connection(address, timeout=WAIT_S, source_address=(f"127.0.0.{source}", 0))
        return Line(self._open.enter_context(raw))

    def open(self, source: int = 1) -> Line:
        """Connect from 127.0.0.`source`."""
        return self.encrypted(self.bare(source))

    def busy(self, source: int = 1, *headers: str) -> Line:
        """Listen to the town's changes from 127.0.0.`source`, and come back in the middle of this long answer."""
        head = ("GET /api/v1/changes HTTP/1.1", "Host: x", f"Authorization: Bearer {self.token}", *headers, "", "")
        line = self.open(source).send("\r\n".join(head).encode())
        assert line.answer().status == 200
        assert b"retry:" in line.event()
        return line

    def encrypted(self, line: Line) -> Line:
        """Agree on encryption, if the service wants it."""
        if self.trusted is not None:
            line.raw = self._open.enter_context(self.trusted.wrap_socket(line.raw, server_hostname="127.0.0.1"))
        return line

    def _sockets(self) -> int:
        """Return how many the server has open; none once it has ended."""
        held = Path(f"/proc/{self.service.process.pid}/fd")
        return 0 if self.service.process.poll() is not None else sum(_is_socket(one) for one in held.iterdir())


KINDS = ("plain", "encrypted")


@contextmanager
def served_lines(kind: str, folder: Path, *listening: str, **settings: str) -> Iterator[Lines]:
    """Start a service of one of the `KINDS`; it listens on 127.0.0.1, unless its options say otherwise."""
    tls = certificate(folder) if kind == "encrypted" else None
    options = ("--tls-cert", str(tls.cert), "--tls-key", str(tls.key)) if tls else ()
    with served(folder, *listening, *options, **settings) as service:
        yield Lines(service, tls.trusted() if tls else None)


def _is_socket(file: Path) -> bool:
    try:
        return str(file.readlink()).startswith("socket:")
    except FileNotFoundError:
        return False
