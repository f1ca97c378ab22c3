"""Inserts that know what to do when the row is there already; both databases say it alike."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, FromClause, Table
from sqlalchemy.dialects import postgresql, sqlite

type Insert = postgresql.Insert | sqlite.Insert


def insert_or_leave(connection: Connection, table: FromClause) -> Insert:
    """Return an insert that leaves a row alone that is there."""
    return _leaving(connection.dialect.name, table)


def insert_or_update(connection: Connection, table: FromClause, *, but: Iterable[str] = ()) -> Insert:
    """Return an insert that gives a row that is there the new values.

    Parameters
    ----------
    but : iterable of str
        Columns that keep their values.
    """
    return _updating(connection.dialect.name, table, frozenset(but))


@lru_cache(maxsize=256)
def _leaving(dialect: str, table: FromClause) -> Insert:
    insert = _insert(dialect, table).on_conflict_do_nothing(index_elements=_key(table))
    return insert.execution_options(preserve_rowcount=True)  # how many rows were new is asked of it


@lru_cache(maxsize=256)
def _updating(dialect: str, table: FromClause, but: frozenset[str]) -> Insert:
    insert, key = _insert(dialect, table), _key(table)
    changed = {one.name: insert.excluded[one.name] for one in table.columns if one.name not in {*but, *key}}
    return insert.on_conflict_do_update(index_elements=key, set_=changed)


def _insert(dialect: str, table: FromClause) -> Insert:
    if not isinstance(table, Table):
        raise TypeError(f"{table} is no table")
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _key(table: FromClause) -> list[str]:
    return [column.name for column in table.primary_key]
