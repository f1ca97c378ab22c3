"""What databases complain of, as sentences that a person can act on. Values never appear in them."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.domain.errors import StoreError

_LOCKED = "the database is locked by somebody else for too long; try again"
_FULL = "the disk of the database is full; make room and try again, nothing of this was kept"
_READ_ONLY = "the database cannot be written; check the permissions of its file, its folder or its user"
_DAMAGED = "the database is damaged, or is none; restore it from a backup"
_LOST = "the connection to the database was lost; look whether it was kept before you do it again"
_GONE = "the database cannot be reached; check that it runs, and DOJAZD_DATABASE_URL"
_CROSSED = "two units of work waited for each other; try again, nothing of this was kept"
_REFUSED = "the database refuses the user or the password; check DOJAZD_DATABASE_URL"
_OTHER_SCHEMA = "the tables of the database are not those of this version; run dojazd db upgrade"
_BUSY = "the database has no connection to spare; try again, or let it have more"

_SQLITE: Mapping[str, str] = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": "the database file cannot be opened; check that its folder is there and can be written",
    "SQLITE_IOERR": "the disk of the database fails; check it, and restore a backup if it stays so",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
}
_POSTGRES: Mapping[str, str] = {
    "55P03": _LOCKED,
    "57014": _LOCKED,
    "40P01": _CROSSED,
    "40001": _CROSSED,
    "53100": _FULL,
    "53300": _BUSY,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "28": _REFUSED,
    "3D000": "the database server has no database of that name; make it, or check DOJAZD_DATABASE_URL",
    "42P01": _OTHER_SCHEMA,
    "42703": _OTHER_SCHEMA,
    "57P": _LOST,
    "08": _LOST,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
"""By code, or by its beginning (PostgreSQL 18, appendix A)."""


@contextmanager
def told() -> Iterator[None]:
    """Turn what the database complains of into a sentence.

    Raises
    ------
    StoreError
        Without the cause, which may hold values.
    """
    try:
        yield
    except PoolTimeoutError:
        raise StoreError(_BUSY) from None
    except DBAPIError as error:
        raise StoreError(sentence(error.orig)) from None
    except (sqlite3.Error, psycopg.Error) as error:
        raise StoreError(sentence(error)) from None
    except SQLAlchemyError as error:
        raise StoreError(f"the database cannot be used ({type(error).__name__})") from None


def sentence(error: BaseException | None) -> str:
    """Return what to say about a complaint."""
    match error:
        case sqlite3.Error():
            name = getattr(error, "sqlite_errorname", "") or ""
            found = next((said for begin, said in _SQLITE.items() if name.startswith(begin)), "")
            return found or _unknown(_without_code(error) or name or type(error).__name__)
        case psycopg.Error():
            code = error.sqlstate or ""
            if code:
                found = next((said for begin, said in _POSTGRES.items() if code.startswith(begin)), "")
                return found or _unknown(f"{type(error).__name__}, {code}")
            return _connection_sentence(error)
        case _:
            return _unknown(type(error).__name__)


def _without_code(error: sqlite3.Error) -> str:
    """Return what the driver itself complains of; that has no code and no values."""
    return "it is closed" if isinstance(error, sqlite3.ProgrammingError) else ""


def _connection_sentence(error: psycopg.Error) -> str:
    """Return what to say where no server answered; its library tells it apart by words only."""
    words = str(error)
    if "password" in words or "authentication" in words or "no pg_hba.conf" in words:
        return _REFUSED
    if "does not exist" in words and "database" in words:
        return _POSTGRES["3D000"]
    if "connection failed" in words or "connection is bad" in words or "timeout" in words:
        return _GONE
    return _LOST if isinstance(error, psycopg.OperationalError) else _unknown(type(error).__name__)


def _unknown(what: str) -> str:
    return f"the database cannot do it ({what}); nothing of this was kept"
