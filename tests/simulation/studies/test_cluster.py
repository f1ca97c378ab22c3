"""A Dask cluster plays what this computer would play, also when one of its workers is killed."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.bootstrap.capacity import Workforce, play_task, stage_of, travel_mark
from scheduler.domain.capacity.figures import Figure
from scheduler.domain.capacity.tasks import Task
from scheduler.domain.errors import StudyError
from scheduler.formats.capacity.demand_reader import parse_demand
from scheduler.formats.capacity.study_reader import parse_study
from scheduler.services.solving import get_ready
from scheduler.simulation.scenarios import expand
from scheduler.simulation.studies import InThisProcess, KeptInMemory, Stage, Watch
from scheduler.simulation.studies.asking import Setting, Tasks
from scheduler.simulation.studies.cluster import Cluster
from tests.simulation.studies import plays
from tests.simulation.studies.small import DEMAND, STUDY, small_town


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes behind a scheduler, on loopback alone, without its web page."""
    import distributed

    local_cluster: Any = distributed.LocalCluster
    cluster = local_cluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=logging.CRITICAL,
    )
    with cluster:
        yield cluster.scheduler_address


def test_a_cluster_tells_the_same_with_a_worker_killed(address: str, tmp_path: Path) -> None:
    """A manager's answer would depend on who computed it, or be short of what the dead computer had."""
    tasks = plays.tasks(6, tmp_path)
    hands = Cluster(address)
    assert hands.width == 2
    try:
        stage = Stage(play=plays.die_once, hands=hands, kept=KeptInMemory(), watch=Watch(clock=time.monotonic))
        figures = stage.figures(tasks)
    finally:
        hands.close()
    assert len(plays.processes_of(tmp_path, "died")) == 1
    here = Stage(play=plays.count, hands=InThisProcess(), kept=KeptInMemory(), watch=Watch(clock=time.monotonic))
    assert figures == here.figures(tasks)


def real_tasks() -> list[Task]:
    """Return one replication of both scenarios of a small town."""
    town, study = small_town(), parse_study(STUDY)
    setting = Setting(town=town, demand=parse_demand(DEMAND, "demand.toml"), effort=1, travel=travel_mark(town, None))
    tasks = Tasks(study, expand(study), setting)
    return tasks(0)


def played(force: Workforce, tasks: list[Task]) -> tuple[Figure, ...]:
    hands = force.hands()
    try:
        return stage_of(hands, KeptInMemory(), Watch(clock=time.monotonic)).figures(tasks)
    finally:
        hands.close()


def test_real_days_are_the_same_in_one_process_and_on_two_workers(address: str) -> None:
    """The report would say something else when it is made again on the new server."""
    get_ready(lambda _: None, lang="en")
    tasks = real_tasks()
    here = played(Workforce(workers=0), tasks)
    assert sum(figure.value for figure in here if figure.kpi == "served") > 0
    assert played(Workforce(cluster=address), tasks) == here


def test_a_worker_with_another_program_plays_nothing() -> None:
    """Half of the replications would be those of last month's version."""
    with pytest.raises(StudyError, match="another program"):
        play_task(real_tasks()[0], program="0.0 abc")


def test_an_address_without_a_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The manager would look at a bar that never moves."""
    monkeypatch.setattr("scheduler.simulation.studies.cluster.PATIENCE_S", 0.5)
    with pytest.raises(StudyError, match="does not answer"):
        Cluster("tcp://127.0.0.1:1")
