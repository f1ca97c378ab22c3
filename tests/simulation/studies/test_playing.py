"""Replications are played once each, whoever plays them, and none is lost."""

import itertools
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import InputError, StudyError, StudyStoppedError
from scheduler.domain.ids import ServiceId
from scheduler.simulation.studies import Hands, InThisProcess, KeptInMemory, Progress, Stage, Watch, play_in_rounds
from scheduler.simulation.studies.processes import Processes
from tests.simulation.studies import plays

PATIENCE_S = 20


def stage(
    play: Callable[[Task], Sequence[Figure]],
    hands: Hands,
    *,
    kept: KeptInMemory | None = None,
    watch: Watch | None = None,
    program: str = "",
) -> Stage:
    watch = watch or Watch(clock=time.monotonic)
    return Stage(play=play, hands=hands, kept=kept or KeptInMemory(), watch=watch, program=program)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_two_processes_and_one_tell_the_same(tmp_path: Path) -> None:
    """A manager's answer would depend on how many cores the computer has."""
    tasks = plays.tasks(6, tmp_path)
    hands = Processes(2)
    try:
        by_two = stage(plays.count_slowly, hands).figures(tasks)
    finally:
        hands.close()
    assert len(set(plays.processes_of(tmp_path, "begun"))) == 2
    assert by_two == stage(plays.count, InThisProcess()).figures(tasks)
    assert [figure.replication for figure in by_two[::4]] == list(range(6))


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """The system kills a process for want of memory, and a night's study would be gone, or two numbers short."""
    tasks, kept = plays.tasks(6, tmp_path), KeptInMemory()
    hands = Processes(2)
    try:
        figures = stage(plays.die_once, hands, kept=kept).figures(tasks)
    finally:
        hands.close()
    assert len(plays.processes_of(tmp_path, "died")) == 1
    assert figures == stage(plays.count, InThisProcess()).figures(tasks)


def test_workers_that_always_die_end_the_study(tmp_path: Path) -> None:
    """A replication too large for the computer would be begun again for ever."""
    hands = Processes(1)
    try:
        with pytest.raises(StudyError, match="died 3 times"):
            stage(plays.die, hands).figures(plays.tasks(1, tmp_path))
    finally:
        hands.close()


def test_stopping_is_answered_and_the_workers_are_gone(tmp_path: Path) -> None:
    """A manager who has seen the typing error would wait for the whole study, or leave processes behind."""
    hands = Processes(2)
    watch = Watch(clock=time.monotonic, stopped=lambda: len(plays.processes_of(tmp_path, "begun")) == 2)
    with pytest.raises(StudyStoppedError):
        stage(plays.sleep, hands, watch=watch).figures(plays.tasks(3, tmp_path))
    workers = plays.processes_of(tmp_path, "begun")
    assert len(workers) == 2
    assert not any(alive(worker) for worker in workers)


def test_a_failure_is_told_and_not_a_number() -> None:
    """A replication that fails would be missing from the mean, and nobody would know."""
    with pytest.raises(ZeroDivisionError):
        stage(plays.fail, InThisProcess()).figures(plays.tasks(2))


def test_what_a_worker_finds_wrong_is_told_as_it_was() -> None:
    """A place that no road leads to would be told as two hundred lines of one letter each."""
    hands = Processes(1)
    try:
        with pytest.raises(InputError) as told:
            stage(plays.refuse, hands).figures(plays.tasks(1))
    finally:
        hands.close()
    assert [str(problem) for problem in told.value.problems] == ["places.csv, row 3: 'base' is in the sea; move it"]


def test_what_is_finished_is_not_played_again(tmp_path: Path) -> None:
    """After a power cut at five in the morning the night would begin anew."""
    kept, tasks = KeptInMemory(), plays.tasks(3, tmp_path)
    first = stage(plays.count_and_note, InThisProcess(), kept=kept).figures(tasks[:4])
    seen: list[Progress] = []
    watch = Watch(clock=time.monotonic, on_progress=seen.append)
    again = stage(plays.count, InThisProcess(), kept=kept, watch=watch).figures(tasks)
    assert again[: len(first)] == first
    assert (seen[-1].done, seen[-1].total, seen[-1].resumed) == (6, 6, 4)


def test_a_changed_scenario_or_program_is_played_anew(tmp_path: Path) -> None:
    """The report would show yesterday's numbers for today's question."""
    kept, task = KeptInMemory(), plays.a_task(notes=tmp_path)

    def played(task: Task, program: str = "") -> int:
        before = len(list(tmp_path.iterdir()))
        stage(plays.count_and_note, InThisProcess(), kept=kept, program=program).figures([task])
        found = list(tmp_path.iterdir())
        for note in found:
            note.unlink()
        return len(found) - before

    assert [played(task), played(task)] == [1, 0]
    assert played(replace(task, town=replace(task.town, note="another"))) == 1
    assert played(replace(task, demand=task.demand.grown(services={ServiceId("bus"): 1.2}))) == 1
    assert played(replace(task, effort=2)) == 1
    assert played(task, "another program") == 1
    assert played(replace(task, town=plays.a_town())) == 0


def test_rounds_go_on_until_it_is_enough() -> None:
    """A study would stop with figures that are not sure, or never."""
    asked: list[int] = []

    def more(figures: Sequence[Figure]) -> int:
        asked.append(len({figure.replication for figure in figures}))
        return 3 if asked[-1] < 8 and len(asked) < 5 else 0

    def tasks_of(number: int) -> list[Task]:
        return plays.tasks(number + 1)[-2:]

    figures = play_in_rounds(stage(plays.count, InThisProcess()), tasks_of, 4, more)
    assert asked == [4, 7, 10]
    assert figures == stage(plays.count, InThisProcess()).figures(plays.tasks(10))


def test_the_expected_end_comes_from_what_was_played() -> None:
    """Found replications take no time; counted in, a resumed night would be announced as ten minutes."""
    ticks = itertools.count(step=10)
    kept, seen, tasks = KeptInMemory(), list[Progress](), plays.tasks(2)
    stage(plays.count, InThisProcess(), kept=kept).figures(tasks[:2])
    watch = Watch(clock=lambda: float(next(ticks)), on_progress=seen.append)
    stage(plays.count, InThisProcess(), kept=kept, watch=watch).figures(tasks)
    assert [(each.done, each.left_s) for each in seen] == [(0, None), (1, None), (2, None), (3, 40.0), (4, 0.0)]
