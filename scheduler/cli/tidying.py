"""Sweeping garbage rings while nobody waits for an answer.

Python looks through everything that lives when it has made many objects; in a server with a town in memory that takes a
quarter of a second, in the middle of whatever call made the last one. So what lives for good is put aside
(`gc.freeze`), young objects are swept as ever, and old ones when nobody is being answered.
"""

import asyncio
import gc
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from anyio.to_thread import current_default_thread_limiter

YOUNG = (5_000, 10, 1_000_000)
"""Thresholds: young objects are swept by Python itself, old ones never."""
LOOK_S = 0.2
"""Between two looks whether there is something to do."""
AT_LATEST_S = 60.0
"""So long what is due waits for a moment in which nobody is being answered."""
MANY = 100_000
"""So many objects that have survived a sweep are put aside, too, so that the next one is short."""
AFRESH_S = 3600.0
"""Between two sweeps of everything: what was put aside may have become garbage since."""


def nobody_waits() -> bool:
    """Return whether no thread of the event loop is working on an answer."""
    return current_default_thread_limiter().borrowed_tokens == 0


@dataclass
class Tidying:
    """Decides when to sweep.

    Parameters
    ----------
    idle : callable
        Whether nobody is being answered.
    now : callable
        Seconds of a clock that never goes back.
    """

    idle: Callable[[], bool] = nobody_waits
    now: Callable[[], float] = time.monotonic
    _due_since: float | None = field(default=None, init=False)
    _afresh_at: float = field(default=0.0, init=False)

    async def run(self) -> None:
        """Sweep from now on, until cancelled; this process's thresholds are others then."""
        before = gc.get_threshold()
        gc.set_threshold(*YOUNG)
        self.begin()
        try:
            while True:
                await asyncio.sleep(LOOK_S)
                self.look()
        finally:
            gc.set_threshold(*before)
            gc.unfreeze()

    def begin(self) -> None:
        """Put aside everything that lives now."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._due_since, self._afresh_at = None, self.now() + AFRESH_S

    def look(self) -> None:
        """Sweep if it is due, and nobody waits or it has been due for too long."""
        now = self.now()
        if self._due_since is None:
            self._due_since = now if gc.get_count()[2] else None
        if self._due_since is None or not (self.idle() or now - self._due_since > AT_LATEST_S):
            return
        if now >= self._afresh_at:
            self.begin()
            return
        gc.collect()
        self._due_since = None
        if len(gc.get_objects()) > MANY:
            gc.freeze()
