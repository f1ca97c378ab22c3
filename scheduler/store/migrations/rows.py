"""Rows of a town's things, and the keys of their towns, as revisions that seal something read and change them."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.ring import Ring, TownSeals

_BATCH = 500


def table_of(name: str, *columns: str) -> sa.TableClause:
    """Return a table with the columns that a revision knows of."""
    binary = {"body", "sealed"}
    kinds = {one: sa.LargeBinary() if one in binary else sa.Text() for one in columns}
    return sa.table(name, *(sa.column(one, kind) for one, kind in kinds.items()))


def rows_of(table: sa.TableClause) -> Iterator[tuple[sa.Row[Any], TownSeals]]:
    """Yield all rows with the key rings of their towns."""
    connection, rings = op.get_bind(), {}
    ids = [(row.town_id, row.id) for row in connection.execute(sa.select(table.c.town_id, table.c.id))]
    for first in range(0, len(ids), _BATCH):
        for row in _some(connection, table, ids[first : first + _BATCH]):
            if row.town_id not in rings:
                rings[row.town_id] = _ring()(RowKeys(connection, TownId(row.town_id)), TownId(row.town_id))
            yield row, rings[row.town_id]


def _some(connection: sa.Connection, table: sa.TableClause, ids: Sequence[tuple[str, str]]) -> list[sa.Row[Any]]:
    found = connection.execute(sa.select(table).where(table.c.id.in_([one for _, one in ids]))).all()
    return [row for row in found if (row.town_id, row.id) in set(ids)]


def _ring() -> Ring:
    ring: Ring | None = context.config.attributes.get("ring")
    if ring is None:
        raise StoreError("personal data have to be sealed anew, and the master key is not there; give it and try again")
    return ring


def put(table: sa.TableClause, row: sa.Row[Any], values: dict[str, Any]) -> None:
    """Change a row."""
    mine = sa.update(table).where(table.c.town_id == row.town_id, table.c.id == row.id)
    op.get_bind().execute(mine.values(values))
