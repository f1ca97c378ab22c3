"""Processes that are killed in the middle of a search, or before they have offered a place: it is done exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.ids import TownId
from scheduler.domain.long_work import WorkState
from scheduler.domain.solves import Solve
from scheduler.services.booking import Ending, end_bookings
from scheduler.services.booking.freed_days import LEASE
from scheduler.services.facts import town_head
from scheduler.services.horizon import solution_of
from scheduler.services.keeping import keep_town
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.solves import Wanted, ask_for
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.store.sealing import MasterKey
from scheduler.store.sql import Ring, SqlStore, open_store, ring_of
from scheduler.travel.straight import StraightTravel
from solver.verify import unaccepted, verify
from tests.office.office import ANNA
from tests.office.waiting_list import FIRST, SECOND, THIRD, left, listed, waiting
from tests.store.conftest import MASTER_KEY

PATIENCE_S = 90
"""So long at most until a worker has begun, or its heir has ended; the lease alone is a quarter of a minute."""
ROOT = Path(__file__).parents[2]


@contextmanager
def worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Give a worker process as people start it; it is ended afterwards."""
    told = {"DOJAZD_DATABASE_URL": url, "DOJAZD_MASTER_KEY": MASTER_KEY.text, "DOJAZD_DATA": str(folder)}
    command = [sys.executable, "-m", "scheduler.cli", "work"]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told}, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE_S)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def store(database_url: str, ring: Ring) -> Iterator[SqlStore]:
    """A day of thirty visits with a tentative plan, and a search of it that nobody has taken up."""
    builder = TownBuilder(seed=2, service_day=datetime.now(UTC).date())
    for _ in range(5):
        builder.add_staff().add_shift("08:00-16:00")
    for number in range(30):
        builder.add_visit(window="08:00-15:00", length_min=30)
        if number % 5 == 0:
            builder.promise("09:00-14:00")
    town = builder.build()
    with open_store(database_url, ring) as opened:
        with opened.writing(TownId(town.id)) as unit:
            keep_town(unit, town, datetime.now(UTC))
        ensure_tentative(opened, TownId(town.id), builder.day, StraightTravel(town.policy), datetime.now(UTC))
        with opened.writing(TownId(town.id)) as unit:
            ask_for(
                unit,
                Wanted(day=builder.day, by=ANNA, seconds=5),
                at=datetime.now(UTC),
                new_id=lambda prefix: f"{prefix}-1",
            )
        yield opened


def solve_of(store: SqlStore) -> Solve:
    """Return the search as it is kept."""
    with store.reading(TownId("starachowice")) as unit:
        (solve,) = unit.solves.all().values()
    return solve


def test_the_search_of_a_killed_worker_is_done_once_by_one_of_two_others(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """A power cut at one server would leave the dispatcher waiting, or two others both change the plan."""
    with worker(database_url, tmp_path) as first:
        until(lambda: solve_of(store).state is WorkState.RUNNING)
        first.kill()
        first.wait()
    assert solve_of(store).state is WorkState.RUNNING
    with worker(database_url, tmp_path), worker(database_url, tmp_path):
        until(lambda: not solve_of(store).open)
    ended = solve_of(store)
    assert (ended.state, ended.attempt) == (WorkState.DONE, 2)
    with store.reading(TownId("starachowice")) as unit:
        heads = unit.plans.heads(ended.day)
        opened = open_day(unit, ended.day, StraightTravel(unit.head.get(unit.town_id).policy))
        assert opened.state.plan is not None
        plan = unit.plans.get(ended.day, opened.state.plan)
    assert sum(head.why == "solved" for head in heads) <= 1
    assert ended.plan in {head.version for head in heads}
    assert plan.unassigned_must == 0
    assert not unaccepted(verify(opened.problem, solution_of(opened.problem, opened.day, plan)))


def test_a_worker_that_is_told_to_end_does_so_with_what_it_has_found(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    """Restarting a server would throw away the minute that somebody has waited."""
    with worker(database_url, tmp_path) as process:
        until(lambda: solve_of(store).state is WorkState.RUNNING)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_S) == 0
    ended = solve_of(store)
    assert ended.state is WorkState.DONE
    assert ended.plan is not None


def leave_and_die(url: str, key: str, town_id: TownId, at: datetime) -> None:
    """Cancel the booking that others wait for, and be killed before they are offered its place."""
    with open_store(url, ring_of(MasterKey.from_text(key))) as store:
        with store.writing(town_id) as unit:
            end_bookings(unit, StraightTravel(town_head(unit).policy), [FIRST], Ending(by=ANNA, at=at))
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_place_that_a_killed_server_has_freed_is_offered_once_by_one_of_two_workers(
    database_url: str, ring: Ring, tmp_path: Path
) -> None:
    """Somebody would wait at home for a place that stays empty, or be called by two dispatchers."""
    with open_store(database_url, ring) as store:
        here, _ = waiting(store, datetime.now(UTC).date() + timedelta(days=3))
        earlier = datetime.now(UTC) - 2 * LEASE
        server = get_context("spawn").Process(
            target=leave_and_die, args=(database_url, MASTER_KEY.text, here.id, earlier)
        )
        server.start()
        server.join(PATIENCE_S)
        assert server.exitcode == -signal.SIGKILL
        assert left(here) == [here.day]
        assert not listed(here)
        with worker(database_url, tmp_path), worker(database_url, tmp_path):
            until(lambda: not left(here))
        assert sorted(one.request_id for one in listed(here)) == [SECOND, THIRD]
