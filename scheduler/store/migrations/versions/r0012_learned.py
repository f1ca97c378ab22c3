"""What towns have learned from closed days, one record a town; sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "learned",
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_learned"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_learned_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_learned_town_id_stamp", "learned", ["town_id", "stamp"])


def downgrade() -> None:
    """Drop it: what was learned can be worked out again, and is switched off until then."""
    op.drop_table("learned")
