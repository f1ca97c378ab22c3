"""The youngest change of each kind of a town is found at once; what shifts and patterns are called is sealed."""

import json

import sqlalchemy as sa
from alembic import op

from scheduler.store.migrations.rows import put, rows_of, table_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STAMPED = (
    "heads districts places clients purposes services providers contracts staff vehicles patterns absences "
    "entitlements consumptions shifts bookings enquiries waiting notices solves"
).split()
NAMED = ("shifts", "patterns")
_TOWN = ("town",)


def upgrade() -> None:
    """Make the indexes, and seal the names."""
    for name in STAMPED:
        op.drop_index(f"ix_{name}_stamp", name)
        op.create_index(f"ix_{name}_town_id_stamp", name, ["town_id", "stamp"])
    for name in NAMED:
        op.add_column(name, sa.Column("sealed", sa.LargeBinary(), nullable=True))
        table = table_of(name, "town_id", "id", "document", "sealed")
        for row, seals in rows_of(table):
            document = json.loads(row.document)
            if hidden := document.pop("name", ""):
                plain = json.dumps({"name": hidden}, ensure_ascii=False).encode()
                sealed = seals.seal(_TOWN, plain, where=f"{name}/sealed/{row.id}")
                rest = json.dumps({**document, "name": ""}, ensure_ascii=False)
                put(table, row, {"document": rest, "sealed": sealed})


def downgrade() -> None:
    """Write the names in the open again, and make the former indexes."""
    for name in NAMED:
        table = table_of(name, "town_id", "id", "document", "sealed")
        for row, seals in rows_of(table):
            if row.sealed is not None:
                plain = seals.open(_TOWN, row.sealed, where=f"{name}/sealed/{row.id}")
                shown = json.loads(row.document) | json.loads(plain or b"{}")
                put(table, row, {"document": json.dumps(shown, ensure_ascii=False)})
        op.drop_column(name, "sealed")
    for name in STAMPED:
        op.drop_index(f"ix_{name}_town_id_stamp", name)
        op.create_index(f"ix_{name}_stamp", name, ["stamp"])
