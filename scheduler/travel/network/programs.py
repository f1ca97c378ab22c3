"""OSRM's own programs, which turn an extract into a network that can be asked."""

import os
import re
import subprocess
import time
from collections import deque
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from scheduler.domain.errors import TravelError

_PEAK = re.compile(r"RAM: peak bytes used: (\d+)")
_LAST_LINES = 40
_FULL = "no space left on device"
_NO_EXTRACT = ("pbf error", "failed to uncompress", "format not supported", "xml parsing error")


@dataclass(frozen=True, kw_only=True)
class ProgramRun:
    """What one program took: seconds, and its peak memory in bytes (0: not known)."""

    seconds: float
    peak_bytes: int


class Osrm:
    """The programs and profiles that the installed `osrm-bindings` bring along.

    Raises
    ------
    TravelError
        If there are none for this kind of computer.
    """

    def __init__(self) -> None:
        spec = find_spec("osrm")
        if spec is None or not spec.submodule_search_locations:
            raise TravelError(NOT_HERE)
        self._home = Path(spec.submodule_search_locations[0])

    def profile(self, name: str) -> Path:
        """Return the file that says how fast a profile travels on which road."""
        return self._home / "share" / "profiles" / f"{name}.lua"

    def run(self, program: str, *arguments: str | Path, folder: Path) -> ProgramRun:
        """Run one of the programs in a folder.

        Raises
        ------
        TravelError
            In one sentence, why it failed.
        """
        found = next((self._home / "bin").glob(f"{program}*"), None)
        if found is None:
            msg = f"the installed road engine has no program {program}; install osrm-bindings anew"
            raise TravelError(msg)
        started = time.monotonic()
        seen, told, tail = 0, 0, deque[str](maxlen=_LAST_LINES)
        with subprocess.Popen(  # noqa: S603  # a program of an installed package; no shell reads the arguments
            [found, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
        ) as process:
            try:
                for line in process.stdout or ():
                    tail.append(line.strip())
                    seen = max(seen, _high_water(process.pid))
                    if said := _PEAK.search(line):
                        told = int(said[1])
            except BaseException:
                process.kill()  # Ctrl-C: nothing goes on writing behind our back
                raise
        if process.returncode:
            raise TravelError(_reason(program, list(tail), process.returncode))
        return ProgramRun(seconds=time.monotonic() - started, peak_bytes=seen or _its_own(told))


def _its_own(told: int) -> int:
    """Return what a program that ended before we could look says it held; 0 if that may be what we held.

    What the program says of itself counts what we held when it was started, as the kernel does.
    """
    return told if told > _high_water(os.getpid()) else 0


def _high_water(pid: int) -> int:
    """Return the most memory a process has held so far, in bytes; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


NOT_HERE = (
    "there is no road engine for this kind of computer (osrm-bindings has no wheel for it); "
    "ask an OSRM or Valhalla server instead, see scheduler/travel/README.md"
)


def osrm_version() -> str:
    """Return the version of the installed engine; "" if there is none."""
    try:
        return version("osrm-bindings")
    except PackageNotFoundError:
        return ""


def _reason(program: str, tail: list[str], code: int) -> str:
    told = next((line for line in tail if "what()" in line or "[error]" in line), " ".join(tail[-1:]))
    folded = " ".join(tail).casefold()
    if _FULL in folded:
        return "the disk is full: the network could not be written; make room and build again"
    if any(sign in folded for sign in _NO_EXTRACT):
        return f"the extract is cut short, damaged, or no .osm.pbf file ({_plain(told)}); download it again"
    if "no edges" in folded or "there are no snappable edges" in folded or "routable" in folded:
        return "the extract holds no road that this profile may use; take one that covers the town"
    return f"{program} ended with {code}: {_plain(told) or 'it gave no reason'}"


def _plain(told: str) -> str:
    """Return a program's words without its time stamps."""
    return re.sub(r"\[[^\]]*\]\s*", "", told).replace("what():", "").strip()
