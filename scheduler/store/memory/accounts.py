"""Accounts in this process's memory: one lock, as everything is done in one step."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock

from scheduler.domain.accounts import ApiToken, Attempts, KeptAnswer, PhoneLink, SignInSession, ThrottleRule, User
from scheduler.domain.errors import ConflictError, NotFoundError, StaleError
from scheduler.domain.ids import TokenId, TownId, UserId

_DAY = timedelta(days=1)


class MemoryUsers:
    """Users."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._users: dict[UserId, User] = {}

    def find(self, user_id: UserId) -> User | None:
        """Return a user by id."""
        return self._users.get(user_id)

    def named(self, sign_in: str) -> User | None:
        """Return a user by the folded sign-in name."""
        return next((user for user in self.all() if user.sign_in == sign_in), None)

    def all(self, town_id: TownId | None = None) -> Sequence[User]:
        """Return users by sign-in name."""
        with self._lock:
            known = [user for user in self._users.values() if town_id in {None, user.town_id}]
        return sorted(known, key=lambda user: user.sign_in)

    def add(self, user: User) -> None:
        """Keep a new user."""
        with self._lock:
            if user.id in self._users or self.named(user.sign_in):
                raise ConflictError(f"there is a user called {user.sign_in} already; choose another sign-in name")
            self._users[user.id] = user

    def add_first(self, user: User) -> None:
        """Keep a user if there is none."""
        with self._lock:
            if self._users:
                raise ConflictError("there is a user already; sign in, or ask an administrator")
            self._users[user.id] = user

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
            self._users[user.id] = changed
            return changed

    def use_step(self, user_id: UserId, step: int) -> bool:
        """Take a time step, once."""
        with self._lock:
            user = self._get(user_id)
            if step <= user.totp_step:
                return False
            self._users[user_id] = replace(user, totp_step=step)
            return True

    def use_recovery(self, user_id: UserId, digest: str) -> bool:
        """Take a recovery code, once."""
        with self._lock:
            user = self._get(user_id)
            if digest not in user.recovery:
                return False
            self._users[user_id] = replace(user, recovery=user.recovery - {digest})
            return True

    def _get(self, user_id: UserId) -> User:
        if user_id not in self._users:
            raise NotFoundError(f"there is no user {user_id}")
        return self._users[user_id]


class MemorySessions:
    """Sessions."""

    def __init__(self, lock: RLock, links: "MemoryPhoneLinks") -> None:
        self._lock = lock
        self._links = links
        self.kept: dict[str, SignInSession] = {}

    def add(self, session: SignInSession) -> None:
        """Keep a new session."""
        with self._lock:
            self.kept[session.digest] = session

    def find(self, digest: str) -> SignInSession | None:
        """Return a session."""
        return self.kept.get(digest)

    def touch(self, digest: str, at: datetime) -> None:
        """Note that a session was used."""
        with self._lock:
            if digest in self.kept:
                self.kept[digest] = replace(self.kept[digest], seen_at=at)

    def end(self, digest: str) -> None:
        """Forget a session."""
        with self._lock:
            self.kept.pop(digest, None)

    def end_all(self, user_id: UserId) -> int:
        """Forget all sessions and unused phone links of a user."""
        with self._lock:
            _drop(self._links.kept, lambda link: link.user_id == user_id and link.used_at is None)
            return _drop(self.kept, lambda session: session.user_id == user_id)


class MemoryTokens:
    """Tokens."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self._tokens: dict[str, ApiToken] = {}

    def add(self, token: ApiToken) -> None:
        """Keep a new token."""
        with self._lock:
            self._tokens[token.digest] = token

    def find(self, digest: str) -> ApiToken | None:
        """Return a token."""
        return self._tokens.get(digest)

    def all(self, town_id: TownId) -> Sequence[ApiToken]:
        """Return the tokens of a town."""
        with self._lock:
            known = [token for token in self._tokens.values() if token.town_id == town_id]
        return sorted(known, key=lambda token: (token.created_at, token.id))

    def revoke(self, town_id: TownId, token_id: TokenId, at: datetime) -> None:
        """Shut a token out."""
        with self._lock:
            for token in self.all(town_id):
                if token.id == token_id:
                    self._tokens[token.digest] = replace(token, revoked_at=token.revoked_at or at)
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

    def use(self, digest: str, at: datetime) -> PhoneLink | None:
        """Take a code, once."""
        with self._lock:
            link = self.kept.get(digest)
            if link is None or link.used_at is not None or at >= link.ends_at:
                return None
            self.kept[digest] = replace(link, used_at=at)
            return self.kept[digest]


class MemoryThrottle:
    """Attempts."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[str, Attempts] = {}

    def attempt(self, key: str, at: datetime, rule: ThrottleRule) -> timedelta:
        """Count an attempt, or return how long it has to wait."""
        with self._lock:
            known = self.kept.get(key)
            if known and at < known.free_at:
                return known.free_at - at
            count = known.count + 1 if known and at - known.last_at < rule.memory else 1
            self.kept[key] = Attempts(count=count, last_at=at, free_at=at + rule.delay(count))
            return timedelta(0)

    def forgive(self, key: str, *, whole: bool) -> None:
        """Take one attempt back, or all."""
        with self._lock:
            known = self.kept.get(key)
            if known is None:
                return
            if whole or known.count <= 1:
                del self.kept[key]
            else:
                self.kept[key] = replace(known, count=known.count - 1, free_at=known.last_at)


class MemoryAnswers:
    """Kept answers."""

    def __init__(self, lock: RLock) -> None:
        self._lock = lock
        self.kept: dict[tuple[str, str], KeptAnswer] = {}

    def begin(self, answer: KeptAnswer, *, stale: datetime) -> KeptAnswer | None:
        """Take a key, or return what is kept under it."""
        with self._lock:
            known = self.kept.get((answer.owner, answer.key))
            if known and (known.status or known.at >= stale):
                return known
            self.kept[answer.owner, answer.key] = answer
            return None

    def finish(self, answer: KeptAnswer) -> None:
        """Keep the answer."""
        with self._lock:
            self.kept[answer.owner, answer.key] = answer

    def give_up(self, owner: str, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self.kept.pop((owner, key), None)

    def forget_town(self, town_id: TownId) -> int:
        """Forget all answers of a town."""
        with self._lock:
            return _drop(self.kept, lambda answer: answer.town_id == town_id and answer.status != 0)


class MemoryAccounts:
    """All accounts of an installation."""

    def __init__(self) -> None:
        lock = RLock()
        self.users = MemoryUsers(lock)
        self.phone_links = MemoryPhoneLinks(lock)
        self.sessions = MemorySessions(lock, self.phone_links)
        self.tokens = MemoryTokens(lock)
        self.throttle = MemoryThrottle(lock)
        self.answers = MemoryAnswers(lock)
        self._lock = lock

    def sweep(self, now: datetime) -> int:
        """Forget what is over."""
        with self._lock:
            return (
                _drop(self.sessions.kept, lambda session: not session.open_at(now))
                + _drop(self.phone_links.kept, lambda link: now >= link.ends_at)
                + _drop(self.throttle.kept, lambda known: now - known.last_at >= _DAY and now >= known.free_at)
                + _drop(self.answers.kept, lambda answer: now - answer.at >= _DAY)
            )


def _drop[K, V](kept: dict[K, V], over: Callable[[V], bool]) -> int:
    gone = [key for key, value in kept.items() if over(value)]
    for key in gone:
        del kept[key]
    return len(gone)
