"""Searches on a real Dask cluster: a scheduler and two `dojazd worker` processes on loopback."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest

from scheduler.bootstrap import cluster_search, cluster_talk
from scheduler.bootstrap.cluster_search import ClusterSearch
from scheduler.domain.long_work import WorkState
from scheduler.domain.solves import Solve
from scheduler.services.long_work import Watch
from scheduler.services.planning.solves import Wanted, ask_for, cancel, take_up, work_on
from scheduler.services.ports import FoundOrders, SearchErrand
from tests.office.calendars import DayBuilder
from tests.office.office import ANNA, Office, office
from tests.serving.serving import ROOT

LONG = 100_000
"""Of effort: nobody waits for its end."""


@dataclass
class Cluster:
    """A scheduler, and the processes of its workers."""

    address: str
    processes: list["subprocess.Popen[str]"] = field(default_factory=list)

    def busy(self) -> list[int]:
        """Return the processes that are at a search, by their ids: those that search are at work most."""
        import distributed

        client_of: Any = distributed.Client
        with client_of(self.address, set_as_default=False) as client:
            at_it = {worker for worker, tasks in client.processing().items() if tasks}
            pids: dict[str, int] = client.run(os.getpid, workers=list(at_it)) if at_it else {}
        return list(pids.values())


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two workers as an administrator begins them."""
    import distributed

    cluster_of: Any = distributed.LocalCluster
    with cluster_of(n_workers=0, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL) as made:
        found = Cluster(made.scheduler_address)
        with workers(found):
            yield found


@contextmanager
def workers(cluster: Cluster) -> Iterator[None]:
    command = [sys.executable, "-m", "scheduler.cli", "worker", cluster.address, "--threads", "1"]
    cluster.processes = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) for _ in "12"
    ]
    try:
        for one in cluster.processes:
            assert one.stdout is not None
            assert "Working for" in next(line for line in one.stdout if "Ctrl-C" in line)
        yield
    finally:
        for one in cluster.processes:
            os.killpg(one.pid, signal.SIGKILL)
            one.communicate()


def untidy() -> Office:
    """Return a day of eight visits whose tentative plan a search can improve: they were put in one by one."""
    builder = DayBuilder(seed=5)
    for _ in range(2):
        builder.add_staff().add_shift("08:00-16:00")
    for _ in range(8):
        builder.add_visit(window="08:00-15:00", length_min=40)
    return office(builder)


def solved(here: Office, elsewhere: ClusterSearch | None, effort: int = 3) -> Solve:
    """Ask for a search, do it, and return how it has ended."""
    watch = Watch(clock=here.clock, monotonic=time.monotonic, workers=0, elsewhere=elsewhere)
    with here.store.writing(here.id) as unit:
        ask_for(unit, Wanted(day=here.day, by=ANNA, effort=effort), at=here.clock.now(), new_id=here.new_id)
    solve = take_up(here.store, here.id, "one", here.clock.now())
    assert solve is not None
    ended = work_on(here.store, here.id, solve, here.travel, watch)
    assert ended is not None
    return ended


def orders(here: Office) -> dict[str, tuple[str, ...]]:
    return {str(shift): order for shift, order in here.plan.orders.items()}


class Heard(ClusterSearch):
    """Notes what left the computer and what came back."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.sent: list[SearchErrand] = []
        self.found: list[FoundOrders | None] = []

    def search(self, errand: SearchErrand, **more: Any) -> FoundOrders | None:
        self.sent.append(errand)
        self.found.append(super().search(errand, **more))
        return self.found[-1]


def test_a_cluster_finds_what_this_computer_would(cluster: Cluster) -> None:
    """A dispatcher's plan would depend on which computer had time, and residents' names would be on all of them."""
    here, there = untidy(), untidy()
    at_home, far = solved(here, None), Heard(cluster.address)
    away = solved(there, far)
    assert far.found[0] is not None, "it was not done on the cluster"
    assert (away.state, away.left_here) == (WorkState.DONE, False)
    assert (away.served, away.cost_gr, away.distance_m) == (at_home.served, at_home.cost_gr, at_home.distance_m)
    assert orders(there) == orders(here)
    told = far.sent[0].problem
    words = {who.name for who in there.town.clients.values()} | {who.name for who in there.town.staff.values()}
    words |= {who.phone for who in there.town.clients.values()} | {one.address for one in there.town.places.values()}
    words |= {f'"{place}/' for place in there.town.places}  # a door's location ends with what somebody has called it
    assert [word for word in words - {""} if word in told] == []


def test_a_killed_worker_changes_no_plan(cluster: Cluster) -> None:
    """A computer that is switched off would cost the dispatcher the search, or bring another plan."""
    here, there, effort = untidy(), untidy(), 150
    solved(here, None, effort)
    far, killed = Heard(cluster.address), list[int]()

    def kill() -> None:
        while not (busy := cluster.busy()):
            time.sleep(0.05)
        os.kill(busy[0], signal.SIGKILL)
        killed.extend(busy[:1])

    killer = Thread(target=kill, daemon=True)
    killer.start()
    solved(there, far, effort)
    killer.join(timeout=10)
    assert killed
    assert far.found[0] is not None
    assert orders(there) == orders(here)


def test_a_search_on_a_cluster_ends_when_somebody_cancels_it(cluster: Cluster) -> None:
    """The dispatcher would wait for minutes, and the computer would search on for nobody."""
    here = untidy()

    def press_cancel() -> None:
        while not cluster.busy():
            time.sleep(0.05)
        with here.store.writing(here.id) as unit:
            (solve,) = unit.solves.all().values()
            cancel(unit, solve.id, here.clock.now())

    Thread(target=press_cancel, daemon=True).start()
    ended = solved(here, ClusterSearch(cluster.address), LONG)
    assert ended.state is WorkState.CANCELLED
    assert not here.plan.unassigned
    for _ in range(200):
        if not cluster.busy():
            return
        time.sleep(0.05)
    raise AssertionError("a worker searches on")


def test_a_worker_of_another_version_is_told_apart(cluster: Cluster, monkeypatch: pytest.MonkeyPatch,
                                                   caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    """After an upgrade of the server alone, old computers would make plans by old rules."""
    monkeypatch.setattr(cluster_talk, "program_mark", lambda: "0.0 abc")
    here = untidy()
    assert solved(here, ClusterSearch(cluster.address)).state is WorkState.DONE
    assert "another program" in caplog.text
    assert "on this computer" in caplog.text


def test_a_cluster_that_never_answers_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A computer that has frozen keeps its connections open: a dispatcher would wait for a plan for ever."""
    monkeypatch.setattr(cluster_search, "SILENT_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and says nothing
        here, far = untidy(), Heard(f"tcp://127.0.0.1:{silent.getsockname()[1]}")
        ended = solved(here, far)
        assert (ended.state, ended.left_here) == (WorkState.DONE, True)
        assert far.found == [None]
        assert "does not answer; this search is done on this computer" in caplog.text
        assert far.search(far.sent[0], cancelled=lambda: False, heard=lambda _: None) is None
        assert caplog.text.count("does not answer") == 1, "it is asked again at once"
