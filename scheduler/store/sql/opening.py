"""Opening a database as a store."""

from scheduler.store.sql.engine import connect, parse
from scheduler.store.sql.failures import told
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.schema import check
from scheduler.store.sql.store import SqlStore


def open_store(url: str, ring: Ring) -> SqlStore:
    """Open a database; one without tables gets them.

    Parameters
    ----------
    url : str
        `sqlite:///path/to/file`, or `postgresql://user:password@server/database`.
    ring : callable
        Makes a town's key ring: `ring_of(master_key)`.

    Raises
    ------
    StoreError
        If it cannot be reached, or has the tables of another version.
    """
    engine = connect(parse(url))
    try:
        if engine.dialect.name == "sqlite":
            with told(), engine.connect() as connection:
                # Kept in the file: readers and the one who writes do not wait for each other.
                connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
        check(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, ring)
