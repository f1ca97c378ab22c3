"""Opening a database as a store."""

from pathlib import Path

from sqlalchemy import URL, Engine, select

from scheduler.domain.ids import TownId
from scheduler.store.sql.engine import connect, keep_a_journal, parse
from scheduler.store.sql.failures import told
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.schema import check, status
from scheduler.store.sql.store import SqlStore
from scheduler.store.sql.tables import SubjectKeyRow


def open_store(url: str | URL, ring: Ring) -> SqlStore:
    """Open a database; one without tables gets them.

    Parameters
    ----------
    url : str or URL
        `sqlite:///path/to/file`, or `postgresql://user:password@server/database`.
    ring : callable
        Makes a town's key ring: `ring_of(master_key)`.

    Raises
    ------
    StoreError
        If it cannot be reached, or has the tables of another version.
    MasterKeyError
        If what is in it was sealed with another master key.
    """
    engine = connect(parse(url))
    try:
        with told():
            keep_a_journal(engine)
        check(engine)
        _prove(engine, ring)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, ring)


def has_keys(url: str | URL) -> bool:
    """Return whether anything in a database was ever sealed; a file that is not there has nothing.

    Raises
    ------
    StoreError
        If it cannot be reached.
    """
    parsed = parse(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        return False
    engine = connect(parsed)
    try:
        return bool(status(engine).now) and bool(_towns_with_keys(engine))
    finally:
        engine.dispose()


def _prove(engine: Engine, ring: Ring) -> None:
    """Refuse another master key before anything is opened or sealed with it."""
    towns = _towns_with_keys(engine)
    with told(), engine.connect() as connection:
        for town_id in towns:
            ring(RowKeys(connection, town_id), town_id).prove()


def _towns_with_keys(engine: Engine) -> list[TownId]:
    with told(), engine.connect() as connection:
        rows = connection.execute(select(SubjectKeyRow.town_id).distinct()).all()
    return [TownId(row.town_id) for row in rows]
