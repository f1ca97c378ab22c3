"""Databases that go away or have no room while clients write: they are told to try again, and then all goes on."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from scheduler.bootstrap import web_office
from tests.kill.accounts import wrong_replays, wrong_with
from tests.kill.busy_office import Busy, busy_office
from tests.kill.writers import PATIENCE_S, Remembered, Writer
from tests.postgres import Postgres, postgres
from tests.serving.serving import Served

MB = 1 << 20
LARGE = 1100
"""So many versions of a plan take more than one MB."""


@contextmanager
def written_to(busy: Busy, server: Served, remembered: Remembered) -> Iterator[None]:
    """Have clients write to a server all the while."""
    base = f"http://127.0.0.1:{server.port}"
    writers = [Writer(busy, base, 10 + k, remembered, whole=False) for k in range(3)]
    for one in writers:
        one.start()
    try:
        yield
    finally:
        for one in writers:
            one.ending.set()
        for one in writers:
            one.join(timeout=PATIENCE_S)


def until(holds: Callable[[], bool], remembered: Remembered) -> None:
    """Wait until something holds, unless an answer is odd."""
    end = monotonic() + PATIENCE_S
    while not holds():
        assert remembered.odd == []
        assert monotonic() < end
        sleep(0.02)


def more(remembered: Remembered, count: int) -> Callable[[], bool]:
    """Return whether so many more writes have been answered than by now."""
    wanted = len(remembered.done) + count
    return lambda: len(remembered.done) >= wanted


def waiting(remembered: Remembered, count: int) -> Callable[[], bool]:
    """Return whether clients have been told so often more than by now to try again."""
    wanted = remembered.waited + count
    return lambda: remembered.waited >= wanted


def swollen(busy: Busy) -> None:
    """Make the table of plans larger than the files that may still be made."""
    office, day = web_office(busy.settings), busy.days[0]
    with office.store.writing(busy.town_id) as unit:
        state = unit.days.lock(day)
        plan, head = unit.plans.get(day, state.plan or 0), unit.plans.heads(day)[-1]
        for version in range(state.last_plan + 1, state.last_plan + LARGE):
            unit.plans.add(replace(plan, version=version), replace(head, version=version))
        unit.days.put(replace(state, version=state.version + 1, last_plan=state.last_plan + LARGE))
    office.close()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that may be stopped."""
    with postgres(small_journal=True) as server:
        yield server


def test_postgres_restarted_under_load_loses_nothing(own_postgres: Postgres, tmp_path: Path) -> None:
    """An update of the database server would cost promises, or need a restart of every office server."""
    busy, remembered = busy_office(own_postgres.url(own_postgres.make()), tmp_path), Remembered()
    with busy.served() as server:
        base = f"http://127.0.0.1:{server.port}"
        with written_to(busy, server, remembered):
            for _ in range(2):
                until(more(remembered, 8), remembered)
                own_postgres.stop()
                until(waiting(remembered, 3), remembered)
                assert httpx.get(f"{base}/health").status_code == 200
                assert httpx.get(f"{base}/ready").status_code == 503
                own_postgres.start()
            until(more(remembered, 8), remembered)
        assert httpx.get(f"{base}/ready").status_code == 200
        assert list(wrong_replays(busy, base, remembered.done, forgotten=True)) == []
    assert wrong_with(busy, remembered) == []


def test_postgres_without_room_does_nothing_by_halves(own_postgres: Postgres, tmp_path: Path) -> None:
    """A full disk at night would leave bookings without plans, or promises that nobody was told of."""
    busy = busy_office(own_postgres.url(own_postgres.make()), tmp_path)
    swollen(busy)
    full(busy, lambda _server, room: own_postgres.limit_files(-1 if room else MB))


def test_postgres_whose_journal_has_no_room_loses_nothing(own_postgres: Postgres, tmp_path: Path) -> None:
    """PostgreSQL gives up when its journal cannot be written: promises that were made would be forgotten with it."""
    busy, remembered = busy_office(own_postgres.url(own_postgres.make()), tmp_path), Remembered()
    with busy.served() as server:
        base = f"http://127.0.0.1:{server.port}"
        with written_to(busy, server, remembered):
            until(more(remembered, 8), remembered)
            own_postgres.limit_files(MB // 16)  # less than a file of its journal, which then cannot be gone on with
            until(lambda: own_postgres.has_panicked, remembered)
            until(waiting(remembered, 5), remembered)
            told = httpx.get(f"{base}/api/v1/days/{busy.days[1]}", headers=busy.headers)
            assert (told.status_code, "retry-after" in told.headers) == (503, True)
            assert httpx.get(f"{base}/ready").status_code == 503
            own_postgres.stop()  # its processes to come are as limited as it is; a new one has room
            own_postgres.start()
            until(more(remembered, 8), remembered)
        assert list(wrong_replays(busy, base, remembered.done, forgotten=True)) == []
    assert wrong_with(busy, remembered) == []


def test_sqlite_without_room_does_nothing_by_halves(tmp_path: Path) -> None:
    """A full disk at night would leave bookings without plans, or promises that nobody was told of."""

    def limit(server: Served, room: bool) -> None:
        hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard if room else 0, hard))

    full(busy_office(f"sqlite:///{tmp_path / 'dojazd.sqlite'}", tmp_path), limit)


def full(busy: Busy, limit: Callable[[Served, bool], None]) -> None:
    """Let clients write while there is no room, and go on when there is some again."""
    remembered = Remembered()
    with busy.served() as server:
        base = f"http://127.0.0.1:{server.port}"
        with written_to(busy, server, remembered):
            until(more(remembered, 5), remembered)
            limit(server, False)
            until(waiting(remembered, 5), remembered)
            asked = httpx.get(f"{base}/api/v1/days/{busy.days[1]}", headers=busy.headers)
            assert asked.status_code == 200
            limit(server, True)
            until(more(remembered, 5), remembered)
        assert list(wrong_replays(busy, base, remembered.done, forgotten=True)) == []
    assert wrong_with(busy, remembered) == []
