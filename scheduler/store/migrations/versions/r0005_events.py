"""What crews report from the field: ids and times alone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (("town_id", "stamp"), ("town_id", "day", "seq"), ("town_id", "request_id"))


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "events",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("shift_id", "request_id")),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_events"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_events_towns", ondelete="CASCADE"),
    )
    for columns in INDEXES:
        op.create_index(f"ix_events_{'_'.join(columns)}", "events", list(columns))


def downgrade() -> None:
    """Drop the table with everything that was reported."""
    op.drop_table("events")
