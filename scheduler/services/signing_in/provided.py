"""The desk where people come in whom the town's own sign-in service has signed in."""

from dataclasses import replace
from datetime import timedelta
from typing import Never

from scheduler.domain.accounts import Identity, KeptAnswer, Role, User, Voucher, digest_of
from scheduler.domain.audit import USER_CHANGED
from scheduler.domain.errors import ConflictError, InputError, NoAccountError, NotFoundError, SignInError
from scheduler.domain.identities import ProviderRules
from scheduler.domain.ids import TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountAct, AccountStore, Begun, IdentityProvider, Store, UnitOfWork
from scheduler.services.signing_in.desk import SignedIn, SignInDesk
from scheduler.services.signing_in.newcomers import remember, welcome
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.rules import others_administer
from scheduler.services.signing_in.secrets import new_id
from scheduler.services.signing_in.shutting import shut
from scheduler.services.signing_in.vouched import Vouched, vouched_for

_OWNER = "provider"
_RIGHTS = ("role", "staff_id", "provider_id")


class ProviderDesk:
    """Sign-in by the town's provider: accounts are found by who somebody is to it, never by their name or address."""

    def __init__(
        self, store: Store, accounts: AccountStore, clock: Clock, desk: SignInDesk, provider: IdentityProvider,
        *, rules: ProviderRules,
    ) -> None:  # fmt: skip
        self._store, self._accounts, self._clock, self._desk = store, accounts, clock, desk
        self._provider, self._rules = provider, rules

    def begin(self, back: str) -> Begun:
        """Prepare a sign-in; the browser comes back to the address `back`.

        Raises
        ------
        ProviderError
            If the provider does not answer.
        """
        return self._provider.begin(back)

    def finish(self, code: str, begun: Begun, back: str, *, before: str = "") -> SignedIn:
        """Open a session for somebody whom the provider has signed in; the one of the token `before` ends.

        Raises
        ------
        SignInError
            If the sign-in was finished already, or the provider does not vouch for them.
        NoAccountError
            If there is no account for them, or a closed one.
        ProviderError
            If the provider does not answer.
        """
        self._once(begun.state)
        proof = self._provider.finish(code, begun, back)
        who = vouched_for(proof, self._provider.issuer, self._rules)
        user = self._known(who.identity) or self._made(who)
        return self._opened(user, who, Voucher(refresh=proof.refresh), before)

    def ended(self, token: str) -> None:
        """End the sessions that the provider says are over.

        Raises
        ------
        SignInError, ProviderError
            As `IdentityProvider.ended`.
        """
        identity = Identity(issuer=self._provider.issuer, subject=self._provider.ended(token))
        user = self._known(identity)
        if user is None:
            return
        with self._accounts.acting(user.town_id) as act:
            act.sessions.end_all(user.id)
            note(act.unit, "session.ended_all", f"user:{user.id}", by=UserId(""), at=self._clock.now())

    def leave(self, back: str) -> str:
        """Return where a browser also signs out of the provider; empty: nowhere.

        Raises
        ------
        ProviderError
            If the provider does not answer.
        """
        return self._provider.leave(back)

    def _once(self, state: str) -> None:
        """Take a sign-in that was begun, once, whichever server is asked; what is kept of it goes after a day."""
        now = self._clock.now()
        kept = KeptAnswer(
            owner=_OWNER, key=digest_of(state), town_id=self._town(), asked=digest_of(state), at=now, status=204
        )
        if self._accounts.answers.begin(kept, stale=now - timedelta(days=1)) is not None:
            raise SignInError("this sign-in was finished already; begin again")

    def _town(self) -> TownId:
        towns = self._store.towns()
        if self._rules.town in towns or (self._rules.town is None and len(towns) == 1):
            return self._rules.town or towns[0]
        raise NotFoundError("DOJAZD_OIDC_TOWN has to say which town's accounts the provider's are")

    def _known(self, identity: Identity) -> User | None:
        return next((one for one in self._accounts.users.all() if one.identity == identity), None)

    def _made(self, who: Vouched) -> User:
        """Make the account of somebody who comes for the first time, if what the claims say is enough for one."""
        town_id, now = self._town(), self._clock.now()
        if who.role is None:
            self._refuse(town_id, who)
        try:
            user = User(
                id=UserId(new_id("U")), town_id=town_id, sign_in=who.sign_in, name=who.name, role=who.role,
                staff_id=who.staff_id, provider_id=who.provider_id, identity=who.identity, created_at=now,
            )  # fmt: skip
            with self._accounts.acting(town_id) as act:
                _check_free(act, user)
                act.users.add(user)
                welcome(act.unit, who.identity)
                note(act.unit, "user.added", f"user:{user.id}", by=UserId(""), at=now, fields=("provider",))
        except (ConflictError, InputError):
            if (twin := self._known(who.identity)) is None:  # two browsers of theirs at once
                self._refuse(town_id, who)
            return twin
        return user

    def _refuse(self, town_id: TownId, who: Vouched) -> Never:
        """Let somebody wait for an administrator: whose account this is, or whose work, people have to say."""
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            key = remember(unit, who, now)
            note(unit, "session.refused", f"newcomer:{key}", by=UserId(""), at=now, fields=("provider",))
        raise NoAccountError("there is no account for this person; an administrator can give them one", cause="unknown")

    def _opened(self, user: User, who: Vouched, voucher: Voucher, before: str) -> SignedIn:
        """Open a session with the role that the claims say today."""
        now = self._clock.now()
        if who.role is None:
            shut(self._accounts, user.town_id, user.id, now)
            raise NoAccountError("the sign-in service gives this person no role here any more", cause="role")
        if not user.active and not user.shut:
            with self._store.writing(user.town_id) as unit:
                note(unit, "session.refused", f"user:{user.id}", by=UserId(""), at=now, fields=("provider",))
            raise NoAccountError("this account is closed", cause="shut")
        try:
            with self._accounts.acting(user.town_id) as act:
                kept = self._brought_up(act, user, who)
                strong = not (self._rules.own_app and kept.role in self._desk.rules.strong)
                return self._desk.open_provided(act, kept, voucher, strong=strong, before=before)
        except InputError:  # a worker now, and nobody has said which
            shut(self._accounts, user.town_id, user.id, now)
            raise NoAccountError("nobody has said whose work this person sees", cause="unknown") from None

    def _brought_up(self, act: AccountAct, user: User, who: Vouched) -> User:
        """Keep what the claims say of somebody who is known, and end what they were signed in by as somebody else."""
        everybody = act.users.hold(user.town_id)
        held = {one.id: one for one in everybody}.get(user.id)
        if held is None or held.identity != who.identity or (not held.active and not held.shut):
            raise NoAccountError("this account was changed this moment", cause="shut")
        staff = who.staff_id if _is_staff(act.unit, who) else held.staff_id
        provider = who.provider_id if _is_provider(act.unit, who) else held.provider_id
        role = who.role or held.role
        if held.role is Role.ADMINISTRATOR is not role and not others_administer(everybody, held.id):
            role = held.role  # nobody could let anybody in any more
            note(act.unit, "user.role_kept", f"user:{held.id}", by=UserId(""), at=self._clock.now(), fields=("role",))
        changed = replace(
            held, role=role, name=who.name, active=True, shut=False, lost_at=None,
            staff_id=staff if role is Role.WORKER else None,
            provider_id=provider if role is Role.PROVIDER else None,
        )  # fmt: skip
        told = tuple(name for name in ("name", "active", *_RIGHTS) if getattr(held, name) != getattr(changed, name))
        if not told:
            return act.users.change(changed) if held.lost_at else held
        if set(told).intersection(_RIGHTS):
            act.sessions.end_all(user.id)
        note(act.unit, USER_CHANGED, f"user:{user.id}", by=UserId(""), at=self._clock.now(), fields=told)
        return act.users.change(changed)


def _check_free(act: AccountAct, user: User) -> None:
    """Refuse an account for a worker or contractor of whom there is none, or one for a worker who has one.

    Raises
    ------
    ConflictError
        If so.
    """
    others = act.users.hold(user.town_id)
    twins = [one for one in others if user.staff_id is not None and one.staff_id == user.staff_id]
    staff = user.staff_id is None or act.unit.staff.find(user.staff_id) is not None
    provider = user.provider_id is None or act.unit.providers.find(user.provider_id) is not None
    if twins or not staff or not provider or any(one.identity == user.identity for one in others):
        raise ConflictError("an administrator has to say whose account this is")


def _is_staff(unit: UnitOfWork, who: Vouched) -> bool:
    return who.staff_id is not None and unit.staff.find(who.staff_id) is not None


def _is_provider(unit: UnitOfWork, who: Vouched) -> bool:
    return who.provider_id is not None and unit.providers.find(who.provider_id) is not None
