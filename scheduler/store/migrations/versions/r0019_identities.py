"""People whom the town's sign-in service sends: who waits for an account, and what their sessions are renewed by.

Who a user is to the service lies in what is sealed of the user already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TIMES = ("checked_us", "tried_us")


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "newcomers",
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("town_id", "id")),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in ("seq", "stamp")),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("town_id", "id", name="pk_newcomers"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name="fk_newcomers_towns", ondelete="CASCADE"),
    )
    op.create_index("ix_newcomers_town_id_stamp", "newcomers", ["town_id", "stamp"])
    for name in _TIMES:
        op.add_column("sessions", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("sessions", sa.Column("sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop them; who was signed in by the service is signed out, as the older version would never ask it again."""
    op.execute(sa.text("DELETE FROM sessions WHERE checked_us IS NOT NULL"))
    for name in ("sealed", *_TIMES):
        op.drop_column("sessions", name)
    op.drop_table("newcomers")
