"""Long work in the store: taken up by one process at a time, and again if that dies.

A process holds a piece of work by a lease that it renews while it is at it. One that has not renewed it in time is
taken for dead, and another one takes the work up; what the first one may still bring is then not kept. So each piece of
work ends exactly once, however many processes look for some.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.errors import StaleError, StoreError
from scheduler.domain.ids import TownId
from scheduler.domain.long_work import LongWork, WorkState
from scheduler.domain.time import Clock
from scheduler.services.ports import Elsewhere, Records, Store, UnitOfWork

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 3
"""So many processes may die of one piece of work; then it is the work that is at fault."""
MOST_TRIES = 3
GIVEN_UP = "given up: every worker that took it up has died"
BEAT_S = 0.5
"""So often progress is written, and a wish to cancel is read."""

type Of[W: LongWork] = Callable[[UnitOfWork], Records[Any, W]]
"""The records of one kind of work."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """The clocks of a worker: the town's, and a monotonic one in seconds; and how many threads it may use.

    Attributes
    ----------
    stopping : callable
        Asked often; True: the process is about to end.
    elsewhere : Elsewhere or None
        Who searches instead of this process, where somebody waits for it; None: nobody.
    """

    clock: Clock
    monotonic: Callable[[], float]
    workers: int = 1
    stopping: Callable[[], bool] = lambda: False
    elsewhere: Elsewhere | None = None


def is_free(work: LongWork, now: datetime) -> bool:
    """Return whether a piece of work may be taken up: it waits, or its owner is dead."""
    dead = work.lease_until is not None and work.lease_until < now
    return work.state is WorkState.WAITING or (work.state is WorkState.RUNNING and dead)


def cancelled[W: LongWork](work: W, at: datetime) -> W:
    """Return open work that somebody wants to end; what nobody has taken up has ended."""
    after = replace(work, cancel_asked=True)
    if work.state is WorkState.WAITING:
        after = replace(after, state=WorkState.CANCELLED, ended_at=at)
    return after


def take_up[W: LongWork](store: Store, town_id: TownId, of: Of[W], owner: str, now: datetime) -> W | None:
    """Return work that is this owner's from now on: what waits, or whose owner is dead; None: there is none."""
    with store.reading(town_id) as unit:
        waiting = [one for one in of(unit).all().values() if is_free(one, now)]
    for work in sorted(waiting, key=lambda one: one.asked_at):
        try:
            with store.writing(town_id) as unit:
                seen, known = of(unit).stamp_of(work.id), of(unit).find(work.id)
                if known is None or not is_free(known, now):
                    continue
                if known.attempt >= MOST_ATTEMPTS:
                    given_up = replace(known, state=WorkState.FAILED, lease_until=None, ended_at=now, why=GIVEN_UP)
                    of(unit).put(given_up, seen=seen)
                    continue
                mine = replace(
                    known, state=WorkState.RUNNING, owner=owner, lease_until=now + LEASE, attempt=known.attempt + 1
                )
                of(unit).put(mine, seen=seen)
        except StaleError:
            continue  # another worker was quicker
        return mine
    return None


class Holding[W: LongWork]:
    """A piece of work in the hands of its worker: renews the lease, writes progress, hears of a wish to cancel."""

    def __init__(self, store: Store, town_id: TownId, of: Of[W], work: W, watch: Watch) -> None:
        self.store, self.town_id, self.watch = store, town_id, watch
        self.work = work
        self._of = of
        self._stop = work.cancel_asked
        self._before_s = work.elapsed_s
        self._beaten_s = self._began_s = watch.monotonic()

    @property
    def elapsed_s(self) -> float:
        """How long all of its owners have been at it."""
        return self._before_s + self.watch.monotonic() - self._began_s

    def beat(self) -> bool:
        """Return whether the work has to end; now and then renew the lease and look."""
        if not self._stop and self.watch.monotonic() - self._beaten_s >= BEAT_S:
            self._beaten_s = self.watch.monotonic()
            # Somebody cancels just now: the next beat hears of it. The database is away for a moment: it goes on.
            with suppress(StoreError, StaleError):
                self._renew()
        return self._stop or self.watch.stopping()

    def present(self) -> W:
        """Return the work as far as it is; the next beat writes it down."""
        return self.work

    def end(self, work: W) -> W | None:
        """Write down how the work has ended; None: it is somebody else's by now."""
        for _ in range(MOST_TRIES):
            with suppress(StaleError), self.store.writing(self.town_id) as unit:  # somebody cancels in between
                return self.ended(unit, work)
        with self.store.writing(self.town_id) as unit:
            return self.ended(unit, work)

    def ended(self, unit: UnitOfWork, work: W) -> W | None:
        """Put the work as it has ended, if it is still this worker's."""
        seen = self._of(unit).stamp_of(self.work.id)
        if self.mine(unit) is None:
            return None
        ended = replace(work, ended_at=self.watch.clock.now(), lease_until=None, elapsed_s=self.elapsed_s)
        self._of(unit).put(ended, seen=seen)
        return ended

    def mine(self, unit: UnitOfWork) -> W | None:
        """Return the work as it is kept; None: it is not this worker's any more."""
        known = self._of(unit).find(self.work.id)
        if known is None:
            return None
        same = (known.owner, known.attempt, known.state) == (self.work.owner, self.work.attempt, WorkState.RUNNING)
        return known if same else None

    def _renew(self) -> None:
        with self.store.writing(self.town_id) as unit:
            seen, known = self._of(unit).stamp_of(self.work.id), self.mine(unit)
            if known is None:
                self._stop = True
                return
            self._stop = known.cancel_asked
            lease = self.watch.clock.now() + LEASE
            self.work = replace(
                self.present(), cancel_asked=known.cancel_asked, lease_until=lease, elapsed_s=self.elapsed_s
            )
            self._of(unit).put(self.work, seen=seen)
