"""Recurring requests: sealed as bookings are, and found by their clients."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "series",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in ("body", "sealed")),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_series"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_series_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_series_town_id_stamp", "series", ["town_id", "stamp"])
    names = ("town_id", "series_id", "client_id")
    op.create_table(
        "series_clients",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.PrimaryKeyConstraint(*names, name="pk_series_clients"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_series_clients_towns", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["town_id", "series_id"],
            ["series.town_id", "series.id"],
            name="fk_series_clients_series",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_series_clients_town_id_client_id", "series_clients", ["town_id", "client_id"])


def downgrade() -> None:
    """Drop them; bookings that were made of a series stay."""
    op.drop_table("series_clients")
    op.drop_table("series")
