"""How long a sign-in lasts, how attempts are slowed down, and who needs a second factor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.accounts import Role, ThrottleRule, User
from scheduler.domain.ids import UserId


@dataclass(frozen=True, kw_only=True)
class SignInRules:
    """What an installation decides about signing in.

    Attributes
    ----------
    idle, longest : timedelta
        A session of a browser ends when it was not used for so long, and so long after signing in.
    phone_idle, phone_longest : timedelta
        The same for a worker's phone, which has no password to type in front of a door.
    phone_code : timedelta
        How long a code that signs a phone in can be used.
    touch : timedelta
        A session's use is written down no oftener than this.
    token : timedelta
        How long a machine's token lasts unless its maker says otherwise.
    by_name, by_address : ThrottleRule
        Attempts for one sign-in name, and from one network address, behind which a whole office may stand.
    passwords : bool
        Whether others than administrators sign in by passwords.
    unrenewed : timedelta
        So long a session lasts that the town's sign-in service gave nothing to renew it by.
    strong : frozenset of Role
        Whoever has one of these needs an authenticator app before anything else is shown.
    """

    idle: timedelta = timedelta(hours=2)
    longest: timedelta = timedelta(hours=12)
    phone_idle: timedelta = timedelta(days=14)
    phone_longest: timedelta = timedelta(days=60)
    phone_code: timedelta = timedelta(minutes=15)
    touch: timedelta = timedelta(minutes=1)
    token: timedelta = timedelta(days=365)
    by_name: ThrottleRule = ThrottleRule(free=5)
    by_address: ThrottleRule = ThrottleRule(free=30)
    passwords: bool = True
    unrenewed: timedelta = timedelta(minutes=15)
    strong: frozenset[Role] = frozenset({Role.ADMINISTRATOR})


def others_administer(users: Iterable[User], user_id: UserId) -> bool:
    """Return whether a town has another active administrator than this user."""
    return any(one.role is Role.ADMINISTRATOR and one.active and one.id != user_id for one in users)
