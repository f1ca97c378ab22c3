"""Messages to clients, and how clients want to be written to; sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLES = {"messages": ("day", "client_id", "queue_id"), "message_wishes": ("client_id",)}


def upgrade() -> None:
    """Make the tables."""
    for name, asked in TABLES.items():
        op.create_table(
            name,
            *(sa.Column(key, sa.Text(), nullable=False) for key in ("town_id", "id")),
            *(sa.Column(key, sa.BigInteger(), nullable=False) for key in ("seq", "stamp")),
            *(sa.Column(key, sa.LargeBinary()) for key in ("body", "sealed")),
            *(sa.Column(key, sa.Date() if key == "day" else sa.Text(), nullable=False) for key in asked),
            sa.PrimaryKeyConstraint("town_id", "id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
        )
        for column in ("stamp", *asked):
            op.create_index(f"ix_{name}_town_id_{column}", name, ["town_id", column])


def downgrade() -> None:
    """Drop them: the older version writes to nobody, and forgets who does not want it."""
    for name in reversed(TABLES):
        op.drop_table(name)
