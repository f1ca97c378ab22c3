"""Calendar feeds, by the digests of their tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feeds",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id", "document")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_feeds"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_feeds_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_feeds_town_id_stamp", "feeds", ["town_id", "stamp"])


def downgrade() -> None:
    """Drop it: calendars stay as they were last read, and their addresses lead nowhere."""
    op.drop_table("feeds")
