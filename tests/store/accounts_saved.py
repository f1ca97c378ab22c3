"""A town of which there is a backup, with who could sign in then."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.domain.accounts import Role, User
from scheduler.domain.ids import UserId
from scheduler.services.signing_in import NewUser
from scheduler.store.backup import backup
from scheduler.store.sql import SqlStore
from tests.store.account_desks import PASSWORD, Desks, new
from tests.store.account_samples import TOWN
from tests.store.conftest import MASTER_KEY
from tests.store.filled import fill
from tests.store.saving import NOW

ME = UserId("U-x")


@dataclass
class Before:
    """A town of which there is a backup, with what was open then."""

    path: Path
    store: SqlStore
    desks: Desks
    session: str
    code: str
    token: str


def save(store: SqlStore, folder: Path) -> Before:
    """Keep two administrators, a worker, a session, a phone's code and a token, and make a backup of it all."""
    fill(store)
    desks = Desks(store)
    desks.add_staff()
    for name, role in (("anna", Role.ADMINISTRATOR), ("ewa", Role.ADMINISTRATOR), ("piotr", Role.WORKER)):
        desks.users.add(TOWN, new(name, role), by=ME)
    secret, _ = desks.tokens.add(TOWN, "Grafana", ["town.read"], by=ME)
    session = desks.desk.sign_in("ewa", PASSWORD).token
    code, _ = desks.phones.link(desks.named("piotr"), by=ME)
    path = folder / "monday.zip"
    backup(store.engine, path, MASTER_KEY, NOW)
    return Before(path=path, store=store, desks=desks, session=session, code=code, token=secret)


def change(desks: Desks, named: str, /, **fields: Any) -> User:
    """Change a user, all but the password."""
    user = desks.named(named)
    same: dict[str, Any] = {
        "sign_in": named,
        "name": user.name,
        "role": user.role,
        "staff_id": user.staff_id,
        "active": user.active,
    }
    return desks.users.change(TOWN, user.id, NewUser(**{**same, **fields}), seen=user.version, by=ME)


def shut_out(desks: Desks, name: str) -> None:
    """Shut a user out."""
    change(desks, name, active=False)
