"""What tells of somebody's health or home without naming it, sealed: bookings, enquiries, absences, sign-in names.

Bookings and enquiries say where somebody lives and that they are taken to a dialysis, absences who is ill: their whole
documents are sealed under the town's key. Sign-in names are sealed, too, and looked for by a keyed digest.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from scheduler.domain.errors import StoreError
from scheduler.store.migrations.rows import put, rows_of, table_of
from scheduler.store.sql.ring import TownSeals

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("bookings", "enquiries", "absences")
_TOWN = ("town",)


def upgrade() -> None:
    """Seal what was in the open."""
    for name in TABLES:
        op.add_column(name, sa.Column("body", sa.LargeBinary(), nullable=True))
        table = table_of(name, "town_id", "id", "document", "body")
        for row, seals in rows_of(table):
            body = seals.seal(_TOWN, row.document.encode(), where=f"{name}/body/{row.id}")
            put(table, row, {"body": body, "document": ""})
        op.drop_column(name, "document")
    users = table_of("users", "town_id", "id", "sign_in", "sealed")
    for row, seals in rows_of(users):
        hidden = {**_opened(seals, row), "sign_in": row.sign_in}
        put(users, row, _sealed(seals, row, hidden, seals.blind(row.sign_in, what="sign_in").hex()))


def downgrade() -> None:
    """Write it in the open again."""
    for name in TABLES:
        op.add_column(name, sa.Column("document", sa.Text(), nullable=False, server_default=""))
        table = table_of(name, "town_id", "id", "document", "body")
        for row, seals in rows_of(table):
            plain = seals.open(_TOWN, row.body, where=f"{name}/body/{row.id}")
            put(table, row, {"document": (plain or b"").decode(), "body": None})
        op.drop_column(name, "body")
    users = table_of("users", "town_id", "id", "sign_in", "sealed")
    for row, seals in rows_of(users):
        hidden = _opened(seals, row)
        sign_in = hidden.pop("sign_in")
        put(users, row, _sealed(seals, row, hidden, sign_in))


def _opened(seals: TownSeals, row: sa.Row[Any]) -> dict[str, Any]:
    plain = seals.open(_TOWN, row.sealed, where=f"users/sealed/{row.id}")
    if plain is None:
        raise StoreError(f"users/sealed/{row.id} cannot be read: the town's key has been destroyed")
    hidden: dict[str, Any] = json.loads(plain)
    return hidden


def _sealed(seals: TownSeals, row: sa.Row[Any], hidden: dict[str, Any], sign_in: str) -> dict[str, Any]:
    plain = json.dumps(hidden, ensure_ascii=False).encode()
    return {"sign_in": sign_in, "sealed": seals.seal(_TOWN, plain, where=f"users/sealed/{row.id}")}
