"""The desk where people sign in and out, and where a cookie or a token becomes somebody."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.accounts import Role, SignInSession, Standing, User, Voucher, digest_of, fold_sign_in
from scheduler.domain.audit import USER_CHANGED
from scheduler.domain.errors import ConflictError, SecondFactorError, SignInError
from scheduler.domain.ids import UserId
from scheduler.domain.time import Clock
from scheduler.services.access import Permission, Principal, permissions_of
from scheduler.services.ports import AccountAct, AccountStore, Store
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.passwords import PasswordHasher
from scheduler.services.signing_in.renewing import Renewal
from scheduler.services.signing_in.rules import SignInRules
from scheduler.services.signing_in.second_factor import SecondFactor
from scheduler.services.signing_in.secrets import new_secret
from scheduler.services.signing_in.slowing import Slowing

_UNENROLLED = frozenset({Permission.PUBLIC, Permission.SELF})


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A new session, and the token that its cookie holds; it is kept nowhere."""

    token: str
    session: SignInSession
    user: User


class SignInDesk:
    """Sign-in of people, and who a cookie or a token stands for.

    Parameters
    ----------
    hasher : PasswordHasher
        What passwords are kept with.
    renewal : Renewal, optional
        Asks the town's sign-in service about those whom it has signed in; without it, they are signed out.
    """

    def __init__(
        self,
        store: Store,
        accounts: AccountStore,
        clock: Clock,
        hasher: PasswordHasher,
        rules: SignInRules,
        *,
        renewal: Renewal | None = None,
    ) -> None:
        self.rules, self._renewal = rules, renewal
        self._store, self._accounts, self._clock, self._hasher = store, accounts, clock, hasher
        self._second = SecondFactor(accounts)
        self.slowing = Slowing(accounts, clock, rules)

    def sign_in(self, name: str, password: str, *, code: str = "", address: str = "", before: str = "") -> SignedIn:
        """Open a session for a name and a password.

        Parameters
        ----------
        code : str
            Of the authenticator app, or a recovery code.
        address : str
            Where it is asked from.
        before : str
            The token of the session that the browser had; it ends.

        Raises
        ------
        SignInError
            If they are not right, and without telling what of them is not.
        SecondFactorError
            If they are, and a code is wanted.
        ThrottledError
            After too many attempts for this name or from this address.
        """
        folded, now = fold_sign_in(name), self._clock.now()
        with self.slowing.attempt(address, name=folded) as attempt:
            user = self._checked(folded, password, now)
            attempt.whole = bool(code) or not user.totp
            if user.totp and code and not self._second.passes(user, code, now):
                self._note_failure(user, now)
                raise SecondFactorError("this is not the code, or it was used already; wait for the next one")
            if attempt.whole:
                return self._opened(user, now, before)
        raise SecondFactorError("type the code that the authenticator app shows, or a recovery code")

    def open(self, user: User, *, strong: bool = False, phone: bool = False) -> SignedIn:
        """Open a session for a user who has shown who they are.

        Raises
        ------
        SignInError
            As `still`.
        """
        with self._accounts.acting(user.town_id) as act:
            return self.open_in(act, self.still(act, user), strong=strong, phone=phone)

    def still(self, act: AccountAct, user: User) -> User:
        """Return a user as they are now, and keep everybody else from changing them until the act ends.

        Looking at a password takes long, and whoever resets it meanwhile ends the sessions that are there by then: one
        that is opened by the old password must not come after them.

        Raises
        ------
        SignInError
            If what they have shown is not theirs any more: password or app are others, or they were shut out.
        """
        now = {one.id: one for one in act.users.hold(user.town_id)}.get(user.id)
        if now is None or not now.active or (now.password, now.totp) != (user.password, user.totp):
            raise _refused()
        return now

    def open_in(
        self, act: AccountAct, user: User, *, strong: bool = False, phone: bool = False, before: str = ""
    ) -> SignedIn:
        """Open a session as a part of an act; the one of the token `before` ends."""
        if before:
            act.sessions.end(digest_of(before))
        signed = self.new_session(user, strong=strong, phone=phone)
        act.sessions.add(signed.session)
        note(act.unit, "session.opened", f"user:{user.id}", by=user.id, at=signed.session.created_at)
        return signed

    def open_provided(self, act: AccountAct, user: User, voucher: Voucher, *, strong: bool, before: str) -> SignedIn:
        """Open a session for a user whom the town's sign-in service has just signed in; the one of `before` ends."""
        if before:
            act.sessions.end(digest_of(before))
        plain = self.new_session(user, strong=strong)
        now = plain.session.created_at
        ends = plain.session.ends_at if voucher.refresh else now + self.rules.unrenewed
        session = replace(plain.session, ends_at=ends, checked_at=now, tried_at=now)
        act.sessions.add(session, voucher)
        note(act.unit, "session.opened", f"user:{user.id}", by=user.id, at=now, fields=("provider",))
        return replace(plain, session=session)

    def new_session(self, user: User, *, strong: bool = False, phone: bool = False) -> SignedIn:
        """Return a session that is not kept yet."""
        token, now = new_secret(), self._clock.now()
        session = SignInSession(
            digest=digest_of(token),
            user_id=user.id,
            created_at=now,
            seen_at=now,
            idle=self.rules.phone_idle if phone else self.rules.idle,
            ends_at=now + (self.rules.phone_longest if phone else self.rules.longest),
            strong=strong,
            phone=phone,
        )
        return SignedIn(token=token, session=session, user=user)

    def who(self, token: str) -> Principal | None:
        """Return whom the token of a session stands for; None: nobody any more."""
        now, found = self._clock.now(), self._accounts.sessions.holder(digest_of(token))
        if found is None:
            return None
        session, standing = found
        if not standing.active or not session.open_at(now):
            return None
        if session.checked_at is not None and not (self._renewal and self._renewal.goes_on(session, standing)):
            return None
        if now - session.seen_at >= self.rules.touch:
            self._accounts.sessions.touch(session.digest, now)
        return self.principal(standing, session)

    def principal(self, user: Standing, session: SignInSession) -> Principal:
        """Return what a session lets its user do."""
        weak = user.role in self.rules.strong and not session.strong
        return Principal(
            user_id=user.user_id,
            town_id=user.town_id,
            role=user.role,
            permissions=_UNENROLLED if weak else permissions_of(user.role),
            staff_id=user.staff_id,
            provider_id=user.provider_id,
            session=session.digest,
            weak=weak,
        )

    def machine(self, secret: str) -> Principal | None:
        """Return the machine that a token stands for; None: none any more, or not while its maker is shut out."""
        token = self._accounts.tokens.find(digest_of(secret))
        now = self._clock.now()
        if token is None or not token.open_at(now):
            return None
        maker = self._accounts.users.find(token.created_by)
        if maker is not None and maker.rests_at(now):
            return None
        known = frozenset(Permission(scope) for scope in token.scopes if scope in set(Permission))
        return Principal(user_id=UserId(f"token:{token.id}"), town_id=token.town_id, permissions=known)

    def end(self, token: str) -> None:
        """End the session of a token, if there is one."""
        if token:
            self._accounts.sessions.end(digest_of(token))

    def strengthen(self, enrolled: User, *, session: str = "") -> SignedIn:
        """Put a new app in use, after its first code, and replace all of the user's sessions by a strong one.

        Parameters
        ----------
        enrolled : User
            As `SecondFactor.confirm` returns them.
        session : str
            Digest of the session that they use; one of the town's sign-in service goes on being looked after there.

        Raises
        ------
        StaleError
            If the user was changed meanwhile.
        SignInError
            If a session of the town's sign-in service has ended meanwhile.
        """
        with self._accounts.acting(enrolled.town_id) as act:
            user = act.users.change(enrolled)
            before, voucher = act.sessions.find(session), act.sessions.voucher(session)
            act.sessions.end_all(user.id)
            note(act.unit, USER_CHANGED, f"user:{user.id}", by=user.id, at=self._clock.now(), fields=("totp",))
            if before is not None and voucher is not None:
                return self._again(act, user, before, voucher)
            if user.identity is not None:  # nobody would ask the service about another session
                raise SignInError("this session has ended; sign in again")
            return self.open_in(act, user, strong=True)

    def step_up(self, user: User, session: str, code: str) -> SignedIn:
        """Replace the session of somebody whom the town's sign-in service let in by a strong one, for a code.

        Raises
        ------
        SecondFactorError
            If it is no code of the app, nor a recovery code, or was used.
        ConflictError
            If the session needs no code, or there is no app.
        SignInError
            If the session has ended meanwhile.
        """
        now = self._clock.now()
        before, voucher = self._accounts.sessions.find(session), self._accounts.sessions.voucher(session)
        if before is None or voucher is None or before.strong or not user.totp:
            raise ConflictError("this session needs no code; one with a password is opened with the code at once")
        if not self._second.passes(user, code, now):
            self._note_failure(user, now)
            raise SecondFactorError("this is not the code, or it was used already; wait for the next one")
        with self._accounts.acting(user.town_id) as act:
            kept = self.still(act, user)
            now_kept, voucher = act.sessions.find(session), act.sessions.voucher(session)
            if now_kept is None or voucher is None:  # somebody has signed them out while the code was looked at
                raise SignInError("this session has ended; sign in again")
            act.sessions.end(session)
            return self._again(act, kept, now_kept, voucher)

    def _again(self, act: AccountAct, user: User, before: SignInSession, voucher: Voucher) -> SignedIn:
        """Open a strong session of the provider in the place of another one, which ends when that would have."""
        token = new_secret()
        session = replace(before, digest=digest_of(token), strong=True)
        act.sessions.add(session, voucher)
        return SignedIn(token=token, session=session, user=user)

    def _checked(self, name: str, password: str, now: datetime) -> User:
        """Return the user of a name and a password; it takes as long whatever is wrong with them."""
        user = self._accounts.users.named(name)
        right = self._hasher.matches(password, user.password if user else "")
        if user is None or not right or not user.active or not self._by_password(user):
            self._note_failure(user, now)
            raise _refused()
        return user

    def _by_password(self, user: User) -> bool:
        """Return whether a password lets somebody in: an administrator's always, for when the provider fails."""
        return self.rules.passwords or user.role is Role.ADMINISTRATOR

    def _opened(self, user: User, now: datetime, before: str) -> SignedIn:
        """Open a session for a user whose password, and code, are right."""
        try:
            with self._accounts.acting(user.town_id) as act:
                return self.open_in(act, self.still(act, user), strong=bool(user.totp), before=before)
        except SignInError:
            self._note_failure(user, now)
            raise

    def _note_failure(self, user: User | None, now: datetime) -> None:
        if user is not None:
            with self._store.writing(user.town_id) as unit:
                note(unit, "session.refused", f"user:{user.id}", by=UserId(""), at=now)


def _refused() -> SignInError:
    return SignInError("this name and password do not belong together")
