"""Which database towns are kept in."""

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.bootstrap.keys import Told, office_master
from scheduler.settings import Settings

if TYPE_CHECKING:  # imported late: whoever plans from files need not load a database
    from sqlalchemy import URL

    from scheduler.store.sql import SqlStore

DATABASE_FILE = "dojazd.sqlite"


def database_url(settings: Settings) -> "URL":
    """Return the address of the database: the one that is set, or a SQLite file in the data folder.

    Raises
    ------
    StoreError
        If it cannot be one.
    """
    from sqlalchemy import URL

    from scheduler.store.sql.engine import parse

    url = settings.database_url.get_secret_value()
    return parse(url) if url else URL.create("sqlite", database=str(settings.data / DATABASE_FILE))


def has_database(settings: Settings) -> bool:
    """Return whether there is a database to look into: a SQLite file that nobody has made yet is none.

    Raises
    ------
    StoreError
        If its address cannot be one.
    """
    url = database_url(settings)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def open_office(settings: Settings, *, told: Told | None = None) -> "SqlStore":
    """Open the store of an installation; close it, or use it in a `with`.

    Parameters
    ----------
    told : callable, optional
        Called with the master key and its file if this is the first run on a database of this computer and a key was
        made; without it none is made.

    Raises
    ------
    InputError
        If the settings cannot be used.
    StoreError
        If the database cannot be used, or has the tables of another version.
    MasterKeyError
        If there is no master key, or another one.
    """
    from scheduler.store.sql import has_keys, open_store, ring_of

    url = database_url(settings)
    first = told is not None and url.get_backend_name() == "sqlite" and not has_keys(url)
    master = office_master(settings, told=told if first else None)
    return open_store(url, ring_of(master))
