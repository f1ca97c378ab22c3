"""Links to clients' cards, by the digests of their tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INDEXES = (("town_id", "stamp"), ("town_id", "request_id"), ("town_id", "code_id"))


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cards",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("town_id", "id", "document")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "stamp")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("request_id", "code_id")),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_cards"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_cards_towns", ondelete="CASCADE"),
    )
    for columns in INDEXES:
        op.create_index(f"ix_cards_{'_'.join(columns)}", "cards", list(columns))


def downgrade() -> None:
    """Drop it: the older version shows no cards, and the links of those that are out lead nowhere."""
    op.drop_table("cards")
