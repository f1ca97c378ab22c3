"""Calendar feeds: made and revoked by whoever looks after the rota or works by it, read by whoever has the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.accounts import digest_of
from scheduler.domain.audit import AuditEvent
from scheduler.domain.errors import ConflictError, NotFoundError
from scheduler.domain.feeds import CalendarFeed, OpenedFeed
from scheduler.domain.ids import PatternId, StaffId, TownId, UserId
from scheduler.domain.time import Clock
from scheduler.services.feeds.reading import feed_of
from scheduler.services.ports import AccountStore, Store, UnitOfWork
from scheduler.services.signing_in.secrets import new_secret
from scheduler.services.signing_in.slowing import Slowing

MOST = 10
"""So many feeds of one worker, or of one shift of the rota, may be out: one for each device, and some that are lost."""
_DOOR = "calendar"
_NONE = "there is no such calendar, or not any more"


@dataclass(frozen=True, kw_only=True)
class MadeFeed:
    """A new feed, whose token is shown this once."""

    token: str
    feed: CalendarFeed


class FeedDesk:
    """Calendar feeds of the towns of a store.

    Parameters
    ----------
    slowing : Slowing
        Slows down whoever tries tokens.
    """

    def __init__(self, store: Store, accounts: AccountStore, clock: Clock, slowing: Slowing) -> None:
        self._store, self._accounts, self._clock, self._slowing = store, accounts, clock, slowing

    def make_for_staff(self, town_id: TownId, staff_id: StaffId, *, by: UserId) -> MadeFeed:
        """Make a feed of a worker's shifts.

        Raises
        ------
        NotFoundError
            If there is no such worker.
        ConflictError
            If too many are out.
        """
        made = CalendarFeed(digest="", staff_id=staff_id, made_at=self._clock.now(), made_by=by)
        return self._make(town_id, made)

    def make_for_pattern(self, town_id: TownId, pattern_id: PatternId, *, by: UserId) -> MadeFeed:
        """Make a feed of a shift of the rota, whoever works it.

        Raises
        ------
        NotFoundError, ConflictError
            As `make_for_staff`.
        """
        made = CalendarFeed(digest="", pattern_id=pattern_id, made_at=self._clock.now(), made_by=by)
        return self._make(town_id, made)

    def feeds(self, town_id: TownId, *, staff_id: StaffId | None = None) -> Sequence[CalendarFeed]:
        """Return the feeds of a town that work, the oldest first.

        Parameters
        ----------
        staff_id : StaffId, optional
            Only those of this worker.
        """
        with self._store.reading(town_id) as unit:
            found = _out(unit)
        return [one for one in found if staff_id is None or one.staff_id == staff_id]

    def revoke(self, town_id: TownId, key: str, *, by: UserId, staff_id: StaffId | None = None) -> None:
        """Let a feed work no more.

        Parameters
        ----------
        key : str
            As `CalendarFeed.key`.
        staff_id : StaffId, optional
            Of whose feeds it has to be one.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        now = self._clock.now()
        with self._store.writing(town_id) as unit:
            found = [one for one in _out(unit) if one.key == key and (staff_id is None or one.staff_id == staff_id)]
            if not found:
                raise NotFoundError(f"there is no calendar feed {key}, or not any more")
            for one in found:
                unit.feeds.put(replace(one, revoked_at=now))
            unit.audit.append(AuditEvent(at=now, by=by, action="feed.revoked", subject=f"feed:{key}"))

    def open(self, token: str, *, address: str) -> OpenedFeed:
        """Return what a token leads to.

        Raises
        ------
        NotFoundError
            If it was never made or was revoked, or its worker has left: nobody learns which.
        ThrottledError
            After too many such tokens from one network.
        """
        digest, now = digest_of(token), self._clock.now()
        with self._slowing.attempt(address, at=_DOOR):
            opened = self._opened(digest, now)
        if opened is None:
            raise NotFoundError(_NONE)
        return opened

    def _opened(self, digest: str, now: datetime) -> OpenedFeed | None:
        """Return what a feed shows; None: no more.

        Raises
        ------
        NotFoundError
            If there never was one: that is a guess. Of one that is shut, programs go on asking, from networks of
            providers and offices in which others read theirs.
        """
        for town_id in self._store.towns():
            with self._store.reading(town_id) as unit:
                feed = unit.feeds.find(digest)
                if feed is not None:
                    return feed_of(unit, feed, now) if self._works(unit, feed) else None
        raise NotFoundError(_NONE)

    def _make(self, town_id: TownId, made: CalendarFeed) -> MadeFeed:
        token = new_secret()
        feed = replace(made, digest=digest_of(token))
        with self._store.writing(town_id) as unit:
            if not self._works(unit, feed):
                raise NotFoundError(f"there is no {_whose(feed)}, or they may not sign in any more")
            if sum(_whose(one) == _whose(feed) for one in _out(unit)) >= MOST:
                raise ConflictError(f"{MOST} calendars of {_whose(feed)} are out already; revoke one that is not used")
            unit.feeds.put(feed)
            event = AuditEvent(
                at=feed.made_at, by=feed.made_by, action="feed.made", subject=f"feed:{feed.key}", fields=(_whose(feed),)
            )
            unit.audit.append(event)
        return MadeFeed(token=token, feed=feed)

    def _works(self, unit: UnitOfWork, feed: CalendarFeed) -> bool:
        """Return whether what a feed is of is still there; of somebody whose account is closed nothing is read."""
        if feed.revoked_at is not None:
            return False
        if feed.pattern_id is not None:
            return unit.patterns.find(feed.pattern_id) is not None
        if feed.staff_id is None or unit.staff.find(feed.staff_id) is None:
            return False
        users = [one for one in self._accounts.users.all(unit.town_id) if one.staff_id == feed.staff_id]
        now = self._clock.now()
        return not users or any(one.active and not one.rests_at(now) for one in users)


def _out(unit: UnitOfWork) -> list[CalendarFeed]:
    found = [one for one in unit.feeds.all().values() if one.revoked_at is None]
    return sorted(found, key=lambda one: (one.made_at.timestamp(), one.digest))


def _whose(feed: CalendarFeed) -> str:
    return f"staff={feed.staff_id}" if feed.staff_id is not None else f"pattern={feed.pattern_id}"
