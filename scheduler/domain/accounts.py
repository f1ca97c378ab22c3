"""Who signs in, and with what: users, sessions, machines' tokens, and the codes that sign a phone in.

Of everything that lets somebody in only a digest is kept; what is random and 256 bits long needs no slow hash.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.domain.errors import InputError, InputProblem
from scheduler.domain.ids import ProviderId, StaffId, TokenId, TownId, UserId
from scheduler.domain.time import Instants

SIGN_IN = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,62}[a-z0-9])?")
"""What a sign-in name looks like once folded."""
UNVOUCHED = timedelta(days=30)
"""So long somebody may be away before what works in their name rests: a holiday, and a flu after it."""


class Role(StrEnum):
    """What somebody is to the office; `scheduler.services.access` says what each may do."""

    ADMINISTRATOR = "administrator"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    WORKER = "worker"
    PROVIDER = "provider"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What has to be known of a user to let them do something: nothing of it is secret."""

    user_id: UserId
    town_id: TownId
    role: Role
    staff_id: StaffId | None = None
    provider_id: ProviderId | None = None
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who somebody is to a provider: an e-mail address may be given to somebody else, these two never are.

    Attributes
    ----------
    issuer : str
        The provider, exactly as it calls itself.
    subject : str
        Its name of the person.
    """

    issuer: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """What a session of the provider is renewed by; adapters keep it sealed.

    Attributes
    ----------
    refresh : str
        The refresh token; empty: the provider gave none.
    """

    refresh: str = ""


@dataclass(frozen=True, kw_only=True)
class User(Instants):
    """Somebody who may sign in.

    Attributes
    ----------
    sign_in : str
        The name typed at sign-in, folded; one in the whole installation.
    staff_id, provider_id : id or None
        Whose work a worker, and which contractor's work a provider sees.
    password : str
        Argon2id in the PHC string format; empty: no password lets this user in.
    totp : str
        Secret of the authenticator app in base32; empty: none. Adapters keep it sealed.
    totp_next : str
        A secret that was shown and waits for its first code.
    totp_step : int
        The last time step whose code was used; neither it nor an earlier one is taken again.
    recovery : frozenset of str
        Digests of the recovery codes that are left.
    identity : Identity or None
        Who this is to the town's sign-in service, which lets them in instead of a password. Adapters keep it sealed.
    shut : bool
        It was the service that took the role away, so it may give it back; nobody here has locked the account.
    lost_at : datetime or None
        When the service refused to vouch for them first, since they signed in last.
    version : int
        Advances with every change.
    """

    id: UserId
    town_id: TownId
    sign_in: str
    name: str
    role: Role
    staff_id: StaffId | None = None
    provider_id: ProviderId | None = None
    password: str = ""
    totp: str = ""
    totp_next: str = ""
    totp_step: int = 0
    recovery: frozenset[str] = frozenset()
    active: bool = True
    identity: Identity | None = None
    shut: bool = False
    lost_at: datetime | None = None
    created_at: datetime
    version: int = 1

    def rests_at(self, now: datetime) -> bool:
        """Return whether what works in their name without them rests until the service vouches for them again.

        A service refuses a session that was merely over in the same words as somebody who is gone; so whoever comes to
        work again within `UNVOUCHED` notices nothing, and nor do the programs that have their tokens.
        """
        gone = self.lost_at is not None and now - self.lost_at >= UNVOUCHED
        return self.identity is not None and (gone or not self.active)

    @property
    def standing(self) -> Standing:
        """What has to be known to let this user do something."""
        return Standing(
            user_id=self.id, town_id=self.town_id, role=self.role, staff_id=self.staff_id,
            provider_id=self.provider_id, active=self.active,
        )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        problems = list(_problems(self))
        if problems:
            raise InputError(problems)


def _problems(user: User) -> list[InputProblem]:
    found = []
    if not SIGN_IN.fullmatch(user.sign_in):
        right = "use 1 to 64 small letters a-z, digits and . _ @ + -, with a letter or digit first and last"
        found.append(InputProblem(file="user", column="sign_in", wrong="is no sign-in name", right=right))
    if not user.name.strip():
        found.append(InputProblem(file="user", column="name", wrong="is empty", right="say who this is"))
    for column, role in (("staff_id", Role.WORKER), ("provider_id", Role.PROVIDER)):
        if bool(getattr(user, column)) != (user.role is role):
            wrong = "is missing" if user.role is role else f"is given for a {user.role}"
            found.append(InputProblem(file="user", column=column, wrong=wrong, right=f"a {role} has one, nobody else"))
    return found


def fold_sign_in(text: str) -> str:
    """Return a sign-in name as it is kept and compared."""
    return text.strip().casefold()


@dataclass(frozen=True, kw_only=True)
class SignInSession(Instants):
    """Somebody signed in, on one browser or phone.

    Attributes
    ----------
    digest : str
        Of the token in the cookie.
    idle : timedelta
        The session ends when it was not used for so long,
    ends_at : datetime
        and then at the latest.
    strong : bool
        A second factor was shown.
    phone : bool
        It was opened by a phone link.
    checked_at, tried_at : datetime or None
        When the town's sign-in service last confirmed it, and when it was last asked to; None: it did not open it.
    """

    digest: str
    user_id: UserId
    created_at: datetime
    seen_at: datetime
    idle: timedelta
    ends_at: datetime
    strong: bool = False
    phone: bool = False
    checked_at: datetime | None = None
    tried_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Return whether it still lets its user in."""
        return now < self.ends_at and now - self.seen_at < self.idle


@dataclass(frozen=True, kw_only=True)
class ApiToken(Instants):
    """What a machine shows.

    Attributes
    ----------
    scopes : frozenset of str
        The permissions it has, and no others.
    """

    id: TokenId
    town_id: TownId
    name: str
    digest: str
    scopes: frozenset[str]
    created_by: UserId
    created_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Return whether it still lets its machine in."""
        return self.revoked_at is None and now < self.ends_at


@dataclass(frozen=True, kw_only=True)
class PhoneLink(Instants):
    """A short code, also as a QR picture, that signs one phone in once."""

    digest: str
    user_id: UserId
    created_by: UserId
    created_at: datetime
    ends_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ThrottleRule:
    """How attempts are slowed down.

    Attributes
    ----------
    free : int
        So many attempts are looked at without delay; after each further one the delay doubles, from a second,
    longest : timedelta
        up to this.
    memory : timedelta
        After so long without an attempt nothing is remembered.
    """

    free: int
    longest: timedelta = timedelta(minutes=15)
    memory: timedelta = timedelta(hours=24)

    def delay(self, attempts: int) -> timedelta:
        """Return how long to wait after the n-th attempt that has not succeeded."""
        over = attempts - self.free
        return min(self.longest, timedelta(seconds=2 ** min(over, 20))) if over >= 0 else timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Attempts(Instants):
    """How often something was tried in vain, and when it may be tried again."""

    count: int
    last_at: datetime
    free_at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptAnswer(Instants):
    """The answer to a creation, by the key that whoever asked gave it.

    Attributes
    ----------
    owner : str
        Who asked; another one's equal key is another key.
    asked : str
        Digest of what was asked: another question under the same key is refused.
    status : int
        0: it is being worked on.
    headers : tuple of pairs
        Those of the answer that are repeated.
    """

    owner: str
    key: str
    town_id: TownId
    asked: str
    at: datetime
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def digest_of(secret: str) -> str:
    """Return what is kept of something random that lets somebody in: SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
