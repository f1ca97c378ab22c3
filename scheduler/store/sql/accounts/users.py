"""Users in a database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from scheduler.domain.accounts import Identity, Role, User
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError
from scheduler.domain.ids import ProviderId, StaffId, TownId, UserId
from scheduler.store.sql.accounts.work import Work, instant, us
from scheduler.store.sql.tables import UserRow

_FIRST = 0x446F6A617A65
"""Number of PostgreSQL's advisory lock under which the first user is made."""
_NAMES = 0x446F6A617A66
"""Number of the one under which a sign-in name is taken."""
_USERS = select(UserRow.__table__)


class SqlUsers:
    """Users."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, user_id: UserId) -> User | None:
        """Return a user by id."""
        return self._one(_USERS.where(UserRow.id == user_id))

    def named(self, sign_in: str) -> User | None:
        """Return a user by the folded sign-in name."""
        with self._work.reading() as connection:
            row = self._row_named(connection, sign_in)
            return None if row is None else self._user(connection, row)

    def all(self, town_id: TownId | None = None) -> Sequence[User]:
        """Return users by sign-in name."""
        wanted = _USERS if town_id is None else _USERS.where(UserRow.town_id == town_id)
        with self._work.reading() as connection:
            found = [self._user(connection, row) for row in connection.execute(wanted).all()]
        return sorted(found, key=lambda user: user.sign_in)  # as memory does, whatever the database's collation

    def hold(self, town_id: TownId) -> Sequence[User]:
        """Return the users of a town; their rows are locked in the order of their ids."""
        mine = _USERS.where(UserRow.town_id == town_id).order_by(UserRow.id).with_for_update()
        with self._work.writing() as connection:
            return [self._user(connection, row) for row in connection.execute(mine).all()]

    def add(self, user: User) -> None:
        """Keep a new user."""
        with self._work.writing() as connection:
            self._add(connection, user)

    def add_first(self, user: User) -> None:
        """Keep a user if there is none."""
        with self._work.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _FIRST})
            if connection.execute(select(func.count()).select_from(UserRow)).scalar():
                raise ConflictError("there is a user already; sign in, or ask an administrator")
            self._add(connection, user)

    def change(self, user: User) -> User:
        """Keep another state of a user."""
        with self._work.writing() as connection:
            now = self._locked(connection, user.id)
            if now.version != user.version:
                raise StaleError(f"the user {user.sign_in}", seen=user.version, now=now.version)
            if user.sign_in != now.sign_in:
                self._take_name(connection, user)
            kept = user if user.totp != now.totp else replace(user, totp_step=now.totp_step, recovery=now.recovery)
            changed = replace(kept, version=user.version + 1)
            self._put(connection, changed)
            return changed

    def use_step(self, user_id: UserId, step: int) -> bool:
        """Take a time step, once."""
        unused = update(UserRow).where(UserRow.id == user_id, UserRow.totp_step < step).values(totp_step=step)
        with self._work.writing() as connection:
            return connection.execute(unused).rowcount == 1

    def use_recovery(self, user_id: UserId, digest: str) -> bool:
        """Take a recovery code, once."""
        with self._work.writing() as connection:
            user = self._locked(connection, user_id)
            if digest not in user.recovery:
                return False
            self._put(connection, replace(user, recovery=user.recovery - {digest}))
            return True

    def _one(self, wanted: Select[Any]) -> User | None:
        with self._work.reading() as connection:
            row = connection.execute(wanted).one_or_none()
            return None if row is None else self._user(connection, row)

    def _locked(self, connection: Connection, user_id: UserId) -> User:
        row = connection.execute(_USERS.where(UserRow.id == user_id).with_for_update()).one_or_none()
        if row is None:
            raise NotFoundError(f"there is no user {user_id}")
        return self._user(connection, row)

    def _row_named(self, connection: Connection, sign_in: str) -> Row[Any] | None:
        """Return the row with a name; each town's are digested under its own key."""
        towns = connection.execute(select(UserRow.town_id).distinct()).scalars().all()
        wanted = [
            and_(UserRow.town_id == town, UserRow.sign_in == self._digest(connection, town, sign_in)) for town in towns
        ]
        return connection.execute(_USERS.where(or_(*wanted))).one_or_none() if wanted else None

    def _take_name(self, connection: Connection, user: User) -> None:
        """Make sure that nobody in any town has a user's sign-in name, nor takes it before this is kept."""
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _NAMES})
        found = self._row_named(connection, user.sign_in)
        if found is not None and found.id != user.id:
            raise _taken(user)

    def _digest(self, connection: Connection, town_id: str, sign_in: str) -> str:
        return self._work.blind(connection, TownId(town_id), sign_in, "sign_in").hex()

    def _add(self, connection: Connection, user: User) -> None:
        self._take_name(connection, user)
        try:
            connection.execute(insert(UserRow), self._values(connection, user))
        except IntegrityError:
            raise _taken(user) from None

    def _put(self, connection: Connection, user: User) -> None:
        connection.execute(update(UserRow).where(UserRow.id == user.id).values(self._values(connection, user)))

    def _values(self, connection: Connection, user: User) -> Mapping[str, Any]:
        hidden: dict[str, Any] = {
            "sign_in": user.sign_in,
            "name": user.name,
            "totp": user.totp,
            "totp_next": user.totp_next,
            "recovery": sorted(user.recovery),
        }
        if user.identity is not None:  # of the others nothing is written: older versions read them, too
            hidden |= {
                "identity": asdict(user.identity),
                "shut": user.shut,
                "lost_us": user.lost_at and us(user.lost_at),
            }
        sealed = self._work.seal(
            connection, user.town_id, json.dumps(hidden, ensure_ascii=False).encode(), _where(user.id)
        )
        return {
            "id": user.id, "town_id": user.town_id, "role": user.role.value,
            "sign_in": self._digest(connection, user.town_id, user.sign_in),
            "staff_id": user.staff_id, "provider_id": user.provider_id, "password": user.password,
            "totp_step": user.totp_step, "active": user.active, "created_us": us(user.created_at),
            "version": user.version, "sealed": sealed,
        }  # fmt: skip

    def _user(self, connection: Connection, row: Row[Any]) -> User:
        town_id = TownId(row.town_id)
        hidden = json.loads(self._work.open(connection, town_id, row.sealed, _where(row.id)))
        return User(
            id=UserId(row.id), town_id=town_id, sign_in=hidden["sign_in"], name=hidden["name"], role=Role(row.role),
            staff_id=StaffId(row.staff_id) if row.staff_id else None,
            provider_id=ProviderId(row.provider_id) if row.provider_id else None,
            password=row.password, totp=hidden["totp"], totp_next=hidden["totp_next"], totp_step=row.totp_step,
            recovery=frozenset(hidden["recovery"]), active=row.active, created_at=instant(row.created_us),
            identity=Identity(**hidden["identity"]) if "identity" in hidden else None,
            shut=hidden.get("shut", False), version=row.version,
            lost_at=None if hidden.get("lost_us") is None else instant(hidden["lost_us"]),
        )  # fmt: skip


def _where(user_id: str) -> str:
    return f"users/sealed/{user_id}"


def _taken(user: User) -> ConflictError:
    return ConflictError(f"there is a user called {user.sign_in} already; choose another sign-in name")
