"""Studies of capacity: questions, runs, answers and finished replications; sealed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_STUDY = ("study_runs", "study_answers", "replications")


def upgrade() -> None:
    """Make the tables."""
    _table("studies")
    for name in OF_STUDY:
        used = [sa.Column("used_on", sa.Date(), nullable=False)] if name == "replications" else []
        _table(name, sa.Column("study_id", sa.Text(), nullable=False), *used)
        op.create_index(f"ix_{name}_town_id_study_id", name, ["town_id", "study_id"])
    op.create_index("ix_replications_town_id_used_on", "replications", ["town_id", "used_on"])


def downgrade() -> None:
    """Drop them: the older version keeps no studies; what somebody wants to keep is saved as files before."""
    for name in (*OF_STUDY, "studies"):
        op.drop_table(name)


def _table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")),
        sa.Column("body", sa.LargeBinary()),
        *columns,
        sa.PrimaryKeyConstraint("town_id", "id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{name}_town_id_stamp", name, ["town_id", "stamp"])
