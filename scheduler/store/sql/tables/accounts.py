"""Tables of who signs in. Instants are microseconds since 1970; of what lets somebody in there are digests alone."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.sql.tables.base import Base, Sealed


class UserRow(Sealed, Base):
    """A user; names, the authenticator app's secrets and the recovery codes are sealed under the town's key.

    `sign_in` is a keyed digest of the sign-in name.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    town_id: Mapped[str] = mapped_column(ForeignKey("towns.id", ondelete="CASCADE"), index=True)
    sign_in: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    staff_id: Mapped[str | None]
    provider_id: Mapped[str | None]
    password: Mapped[str]
    totp_step: Mapped[int]
    active: Mapped[bool]
    created_us: Mapped[int]
    version: Mapped[int]


class SessionRow(Sealed, Base):
    """A session; what the town's sign-in service renews it by is sealed under the key of its user's town."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_us: Mapped[int]
    seen_us: Mapped[int]
    idle_us: Mapped[int]
    ends_us: Mapped[int]
    strong: Mapped[bool]
    phone: Mapped[bool]
    checked_us: Mapped[int | None]
    tried_us: Mapped[int | None]


class TokenRow(Base):
    """A machine's token; `scopes` is a JSON list."""

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    town_id: Mapped[str] = mapped_column(ForeignKey("towns.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    scopes: Mapped[str]
    created_by: Mapped[str]
    created_us: Mapped[int]
    ends_us: Mapped[int]
    revoked_us: Mapped[int | None]


class PhoneLinkRow(Base):
    """A code that signs a phone in."""

    __tablename__ = "phone_links"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[str]
    created_us: Mapped[int]
    ends_us: Mapped[int]
    used_us: Mapped[int | None]


class AttemptRow(Base):
    """How often something was tried in vain; `key` is made of a digest."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    last_us: Mapped[int]
    free_us: Mapped[int]


class AnswerRow(Sealed, Base):
    """The answer to a creation, sealed under the town's key; `headers` is a JSON list of pairs."""

    __tablename__ = "answers"

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    town_id: Mapped[str] = mapped_column(ForeignKey("towns.id", ondelete="CASCADE"), index=True)
    asked: Mapped[str]
    at_us: Mapped[int] = mapped_column(index=True)
    status: Mapped[int]
    headers: Mapped[str]
