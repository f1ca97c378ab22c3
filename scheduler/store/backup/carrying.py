"""What a database that is about to be replaced knows better than the backup: who was shut out since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from scheduler.domain.accounts import Role
from scheduler.store.sql.accounts.work import us
from scheduler.store.sql.tables import AuditRow, TokenRow, TownRow, UserRow


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a database knows of the accounts of a town.

    Attributes
    ----------
    stamp : int
        Of the town.
    audit : mapping of int to str
        Digests of its audit's entries by their numbers.
    active : frozenset of str
        Ids of users who may sign in; whoever is not here was shut out, or removed.
    open : frozenset of str
        Ids of tokens that are not revoked.
    """

    stamp: int
    audit: Mapping[int, str]
    active: frozenset[str]
    open: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What became of the accounts of the towns of a backup.

    Attributes
    ----------
    unasked : tuple of str
        Towns of which nobody could be asked: whoever was shut out since the backup is let in again.
    users, tokens : int
        So many stay shut out, whom the backup would have let in.
    without_administrator : tuple of str
        Towns in which no administrator is left.
    """

    unasked: tuple[str, ...]
    users: int
    tokens: int
    without_administrator: tuple[str, ...]


def known_in(connection: Connection) -> Mapping[str, Known]:
    """Return what a database knows, by town."""
    users = connection.execute(select(UserRow.town_id, UserRow.id).where(UserRow.active)).all()
    tokens = connection.execute(select(TokenRow.town_id, TokenRow.id).where(TokenRow.revoked_us.is_(None))).all()
    found = {}
    for town in connection.execute(select(TownRow.id, TownRow.stamp)).all():
        entries = connection.execute(select(AuditRow.number, AuditRow.digest).where(AuditRow.town_id == town.id)).all()
        found[town.id] = Known(
            stamp=town.stamp,
            audit={row.number: row.digest for row in entries},
            active=frozenset(row.id for row in users if row.town_id == town.id),
            open=frozenset(row.id for row in tokens if row.town_id == town.id),
        )
    return found


def carry_over(connection: Connection, known: Mapping[str, Known], now: datetime) -> Carried:
    """Shut out whom the database that was replaced had shut out, once the backup's rows are in.

    No town's stamp goes back. The accounts are asked for only where the database went on from the
    backup: where its audit has the entry that is the backup's last one.
    """
    towns = connection.execute(select(TownRow.id, TownRow.stamp, TownRow.audit_number, TownRow.audit_digest)).all()
    unasked, users, tokens = [], 0, 0
    for town in towns:
        later = known.get(town.id)
        if later is not None:  # what it wrote had higher stamps: none of them may come to mean something else
            stamp = max(town.stamp, later.stamp)
            connection.execute(update(TownRow).where(TownRow.id == town.id).values(stamp=stamp))
        if later is None or later.audit.get(town.audit_number) != town.audit_digest:
            unasked.append(town.id)
            continue
        users += _shut_users(connection, town.id, later.active)
        tokens += _shut_tokens(connection, town.id, later.open, now)
    left = _without_administrator(connection, (town.id for town in towns))
    return Carried(unasked=tuple(unasked), users=users, tokens=tokens, without_administrator=left)


def _shut_users(connection: Connection, town_id: str, active: frozenset[str]) -> int:
    mine = select(UserRow.id).where(UserRow.town_id == town_id, UserRow.active)
    gone = [row.id for row in connection.execute(mine) if row.id not in active]
    for user_id in gone:
        shut = update(UserRow).where(UserRow.id == user_id)
        connection.execute(shut.values(active=False, version=UserRow.version + 1))
    return len(gone)


def _shut_tokens(connection: Connection, town_id: str, still: frozenset[str], now: datetime) -> int:
    mine = select(TokenRow.id).where(TokenRow.town_id == town_id, TokenRow.revoked_us.is_(None))
    gone = [row.id for row in connection.execute(mine) if row.id not in still]
    for token_id in gone:
        connection.execute(update(TokenRow).where(TokenRow.id == token_id).values(revoked_us=us(now)))
    return len(gone)


def _without_administrator(connection: Connection, towns: Iterable[str]) -> tuple[str, ...]:
    """Return the towns that have users, and no active administrator among them."""
    counted = select(UserRow.town_id, func.count()).group_by(UserRow.town_id)
    users = {row[0] for row in connection.execute(counted)}
    some = counted.where(UserRow.active, UserRow.role == Role.ADMINISTRATOR.value)
    return tuple(sorted(set(towns) & users - {row[0] for row in connection.execute(some)}))
