"""Sessions, and the codes that sign phones in, in a database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from scheduler.domain.accounts import PhoneLink, Role, SignInSession, Standing
from scheduler.domain.ids import ProviderId, StaffId, TownId, UserId
from scheduler.store.sql.accounts.work import Work, instant, span, span_us, us
from scheduler.store.sql.tables import PhoneLinkRow, SessionRow, UserRow

_HOLDERS = (
    select(SessionRow.__table__, UserRow.town_id, UserRow.role, UserRow.staff_id, UserRow.provider_id, UserRow.active)
    .join(UserRow, UserRow.id == SessionRow.user_id)
    .where(SessionRow.digest == bindparam("digest"))
)
_LINKS = select(PhoneLinkRow.__table__)


class SqlSessions:
    """Sessions."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, session: SignInSession) -> None:
        """Keep a new session."""
        values = {
            "digest": session.digest, "user_id": session.user_id, "created_us": us(session.created_at),
            "seen_us": us(session.seen_at), "idle_us": span_us(session.idle), "ends_us": us(session.ends_at),
            "strong": session.strong, "phone": session.phone,
        }  # fmt: skip
        with self._work.writing() as connection:
            connection.execute(insert(SessionRow), values)

    def find(self, digest: str) -> SignInSession | None:
        """Return a session."""
        with self._work.reading() as connection:
            row = connection.execute(select(SessionRow.__table__).where(SessionRow.digest == digest)).one_or_none()
        return None if row is None else _session(row)

    def holder(self, digest: str) -> tuple[SignInSession, Standing] | None:
        """Return a session with its user."""
        with self._work.reading() as connection:
            row = connection.execute(_HOLDERS, {"digest": digest}).one_or_none()
        return None if row is None else (_session(row), _standing(row))

    def touch(self, digest: str, at: datetime) -> None:
        """Note that a session was used."""
        with self._work.writing() as connection:
            connection.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_us=us(at)))

    def end(self, digest: str) -> None:
        """Forget a session."""
        with self._work.writing() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.digest == digest))

    def end_all(self, user_id: UserId) -> int:
        """Forget all sessions and unused phone links of a user."""
        unused = delete(PhoneLinkRow).where(PhoneLinkRow.user_id == user_id, PhoneLinkRow.used_us.is_(None))
        with self._work.writing() as connection:
            connection.execute(unused)
            return connection.execute(delete(SessionRow).where(SessionRow.user_id == user_id)).rowcount


class SqlPhoneLinks:
    """Phone links."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, link: PhoneLink) -> None:
        """Keep a new code."""
        values = {
            "digest": link.digest, "user_id": link.user_id, "created_by": link.created_by,
            "created_us": us(link.created_at), "ends_us": us(link.ends_at),
            "used_us": None if link.used_at is None else us(link.used_at),
        }  # fmt: skip
        with self._work.writing() as connection:
            connection.execute(insert(PhoneLinkRow), values)

    def find(self, digest: str) -> PhoneLink | None:
        """Return a code."""
        with self._work.reading() as connection:
            row = connection.execute(_LINKS.where(PhoneLinkRow.digest == digest)).one_or_none()
        return None if row is None else _link(row)

    def use(self, digest: str, at: datetime) -> PhoneLink | None:
        """Take a code, once: whoever marks it first has it."""
        mine = PhoneLinkRow.digest == digest
        free = update(PhoneLinkRow).where(mine, PhoneLinkRow.used_us.is_(None), PhoneLinkRow.ends_us > us(at))
        with self._work.writing() as connection:
            if connection.execute(free.values(used_us=us(at))).rowcount != 1:
                return None
            return _link(connection.execute(_LINKS.where(mine)).one())


def _session(row: Row[Any]) -> SignInSession:
    return SignInSession(
        digest=row.digest, user_id=UserId(row.user_id), created_at=instant(row.created_us),
        seen_at=instant(row.seen_us), idle=span(row.idle_us), ends_at=instant(row.ends_us), strong=row.strong,
        phone=row.phone,
    )  # fmt: skip


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        user_id=UserId(row.user_id), town_id=TownId(row.town_id), role=Role(row.role),
        staff_id=StaffId(row.staff_id) if row.staff_id else None,
        provider_id=ProviderId(row.provider_id) if row.provider_id else None, active=row.active,
    )  # fmt: skip


def _link(row: Row[Any]) -> PhoneLink:
    return PhoneLink(
        digest=row.digest, user_id=UserId(row.user_id), created_by=UserId(row.created_by),
        created_at=instant(row.created_us), ends_at=instant(row.ends_us),
        used_at=None if row.used_us is None else instant(row.used_us),
    )  # fmt: skip
