"""The two servers of a soak: begun, killed, measured."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.week.clock import WeekClock
from benchmarks.week.server import CLOCK
from tests.serving.serving import ROOT

STARTS_IN_S = 120


def free_port() -> int:
    """Return a port of this computer that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass
class Server:
    """One of the servers, with the worker processes beside it.

    Attributes
    ----------
    started_s : list of float
        How long it took each time until it answered, in seconds.
    """

    name: str
    port: int
    folder: Path
    environment: dict[str, str]
    clock: WeekClock
    started_s: list[float] = field(default_factory=list)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it writes, of all its lives."""
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        """Begin it, and wait until it answers."""
        began = time.monotonic()
        told = {**os.environ, **self.environment, CLOCK: str(self.folder / f"{self.name}.clock")}
        command = [sys.executable, "-m", "benchmarks.week.server", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own
                command, cwd=ROOT, env=told, stdout=log, stderr=log, start_new_session=True
            )
        while time.monotonic() - began < STARTS_IN_S:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                self.started_s.append(time.monotonic() - began)
                return
            if self._process.poll() is not None:
                raise AssertionError(f"{self.name} has ended: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)
        raise AssertionError(f"{self.name} does not answer")

    def kill(self) -> None:
        """Kill it and all that belongs to it, at once, as when the machine loses power."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def memory_mb(self) -> tuple[float, float]:
        """Return the proportional memory of its own process, and of those beside it."""
        if self._process is None:
            return 0.0, 0.0
        own = self._process.pid
        return _pss_mb(own), sum(_pss_mb(pid) for pid in _below(own))


def _below(pid: int) -> list[int]:
    """Return all processes that a process has begun, and those that these have begun."""
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *_below(int(child))]
    return found


def _pss_mb(pid: int) -> float:
    with suppress(OSError):
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        if found := re.search(r"^Pss:\s+(\d+) kB$", told, re.MULTILINE):
            return int(found[1]) / 1024
    return 0.0
