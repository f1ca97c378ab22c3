"""What is known of a running service day: where crews are, and what has come in the way; sealed as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = (("town_id", "stamp"), ("town_id", "day"))


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "live",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_live"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_live_towns", ondelete="CASCADE"),
    )
    for columns in INDEXES:
        op.create_index(f"ix_live_{'_'.join(columns)}", "live", list(columns))


def downgrade() -> None:
    """Drop the table: the older version plans every day as if it had not begun."""
    op.drop_table("live")
