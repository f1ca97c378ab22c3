"""People whom the provider has signed in and who wait for an account: who they are, and giving one of the town's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.domain.accounts import Identity, User, digest_of
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError
from scheduler.domain.identities import Newcomer
from scheduler.domain.ids import NewcomerId, TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountAct, AccountStore, Store, UnitOfWork
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.shutting import revoke_tokens
from scheduler.services.signing_in.vouched import Vouched

KEPT = timedelta(days=30)
"""So long somebody waits; whoever comes again waits anew."""
MOST = 200
"""So many wait at a time, the youngest: everybody of a large authority may sign in to see what this is."""


def remember(unit: UnitOfWork, who: Vouched, now: datetime) -> NewcomerId:
    """Keep somebody who has no account, and return by which id."""
    known = sorted(unit.newcomers.all().values(), key=lambda one: one.at.timestamp())
    for old in (*known[: -MOST + 1], *(one for one in known if now - one.at >= KEPT)):
        if unit.newcomers.find(old.id) is not None:
            unit.newcomers.remove(old.id)
    identity, key = who.identity, newcomer_key(who.identity)
    unit.newcomers.put(
        Newcomer(
            id=key, issuer=identity.issuer, subject=identity.subject, name=who.name, sign_in=who.sign_in,
            role=who.role, at=now,
        )
    )  # fmt: skip
    return key


def newcomer_key(identity: Identity) -> NewcomerId:
    """Return by which id somebody waits."""
    return NewcomerId(f"N-{digest_of(f'{identity.issuer} {identity.subject}')[:16]}")


def welcome(unit: UnitOfWork, identity: Identity) -> None:
    """Let somebody wait no longer: they have an account."""
    key = newcomer_key(identity)
    if unit.newcomers.find(key) is not None:
        unit.newcomers.remove(key)


class NewcomerDesk:
    """Where administrators let people in whom the provider has signed in."""

    def __init__(self, store: Store, accounts: AccountStore, clock: Clock) -> None:
        self._store, self._accounts, self._clock = store, accounts, clock

    def waiting(self, town_id: TownId) -> Sequence[Newcomer]:
        """Return who waits for an account, the latest first."""
        now = self._clock.now()
        with self._store.reading(town_id) as unit:
            known = [one for one in unit.newcomers.all().values() if now - one.at < KEPT]
        return sorted(known, key=lambda one: (-one.at.timestamp(), one.id))

    def sweep(self) -> None:
        """Forget who has waited too long."""
        now = self._clock.now()
        for town_id in self._store.towns():
            with self._store.reading(town_id) as unit:
                over = [one.id for one in unit.newcomers.all().values() if now - one.at >= KEPT]
            if over:
                with self._store.writing(town_id) as unit:
                    for key in over:
                        if unit.newcomers.find(key) is not None:
                            unit.newcomers.remove(key)

    def link(self, town_id: TownId, user_id: UserId, newcomer_id: NewcomerId, *, seen: int, by: UserId) -> User:
        """Make an account somebody's whom the provider signs in, and nobody's who has its password or app.

        Raises
        ------
        NotFoundError
            If there is no such account, or nobody of this id waits.
        ConflictError
            If it is somebody's whom the provider signs in already, or they have another account.
        StaleError
            If the account was changed since version `seen`.
        """
        with self._accounts.acting(town_id) as act:
            user = _held(act, town_id, user_id, seen)
            newcomer = act.unit.newcomers.find(newcomer_id)
            if newcomer is None:
                raise NotFoundError("nobody waits under this id")
            if user.identity is not None:
                raise ConflictError("this account is the sign-in service's already; take it away from there first")
            if any(one.identity == newcomer.identity for one in act.users.hold(town_id)):
                raise ConflictError("this person has an account already; take it away from the sign-in service first")
            bare = replace(user, password="", totp="", totp_next="", totp_step=0, recovery=frozenset())
            kept = act.users.change(replace(bare, identity=newcomer.identity, shut=False))
            act.unit.newcomers.remove(newcomer_id)
            act.sessions.end_all(user_id)
            note(act.unit, "user.linked", f"user:{user_id}", by=by, at=self._clock.now())
        return kept

    def unlink(self, town_id: TownId, user_id: UserId, *, seen: int, by: UserId) -> User:
        """Take an account away from the provider; nobody signs in to it until it has a password.

        Raises
        ------
        NotFoundError, StaleError
            As `link`.
        ConflictError
            If it is not the provider's.
        """
        with self._accounts.acting(town_id) as act:
            user = _held(act, town_id, user_id, seen)
            if user.identity is None:
                raise ConflictError("this account is not the sign-in service's")
            now = self._clock.now()
            if user.rests_at(now):  # its tokens would wake up with nobody to answer for them
                revoke_tokens(act, town_id, user_id, now, by=by)
            kept = act.users.change(replace(user, identity=None, shut=False, lost_at=None))
            act.sessions.end_all(user_id)
            note(act.unit, "user.unlinked", f"user:{user_id}", by=by, at=now)
        return kept


def _held(act: AccountAct, town_id: TownId, user_id: UserId, seen: int) -> User:
    user = {one.id: one for one in act.users.hold(town_id)}.get(user_id)
    if user is None:
        raise NotFoundError("there is no such user")
    if user.version != seen:
        raise StaleError("the user", seen=seen, now=user.version)
    return user
