"""Closed days, what became of their requests, and what dispatchers say of them; all sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REASONED = {"statements": True, "closings": True, "actuals": False}
"""Whether somebody's own words are in it, which have a column of their own."""


def upgrade() -> None:
    """Make the tables."""
    for name, reasoned in REASONED.items():
        texts = [sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")]
        numbers = [sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")]
        sealed = [sa.Column(column, sa.LargeBinary()) for column in ("body", *(["sealed"] if reasoned else []))]
        op.create_table(
            name,
            *texts,
            *numbers,
            *sealed,
            sa.Column("day", sa.Date(), nullable=False),
            sa.PrimaryKeyConstraint("town_id", "id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
        )
        for columns in (["town_id", "stamp"], ["town_id", "day"]):
            op.create_index(f"ix_{name}_{'_'.join(columns)}", name, columns)


def downgrade() -> None:
    """Drop them: days that were closed stay so, without their figures."""
    for name in REASONED:
        op.drop_table(name)
