"""What processes take: memory every half minute, and seconds of the processor."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

EVERY_S = 30.0
_PROC = Path("/proc")
_TICKS = 100  # a second, on every Linux for user space


def tree(pid: int) -> list[int]:
    """Return a process and all that come from it."""
    parents: dict[int, list[int]] = {}
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile
        parents.setdefault(parent, []).append(int(path.parent.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def cpu_s(pids: Sequence[int]) -> float:
    """Return the processor seconds of processes, and of those of their children that have ended."""
    ticks = 0
    for pid in pids:
        try:
            told = (_PROC / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(value) for value in told[11:15])
    return ticks / _TICKS


def memory_mb(pids: Sequence[int]) -> float:
    """Return the memory of processes, what they share counted once: MB."""
    return sum(_kib(pid) for pid in pids) / 1024


def _kib(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class Watch:
    """Looks at groups of processes while a load runs.

    Parameters
    ----------
    groups : mapping of str to callable
        The ids of each group's present processes.
    """

    def __init__(self, groups: Mapping[str, Callable[[], Sequence[int]]]) -> None:
        self._groups, self._end = groups, Event()
        self._memory: dict[str, list[int]] = {name: [] for name in groups}
        self._cpu: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._cpu = {name: -cpu_s(pids()) for name, pids in self._groups.items()}
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()
        self._cpu = {name: round(self._cpu[name] + cpu_s(pids()), 1) for name, pids in self._groups.items()}

    def told(self) -> dict[str, object]:
        """Return what is printed: MB every half minute, and processor seconds."""
        return {"memory_mb": self._memory, "cpu_s": self._cpu}

    def _look(self) -> None:
        due = time.monotonic()
        while not self._end.wait(max(0.0, due - time.monotonic())):
            for name, pids in self._groups.items():
                self._memory[name].append(round(memory_mb(pids())))
            due += EVERY_S
