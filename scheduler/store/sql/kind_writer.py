"""The rows of one kind, written at the end of a unit."""

from collections.abc import Hashable, Mapping
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from scheduler.domain.errors import StaleError
from scheduler.store.private import TOWN
from scheduler.store.sql.layout import Layout
from scheduler.store.sql.session import Session
from scheduler.store.sql.shelf import Packed
from scheduler.store.sql.tables import RemovedRow
from scheduler.store.sql.upsert import insert_or_leave, insert_or_update
from scheduler.store.unit import Put

_MOST_AT_ONCE = 400


class KindWriter:
    """Writes what a unit has put and removed of one kind.

    Parameters
    ----------
    stamp : int
        What the rows are stamped with.
    """

    def __init__(self, layout: Layout, session: Session, stamp: int) -> None:
        self._layout = layout
        self._session = session
        self._stamp = stamp

    def put(self, puts: Mapping[Hashable, Put[Any]], seq: int) -> None:
        """Write the next states; new things get places after `seq`, in their order.

        Raises
        ------
        StaleError
            If one has another stamp than the unit saw.
        """
        rows = [self._row(key, put.packed, seq + at) for at, (key, put) in enumerate(puts.items(), 1)]
        seen = [(key, row, put.seen) for (key, put), row in zip(puts.items(), rows, strict=True)]
        self._write_any([row for _, row, stamp in seen if stamp is None])
        for key, row, stamp in seen:
            if stamp is not None:
                self._write_seen(key, row, stamp)
        self._link(puts)

    def remove(self, gone: Mapping[Hashable, int]) -> None:
        """Take things out, and say so to whoever keeps copies.

        Raises
        ------
        StaleError
            If one has another stamp than the unit saw, or is gone already.
        """
        for key, stamp in gone.items():
            self._delete(key, stamp)
            if self._layout.whole is not None:
                self._session.erased = True
                self._session.seals.destroy(self._layout.whole(str(key)))
        told = [self._removal(key) for key in gone]
        if told:
            self._session.run(insert_or_update(self._session.connection, RemovedRow.__table__), told)

    def _row(self, key: Hashable, packed: Packed, seq: int) -> dict[str, Any]:
        row = {"town_id": self._session.town_id, **packed.columns, "seq": seq, "stamp": self._stamp}
        if "sealed" in self._layout.table.c:
            row["sealed"] = self._sealed(key, packed)
        if packed.body is not None:
            where = self._layout.where(key, "body")
            row["body"] = self._session.seals.seal((TOWN,), packed.body, where=where)
        return row

    def _sealed(self, key: Hashable, packed: Packed) -> bytes | None:
        if packed.plain is None:
            return None
        return self._session.seals.seal(packed.subjects, packed.plain, where=self._layout.where(key))

    def _write_any(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.run(insert_or_update(self._session.connection, self._layout.table, but=("seq",)), rows)

    def _write_seen(self, key: Hashable, row: Mapping[str, Any], stamp: int) -> None:
        """Write one row if it has the stamp that the unit saw: the comparison is part of the statement."""
        if stamp == 0:
            done = self._session.run(insert_or_leave(self._session.connection, self._layout.table), row)
        else:
            changed = {name: value for name, value in row.items() if name != "seq"}
            done = self._session.run(update(self._layout.table).where(*self._is(key, stamp)).values(changed))
        if done.rowcount != 1:
            raise self._stale(key, stamp)

    def _delete(self, key: Hashable, stamp: int) -> None:
        if self._session.run(delete(self._layout.table).where(*self._is(key, stamp))).rowcount != 1:
            raise self._stale(key, stamp)

    def _stale(self, key: Hashable, stamp: int) -> StaleError:
        found = self._session.rows(select(self._layout.table.c.stamp).where(*self._is(key)))
        return StaleError(f"{self._layout.kind.name} {key}", seen=stamp, now=found[0].stamp if found else 0)

    def _is(self, key: Hashable, stamp: int | None = None) -> list[ColumnElement[bool]]:
        table = self._layout.table
        same = [table.c[name] == value for name, value in self._layout.key_values(key).items()]
        mine = [table.c.town_id == self._session.town_id, *same]
        return mine if stamp is None else [*mine, table.c.stamp == stamp]

    def _link(self, puts: Mapping[Hashable, Put[Any]]) -> None:
        """Write the rows of the indexes that have a table of their own."""
        town_id = self._session.town_id
        for name, links in self._layout.links.items():
            table = links.table
            for some in batched(puts, _MOST_AT_ONCE):
                mine = and_(table.c.town_id == town_id, table.c[links.owner].in_(some))
                self._session.run(delete(table).where(mine))
            rows = [
                {"town_id": town_id, links.owner: owner, links.key: self._link_key(key, name, digested=links.digested)}
                for owner, put in puts.items()
                for key in sorted(put.packed.links[name])
            ]
            if rows:
                self._session.run(insert(table), rows)

    def _link_key(self, key: str, index: str, *, digested: bool) -> str | bytes:
        return self._session.seals.blind(key, what=index) if digested else key

    def _removal(self, key: Hashable) -> dict[str, Any]:
        kind, text = self._layout.kind.name, self._layout.key_text(key)
        return {"town_id": self._session.town_id, "kind": kind, "key": text, "stamp": self._stamp}
