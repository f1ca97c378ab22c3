"""Towns kept in a database: SQLite, which is part of the program, or PostgreSQL."""

from scheduler.store.sql.opening import has_keys, open_store
from scheduler.store.sql.ring import Ring, ring_of
from scheduler.store.sql.store import SqlStore

__all__ = ["Ring", "SqlStore", "has_keys", "open_store", "ring_of"]
