"""Signing a worker's phone in, by a code that somebody of the office shows."""

from scheduler.domain.accounts import PhoneLink, Role, User, digest_of
from scheduler.domain.errors import ConflictError, SignInError
from scheduler.domain.ids import UserId
from scheduler.domain.time import Clock
from scheduler.services.ports import AccountAct, AccountStore
from scheduler.services.signing_in.desk import SignedIn, SignInDesk
from scheduler.services.signing_in.noting import note
from scheduler.services.signing_in.secrets import new_code, plain_code


class PhoneDesk:
    """Codes that sign phones in: one use, and soon over."""

    def __init__(self, accounts: AccountStore, clock: Clock, desk: SignInDesk) -> None:
        self._accounts, self._clock, self._desk = accounts, clock, desk

    def link(self, user: User, *, by: UserId) -> tuple[str, PhoneLink]:
        """Make a code for a worker's phone; it is shown this once.

        Raises
        ------
        ConflictError
            If the user is no worker, whose phone alone shows little enough, is not active, or is let in by the town's
            sign-in service, which would not be asked about the phone.
        """
        if user.identity is not None:
            raise ConflictError("this worker signs in on the phone as on a computer, by the town's sign-in service")
        if user.role is not Role.WORKER or not user.active:
            raise ConflictError("only an active worker's phone is signed in by a code")
        code, now = new_code(), self._clock.now()
        ends = now + self._desk.rules.phone_code
        link = PhoneLink(
            digest=digest_of(plain_code(code)), user_id=user.id, created_by=by, created_at=now, ends_at=ends
        )
        with self._accounts.acting(user.town_id) as act:
            act.phone_links.add(link)
            note(act.unit, "phone.linked", f"user:{user.id}", by=by, at=now)
        return code, link

    def forget(self, user: User, *, by: UserId) -> None:
        """Sign all of a worker's phones out, as when one is lost; each forgets what it keeps at its next contact.

        Raises
        ------
        ConflictError
            If the user is no worker.
        """
        if user.role is not Role.WORKER:
            raise ConflictError("only a worker's phones are signed out so")
        with self._accounts.acting(user.town_id) as act:
            act.sessions.end_all(user.id)
            note(act.unit, "phone.forgotten", f"user:{user.id}", by=by, at=self._clock.now())

    def sign_in(self, code: str, *, address: str = "", before: str = "") -> SignedIn:
        """Open a phone's session for a code, which is used up by that.

        Raises
        ------
        SignInError
            If the code is none, was used, or is over.
        ThrottledError
            After too many attempts from this address.
        """
        digest = digest_of(plain_code(code))
        with self._desk.slowing.attempt(address):
            link = self._accounts.phone_links.find(digest)
            user = self._accounts.users.find(link.user_id) if link else None
            if user is None or not user.active:
                raise _refused()
            with self._accounts.acting(user.town_id) as act:
                user = self._held(act, user)  # first, as whoever shuts somebody out takes the user, then the codes
                if act.phone_links.use(digest, self._clock.now()) is None:
                    raise _refused()
                return self._desk.open_in(act, user, phone=True, before=before)

    def _held(self, act: AccountAct, user: User) -> User:
        try:
            return self._desk.still(act, user)
        except SignInError:
            raise _refused() from None


def _refused() -> SignInError:
    return SignInError("this code is wrong, used or too old; ask the office for another one")
