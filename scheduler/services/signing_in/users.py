"""Making users, and changing them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scheduler.domain.accounts import Role, User, digest_of, fold_sign_in
from scheduler.domain.audit import USER_CHANGED
from scheduler.domain.booking import Refusal
from scheduler.domain.errors import (
    ConflictError,
    InputError,
    InputProblem,
    NotFoundError,
    RefusedError,
    SignInError,
    StaleError,
)
from scheduler.domain.ids import ProviderId, StaffId, TownId, UserId
from scheduler.domain.text import RIGHT, composed
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountAct, AccountStore, Store, UnitOfWork
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.passwords import PasswordHasher, check_password
from scheduler.services.signing_in.rules import others_administer
from scheduler.services.signing_in.secrets import new_code, new_id, plain_code
from scheduler.services.signing_in.slowing import name_key

_TOLD = ("sign_in", "name", "role", "staff_id", "provider_id", "active")


@dataclass(frozen=True, kw_only=True)
class NewUser:
    """What is said of a user who is to be made, or changed.

    Attributes
    ----------
    password : str
        Empty: none at first; a worker's phone needs none.
    """

    sign_in: str
    name: str
    role: Role
    staff_id: StaffId | None = None
    provider_id: ProviderId | None = None
    password: str = ""
    active: bool = True


class UserDesk:
    """Users of the towns; everything is written into the town's audit."""

    def __init__(self, store: Store, accounts: AccountStore, clock: Clock, hasher: PasswordHasher) -> None:
        self._store, self._accounts, self._clock, self._hasher = store, accounts, clock, hasher
        self._setup = ""

    def find(self, town_id: TownId, user_id: UserId) -> User:
        """Return a user of a town.

        Raises
        ------
        NotFoundError
            If the town has no such user, whoever else may have.
        """
        user = self._accounts.users.find(user_id)
        if user is None or user.town_id != town_id:
            raise _nobody()
        return user

    def add(self, town_id: TownId, new: NewUser, *, by: UserId, user_id: UserId | None = None) -> User:
        """Make a user.

        Parameters
        ----------
        user_id : UserId, optional
            The id that the user gets.

        Raises
        ------
        InputError
            If something is missing, the password is a bad one, or worker or provider are nobody's in this town.
        ConflictError
            If the sign-in name is taken.
        """
        user = self._made(town_id, new, user_id)
        with self._accounts.acting(town_id) as act:
            _check_links(act.unit, user)
            act.users.add(user)
            self._note(act, user, "user.added", by)
        return user

    def change(self, town_id: TownId, user_id: UserId, new: NewUser, *, seen: int, by: UserId) -> User:
        """Change a user, all but the password, which `set_password` does; one who is deactivated is signed out.

        Raises
        ------
        InputError, ConflictError, NotFoundError
            As `add` and `find`; also if the town would be left without an administrator.
        StaleError
            If the user was changed since version `seen`.
        """
        with self._accounts.acting(town_id) as act:
            known = {user.id: user for user in act.users.hold(town_id)}
            if user_id not in known:
                raise _nobody()
            user = known[user_id]
            if user.version != seen:
                raise StaleError("the user", seen=seen, now=user.version)
            changed = _changed(user, new)
            _check_links(act.unit, changed)
            _keep_an_administrator(known.values(), changed)
            kept = act.users.change(changed)
            told = tuple(name for name in _TOLD if getattr(user, name) != getattr(changed, name))
            if {"role", "active", "staff_id", "provider_id"}.intersection(told):
                act.sessions.end_all(user.id)
            self._note(act, kept, USER_CHANGED, by, told)
        return kept

    def set_password(self, user: User, password: str, *, by: UserId) -> User:
        """Give a user another password, and end everything that is signed in by the old one.

        Attempts in vain are forgotten if it comes from somebody else: the user is on the phone and wants to sign in.

        Raises
        ------
        InputError
            If it is a bad one.
        ConflictError
            If the town's sign-in service lets this user in: a password would be a way past it.
        """
        if user.identity is not None:
            raise ConflictError("this account has no password of its own: the town's sign-in service lets its owner in")
        check_password(password, sign_in=user.sign_in, name=user.name)
        kept = self._changed_secret(replace(user, password=self._hasher.hash(password)), "password", by)
        if by != user.id:
            self._accounts.throttle.forgive(name_key(user.sign_in), whole=True)
        return kept

    def own_password(self, user: User, old: str, new: str) -> User:
        """Give oneself another password.

        Raises
        ------
        SignInError
            If the old one is not right.
        """
        if not self._hasher.matches(old, user.password):
            raise SignInError("the old password is not right")
        return self.set_password(user, new, by=user.id)

    def drop_app(self, user: User, *, by: UserId) -> User:
        """Take a user's authenticator app away, as when the phone is lost; they are signed out."""
        without = replace(user, totp="", totp_next="", totp_step=0, recovery=frozenset())
        return self._changed_secret(without, "totp", by)

    def sign_out(self, user: User, *, by: UserId, but: str = "") -> None:
        """End what a user is signed in by, everywhere, as when a computer was left open.

        Parameters
        ----------
        but : str
            Digest of a session of the user that goes on.
        """
        with self._accounts.acting(user.town_id) as act:
            stays = act.sessions.find(but) if but else None
            act.sessions.end_all(user.id)
            if stays is not None and stays.user_id == user.id:
                act.sessions.add(stays)
            self._note(act, user, "session.ended_all", by)

    def setup_code(self) -> str | None:
        """Make the code with which the first administrator is made; None: there are users already."""
        if self._accounts.users.all():
            return None
        code = new_code()
        self._setup = digest_of(plain_code(code))
        return code

    def set_up(self, code: str, town_id: TownId | None, new: NewUser) -> User:
        """Make the first administrator.

        Raises
        ------
        SignInError
            If it is not the code that this process has shown, or it was used.
        ConflictError
            If there is a user already.
        InputError
            If the town is not said although it must be, or is not kept, or the password is a bad one.
        """
        if not self._setup or not secrets.compare_digest(digest_of(plain_code(code)), self._setup):
            raise SignInError("this is not the set-up code that the terminal shows")
        if not new.password:
            raise InputError([InputProblem(file="password", wrong="is missing", right="choose one")])
        user = self._made(self._kept_town(town_id), replace(new, role=Role.ADMINISTRATOR), None)
        with self._accounts.acting(user.town_id) as act:
            act.users.add_first(user)
            self._note(act, user, "user.added", user.id)
        self._setup = ""
        return user

    def _kept_town(self, named: TownId | None) -> TownId:
        towns = self._store.towns()
        if named in towns or (named is None and len(towns) == 1):
            return named or towns[0]
        wrong = "is missing" if named is None else "names no kept town"
        right = f"kept are: {', '.join(towns)}" if towns else "no town is kept yet: import one first (dojazd import)"
        raise InputError([InputProblem(file="town_id", value=(named or "")[:60], wrong=wrong, right=right)])

    def _made(self, town_id: TownId, new: NewUser, user_id: UserId | None) -> User:
        sign_in = fold_sign_in(new.sign_in)
        if new.password:
            check_password(new.password, sign_in=sign_in, name=new.name)
        return User(
            id=user_id or UserId(new_id("U")),
            town_id=town_id,
            sign_in=sign_in,
            name=_seen(new.name),
            role=new.role,
            staff_id=new.staff_id,
            provider_id=new.provider_id,
            password=self._hasher.hash(new.password) if new.password else "",
            active=new.active,
            created_at=self._clock.now(),
        )

    def _changed_secret(self, user: User, what: str, by: UserId) -> User:
        """Keep a user with another secret, and end everything that is signed in by the one before."""
        with self._accounts.acting(user.town_id) as act:
            kept = act.users.change(user)
            act.sessions.end_all(user.id)
            self._note(act, kept, USER_CHANGED, by, (what,))
        return kept

    def _note(self, act: AccountAct, user: User, action: str, by: UserId, fields: tuple[str, ...] = ()) -> None:
        note(act.unit, action, f"user:{user.id}", by=by, at=self._clock.now(), fields=fields)


def _nobody() -> NotFoundError:
    return NotFoundError("there is no such user")


def _seen(name: str) -> str:
    """Return a name as it is kept; one with invisible characters could be taken for somebody else's."""
    try:
        return composed(name)
    except ValueError as error:
        raise InputError([InputProblem(file="user", column="name", wrong=str(error), right=RIGHT)]) from error


def _changed(user: User, new: NewUser) -> User:
    return replace(
        user,
        sign_in=fold_sign_in(new.sign_in),
        name=_seen(new.name),
        role=new.role,
        staff_id=new.staff_id,
        provider_id=new.provider_id,
        active=new.active,
        shut=user.shut and new.active == user.active,  # whom somebody here locks out, the provider does not let in
    )


def _check_links(unit: UnitOfWork, user: User) -> None:
    missing = [
        InputProblem(file="user", column=column, wrong="is nobody's in this town", right=f"name {right}")
        for column, known, right in (
            ("staff_id", user.staff_id is None or unit.staff.find(user.staff_id), "one of the town's staff"),
            ("provider_id", not user.provider_id or unit.providers.find(user.provider_id), "a provider"),
        )
        if not known
    ]
    if missing:
        raise InputError(missing)


def _keep_an_administrator(users: Iterable[User], changed: User) -> None:
    """Refuse a change after which none of a town's users, whom nobody else changes now, would be an administrator."""
    known = list(users)
    was = any(user.id == changed.id and user.role is Role.ADMINISTRATOR and user.active for user in known)
    stays = changed.role is Role.ADMINISTRATOR and changed.active
    if was and not stays and not others_administer(known, changed.id):
        summary = {
            "pl": "To jedyny czynny administrator. Najpierw nadaj tę rolę jeszcze komuś.",
            "en": "This is the only administrator who can sign in. Give somebody else the role first.",
        }
        raise RefusedError([Refusal(code="last_administrator", summary=summary)])
