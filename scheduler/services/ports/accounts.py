"""Where accounts are kept: of the whole installation, because a name is typed before its town is known.

Every call is a transaction of its own, but for those of an act (`AccountStore.acting`): these are one transaction
together, with what the act says in the audit of its town. Where two servers could do the same thing at once (a code
used twice, two first administrators, attempts counted), the store decides in one step who was first.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from scheduler.domain.accounts import (
    ApiToken,
    KeptAnswer,
    PhoneLink,
    SignInSession,
    Standing,
    ThrottleRule,
    User,
    Voucher,
)
from scheduler.domain.ids import TokenId, TownId, UserId
from scheduler.services.ports.store import UnitOfWork


class Users(Protocol):
    """Who may sign in."""

    def find(self, user_id: UserId) -> User | None:
        """Return a user by id."""
        ...

    def named(self, sign_in: str) -> User | None:
        """Return a user by the folded sign-in name."""
        ...

    def all(self, town_id: TownId | None = None) -> Sequence[User]:
        """Return the users of a town, or of the installation, by sign-in name."""
        ...

    def hold(self, town_id: TownId) -> Sequence[User]:
        """Return the users of a town as they are now; in an act, nobody else changes any of them until it ends."""
        ...

    def add(self, user: User) -> None:
        """Keep a new user.

        Raises
        ------
        ConflictError
            If the id or the sign-in name is taken.
        """
        ...

    def add_first(self, user: User) -> None:
        """Keep a user if there is none at all.

        Raises
        ------
        ConflictError
            If there is one, be it since a moment ago.
        """
        ...

    def change(self, user: User) -> User:
        """Keep another state of a user whose version is the one that was read, and return it with the next version.

        What `use_step` and `use_recovery` keep is changed only where the secret of the authenticator app changes.

        Raises
        ------
        StaleError
            If the user has another version by now.
        ConflictError
            If the sign-in name is another user's.
        NotFoundError
            If there is no such user.
        """
        ...

    def use_step(self, user_id: UserId, step: int) -> bool:
        """Take a time step, once, and none before it afterwards; False: it was taken."""
        ...

    def use_recovery(self, user_id: UserId, digest: str) -> bool:
        """Take a recovery code, once; False: there is none such left."""
        ...


class Sessions(Protocol):
    """Who is signed in."""

    def add(self, session: SignInSession, voucher: Voucher | None = None) -> None:
        """Keep a new session, with what the town's sign-in service renews it by."""
        ...

    def find(self, digest: str) -> SignInSession | None:
        """Return a session, open or not."""
        ...

    def holder(self, digest: str) -> tuple[SignInSession, Standing] | None:
        """Return a session, open or not, with its user as they are now."""
        ...

    def touch(self, digest: str, at: datetime) -> None:
        """Note that a session was used."""
        ...

    def take_turn(self, session: SignInSession, at: datetime) -> bool:
        """Note that the provider is asked about a session now; False: somebody has asked since it was read."""
        ...

    def voucher(self, digest: str) -> Voucher | None:
        """Return what a session is renewed by; None: the provider did not open it, or it has ended."""
        ...

    def confirm(self, session: SignInSession, at: datetime, voucher: Voucher) -> None:
        """Note that the provider has confirmed a session, and what it is renewed by next; one that ended stays so."""
        ...

    def end(self, digest: str) -> None:
        """Forget a session; nothing happens if there is none."""
        ...

    def end_all(self, user_id: UserId) -> int:
        """Forget all sessions and unused phone links of a user, and return how many sessions."""
        ...


class Tokens(Protocol):
    """Machines."""

    def add(self, token: ApiToken) -> None:
        """Keep a new token."""
        ...

    def find(self, digest: str) -> ApiToken | None:
        """Return a token by the digest of its secret, open or not."""
        ...

    def all(self, town_id: TownId) -> Sequence[ApiToken]:
        """Return the tokens of a town, the oldest first."""
        ...

    def revoke(self, town_id: TownId, token_id: TokenId, at: datetime) -> None:
        """Shut a token out, from now on; one that is revoked stays as it is.

        Raises
        ------
        NotFoundError
            If the town has no such token.
        """
        ...


class PhoneLinks(Protocol):
    """Codes that sign phones in."""

    def add(self, link: PhoneLink) -> None:
        """Keep a new code."""
        ...

    def find(self, digest: str) -> PhoneLink | None:
        """Return a code, whether it can still be used or not."""
        ...

    def use(self, digest: str, at: datetime) -> PhoneLink | None:
        """Take a code that is not used and not over, once; None: there is none such."""
        ...


class Throttle(Protocol):
    """Attempts, counted by all servers together."""

    def attempt(self, key: str, at: datetime, rule: ThrottleRule) -> timedelta:
        """Count an attempt before it is looked at; or return how long it has to wait, and do not count it."""
        ...

    def forgive(self, key: str, *, whole: bool) -> None:
        """Take one attempt back, or forget all of them."""
        ...


class KeptAnswers(Protocol):
    """Answers to creations, repeated when the same is asked again under the same key."""

    def begin(self, answer: KeptAnswer, *, stale: datetime) -> KeptAnswer | None:
        """Take a key for a question that is now worked on; or return what is kept under it.

        What is kept has the digest `asked` of this question only if it is the answer to the same one. A question begun
        before `stale` and never answered was lost with its server, and its key is taken again.
        """
        ...

    def renew(self, owner: str, key: str, at: datetime) -> None:
        """Say that a question is still worked on, at an instant; one that has been answered stays as it is."""
        ...

    def finish(self, answer: KeptAnswer) -> None:
        """Keep the answer."""
        ...

    def give_up(self, owner: str, key: str) -> None:
        """Forget a key whose question came to nothing."""
        ...

    def forget_town(self, town_id: TownId) -> int:
        """Forget all answers of a town, as when somebody whom they tell of is erased, and return how many.

        Questions that are being worked on stay.
        """
        ...


class AccountAct(Protocol):
    """Something that is done with accounts and said in the audit of a town: all of it is kept, or nothing."""

    @property
    def unit(self) -> UnitOfWork:
        """The town, for writing: its audit says what is done."""
        ...

    @property
    def users(self) -> Users:
        """Who may sign in."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        ...

    @property
    def tokens(self) -> Tokens:
        """Machines."""
        ...

    @property
    def phone_links(self) -> PhoneLinks:
        """Codes that sign phones in."""
        ...


class AccountStore(Protocol):
    """Everything about signing in."""

    def acting(self, town_id: TownId) -> AbstractContextManager[AccountAct]:
        """Open an act; it is written when it ends without an error.

        Nothing else of the store or of the accounts is asked for by this thread meanwhile, but for what the act has.

        Raises
        ------
        StoreError
            If the database cannot keep it; nothing of the act is kept then.
        """
        ...

    @property
    def users(self) -> Users:
        """Who may sign in."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        ...

    @property
    def tokens(self) -> Tokens:
        """Machines."""
        ...

    @property
    def phone_links(self) -> PhoneLinks:
        """Codes that sign phones in."""
        ...

    @property
    def throttle(self) -> Throttle:
        """Attempts."""
        ...

    @property
    def answers(self) -> KeptAnswers:
        """Answers to creations."""
        ...

    def sweep(self, now: datetime) -> int:
        """Forget what is over, and attempts and answers of more than a day ago; return how many."""
        ...
