"""Sessions, and the codes that sign phones in, in a database."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from scheduler.domain.accounts import PhoneLink, Role, SignInSession, Standing, Voucher
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

    def add(self, session: SignInSession, voucher: Voucher | None = None) -> None:
        """Keep a new session."""
        values: dict[str, Any] = {
            "digest": session.digest, "user_id": session.user_id, "created_us": us(session.created_at),
            "seen_us": us(session.seen_at), "idle_us": span_us(session.idle), "ends_us": us(session.ends_at),
            "strong": session.strong, "phone": session.phone, "checked_us": _us(session.checked_at),
            "tried_us": _us(session.tried_at),
        }  # fmt: skip
        with self._work.writing() as connection:
            if voucher is not None:
                values["sealed"] = self._sealed(connection, session.digest, session.user_id, voucher)
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

    def take_turn(self, session: SignInSession, at: datetime) -> bool:
        """Be the one that asks the provider: whoever notes the time first."""
        mine = update(SessionRow).where(SessionRow.digest == session.digest)
        unchanged = mine.where(SessionRow.tried_us == _us(session.tried_at))
        with self._work.writing() as connection:
            return connection.execute(unchanged.values(tried_us=us(at))).rowcount == 1

    def voucher(self, digest: str) -> Voucher | None:
        """Return what a session is renewed by."""
        wanted = select(SessionRow.sealed, UserRow.town_id).join(UserRow, UserRow.id == SessionRow.user_id)
        with self._work.reading() as connection:
            row = connection.execute(wanted.where(SessionRow.digest == digest)).one_or_none()
            if row is None or row.sealed is None:
                return None
            return Voucher(**json.loads(self._work.open(connection, TownId(row.town_id), row.sealed, _where(digest))))

    def confirm(self, session: SignInSession, at: datetime, voucher: Voucher) -> None:
        """Note that the provider has confirmed a session."""
        with self._work.writing() as connection:
            sealed = self._sealed(connection, session.digest, session.user_id, voucher)
            mine = update(SessionRow).where(SessionRow.digest == session.digest)
            connection.execute(mine.values(checked_us=us(at), sealed=sealed))

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

    def _sealed(self, connection: Connection, digest: str, user_id: UserId, voucher: Voucher) -> bytes:
        town = connection.execute(select(UserRow.town_id).where(UserRow.id == user_id)).scalar_one()
        return self._work.seal(connection, TownId(town), json.dumps(asdict(voucher)).encode(), _where(digest))


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
        phone=row.phone, checked_at=_instant(row.checked_us), tried_at=_instant(row.tried_us),
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


def _where(digest: str) -> str:
    return f"sessions/sealed/{digest}"


def _us(at: datetime | None) -> int | None:
    return None if at is None else us(at)


def _instant(at_us: int | None) -> datetime | None:
    return None if at_us is None else instant(at_us)
