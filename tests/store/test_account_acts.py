"""What is done with accounts and its entry in the audit are one transaction, on both databases."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import Engine

from scheduler.domain.accounts import Role, User
from scheduler.domain.errors import ConflictError, StoreError
from scheduler.domain.ids import TownId, UserId
from scheduler.services.signing_in import (
    NewUser,
)
from scheduler.store.sql import SqlStore, open_store, ring_of
from tests.store.account_desks import PASSWORD, Desks, new
from tests.store.account_samples import NOW, TOWN
from tests.store.conftest import MASTER_KEY

_SQLITE = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END"
_POSTGRES = (
    "CREATE FUNCTION full_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$",
    "CREATE TRIGGER full_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_audit()",
)
_KEPT = ("users", "sessions", "tokens", "phone_links", "audit")


@pytest.fixture
def desks(sql_store: SqlStore) -> Desks:
    """A town with two administrators and a worker."""
    desks = Desks(sql_store)
    desks.add_staff()
    for name, role in (("anna", Role.ADMINISTRATOR), ("ewa", Role.ADMINISTRATOR), ("piotr", Role.WORKER)):
        desks.users.add(TOWN, new(name, role), by=UserId("U-x"))
    return desks


def _kept(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.exec_driver_sql(f"SELECT * FROM {name}"))
            for name in _KEPT
        }


def _no_room(engine: Engine) -> None:
    """Let the audit take no entry any more, as a disk that is full at that moment would."""
    with engine.begin() as connection:
        for statement in _POSTGRES if engine.dialect.name == "postgresql" else (_SQLITE,):
            connection.exec_driver_sql(statement)


def _change(desks: Desks) -> object:
    ewa = desks.named("ewa")
    return desks.users.change(TOWN, ewa.id, new("ewa", Role.DISPATCHER), seen=ewa.version, by=UserId("U-x"))


def _phone(desks: Desks) -> Callable[[], object]:
    code, _ = desks.phones.link(desks.named("piotr"), by=UserId("U-x"))
    return lambda: desks.phones.sign_in(code)


def _revoked(desks: Desks) -> Callable[[], object]:
    _, token = desks.tokens.add(TOWN, "Grafana", ["town.read"], by=UserId("U-x"))
    return lambda: desks.tokens.revoke(TOWN, token.id, by=UserId("U-x"))


def _app(desks: Desks) -> Callable[[], object]:
    from scheduler.services.signing_in.second_factor import matching_step

    secret = desks.second.start(desks.named("ewa")).secret
    code = next(f"{one:06}" for one in range(10**6) if matching_step(secret, f"{one:06}", NOW) is not None)
    enrolled, _ = desks.second.confirm(desks.named("ewa"), code, NOW)
    return lambda: desks.desk.strengthen(enrolled)


ACTS: Mapping[str, Callable[[Desks], Callable[[], object]]] = {
    "added": lambda desks: lambda: desks.users.add(TOWN, new("zofia"), by=UserId("U-x")),
    "changed": lambda desks: lambda: _change(desks),
    "password": lambda desks: lambda: desks.users.set_password(desks.named("ewa"), PASSWORD + "!", by=UserId("U-x")),
    "app dropped": lambda desks: lambda: desks.users.drop_app(desks.named("ewa"), by=UserId("U-x")),
    "app confirmed": _app,
    "token added": lambda desks: lambda: desks.tokens.add(TOWN, "Grafana", ["town.read"], by=UserId("U-x")),
    "token revoked": _revoked,
    "phone linked": lambda desks: lambda: desks.phones.link(desks.named("piotr"), by=UserId("U-x")),
    "phone signed in": _phone,
    "signed in": lambda desks: lambda: desks.desk.sign_in("ewa", PASSWORD),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_no_act_is_kept_without_its_entry(
    desks: Desks, sql_store: SqlStore, act: Callable[[Desks], Callable[[], object]]
) -> None:
    """A crash in the middle would leave a stranger with access, and nobody could find out who gave it."""
    desks.desk.open(desks.named("ewa"))
    done = act(desks)
    before = _kept(sql_store.engine)
    _no_room(sql_store.engine)

    with pytest.raises(StoreError):
        done()
    assert _kept(sql_store.engine) == before


def test_the_first_administrator_is_not_kept_without_an_entry(sql_store: SqlStore) -> None:
    """The first account of all would be one that nobody has noted, and the set-up code be used up."""
    desks = Desks(sql_store)
    desks.add_staff()
    code = desks.users.setup_code() or ""
    _no_room(sql_store.engine)

    with pytest.raises(StoreError):
        desks.users.set_up(code, TOWN, new("anna"))
    assert desks.accounts.users.all() == []


@pytest.mark.parametrize("after", [new("x", active=False), new("x", Role.MANAGER)], ids=["shut out", "demoted"])
def test_two_administrators_cannot_remove_each_other(database_url: str, after: NewUser) -> None:
    """Both would be gone at the same moment, and nobody could let anybody in any more."""
    for turn in range(5):
        with open_store(database_url, ring_of(MASTER_KEY)) as one, open_store(database_url, ring_of(MASTER_KEY)) as two:
            town, servers = TownId(f"{TOWN}{turn}"), [Desks(one), Desks(two)]
            names = [f"{name}{turn}" for name in ("anna", "ewa")]
            users = [servers[0].users.add(town, new(name), by=UserId("U-x")) for name in names]
            _at_once(servers, users, after)
            left = [user for user in servers[0].accounts.users.all(town) if user.active]

            assert sum(user.role is Role.ADMINISTRATOR for user in left) == 1


def _at_once(servers: list[Desks], users: list[User], after: NewUser) -> None:
    ready = Barrier(2)

    def remove(number: int) -> None:
        victim, server = users[1 - number], servers[number]
        changed = NewUser(sign_in=victim.sign_in, name=victim.name, role=after.role, active=after.active)
        ready.wait()
        with suppress(ConflictError):
            server.users.change(victim.town_id, victim.id, changed, seen=victim.version, by=users[number].id)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(remove, range(2)))
