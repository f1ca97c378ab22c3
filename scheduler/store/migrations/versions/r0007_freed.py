"""Days with places that have become free, and that those who wait have not been offered yet."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    texts = [sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id", "document")]
    numbers = [sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")]
    op.create_table(
        "freed",
        *texts,
        *numbers,
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_freed"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_freed_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_freed_town_id_stamp", "freed", ["town_id", "stamp"])


def downgrade() -> None:
    """Drop it; what is in it is not offered by the older version."""
    op.drop_table("freed")
