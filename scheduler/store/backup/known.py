"""What a database that is about to be replaced knows better than the backup: whom and what was taken away since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select

from scheduler.domain.accounts import Role, User
from scheduler.domain.audit import ERASED, USER_CHANGED, AuditEvent
from scheduler.domain.errors import DojazdError
from scheduler.domain.ids import ClientId, ProviderId, StaffId, TownId, UserId
from scheduler.store.backup.subjects import destroyed_in
from scheduler.store.private import client_subject
from scheduler.store.sql.accounts.users import SqlUsers
from scheduler.store.sql.accounts.work import Work
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.tables import AuditRow, TokenRow, TownRow, UserRow


@dataclass(frozen=True, kw_only=True)
class ErasedSince:
    """A client who was erased after a backup was made.

    Attributes
    ----------
    reason : str
        As the audit has it; empty: nobody knows.
    """

    client_id: ClientId
    at: datetime
    reason: str = ""

    def entry(self, by: UserId, at: datetime) -> AuditEvent:
        """Return what the audit of a backup says that does not know the client, for the next restore."""
        reason = (f"reason={self.reason}",) if self.reason else ()
        fields = (*reason, f"since={self.at.isoformat()}")
        return AuditEvent(at=at, by=by, action=ERASED, subject=client_subject(self.client_id), fields=fields)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a database knows of a town.

    Attributes
    ----------
    stamp : int
        Of the town.
    audit : mapping of int to str
        Digests of its audit's entries by their numbers.
    events : mapping of int to Row
        The entries about users who were changed and clients who were erased, likewise.
    users : mapping of str to User, or None
        Its users by id; None: their names cannot be read, for damage or another master key.
    plain : mapping of str to mapping
        What of users is not sealed, by id.
    tokens : mapping of str to mapping
        Its tokens' rows by id.
    destroyed : frozenset of str
        Subjects whose keys it has destroyed: of clients and places that it has taken out.
    """

    stamp: int
    audit: Mapping[int, str]
    events: Mapping[int, Row[Any]]
    users: Mapping[str, User] | None
    plain: Mapping[str, Mapping[str, Any]]
    tokens: Mapping[str, Mapping[str, Any]]
    destroyed: frozenset[str]

    def parting(self, audit: Mapping[int, str]) -> int:
        """Return the last entry that the audit has in common with a backup's; 0: it is another town's."""
        return max((number for number, digest in audit.items() if self.audit.get(number) == digest), default=0)

    def changed_since(self, number: int) -> frozenset[str]:
        """Return the ids of users who were changed after an entry of the audit."""
        found = (row for at, row in self.events.items() if at > number and row.action == USER_CHANGED)
        return frozenset(row.subject.removeprefix("user:") for row in found)

    def erased_since(self, number: int, told: Collection[ErasedSince]) -> tuple[ErasedSince, ...]:
        """Return who was erased after an entry of the audit, each once.

        Parameters
        ----------
        told : collection of ErasedSince
            Erasures that the backup knows of. What a restore has written down of one of them is not news: whoever has
            the id by then came afterwards.
        """
        known = {(one.client_id, one.at) for one in told}
        found = [row for at, row in sorted(self.events.items()) if at > number and row.action == ERASED]
        erased = ((_erased(row), "since" in _said(row)) for row in found)
        news = (one for one, again in erased if not (again and (one.client_id, one.at) in known))
        return tuple({one.client_id: one for one in news}.values())

    def user(self, theirs: User) -> User | None:
        """Return what a user of the backup has become, as far as it can be read; None: nobody knows of them here."""
        if self.users is not None:
            return self.users.get(theirs.id)
        return replace(theirs, **self.plain[theirs.id]) if theirs.id in self.plain else None


def known_in(connection: Connection, ring: Ring) -> Mapping[str, Known]:
    """Return what a database knows, by town."""
    found = {}
    for town in connection.execute(select(TownRow.id, TownRow.stamp)).all():
        digests = select(AuditRow.number, AuditRow.digest).where(AuditRow.town_id == town.id)
        tokens = select(TokenRow.__table__).where(TokenRow.town_id == town.id)
        found[town.id] = Known(
            stamp=town.stamp,
            audit={row.number: row.digest for row in connection.execute(digests)},
            events={row.number: row for row in connection.execute(_events(town.id))},
            users=_users(connection, ring, town.id),
            plain=_plain(connection.execute(select(UserRow.__table__).where(UserRow.town_id == town.id))),
            tokens={row["id"]: dict(row) for row in connection.execute(tokens).mappings()},
            destroyed=destroyed_in(connection, town.id),
        )
    return found


def erasures_in(connection: Connection, town_id: str) -> tuple[ErasedSince, ...]:
    """Return the erasures that a town's audit tells of."""
    return tuple(_erased(row) for row in connection.execute(_events(town_id)) if row.action == ERASED)


def users_of(connection: Connection, ring: Ring) -> SqlUsers:
    """Return the users of a database in an open transaction."""
    return SqlUsers(Work(connection.engine, ring, connection))


def _events(town_id: str) -> Any:
    said = or_(AuditRow.action == ERASED, AuditRow.action == USER_CHANGED)
    columns = AuditRow.number, AuditRow.at, AuditRow.action, AuditRow.subject, AuditRow.fields
    return select(*columns).where(AuditRow.town_id == town_id, said)


def _erased(row: Row[Any]) -> ErasedSince:
    """Return what an entry says; of somebody who was erased again it says since when they are gone."""
    said = _said(row)
    at = datetime.fromisoformat(said.get("since", row.at))
    client_id = ClientId(row.subject.removeprefix("client:"))
    return ErasedSince(client_id=client_id, at=at, reason=said.get("reason", ""))


def _said(row: Row[Any]) -> Mapping[str, str]:
    return dict(one.partition("=")[::2] for one in msgspec.json.decode(row.fields, type=tuple[str, ...]))


def _users(connection: Connection, ring: Ring, town_id: str) -> Mapping[str, User] | None:
    try:
        return {user.id: user for user in users_of(connection, ring).all(TownId(town_id))}
    except (DojazdError, ValueError):  # what is to be replaced may be damaged, or be another master key's
        return None


def _plain(rows: Iterable[Row[Any]]) -> Mapping[str, Mapping[str, Any]]:
    return {
        row.id: {
            "role": Role(row.role), "password": row.password, "active": row.active, "version": row.version,
            "staff_id": StaffId(row.staff_id) if row.staff_id else None,
            "provider_id": ProviderId(row.provider_id) if row.provider_id else None,
        }
        for row in rows
    }  # fmt: skip
