"""What tells of somebody's health or home without naming it, sealed: bookings, enquiries, absences, sign-in names.

Bookings and enquiries say where somebody lives and that they are taken to a dialysis, absences who is ill: their whole
documents are sealed under the town's key. Sign-in names are sealed, too, and looked for by a keyed digest.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId
from scheduler.store.sql.keys import RowKeys
from scheduler.store.sql.ring import Ring, TownSeals

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("bookings", "enquiries", "absences")
_TOWN = ("town",)
_BATCH = 500


def upgrade() -> None:
    """Seal what was in the open."""
    for name in TABLES:
        op.add_column(name, sa.Column("body", sa.LargeBinary(), nullable=True))
        table = _table(name, "town_id", "id", "document", "body")
        for row, seals in _rows(table):
            body = seals.seal(_TOWN, row.document.encode(), where=f"{name}/body/{row.id}")
            _put(table, row, {"body": body, "document": ""})
        op.drop_column(name, "document")
    users = _table("users", "town_id", "id", "sign_in", "sealed")
    for row, seals in _rows(users):
        hidden = {**_opened(seals, row), "sign_in": row.sign_in}
        _put(users, row, _sealed(seals, row, hidden, seals.blind(row.sign_in, what="sign_in").hex()))


def downgrade() -> None:
    """Write it in the open again."""
    for name in TABLES:
        op.add_column(name, sa.Column("document", sa.Text(), nullable=False, server_default=""))
        table = _table(name, "town_id", "id", "document", "body")
        for row, seals in _rows(table):
            plain = seals.open(_TOWN, row.body, where=f"{name}/body/{row.id}")
            _put(table, row, {"document": (plain or b"").decode(), "body": None})
        op.drop_column(name, "body")
    users = _table("users", "town_id", "id", "sign_in", "sealed")
    for row, seals in _rows(users):
        hidden = _opened(seals, row)
        sign_in = hidden.pop("sign_in")
        _put(users, row, _sealed(seals, row, hidden, sign_in))


def _table(name: str, *columns: str) -> sa.TableClause:
    binary = {"body", "sealed"}
    kinds = {one: sa.LargeBinary() if one in binary else sa.Text() for one in columns}
    return sa.table(name, *(sa.column(one, kind) for one, kind in kinds.items()))


def _rows(table: sa.TableClause) -> Iterator[tuple[sa.Row[Any], TownSeals]]:
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


def _put(table: sa.TableClause, row: sa.Row[Any], values: dict[str, Any]) -> None:
    mine = sa.update(table).where(table.c.town_id == row.town_id, table.c.id == row.id)
    op.get_bind().execute(mine.values(values))


def _opened(seals: TownSeals, row: sa.Row[Any]) -> dict[str, Any]:
    plain = seals.open(_TOWN, row.sealed, where=f"users/sealed/{row.id}")
    if plain is None:
        raise StoreError(f"users/sealed/{row.id} cannot be read: the town's key has been destroyed")
    hidden: dict[str, Any] = json.loads(plain)
    return hidden


def _sealed(seals: TownSeals, row: sa.Row[Any], hidden: dict[str, Any], sign_in: str) -> dict[str, Any]:
    plain = json.dumps(hidden, ensure_ascii=False).encode()
    return {"sign_in": sign_in, "sealed": seals.seal(_TOWN, plain, where=f"users/sealed/{row.id}")}
