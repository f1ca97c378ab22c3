"""What the columns of offices' workbooks were said to be, one record for each kind of sheet; sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "imports",
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_imports"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_imports_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_imports_town_id_stamp", "imports", ["town_id", "stamp"])


def downgrade() -> None:
    """Drop it: columns are named anew with the next workbook."""
    op.drop_table("imports")
