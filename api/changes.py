"""That something of a town has changed, told to everybody who listens.

A process asks the store for a town's stamp twice a second while anybody of that town listens, once for all of them.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from scheduler.domain.errors import StoreError
from scheduler.domain.ids import TownId

EVERY_S = 0.5
"""So often the store is asked."""
QUIET_S = 15.0
"""After so long without an event something is sent, so that a connection that is gone is noticed."""
LONGEST_S = 600.0
"""So long one connection lasts; whoever listens comes back by itself, if it still may."""


@dataclass
class _Watched:
    """A town, while somebody listens to it."""

    stamp: int | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    listeners: int = 0
    asking: "asyncio.Task[None] | None" = None

    def tell(self, stamp: int | None) -> None:
        """Wake everybody up."""
        event, self.stamp, self.changed = self.changed, stamp, asyncio.Event()
        event.set()


class Changes:
    """The changes of all towns, in one process.

    Parameters
    ----------
    stamp : callable
        Gives the present stamp of a town; asked in a thread.

    Attributes
    ----------
    longest_s : float
        How long one listener is told, in seconds; 0: of the present stamp alone.
    """

    def __init__(self, stamp: Callable[[TownId], int], *, every_s: float = EVERY_S) -> None:
        self._stamp, self._every_s = stamp, every_s
        self._towns: dict[TownId, _Watched] = {}
        self._closed = False
        self.longest_s = LONGEST_S

    def close(self) -> None:
        """Let all listeners go, and no more in."""
        self._closed = True
        for watched in self._towns.values():
            watched.tell(watched.stamp)

    async def of(self, town_id: TownId) -> AsyncGenerator[int | None]:
        """Yield a town's stamp at once and whenever it changes; None now and then, so that something is sent."""
        watched, until, told = self._join(town_id), time.monotonic() + self.longest_s, None
        try:
            while not self._closed:
                event = watched.changed
                if watched.stamp != told:
                    told = watched.stamp
                    yield told
                left = until - time.monotonic()
                if told is not None and left <= 0:
                    return
                try:
                    await asyncio.wait_for(event.wait(), QUIET_S if told is None else min(left, QUIET_S))
                except TimeoutError:
                    yield None
        finally:
            self._leave(town_id, watched)

    def _join(self, town_id: TownId) -> _Watched:
        watched = self._towns.setdefault(town_id, _Watched())
        watched.listeners += 1
        if watched.asking is None:
            watched.asking = asyncio.create_task(self._ask(town_id, watched))
        return watched

    def _leave(self, town_id: TownId, watched: _Watched) -> None:
        watched.listeners -= 1
        if not watched.listeners:
            self._towns.pop(town_id, None)
            if watched.asking is not None:
                watched.asking.cancel()

    async def _ask(self, town_id: TownId, watched: _Watched) -> None:
        while True:
            with contextlib.suppress(StoreError):  # a database that is away for a moment has nothing new to tell
                stamp = await run_in_threadpool(self._stamp, town_id)
                if stamp != watched.stamp:
                    watched.tell(stamp)
            await asyncio.sleep(self._every_s)
