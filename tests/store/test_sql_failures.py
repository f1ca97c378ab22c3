"""Databases that say no: a sentence that a person can act on, and nothing half done."""

import os
import sqlite3
import stat
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from scheduler.domain.errors import StoreError
from scheduler.services.ports import Store
from scheduler.store.sql import Ring, SqlStore, engine, open_store
from tests.store.samples import DAY, NAME, TOWN, client, day_state


def put(store: Store, key: str = "A", **fields: object) -> None:
    with store.writing(TOWN) as unit:
        unit.clients.put(client(key, **fields))


def pragma(store: SqlStore, words: str) -> None:
    """Change the one connection that lies in the pool."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql(words)


def test_the_files_are_their_owners_alone(tmp_path: Path, ring: Ring) -> None:
    """Everybody with an account on the computer could copy the town."""
    before = os.umask(0)
    try:
        with open_store(f"sqlite:///{tmp_path}/kept/dojazd.sqlite", ring) as store:
            put(store)
            files = list((tmp_path / "kept").iterdir())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [*files, tmp_path / "kept"]}
    finally:
        os.umask(before)

    names = ["dojazd.sqlite", "dojazd.sqlite-shm", "dojazd.sqlite-wal"]
    assert modes == {**dict.fromkeys(names, 0o600), "kept": 0o700}


def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str, ring: Ring) -> None:
    """A power cut would take answered bookings, or a child row would outlive its parent."""
    names = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "busy_timeout": 10_000}
    with open_store(sqlite_url, ring) as store, store.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    assert found == names


def test_a_full_disk_is_said(sqlite_url: str, ring: Ring) -> None:
    """The dispatcher would think that the booking is kept."""
    with open_store(sqlite_url, ring) as store:
        put(store)
        pragma(store, "PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="disk of the database is full"):
            put(store, "B", name="x" * 3_000_000)
        pragma(store, "PRAGMA max_page_count = 1000000")
        put(store, "C")

        with store.reading(TOWN) as unit:
            assert list(unit.clients.all()) == ["A", "C"]


def test_a_database_that_only_reads_is_said(sqlite_url: str, ring: Ring) -> None:
    """A disk mounted for reading would end in a page of Python."""
    with open_store(sqlite_url, ring) as store:
        put(store)
        pragma(store, "PRAGMA query_only = ON")

        with pytest.raises(StoreError, match="cannot be written"):
            put(store, "B")


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(5000), b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_said(tmp_path: Path, ring: Ring, content: bytes) -> None:
    """Somebody else's file would be overwritten."""
    path = tmp_path / "dojazd.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreError, match="damaged, or is none"):
        open_store(f"sqlite:///{path}", ring)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, ring: Ring) -> None:
    """A slip in a path would end in a page of Python."""
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="DOJAZD_DATA"):
        open_store(f"sqlite:///{tmp_path}/file/dojazd.sqlite", ring)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://anna:tajne@x/y", "tajne", "postgresql+asyncpg://a:tajne@b/c"]
)
def test_an_address_that_cannot_be_used_is_said(url: str, ring: Ring) -> None:
    """Each thread would have a database of its own in memory; or a password would be printed."""
    with pytest.raises(StoreError, match="postgresql://user:password@server/database") as caught:
        open_store(url, ring)

    assert "tajne" not in str(caught.value)


def test_a_sqlite_locked_for_too_long_is_said(sqlite_url: str, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office would hang while somebody has the file open in another program."""
    monkeypatch.setattr(engine, "_PRAGMAS", ("PRAGMA busy_timeout = 50",))
    path = sqlite_url.removeprefix("sqlite:///")
    with open_store(sqlite_url, ring) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by somebody else for too long"):
            put(store)
        other.execute("ROLLBACK")
        other.close()
        put(store)


def test_a_day_locked_for_too_long_is_said(postgres_url: str, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dispatcher who went for lunch in the middle of a booking would stop the whole office."""
    monkeypatch.setattr(engine, "_POSTGRES_OPTIONS", "-c lock_timeout=50ms")
    with open_store(postgres_url, ring) as store, open_store(postgres_url, ring) as other, store.writing(TOWN) as unit:
        unit.days.lock(DAY)
        with other.writing(TOWN) as late, pytest.raises(StoreError, match="locked by somebody else for too long"):
            late.days.lock(DAY)
        unit.days.put(day_state())


_OTHERS_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def test_a_lost_connection_is_said_and_made_again(postgres_url: str, ring: Ring) -> None:
    """A restart of the database server would need a restart of every office server."""
    with open_store(postgres_url, ring) as store:
        put(store)

        def lose() -> None:
            with store.writing(TOWN) as unit:
                unit.clients.put(client("B"))
                with psycopg.connect(postgres_url, autocommit=True) as admin:
                    admin.execute(_OTHERS_OUT)

        with pytest.raises(StoreError, match="was lost"):
            lose()
        put(store, "C")
        with store.reading(TOWN) as unit:
            assert list(unit.clients.all()) == ["A", "C"]


def test_a_connection_that_died_while_nobody_used_it_is_not_noticed(
    postgres_url: str, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first call of the morning would fail, because the database was restarted at night."""
    monkeypatch.setattr(engine, "RESTED_S", 0.0)
    with open_store(postgres_url, ring) as store:
        put(store)
        with psycopg.connect(postgres_url, autocommit=True) as admin:
            admin.execute(_OTHERS_OUT)
        with store.reading(TOWN) as unit:
            assert list(unit.clients.all()) == ["A"]


def test_no_server_is_said(ring: Ring) -> None:
    """An administrator would not know which of the two does not run."""
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store("postgresql://postgres:tajne@127.0.0.1:1/dojazd", ring)


def test_no_database_of_that_name_is_said(postgres_url: str, ring: Ring) -> None:
    """An administrator would look for a server that is there."""
    head, _, tail = postgres_url.partition("?")

    with pytest.raises(StoreError, match="no database of that name"):
        open_store(f"{head}-other?{tail}", ring)


def test_tables_that_went_are_said(sql_store: SqlStore) -> None:
    """Somebody who tidied up by hand would see a page of SQL."""
    with sql_store.engine.begin() as connection:
        connection.execute(text("DROP TABLE client_phones"))
        connection.execute(text("DROP TABLE clients"))

    with pytest.raises(StoreError, match="the database"), sql_store.reading(TOWN) as unit:
        unit.clients.all()


def test_a_complaint_never_holds_values(sql_store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    """The log that is sent around for help would hold a client's name."""
    put(sql_store)
    with sql_store.engine.begin() as connection:
        connection.execute(text("DROP TABLE client_phones"))

    with pytest.raises(StoreError) as caught:
        put(sql_store, "B")

    assert caught.value.__cause__ is None
    assert NAME not in str(caught.value) + caplog.text
    with sql_store.reading(TOWN) as unit:
        assert unit.stamp == 1


def test_postgres_tells_whoever_listens(postgres_url: str, ring: Ring) -> None:
    """The other server's pages would show what was true some minutes ago."""
    with (
        psycopg.connect(postgres_url, autocommit=True) as listener,
        open_store(postgres_url, ring) as store,
    ):
        listener.execute("LISTEN dojazd")
        put(store)
        put(store)
        told = [one.payload for one in listener.notifies(timeout=10, stop_after=2)]

    assert told == ["miasto 1", "miasto 2"]
