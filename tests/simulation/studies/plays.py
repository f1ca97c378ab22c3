"""Replications that are played in no time; found by their names in other processes."""

import os
import random
import signal
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from fixtures.builder import TownBuilder
from scheduler.domain.capacity.demand import Demand
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.town import Town

MONDAY = date(2026, 11, 23)


def a_town() -> Town:
    """Return a small town."""
    return TownBuilder().add_place("baza").add_bus().add_staff().add_shift("07:00-15:00").build()


def a_task(number: int = 0, scenario: str = "base", *, notes: Path | str = "", town: Town | None = None) -> Task:
    """Return a replication of two days; `notes` is the folder where whoever plays it leaves a note."""
    days = (MONDAY, MONDAY + timedelta(days=1))
    return Task(
        scenario=scenario,
        replication=number,
        seed=1000 + number,
        town=town or a_town(),
        demand=Demand(services={}),
        days=days,
        effort=1,
        travel=str(notes),
    )


def tasks(count: int, notes: Path | str = "") -> list[Task]:
    """Return that many replications of two scenarios."""
    town = a_town()
    return [a_task(number, scenario, notes=notes, town=town) for number in range(count) for scenario in ("base", "two")]


def count(task: Task) -> list[Figure]:
    """Say as many calls came as the seed says."""
    chance = random.Random(f"{task.seed} {task.scenario}")
    return [
        Figure(
            scenario=task.scenario, replication=task.replication, day=day, kpi="calls", value=chance.gammavariate(9, 8)
        )
        for day in task.days
    ]


def count_and_note(task: Task) -> list[Figure]:
    """Count, and leave a note of having done so."""
    _note(task, "played")
    return count(task)


def count_slowly(task: Task) -> list[Figure]:
    """Take a while over it, and leave a note with the process that began."""
    _note(task, "begun")
    time.sleep(0.05)
    return count(task)


def sleep(task: Task) -> list[Figure]:
    """Take longer than anybody waits."""
    _note(task, "begun")
    time.sleep(60)
    return count(task)


def die_once(task: Task) -> list[Figure]:
    """Have the process killed at the third replication, unless that has happened already."""
    first_time = task.replication == 2 and not any(Path(task.travel).glob("2-base-died-*"))
    if task.scenario == "base" and first_time:
        _note(task, "died")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return count(task)


def die(task: Task) -> list[Figure]:
    """Have the process killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    return count(task)


def fail(task: Task) -> list[Figure]:
    """Divide by zero in the second replication."""
    return [*count(task), *[figure for figure in count(task) if 1 / (1 - task.replication)]]


def refuse(task: Task) -> list[Figure]:
    """Find fault with the town."""
    raise InputError(
        [InputProblem(file="places.csv", row=3, value=task.scenario, wrong="is in the sea", right="move it")]
    )


def _note(task: Task, word: str) -> None:
    (Path(task.travel) / f"{task.replication}-{task.scenario}-{word}-{os.getpid()}").touch()


def processes_of(folder: Path, word: str) -> list[int]:
    """Return the processes that left notes."""
    return [int(note.name.rpartition("-")[2]) for note in folder.glob(f"*-{word}-*")]


def all_of(figures: Sequence[Figure]) -> list[tuple[str, int, date, float]]:
    """Return what figures say, in their order."""
    return [(each.scenario, each.replication, each.day, each.value) for each in figures]
