"""Accounts: who signs in, with what, how often in vain, and answers to creations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = "users sessions tokens phone_links attempts answers".split()
"""As they are made: what others refer to comes before them."""


def upgrade() -> None:
    """Make the tables."""
    _table(
        "users", ["id"],
        *_texts("id town_id sign_in role"), *_texts("staff_id provider_id", nullable=True), _text("password"),
        _number("totp_step"), sa.Column("active", sa.Boolean(), nullable=False), *_numbers("created_us version"),
        _sealed(), _of_town("users"), sa.UniqueConstraint("sign_in", name="uq_users_sign_in"),
    )  # fmt: skip
    flags: list[sa.Column[object]] = [sa.Column(name, sa.Boolean(), nullable=False) for name in ("strong", "phone")]
    times = _numbers("created_us seen_us idle_us ends_us")
    _table("sessions", ["digest"], *_texts("digest user_id"), *times, *flags, _of_user("sessions"))
    _table(
        "tokens", ["digest"],
        *_texts("digest id town_id name scopes created_by"), *_numbers("created_us ends_us"),
        _number("revoked_us", nullable=True), _of_town("tokens"), sa.UniqueConstraint("id", name="uq_tokens_id"),
    )  # fmt: skip
    _table(
        "phone_links", ["digest"],
        *_texts("digest user_id created_by"), *_numbers("created_us ends_us"), _number("used_us", nullable=True),
        _of_user("phone_links"),
    )  # fmt: skip
    _table("attempts", ["key"], _text("key"), *_numbers("tries last_us free_us"))
    _table(
        "answers", ["owner", "key"],
        *_texts("owner key town_id asked"), *_numbers("at_us status"), _text("headers"), _sealed(),
        _of_town("answers"),
    )  # fmt: skip
    for table, column in (
        ("users", "town_id"), ("tokens", "town_id"), ("answers", "town_id"), ("answers", "at_us"),
        ("sessions", "user_id"), ("phone_links", "user_id"),
    ):  # fmt: skip
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """Drop the tables with everybody in them."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _table(name: str, key: list[str], *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"))


def _of_town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=f"fk_{table}_towns", ondelete="CASCADE")


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_users", ondelete="CASCADE")


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _texts(names: str, *, nullable: bool = False) -> list[sa.Column[object]]:
    return [_text(name, nullable=nullable) for name in names.split()]


def _numbers(names: str) -> list[sa.Column[object]]:
    return [_number(name) for name in names.split()]


def _sealed() -> sa.Column[object]:
    return sa.Column("sealed", sa.LargeBinary(), nullable=True)
