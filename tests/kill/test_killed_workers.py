"""Worker processes that are killed in the middle of a search: nothing is lost, and the search ends exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fixtures.builder import TownBuilder
from scheduler.domain.ids import TownId
from scheduler.domain.solves import Solve, SolveState
from scheduler.services.horizon import solution_of
from scheduler.services.keeping import keep_town
from scheduler.services.planning.open_day import open_day
from scheduler.services.planning.solves import Wanted, ask_for
from scheduler.services.planning.tentative import ensure_tentative
from scheduler.store.sql import Ring, SqlStore, open_store
from scheduler.travel.straight import StraightTravel
from solver.verify import unaccepted, verify
from tests.office.office import ANNA
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
        until(lambda: solve_of(store).state is SolveState.RUNNING)
        first.kill()
        first.wait()
    assert solve_of(store).state is SolveState.RUNNING
    with worker(database_url, tmp_path), worker(database_url, tmp_path):
        until(lambda: not solve_of(store).open)
    ended = solve_of(store)
    assert (ended.state, ended.attempt) == (SolveState.DONE, 2)
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
        until(lambda: solve_of(store).state is SolveState.RUNNING)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_S) == 0
    ended = solve_of(store)
    assert ended.state is SolveState.DONE
    assert ended.plan is not None
