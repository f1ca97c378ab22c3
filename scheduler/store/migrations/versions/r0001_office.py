"""The office: towns, what they have, their days, plans, keys and audit chain."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "towns removed subject_keys audit heads districts places clients client_phones purposes services providers "
    "contracts staff vehicles patterns absences entitlements consumptions shifts bookings booking_clients enquiries "
    "enquiry_clients waiting notices solves days plans"
).split()
"""As they are made: what others refer to comes before them."""


def upgrade() -> None:
    """Make all tables."""
    _towns()
    _facts()
    _days()
    _links("client_phones", "clients", "client_id", sa.Column("digest", sa.LargeBinary(), nullable=False))
    _links("booking_clients", "bookings", "booking_id", _text("client_id"))
    _links("enquiry_clients", "enquiries", "enquiry_id", _text("client_id"))


def downgrade() -> None:
    """Drop all tables with everything in them."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _towns() -> None:
    op.create_table(
        "towns",
        _text("id"),
        _number("stamp"),
        _number("seq"),
        _text("zone", nullable=True),
        sa.Column("audit_number", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("audit_digest", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_towns"),
    )
    _table("removed", ["kind", "key"], _text("kind"), _text("key"), _number("stamp"))
    _index("removed", "town_id", "kind", "stamp")
    _table("subject_keys", ["subject"], _text("subject"), _sealed("wrapped", nullable=False))
    words = [_text(name) for name in ("at", "by", "action", "subject", "fields", "before", "digest")]
    _table("audit", ["number"], _number("number"), *words)
    _index("audit", "town_id", "subject")


def _facts() -> None:
    for name in "heads districts purposes services providers contracts patterns absences".split():
        _thing(name, _document())
    _thing("places", _text("district_id", nullable=True), sa.Column("public", sa.Boolean(), nullable=False), _sealed())
    _thing("clients", _sealed())
    _thing("staff", _document(), _sealed())
    _thing("vehicles", _document(), _sealed())
    _thing("entitlements", _text("client_id"), _document())


def _days() -> None:
    key = ["entitlement_id", "request_id"]
    _table("consumptions", key, *map(_text, key), _number("seq"), _number("stamp"), _document())
    _index("consumptions", "stamp")
    _index("consumptions", "town_id", "request_id")
    _thing("shifts", _date("day"), _document())
    _thing("bookings", _date("day"), _text("service_id"), _text("status"), _document(), _sealed())
    _thing("enquiries", _date("received_on"), _text("outcome"), _document(), _sealed())
    _thing("waiting", _document())
    _thing("notices", _date("day"), _text("client_id"), _text("outcome"), _document())
    _thing("solves", _date("day"), _text("state"), _document())
    for name in ("shifts", "bookings", "notices", "solves"):
        _index(name, "town_id", "day")
    _index("enquiries", "town_id", "received_on")
    _table("days", ["day"], _date("day"), _number("version"), _number("stamp"), _document(), _sealed())
    plan = (_document(), _sealed("plan"), _sealed("problem"))
    _table("plans", ["day", "version"], _date("day"), _number("version"), *plan)


def _table(
    name: str, key: list[str], *columns: sa.Column[object], refers: sa.ForeignKeyConstraint | None = None
) -> None:
    op.create_table(
        name,
        _text("town_id"),
        *columns,
        sa.PrimaryKeyConstraint("town_id", *key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{name}_towns", ondelete="CASCADE"),
        *([refers] if refers is not None else []),
    )


def _thing(name: str, *columns: sa.Column[object]) -> None:
    _table(name, ["id"], _text("id"), _number("seq"), _number("stamp"), *columns)
    _index(name, "stamp")


def _links(name: str, owners: str, owner: str, key: sa.Column[object]) -> None:
    refers = sa.ForeignKeyConstraint(
        ["town_id", owner], [f"{owners}.town_id", f"{owners}.id"], name=f"fk_{name}_{owners}", ondelete="CASCADE"
    )
    _table(name, [owner, key.name], _text(owner), key, refers=refers)
    _index(name, "town_id", key.name)


def _index(name: str, *columns: str) -> None:
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _date(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=False)


def _document() -> sa.Column[object]:
    return _text("document")


def _sealed(name: str = "sealed", *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.LargeBinary(), nullable=nullable)
