"""A Dask cluster plays what this computer would play, also when one of its workers is killed."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.errors import StudyError
from scheduler.simulation.studies import InThisProcess, KeptInMemory, Stage, Watch
from scheduler.simulation.studies.cluster import Cluster
from tests.simulation.studies import plays


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


def test_an_address_without_a_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The manager would look at a bar that never moves."""
    monkeypatch.setattr("scheduler.simulation.studies.cluster.PATIENCE_S", 0.5)
    with pytest.raises(StudyError, match="does not answer"):
        Cluster("tcp://127.0.0.1:1")
