"""The tables' versions: made, brought up and back with data in them, and refused when they are not this program's."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, select, text

from scheduler.domain.accounts import Voucher
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import StoreError
from scheduler.store.sql import Ring, open_store, schema
from scheduler.store.sql.accounts import SqlAccounts
from scheduler.store.sql.engine import connect, parse
from scheduler.store.sql.tables import metadata
from tests.postgres import Postgres
from tests.store.account_samples import one_of_each, session
from tests.store.samples import DAY, NOW, SAMPLES, TOWN, day_state, plan, plan_head

ROOT = Path(__file__).parents[2]

_NEW = (
    "freed",
    "series",
    "live",
    "statements",
    "closings",
    "actuals",
    "reported",
    "sightings",
    "checks",
    "client_absences",
    "learned",
    "cards",
    "imports",
    "studies",
    "study_runs",
    "study_answers",
    "replications",
    "feeds",
    "hooks",
    "hook_messages",
    "messages",
    "message_wishes",
    "newcomers",
)


@dataclass(frozen=True, kw_only=True)
class WayBack:
    """What going back to a version takes away.

    Attributes
    ----------
    gone : tuple of str
        Kinds of which that version knows nothing.
    stay : tuple of str
        Kinds that they came from, which it keeps.
    """

    to: str
    gone: tuple[str, ...]
    stay: tuple[str, ...]
    more_tables: tuple[str, ...] = ()


_NEW_SINCE_0008 = (
    "statements", "closings", "actuals", "reported", "sightings", "checks", "client_absences", "series",
)  # fmt: skip
WAYS_BACK = (
    WayBack(to="0004", gone=("events",), stay=("bookings",)),
    WayBack(to="0007", gone=("live",), stay=("events",)),
    WayBack(to="0008", gone=_NEW_SINCE_0008, stay=("bookings", "events"), more_tables=("series_clients",)),
    WayBack(to="0011", gone=("learned",), stay=("actuals",)),
    WayBack(to="0012", gone=("cards",), stay=("bookings",)),
    WayBack(to="0013", gone=("imports",), stay=("clients",)),
    WayBack(to="0014", gone=("studies", "study_runs", "study_answers", "replications"), stay=("vehicles",)),
    WayBack(to="0015", gone=("feeds",), stay=("clients",)),
    WayBack(to="0016", gone=("hooks", "hook_messages"), stay=("bookings",)),
    WayBack(to="0017", gone=("messages", "message_wishes"), stay=("bookings",)),
)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    name = server.make()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    """A database without tables."""
    engine = connect(parse(empty_url))
    yield engine
    engine.dispose()


def fill(url: str, ring: Ring) -> None:
    """Put one of everything."""
    with open_store(url, ring) as store:
        with store.writing(TOWN) as unit:
            for name, value in SAMPLES.items():
                getattr(unit, name).put(value)
            unit.days.lock(day_state().day)
            unit.days.put(day_state())
            unit.plans.add(plan(), plan_head())
            unit.audit.append(AuditEvent(at=NOW, action="town.imported", subject="town:miasto"))
        one_of_each(SqlAccounts(store), TOWN)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def rename_revision(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :name"), {"name": revision})


def test_migrations_make_what_the_program_expects(empty: Engine) -> None:
    """A column would be there in new offices, or only in old ones."""
    schema.upgrade(empty)

    with empty.connect() as connection:
        command.check(schema.config(connection))
    assert tables(empty) == {*metadata.tables, "alembic_version"}


def test_up_and_down_with_data(empty_url: str, empty: Engine, ring: Ring) -> None:
    """An office that goes back to last month's version would be left with half of the tables."""
    fill(empty_url, ring)
    with empty.connect() as connection:
        filled = [t.name for t in metadata.sorted_tables if connection.execute(select(t).limit(1)).first() is None]
    assert filled == ["removed"]

    assert schema.downgrade(empty, "base", ring=ring).now is None
    assert tables(empty) <= {"alembic_version"}
    assert schema.upgrade(empty).right
    fill(empty_url, ring)


def test_what_shifts_are_called_goes_and_comes(empty_url: str, empty: Engine, ring: Ring) -> None:
    """After an update nobody would know whose shift is whose."""
    fill(empty_url, ring)

    def names() -> list[str]:
        with open_store(empty_url, ring) as store, store.reading(TOWN) as unit:
            shifts, patterns = unit.shifts.between(DAY, DAY), unit.patterns.all()
            return [*(one.name for one in shifts.values()), *(one.name for one in patterns.values())]

    before = names()
    assert any(before)
    schema.downgrade(empty, "0003", ring=ring)
    with empty.connect() as connection:
        lying = " ".join(row.document for row in connection.execute(text("SELECT document FROM shifts")))
    assert before[0] in lying
    assert schema.upgrade(empty, ring=ring).right
    with empty.connect() as connection:
        assert before[0] not in " ".join(r.document for r in connection.execute(text("SELECT document FROM shifts")))
    assert names() == before


def test_when_a_kind_was_last_changed_is_found_in_its_rows(empty_url: str, empty: Engine, ring: Ring) -> None:
    """After an update nobody would notice that somebody has booked: the desk would answer from before it."""
    fill(empty_url, ring)
    with open_store(empty_url, ring) as store:
        with store.writing(TOWN) as unit:
            unit.absences.remove(next(iter(unit.absences.all())))
            for name in _NEW:  # older versions have no table of them
                records = getattr(unit, name)
                records.remove(next(iter(records.all())))
        with store.writing(TOWN) as unit:
            unit.districts.put(next(iter(unit.districts.all().values())))

    def told() -> list[str]:
        with empty.connect() as connection:
            return list(connection.execute(text("SELECT changes FROM towns ORDER BY id")).scalars())

    before = told()
    stamps = json.loads(before[0])
    assert stamps["districts"] == stamps["absences"] + 1
    schema.downgrade(empty, "0005", ring=ring)
    assert schema.upgrade(empty, ring=ring).right
    assert told() == before


def test_accounts_go_and_come_without_the_town(empty_url: str, empty: Engine, ring: Ring) -> None:
    """An office that goes back one version would lose its clients with its users."""
    fill(empty_url, ring)
    schema.downgrade(empty, "0001", ring=ring)
    assert not tables(empty) & {"users", "sessions", "tokens", "phone_links", "attempts", "answers"}
    assert schema.upgrade(empty, ring=ring).right

    with open_store(empty_url, ring) as store:
        assert SqlAccounts(store).users.all() == []
        with store.reading(TOWN) as unit:
            assert unit.clients.all()


@pytest.mark.parametrize("way", WAYS_BACK, ids=lambda way: way.gone[0])
def test_what_an_older_version_does_not_know_goes_and_comes_alone(
    empty_url: str, empty: Engine, ring: Ring, way: WayBack
) -> None:
    """An office that goes back one version would lose what it works with, or could never come forward again."""
    fill(empty_url, ring)
    schema.downgrade(empty, way.to, ring=ring)
    assert not tables(empty) & {*way.gone, *way.more_tables}
    with empty.connect() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {way.stay[0]}")).scalar()
    assert schema.upgrade(empty, ring=ring).right

    with open_store(empty_url, ring) as store, store.writing(TOWN) as unit:
        for name in way.stay:
            assert getattr(unit, name).all()
        for name in way.gone:
            assert getattr(unit, name).all() == {}
            getattr(unit, name).put(SAMPLES[name])


def test_an_upgrade_of_the_newest_changes_nothing(empty: Engine) -> None:
    """Running the command twice would end in an error."""
    assert schema.upgrade(empty) == schema.upgrade(empty) == schema.status(empty)


def test_a_newer_database_is_refused(empty_url: str, empty: Engine, ring: Ring) -> None:
    """Last year's program would write into tables it does not understand."""
    schema.upgrade(empty)
    rename_revision(empty, "9999")

    with pytest.raises(StoreError, match="newer version \\(9999"):
        open_store(empty_url, ring)
    with pytest.raises(StoreError, match="newer version"):
        schema.upgrade(empty)
    with pytest.raises(StoreError, match="newer version"):
        schema.downgrade(empty, "base")


def test_an_older_database_is_not_changed_unasked(empty_url: str, empty: Engine, ring: Ring) -> None:
    """A new version that is only tried would change the office's database for good."""
    schema.upgrade(empty)
    schema.downgrade(empty, "0001")

    with pytest.raises(StoreError, match="dojazd db upgrade"):
        open_store(empty_url, ring)
    assert schema.status(empty).now == "0001"


def test_somebody_elses_tables_are_left_alone(empty_url: str, empty: Engine, ring: Ring) -> None:
    """A slip in the address would mix the office's tables with another program's."""
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER)"))

    with pytest.raises(StoreError, match="not Dojazd's \\(orders\\)"):
        open_store(empty_url, ring)
    assert tables(empty) == {"orders"}


def test_there_is_no_way_to_an_unknown_version(empty: Engine) -> None:
    """A typing mistake would end in a page of Python."""
    schema.upgrade(empty)

    with pytest.raises(StoreError, match="0042"):
        schema.downgrade(empty, "0042")
    assert schema.status(empty).right


def test_an_upgrade_that_fails_leaves_everything(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with half of its tables is of no version at all."""

    def fail(config: object, revision: str) -> None:
        command.upgrade(config, revision)  # type: ignore[arg-type]
        raise StoreError("no more")

    monkeypatch.setattr(schema, "_run", lambda _step, connection, to, _ring: fail(schema.config(connection), to))
    with pytest.raises(StoreError, match="no more"):
        schema.upgrade(empty)

    assert not tables(empty)


def test_a_new_database_waits_for_who_is_first(tmp_path: Path, ring: Ring) -> None:
    """The second of two servers that are started together would not come up: SQLite does not wait at that point."""
    path = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as first:
        first.execute("BEGIN IMMEDIATE")
        timer = Timer(0.3, first.execute, ["ROLLBACK"])
        timer.start()
        open_store(f"sqlite:///{path}", ring).close()
        timer.join()


def test_two_processes_may_open_a_new_database(empty_url: str) -> None:
    """Two servers that are started together on a new database: one of them would not come up."""
    code = (
        "import sys; from scheduler.store.sql import open_store, ring_of\n"
        "from scheduler.store.sealing import MasterKey\n"
        "open_store(sys.argv[1], ring_of(MasterKey(bytes(32)))).close()"
    )
    both = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, empty_url], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ends = [(process.communicate(timeout=60)[1].decode(), process.returncode) for process in both]

    assert ends == [("", 0), ("", 0)]


def test_sessions_of_the_town_hall_go_and_passwords_stay(empty_url: str, empty: Engine, ring: Ring) -> None:
    """An older version would keep somebody signed in whom it never asks the town hall about."""
    fill(empty_url, ring)
    theirs = session("anna", "theirs", checked_at=NOW, tried_at=NOW)
    with open_store(empty_url, ring) as store:
        SqlAccounts(store).sessions.add(theirs, Voucher(refresh="r"))
    schema.downgrade(empty, "0018", ring=ring)
    assert "newcomers" not in tables(empty)
    assert schema.upgrade(empty, ring=ring).right

    with open_store(empty_url, ring) as store:
        known = SqlAccounts(store).sessions
        assert known.find(theirs.digest) is None
        assert known.find(session().digest) == session()
        with store.writing(TOWN) as unit:
            assert unit.clients.all()
            unit.newcomers.put(SAMPLES["newcomers"])
