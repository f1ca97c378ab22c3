"""The same replications by more and more processes: days a minute, how much faster that is, memory of each worker.

What a worker needs before its first day (imports, compiled code) is told apart: studies play hundreds of replications.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.memory import forget_peak, peak_mb
from scheduler.bootstrap.capacity import Workforce, play_task, program_mark, travel_mark
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.simulation.studies import Hands

WARMS = 20
"""So many rounds at most, until every worker has played something."""
_PID, _CPU_S, _PEAK_MB = "@pid", "@cpu_s", "@peak_mb"


@dataclass(frozen=True, kw_only=True)
class Played:
    """Replications that so many workers have played.

    Attributes
    ----------
    ready_s, took_s : float
        By the clock: until every worker had played its first day, and all replications after that.
    cpu_s : float
        Processor time of all of them together.
    peaks_mb : tuple of float
        Of each worker.
    """

    workers: int
    days: int
    ready_s: float
    took_s: float
    cpu_s: float
    peaks_mb: tuple[float, ...]
    figures: tuple[Figure, ...]

    @property
    def told(self) -> Mapping[str, Any]:
        """What is printed."""
        return {
            "days_per_min": round(60 * self.days / self.took_s, 1), "ready_s": round(self.ready_s, 1),
            "took_s": round(self.took_s, 1), "cpu_s": round(self.cpu_s, 1),
            "peak_mb": [round(one) for one in self.peaks_mb],
        }  # fmt: skip


def scaled(task: Task, counts: Sequence[int], replications: int) -> tuple[Mapping[str, Any], bool]:
    """Play replications by each number of workers; return what that took, and whether all came to the same figures."""
    task = replace(task, travel=travel_mark(task.town, None))
    tasks = [replace(task, replication=k, seed=task.seed + k) for k in range(replications)]
    found = [_played(count, tasks) for count in counts]
    same = all(one.figures == found[0].figures for one in found)
    faster = [round(found[0].took_s / one.took_s, 2) for one in found]
    days = {"days": found[0].days, "replications": replications, "effort": task.effort}
    return {**days, "workers": {one.workers: one.told for one in found}, "faster": faster, "alike": same}, same


def _played(count: int, tasks: Sequence[Task]) -> Played:
    hands = Workforce(workers=count).hands()
    try:
        began = time.monotonic()
        _ready(hands, replace(tasks[0], days=tasks[0].days[:1]))
        ready = time.monotonic()
        futures = [hands.submit(play_measured, task) for task in tasks]
        wait(futures)
        took_s = time.monotonic() - ready
        found = [figure for one in futures for figure in one.result()]
    finally:
        hands.close()
    return Played(
        workers=count,
        days=sum(len(task.days) for task in tasks),
        ready_s=ready - began,
        took_s=took_s,
        cpu_s=sum(one.value for one in found if one.kpi == _CPU_S),
        peaks_mb=tuple(_peaks(found)),
        figures=tuple(one for one in found if not one.kpi.startswith("@")),
    )


def _ready(hands: Hands, task: Task) -> None:
    """Have every worker play a day: they begin one by one, and the first could take all the work meanwhile."""
    seen: set[float] = set()
    for _ in range(WARMS):
        futures = [hands.submit(play_measured, task) for _ in range(hands.width)]
        seen |= {one.value for future in futures for one in future.result() if one.kpi == _PID}
        if len(seen) == hands.width:
            return
    msg = f"{len(seen)} of {hands.width} workers have begun"
    raise RuntimeError(msg)


def _peaks(figures: Sequence[Figure]) -> Iterator[float]:
    pids, peaks = ([one.value for one in figures if one.kpi == kpi] for kpi in (_PID, _PEAK_MB))
    for pid in dict.fromkeys(pids):
        yield max(peak for own, peak in zip(pids, peaks, strict=True) if own == pid)


# In the worker's own process


def play_measured(task: Task) -> Sequence[Figure]:
    """Play a replication as studies do, and say with its figures what that took; found by its name there."""
    forget_peak()
    began = time.process_time()
    figures = play_task(task, program=program_mark())
    took = {_PID: float(os.getpid()), _CPU_S: time.process_time() - began, _PEAK_MB: peak_mb()}
    return [*figures, *(_figure(task, kpi, value) for kpi, value in took.items())]


def _figure(task: Task, kpi: str, value: float) -> Figure:
    return Figure(
        scenario=task.scenario, replication=task.replication, day=task.days[0], kpi=kpi, district="", service="",
        value=value,
    )  # fmt: skip
