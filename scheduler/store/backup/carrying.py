"""What was taken away or changed since a backup was made stays so: rights, passwords, tokens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from scheduler.domain.accounts import Role, User
from scheduler.domain.ids import TownId
from scheduler.store.backup.known import ErasedSince, Known, erasures_in, users_of
from scheduler.store.backup.merging import merge, shut_out
from scheduler.store.sql.accounts.work import us
from scheduler.store.sql.ring import Ring
from scheduler.store.sql.tables import AuditRow, ProviderRow, StaffRow, TokenRow, TownRow, UserRow

type Tokens = Mapping[str, Mapping[str, Any]]
"""Tokens' rows by id."""


@dataclass(frozen=True, kw_only=True)
class CarriedTown:
    """What a town keeps of what became of it after its backup was made; all are ids.

    Attributes
    ----------
    shut : tuple of str
        Users whom the backup would let in, and who stay shut out.
    changed : tuple of str
        Other users who stay as they were changed since: role, password, authenticator app, name.
    made : tuple of str
        Users who were made since, and stay.
    unlinked : tuple of str
        Users who are shut out because the worker or provider whose work they see is not in the backup.
    revoked : tuple of str
        Tokens that stay revoked.
    lost : tuple of str
        Open tokens that were made since, and are gone.
    erased : tuple of ErasedSince
        Clients who were erased since; the backup need not have them.
    destroyed : frozenset of str
        Subjects whose keys the replaced database had destroyed; the key ring may have them still.
    """

    shut: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    erased: tuple[ErasedSince, ...] = ()
    destroyed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What became of the towns of a backup.

    Attributes
    ----------
    towns : mapping of str to CarriedTown
        By the ids of those that the replaced database knew.
    unasked : tuple of str
        Towns of which it had not seen all that the backup has: who was shut out since is let in again, as far as it
        does not know better.
    unread : tuple of str
        Towns whose users' names and authenticator apps it could not tell.
    without_administrator : tuple of str
        Towns in which no administrator is left.
    """

    towns: Mapping[str, CarriedTown]
    unasked: tuple[str, ...]
    unread: tuple[str, ...]
    without_administrator: tuple[str, ...]


def carry_over(connection: Connection, known: Mapping[str, Known], ring: Ring, now: datetime) -> Carried:
    """Take over what the database that was replaced knows better, once the backup's rows are in.

    No town's stamp goes back. That database is asked for what it did after its audit and the backup's had parted.

    Raises
    ------
    ConflictError
        If two users would have one sign-in name.
    """
    towns = connection.execute(select(TownRow.id, TownRow.stamp, TownRow.audit_number, TownRow.audit_digest)).all()
    carried, unasked = {}, []
    for town in towns:
        later = known.get(town.id)
        if later is not None:  # what it wrote had higher stamps: none of them may come to mean something else
            stamp = max(town.stamp, later.stamp)
            connection.execute(update(TownRow).where(TownRow.id == town.id).values(stamp=stamp))
        went_on = later is not None and later.audit.get(town.audit_number) == town.audit_digest
        if not went_on:
            unasked.append(town.id)
        parting = 0 if later is None else later.parting(_digests(connection, town.id))
        if later is not None and parting:
            carried[town.id] = _carried(connection, ring, town.id, later, _Since(number=parting, went_on=went_on), now)
    return Carried(
        towns=carried,
        unasked=tuple(unasked),
        unread=tuple(sorted(town for town in carried if known[town].users is None)),
        without_administrator=_without_administrator(connection, (town.id for town in towns)),
    )


@dataclass(frozen=True, kw_only=True)
class _Since:
    """The entry after which two audits parted, and whether it is the backup's last one."""

    number: int
    went_on: bool


def _digests(connection: Connection, town_id: str) -> Mapping[int, str]:
    rows = connection.execute(select(AuditRow.number, AuditRow.digest).where(AuditRow.town_id == town_id))
    return {row.number: row.digest for row in rows}


def _carried(  # noqa: PLR0917  # one town, and what is asked of it
    connection: Connection, ring: Ring, town_id: str, later: Known, since: _Since, now: datetime
) -> CarriedTown:
    users = users_of(connection, ring)
    theirs = users.all(TownId(town_id))
    known = {user.id for user in theirs}
    made = [user for user in (later.users or {}).values() if user.id not in known]
    touched = later.changed_since(since.number)
    done = merge(theirs, later.user, made, touched=touched, went_on=since.went_on)
    put = [_linked(connection, user) for user in done.put]
    connection.execute(delete(UserRow).where(UserRow.id.in_([user.id for user in put])))
    for user in put:
        users.add(user)
    unlinked = {user.id for user, before in zip(put, done.put, strict=True) if user != before}
    return CarriedTown(
        shut=done.shut,
        changed=tuple(one for one in done.changed if one not in unlinked),
        made=tuple(one for one in done.made if one not in unlinked),
        unlinked=tuple(sorted(unlinked)),
        revoked=_revoke(connection, town_id, later.tokens, now, went_on=since.went_on),
        lost=_lost(connection, later.tokens),
        erased=later.erased_since(since.number, erasures_in(connection, town_id)),
        destroyed=later.destroyed,
    )


def _linked(connection: Connection, user: User) -> User:
    """Return a user, shut out if the worker or provider is none of the town's: another one may get that id."""
    for row, key in ((StaffRow, user.staff_id), (ProviderRow, user.provider_id)):
        mine = select(row.id).where(row.town_id == user.town_id, row.id == key)
        if key is not None and connection.execute(mine).first() is None:
            return shut_out(user)
    return user


def _revoke(connection: Connection, town_id: str, known: Tokens, now: datetime, *, went_on: bool) -> tuple[str, ...]:
    """Revoke tokens that are revoked by now, or gone; return them.

    Those that the backup does not have yet stay as well, for the next restore: a later backup has them open.
    """
    mine = select(TokenRow.id).where(TokenRow.town_id == town_id, TokenRow.revoked_us.is_(None))
    open_then = connection.execute(mine).scalars().all()
    gone = [key for key in open_then if (not _open(known[key]) if key in known else went_on)]
    for token_id in gone:
        connection.execute(update(TokenRow).where(TokenRow.id == token_id).values(revoked_us=us(now)))
    later = [row for row in _since(connection, known) if not _open(row)]
    if later:
        connection.execute(insert(TokenRow), later)
    return tuple(sorted(gone))


def _lost(connection: Connection, known: Tokens) -> tuple[str, ...]:
    return tuple(sorted(row["id"] for row in _since(connection, known) if _open(row)))


def _since(connection: Connection, known: Tokens) -> Sequence[Mapping[str, Any]]:
    """Return the rows of tokens that the backup does not have."""
    kept = set(connection.execute(select(TokenRow.id)).scalars())
    return [row for key, row in known.items() if key not in kept]


def _open(token: Mapping[str, Any]) -> bool:
    return token["revoked_us"] is None


def _without_administrator(connection: Connection, towns: Iterable[str]) -> tuple[str, ...]:
    """Return the towns that have users, and no active administrator among them."""
    counted = select(UserRow.town_id, func.count()).group_by(UserRow.town_id)
    users = {row[0] for row in connection.execute(counted)}
    some = counted.where(UserRow.active, UserRow.role == Role.ADMINISTRATOR.value)
    return tuple(sorted(set(towns) & users - {row[0] for row in connection.execute(some)}))
