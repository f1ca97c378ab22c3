"""Hooks, sealed, and what they are told."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _table("hooks", sa.Column("body", sa.LargeBinary()))
    _table("hook_messages", sa.Column("document", sa.Text(), nullable=False))


def downgrade() -> None:
    """Drop them: nobody is told anything any more."""
    op.drop_table("hook_messages")
    op.drop_table("hooks")


def _table(name: str, content: "sa.Column[object]") -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")),
        content,
        sa.PrimaryKeyConstraint("town_id", "id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{name}_town_id_stamp", name, ["town_id", "stamp"])
