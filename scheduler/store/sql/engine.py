"""Connections to the two databases, each set up so that units of work are what they promise to be."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError

from scheduler.domain.errors import StoreError

BUSY_S = 10
"""So long a unit waits for another one's lock."""
_AGAIN_S = 0.02
"""After so long it asks again where SQLite itself does not wait."""
RESTED_S = 1.0
"""A connection that nobody has used for so long is asked whether it still lives."""
_RESTING = "since when nobody uses it"
_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_S * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # what was answered is on the disk, whatever becomes of the power
    "PRAGMA secure_delete = ON",  # what was erased is overwritten
)
_POSTGRES_OPTIONS = f"-c lock_timeout={BUSY_S}s -c idle_in_transaction_session_timeout=120s -c timezone=UTC"
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 32, "pool_timeout": BUSY_S}


def parse(url: str | URL) -> URL:
    """Return a database's address.

    Raises
    ------
    StoreError
        If it is none of SQLite's or PostgreSQL's. The address, which may hold a password, is not told.
    """
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise _unknown() from None
    if read.drivername in {"sqlite", "sqlite+pysqlite"} and read.database not in {None, "", ":memory:"}:
        return read.set(drivername="sqlite+pysqlite")
    if read.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return read.set(drivername="postgresql+psycopg")
    raise _unknown()


def connect(url: URL) -> Engine:
    """Return an engine; nothing is connected yet, but the folder and the file of a SQLite database are made.

    Raises
    ------
    StoreError
        If these cannot be made.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    settings = {"connect_timeout": BUSY_S, "options": _POSTGRES_OPTIONS, "application_name": "dojazd"}
    engine = create_engine(url, hide_parameters=True, connect_args=settings, **_POOL)
    event.listen(engine, "checkin", _put_back)
    event.listen(engine, "checkout", _ask_if_rested(engine.dialect))
    return engine


def _put_back(_connection: Any, record: Any) -> None:
    record.info[_RESTING] = monotonic()


def _ask_if_rested(dialect: Dialect) -> Callable[[Any, Any, Any], None]:
    """Return what asks whether a connection still lives: one used a moment ago is believed to."""

    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get(_RESTING)
        if since is None or monotonic() - since < RESTED_S:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool gives another one

    return ask


def _sqlite(url: URL) -> Engine:
    _make_private(Path(str(url.database)))
    # The driver begins no transaction by itself: SQLite's would begin too late, and read before it locks.
    settings = {"isolation_level": None, "check_same_thread": False, "timeout": BUSY_S}
    engine = create_engine(url, hide_parameters=True, connect_args=settings, **_POOL)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """Make a file that is its owner's alone before anything is in it; SQLite gives its journals the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"the database {path} cannot be opened ({error.strerror}); check DOJAZD_DATA, DOJAZD_DATABASE_URL and the "
            "permissions there"
        ) from error


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dojazd_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _unknown() -> StoreError:
    return StoreError(
        "the address of the database cannot be used; write sqlite:///path/to/dojazd.sqlite, or "
        "postgresql://user:password@server/database"
    )


def for_reading(connection: Connection) -> Connection:
    """Return a connection whose next transaction sees one state of the database and changes nothing."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def for_writing(connection: Connection) -> Connection:
    """Return a connection whose next transaction may write; on SQLite it waits until it is alone."""
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)
    return connection.execution_options(dojazd_writes=True)


def scrub(engine: Engine) -> None:
    """Overwrite what was in rows before they were changed, as far as the database can; nobody else may use it."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # Rows are written anew elsewhere, and the old places are only used again some day.
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM (FULL)")
        empty_journal(connection)


def keep_a_journal(engine: Engine) -> None:
    """Let readers and the one who writes not wait for each other: SQLite keeps a journal of what is written."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        _patiently(connection, "PRAGMA journal_mode = WAL")


def _patiently(connection: Connection, pragma: str) -> None:
    """Do what SQLite does not wait for by itself while somebody else writes (sqlite.org/c3ref/busy_handler.html)."""
    until = monotonic() + BUSY_S
    while True:
        try:
            connection.connection.driver_connection.execute(pragma)  # type: ignore[union-attr]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_AGAIN_S)
        else:
            return


def empty_journal(connection: Connection) -> None:
    """Overwrite what SQLite's journal still holds of destroyed keys; if somebody reads just then, the next one does."""
    raw = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and raw is not None:
        raw.execute("PRAGMA busy_timeout = 100")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000}")
