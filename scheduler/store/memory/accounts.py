"""Accounts in this process's memory: one lock, as everything is done in one step."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock

from scheduler.domain.accounts import ApiToken, PhoneLink, SignInSession, Standing, User, Voucher
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError
from scheduler.domain.ids import TokenId, TownId, UserId
from scheduler.services.ports import UnitOfWork
from scheduler.store.memory.repeats import MemoryAnswers, MemoryThrottle, drop
from scheduler.store.memory.store import MemoryStore

_DAY = timedelta(days=1)


class MemoryUsers:
    """Users."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[UserId, User] = {}

    def find(self, user_id: UserId) -> User | None:
        """Return a user by id."""
        with self._lock:
            return self.kept.get(user_id)

    def named(self, sign_in: str) -> User | None:
        """Return a user by the folded sign-in name."""
        return next((user for user in self.all() if user.sign_in == sign_in), None)

    def all(self, town_id: TownId | None = None) -> Sequence[User]:
        """Return users by sign-in name."""
        with self._lock:
            known = [user for user in self.kept.values() if town_id in {None, user.town_id}]
        return sorted(known, key=lambda user: user.sign_in)

    def hold(self, town_id: TownId) -> Sequence[User]:
        """Return the users of a town; an act is alone."""
        return self.all(town_id)

    def add(self, user: User) -> None:
        """Keep a new user."""
        with self._lock:
            if user.id in self.kept or self.named(user.sign_in):
                raise ConflictError(f"there is a user called {user.sign_in} already; choose another sign-in name")
            self.kept[user.id] = user

    def add_first(self, user: User) -> None:
        """Keep a user if there is none."""
        with self._lock:
            if self.kept:
                raise ConflictError("there is a user already; sign in, or ask an administrator")
            self.kept[user.id] = user

    def change(self, user: User) -> User:
        """Keep another state of a user."""
        with self._lock:
            now = self._get(user.id)
            if now.version != user.version:
                raise StaleError(f"the user {user.sign_in}", seen=user.version, now=now.version)
            namesake = self.named(user.sign_in)
            if namesake and namesake.id != user.id:
                raise ConflictError(f"there is a user called {user.sign_in} already; choose another sign-in name")
            kept = user if user.totp != now.totp else replace(user, totp_step=now.totp_step, recovery=now.recovery)
            changed = replace(kept, version=user.version + 1)
            self.kept[user.id] = changed
            return changed

    def use_step(self, user_id: UserId, step: int) -> bool:
        """Take a time step, once."""
        with self._lock:
            user = self._get(user_id)
            if step <= user.totp_step:
                return False
            self.kept[user_id] = replace(user, totp_step=step)
            return True

    def use_recovery(self, user_id: UserId, digest: str) -> bool:
        """Take a recovery code, once."""
        with self._lock:
            user = self._get(user_id)
            if digest not in user.recovery:
                return False
            self.kept[user_id] = replace(user, recovery=user.recovery - {digest})
            return True

    def _get(self, user_id: UserId) -> User:
        if user_id not in self.kept:
            raise NotFoundError(f"there is no user {user_id}")
        return self.kept[user_id]


class MemorySessions:
    """Sessions."""

    def __init__(self, lock: RLock, links: "MemoryPhoneLinks", users: MemoryUsers) -> None:
        self._lock = lock
        self._users = users
        self._links = links
        self.kept: dict[str, SignInSession] = {}
        self.vouchers: dict[str, Voucher] = {}

    def add(self, session: SignInSession, voucher: Voucher | None = None) -> None:
        """Keep a new session."""
        with self._lock:
            self.kept[session.digest] = session
            if voucher is not None:
                self.vouchers[session.digest] = voucher

    def find(self, digest: str) -> SignInSession | None:
        """Return a session."""
        with self._lock:
            return self.kept.get(digest)

    def holder(self, digest: str) -> tuple[SignInSession, Standing] | None:
        """Return a session with its user."""
        with self._lock:
            session = self.kept.get(digest)
            user = self._users.find(session.user_id) if session else None
            return (session, user.standing) if session and user else None

    def touch(self, digest: str, at: datetime) -> None:
        """Note that a session was used."""
        with self._lock:
            if digest in self.kept:
                self.kept[digest] = replace(self.kept[digest], seen_at=at)

    def take_turn(self, session: SignInSession, at: datetime) -> bool:
        """Be the one that asks the provider: whoever notes the time first."""
        with self._lock:
            known = self.kept.get(session.digest)
            if known is None or known.tried_at != session.tried_at:
                return False
            self.kept[session.digest] = replace(known, tried_at=at)
            return True

    def voucher(self, digest: str) -> Voucher | None:
        """Return what a session is renewed by."""
        with self._lock:
            return self.vouchers.get(digest) if digest in self.kept else None

    def confirm(self, session: SignInSession, at: datetime, voucher: Voucher) -> None:
        """Note that the provider has confirmed a session."""
        with self._lock:
            if session.digest in self.kept:
                self.kept[session.digest] = replace(self.kept[session.digest], checked_at=at)
                self.vouchers[session.digest] = voucher

    def end(self, digest: str) -> None:
        """Forget a session."""
        with self._lock:
            self.kept.pop(digest, None)
            self.vouchers.pop(digest, None)

    def end_all(self, user_id: UserId) -> int:
        """Forget all sessions and unused phone links of a user."""
        with self._lock:
            drop(self._links.kept, lambda link: link.user_id == user_id and link.used_at is None)
            return drop(self.kept, lambda session: session.user_id == user_id)


class MemoryTokens:
    """Tokens."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[str, ApiToken] = {}

    def add(self, token: ApiToken) -> None:
        """Keep a new token."""
        with self._lock:
            self.kept[token.digest] = token

    def find(self, digest: str) -> ApiToken | None:
        """Return a token."""
        with self._lock:
            return self.kept.get(digest)

    def all(self, town_id: TownId) -> Sequence[ApiToken]:
        """Return the tokens of a town."""
        with self._lock:
            known = [token for token in self.kept.values() if token.town_id == town_id]
        return sorted(known, key=lambda token: (token.created_at, token.id))

    def revoke(self, town_id: TownId, token_id: TokenId, at: datetime) -> None:
        """Shut a token out."""
        with self._lock:
            for token in self.all(town_id):
                if token.id == token_id:
                    self.kept[token.digest] = replace(token, revoked_at=token.revoked_at or at)
                    return
        raise NotFoundError(f"there is no token {token_id}")


class MemoryPhoneLinks:
    """Phone links."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[str, PhoneLink] = {}

    def add(self, link: PhoneLink) -> None:
        """Keep a new code."""
        with self._lock:
            self.kept[link.digest] = link

    def find(self, digest: str) -> PhoneLink | None:
        """Return a code."""
        with self._lock:
            return self.kept.get(digest)

    def use(self, digest: str, at: datetime) -> PhoneLink | None:
        """Take a code, once."""
        with self._lock:
            link = self.kept.get(digest)
            if link is None or link.used_at is not None or at >= link.ends_at:
                return None
            self.kept[digest] = replace(link, used_at=at)
            return self.kept[digest]


@dataclass(frozen=True, kw_only=True)
class MemoryAct:
    """An act; whoever does one is alone with all accounts."""

    unit: UnitOfWork
    users: MemoryUsers
    sessions: MemorySessions
    tokens: MemoryTokens
    phone_links: MemoryPhoneLinks


class MemoryAccounts:
    """All accounts of an installation.

    Parameters
    ----------
    store : MemoryStore
        With the audit of the towns.
    """

    def __init__(self, store: MemoryStore) -> None:
        lock = RLock()
        self._store = store
        self.users = MemoryUsers(lock)
        self.phone_links = MemoryPhoneLinks(lock)
        self.sessions = MemorySessions(lock, self.phone_links, self.users)
        self.tokens = MemoryTokens(lock)
        self.throttle = MemoryThrottle(lock)
        self.answers = MemoryAnswers(lock)
        self._lock = lock

    @contextmanager
    def acting(self, town_id: TownId) -> Iterator[MemoryAct]:
        """Open an act; what it did is undone if it or its unit ends with an error."""
        with self._lock:
            back = (
                _keeper(self.users.kept), _keeper(self.sessions.kept), _keeper(self.tokens.kept),
                _keeper(self.phone_links.kept),
            )  # fmt: skip
            try:
                with self._store.writing(town_id) as unit:
                    yield MemoryAct(
                        unit=unit, users=self.users, sessions=self.sessions, tokens=self.tokens,
                        phone_links=self.phone_links,
                    )  # fmt: skip
            except BaseException:
                for bring_back in back:
                    bring_back()
                raise

    def sweep(self, now: datetime) -> int:
        """Forget what is over."""
        with self._lock:
            return (
                drop(self.sessions.kept, lambda session: not session.open_at(now))
                + drop(self.phone_links.kept, lambda link: now >= link.ends_at)
                + drop(self.throttle.kept, lambda known: now - known.last_at >= _DAY and now >= known.free_at)
                + drop(self.answers.kept, lambda answer: now - answer.at >= _DAY)
            )


def _keeper[K, V](kept: dict[K, V]) -> Callable[[], None]:
    """Return what brings back what is kept now."""
    before = dict(kept)

    def bring_back() -> None:
        kept.clear()
        kept.update(before)

    return bring_back
