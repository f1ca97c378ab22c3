"""What the office needs for a running day: who has read what, doors nobody opens, clients who are away."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = {
    "reported": (),
    "sightings": (("town_id", "day"),),
    "checks": (("town_id", "day"), ("town_id", "client_id")),
    "client_absences": (("town_id", "client_id"),),
}
SEALED = frozenset({"checks", "client_absences"})


def upgrade() -> None:
    """Make the tables."""
    for name, indexes in TABLES.items():
        asked = sorted({column for index in indexes for column in index} - {"town_id"})
        op.create_table(
            name,
            *(sa.Column(key, sa.Text(), nullable=False) for key in ("town_id", "id")),
            *(sa.Column(key, sa.BigInteger(), nullable=False) for key in ("seq", "stamp")),
            *_content(name),
            *(sa.Column(key, sa.Date() if key == "day" else sa.Text(), nullable=False) for key in asked),
            sa.PrimaryKeyConstraint("town_id", "id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
        )
        for columns in (("town_id", "stamp"), *indexes):
            op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))


def downgrade() -> None:
    """Drop them; the older version knows nothing of what is in them."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _content(name: str) -> tuple[sa.Column[bytes] | sa.Column[str], ...]:
    if name in SEALED:
        return sa.Column("body", sa.LargeBinary()), sa.Column("sealed", sa.LargeBinary())
    return (sa.Column("document", sa.Text(), nullable=False),)
