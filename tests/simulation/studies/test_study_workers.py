"""What looks beside a server whether a study is wanted: no process until then, and none afterwards."""

from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from scheduler.bootstrap import workers
from scheduler.bootstrap.study_runner import workforce
from scheduler.bootstrap.study_workers import StudiesWanted, study_workers
from scheduler.bootstrap.workers import Job, Workers
from scheduler.domain.errors import StoreError
from scheduler.services.capacity.runs import take_up_run
from scheduler.services.long_work import LEASE
from scheduler.settings import Settings
from scheduler.store.memory import MemoryStore
from tests.simulation.studies.an_office import MARIA, TOWN, StudyOffice, study_office

PATIENCE_S = 20


@pytest.fixture
def office(tmp_path: Path) -> StudyOffice:
    return study_office(MemoryStore(), tmp_path)


def test_it_is_wanted_while_a_run_waits_or_its_owner_is_dead(office: StudyOffice) -> None:
    """A study would wait for ever, or every server of the town start a process for one that another plays."""
    wanted = StudiesWanted(office.store, office.clock)
    assert not wanted()
    run = office.ask()
    assert wanted()
    take_up_run(office.store, TOWN, "somebody", office.clock.now())
    assert not wanted()
    office.clock.at += LEASE + timedelta(seconds=1)
    assert wanted()
    office.desk.cancel(TOWN, run.id, MARIA)
    office.runner().work()
    assert not wanted()
    office.ask()
    assert wanted()


def test_a_town_in_which_nothing_happens_is_not_read_twice_a_second(
    office: StudyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two servers would read all runs of the last year, all night."""
    wanted = StudiesWanted(office.store, office.clock)
    assert not wanted()

    def reading(*_: Any) -> Any:
        raise AssertionError("it was read again")

    monkeypatch.setattr(office.store, "reading", reading)
    assert not wanted()


def test_a_database_that_is_away_is_asked_again(office: StudyOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart of the database nobody would play studies any more."""
    office.ask()
    wanted = StudiesWanted(office.store, office.clock)
    with monkeypatch.context() as away:

        def towns() -> Any:
            raise StoreError("the database does not answer")

        away.setattr(office.store, "towns", towns)
        assert not wanted()
    assert wanted()


def test_a_process_comes_with_the_work_and_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every server would hold 300 MB for a study that is asked once a year."""
    monkeypatch.setattr(workers, "IDLE_S", 0.001)
    begun, asked, played, again = [], Event(), Event(), Event()

    def executor(_: object) -> Executor:
        begun.append(ThreadPoolExecutor(1, initializer=lambda: processes.append(1)))
        return begun[-1]

    def once(_: Settings, __: str) -> bool:
        asked.clear()
        (again if played.is_set() else played).set()
        return True

    def wanted() -> bool:
        if not looked:
            looked.append(1)
            raise RuntimeError("a town's data are not what they were")
        return asked.is_set()

    processes: list[int] = []
    looked: list[int] = []
    beside = Workers(Settings(), executor, job=Job(once=once, wanted=wanted, lasts=False))
    beside.start()
    try:
        assert not played.wait(0.05)
        assert processes == []
        asked.set()
        assert played.wait(PATIENCE_S)
        asked.set()
        assert again.wait(PATIENCE_S)
    finally:
        beside.stop()
    assert len(processes) == 2


def test_settings_say_how_many_processes(office: StudyOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is short of memory would play studies although it is told not to, or use no core at all."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert study_workers(Settings(study_processes=0), office.store) is None
    assert (workforce(Settings()).workers, workforce(Settings(study_processes=3)).workers) == (1, 3)
    assert workforce(Settings(cluster="tcp://10.0.0.5:8786")).cluster == "tcp://10.0.0.5:8786"
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert workforce(Settings()).workers == 7
