"""Signing in while somebody else changes what it is done with, on both databases."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from scheduler.domain.accounts import Role, User
from scheduler.domain.errors import SignInError
from scheduler.domain.ids import UserId
from scheduler.services.signing_in import Argon2, SignInDesk, SignInRules
from scheduler.services.signing_in.second_factor import matching_step
from scheduler.store.sql import SqlStore
from tests.store.account_desks import PASSWORD, Clock, Desks, new
from tests.store.account_samples import NOW, TOWN

ME = UserId("U-x")
SECRET = "JBSWY3DPEHPK3PXP" * 2


class Overtaken(Argon2):
    """Looks at passwords as ever; then something happens before the sign-in goes on."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__(passes=1, memory_kib=8, lanes=1)
        self._meanwhile = meanwhile

    def matches(self, password: str, kept: str) -> bool:
        right = super().matches(password, kept)
        self._meanwhile()
        return right


@pytest.fixture
def desks(sql_store: SqlStore) -> Desks:
    """A town with two administrators and a worker, one of them with an authenticator app."""
    desks = Desks(sql_store)
    desks.add_staff()
    for name, role in (("anna", Role.ADMINISTRATOR), ("ewa", Role.ADMINISTRATOR), ("piotr", Role.WORKER)):
        desks.users.add(TOWN, new(name, role), by=ME)
    desks.accounts.users.change(replace(desks.named("ewa"), totp=SECRET))
    return desks


def _reset(desks: Desks, name: str) -> User:
    return desks.users.set_password(desks.named(name), "inne haslo po wycieku", by=ME)


def _renamed(desks: Desks, name: str) -> User:
    return desks.accounts.users.change(replace(desks.named(name), name="Inne Nazwisko"))


MEANWHILE: Mapping[str, tuple[str, Callable[[Desks, str], object]]] = {
    "another password": ("anna", _reset),
    "another password beside an app": ("ewa", _reset),
    "no app any more": ("ewa", lambda desks, name: desks.users.drop_app(desks.named(name), by=ME)),
    "an app from now on": ("anna", lambda desks, name: desks.accounts.users.change(
        replace(desks.named(name), totp=SECRET))),
    "shut out": ("anna", lambda desks, name: desks.accounts.users.change(replace(desks.named(name), active=False))),
}  # fmt: skip


def _code() -> str:
    return next(one for one in (f"{number:06}" for number in range(10**6)) if matching_step(SECRET, one, NOW))


def _overtaken(desks: Desks, meanwhile: Callable[[], object]) -> SignInDesk:
    return SignInDesk(desks.store, desks.accounts, Clock(), Overtaken(meanwhile), SignInRules())


@pytest.mark.parametrize(("name", "change"), MEANWHILE.values(), ids=MEANWHILE)
def test_nobody_gets_in_by_what_was_replaced_meanwhile(
    desks: Desks, name: str, change: Callable[[Desks, str], object]
) -> None:
    """Whoever stole a password would stay in for weeks after its reset, if they only asked at the same moment."""
    desk = _overtaken(desks, lambda: change(desks, name))
    with pytest.raises(SignInError, match="do not belong together"):
        desk.sign_in(name, PASSWORD, code=_code() if name == "ewa" else "")
    with desks.store.reading(TOWN) as unit:
        actions = [entry.event.action for entry in unit.audit.about(f"user:{desks.named(name).id}")]
    assert "session.refused" in actions
    assert "session.opened" not in actions


def test_another_name_meanwhile_keeps_nobody_out(desks: Desks) -> None:
    """The office would have to type its password again because somebody has mended a letter of its name."""
    signed = _overtaken(desks, lambda: _renamed(desks, "anna")).sign_in("anna", PASSWORD)

    assert signed.user.name == "Inne Nazwisko"
    assert desks.desk.who(signed.token) is not None


def test_a_code_of_a_phone_waits_for_whoever_shuts_its_user_out(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that was lost would be signed in by a code that was typed at the moment when its user was shut out."""
    code, _ = desks.phones.link(desks.named("piotr"), by=ME)
    find = desks.accounts.users.find

    def found_and_shut(user_id: UserId) -> User | None:
        before = find(user_id)
        desks.accounts.users.change(replace(desks.named("piotr"), active=False))
        return before

    monkeypatch.setattr(desks.accounts.users, "find", found_and_shut)
    with pytest.raises(SignInError, match="this code"):
        desks.phones.sign_in(code)
