"""Usage policies: not two requests at once, and not too soon after each other, whoever in this program asks."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Turnstile:
    """Lets one request at a time through, and none before `apart_s` seconds after the one before has ended.

    Parameters
    ----------
    clock, sleep : callable
        Monotonic seconds, and waiting; for tests.
    """

    apart_s: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _lock: Lock = field(default_factory=Lock)
    _free_at: float = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and keep it until the answer is there."""
        with self._lock:
            wait_s = self._free_at - self.clock()
            if wait_s > 0:
                self.sleep(wait_s)
            try:
                yield
            finally:  # counted from its end: one that was slow to leave reached the server later than it began
                self._free_at = max(self._free_at, self.clock() + self.apart_s)

    def hold(self, wait_s: float) -> None:
        """Let nobody through for `wait_s` seconds, because the server asked for it."""
        self._free_at = max(self._free_at, self.clock() + wait_s)


_turnstiles: dict[str, Turnstile] = {}
_registry = Lock()


def turnstile_of(host: str, apart_s: float) -> Turnstile:
    """Return the one turnstile of a server in this process, at least `apart_s` seconds wide."""
    with _registry:
        turnstile = _turnstiles.setdefault(host.casefold(), Turnstile(apart_s))
        turnstile.apart_s = max(turnstile.apart_s, apart_s)
        return turnstile
