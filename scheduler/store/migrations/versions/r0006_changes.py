"""A town's row tells when each kind of its things was last changed, so that nobody has to look for it."""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = (
    "heads districts places clients purposes services providers contracts staff vehicles patterns absences "
    "entitlements consumptions shifts bookings enquiries waiting notices solves events"
).split()
"""Tables of the kinds; the kind of the first is called otherwise."""


def upgrade() -> None:
    """Write down what there is."""
    op.add_column("towns", sa.Column("changes", sa.Text(), nullable=False, server_default="{}"))
    connection, towns = op.get_bind(), sa.table("towns", *map(sa.column, ("id", "stamp", "changes")))
    found = _last_changes(connection)
    for town_id, stamp in connection.execute(sa.select(towns.c.id, towns.c.stamp)).all():
        told = json.dumps({**found[town_id], "": stamp}, sort_keys=True, separators=(",", ":"))
        connection.execute(sa.update(towns).where(towns.c.id == town_id).values(changes=told))


def _last_changes(connection: sa.Connection) -> defaultdict[str, dict[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name in KINDS:
        kind = "head" if name == "heads" else name
        table = sa.table(name, sa.column("town_id"), sa.column("stamp"))
        put = sa.select(table.c.town_id, sa.func.max(table.c.stamp)).group_by(table.c.town_id)
        for town_id, stamp in connection.execute(put):
            found[town_id][kind] = stamp
    gone = sa.table("removed", sa.column("town_id"), sa.column("kind"), sa.column("stamp"))
    taken = sa.select(gone.c.town_id, gone.c.kind, sa.func.max(gone.c.stamp)).group_by(gone.c.town_id, gone.c.kind)
    for town_id, kind, stamp in connection.execute(taken):
        found[town_id][kind] = max(stamp, found[town_id].get(kind, 0))
    return found


def downgrade() -> None:
    """Find it in the rows again."""
    op.drop_column("towns", "changes")
