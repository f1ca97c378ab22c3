"""Users of a backup and of the database that it replaces, made into one list: nobody gets back what they had lost."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.accounts import User


@dataclass(frozen=True, kw_only=True)
class MergedUsers:
    """Users as they are to be after a restore.

    Attributes
    ----------
    put : tuple of User
        Those who are to be otherwise than the backup has them.
    shut : tuple of str
        Ids of those among them whom the backup would let in, and who are not let in.
    changed : tuple of str
        Ids of others who stay as they were changed since.
    made : tuple of str
        Ids of those who were made since.
    """

    put: tuple[User, ...]
    shut: tuple[str, ...]
    changed: tuple[str, ...]
    made: tuple[str, ...]


def merge(
    theirs: Collection[User],
    now: Callable[[User], User | None],
    made: Collection[User],
    *,
    touched: Collection[str],
    went_on: bool,
) -> MergedUsers:
    """Return what becomes of users.

    Parameters
    ----------
    theirs : collection of User
        As the backup has them.
    now : callable
        What one of them has become in the database that is replaced; None: it does not know them.
    made : collection of User
        Others of that database.
    touched : collection of str
        Ids of users whom that database changed after it had parted from what the backup saw.
    went_on : bool
        Whether it had seen all that the backup has: whom it does not know any more was taken out.
    """
    after: dict[str, User] = {}
    before: Mapping[str, User] = {user.id: user for user in theirs}
    for user in theirs:
        mine = now(user)
        if mine is not None:
            after[user.id] = _later(user, mine, touched=user.id in touched)
        elif went_on:
            after[user.id] = shut_out(user)
    changed = {key: user for key, user in after.items() if user != before[key]}
    shut = {key for key, user in changed.items() if before[key].active and not user.active}
    return MergedUsers(
        put=(*changed.values(), *made),
        shut=tuple(sorted(shut)),
        changed=tuple(sorted(key for key in changed.keys() - shut if changed[key].version != before[key].version)),
        made=tuple(sorted(user.id for user in made)),
    )


def shut_out(user: User) -> User:
    """Return a user who is not let in."""
    return replace(user, active=False, version=user.version + 1) if user.active else user


def _later(theirs: User, mine: User, *, touched: bool) -> User:
    """Return the later state of a user; a version is never given away twice."""
    if mine.version > theirs.version:
        return mine
    if touched and replace(mine, version=theirs.version) != theirs:
        return replace(mine, version=theirs.version + 1)
    if mine.version < theirs.version or mine.totp != theirs.totp:
        return theirs
    # What was used once does not change the version.
    step = max(mine.totp_step, theirs.totp_step)
    return replace(theirs, totp_step=step, recovery=mine.recovery & theirs.recovery)
