"""How a choice is ended from another thread, and how long it may take."""

from collections.abc import Callable
from threading import Lock
from typing import NamedTuple


class Limit(NamedTuple):
    """How far a choice goes; at least one of the two is needed.

    Attributes
    ----------
    seconds : float or None
        By the clock.
    effort : float or None
        CP-SAT's deterministic time, about a second each; with it, no `seconds` and one worker, the same pool and seed
        give the same choice on any machine.
    """

    seconds: float | None = None
    effort: float | None = None

    def less(self, seconds: float, effort: float) -> "Limit":
        """Return what is left of it."""
        return Limit(
            None if self.seconds is None else max(0.0, self.seconds - seconds),
            None if self.effort is None else max(0.0, self.effort - effort),
        )

    def part(self, share: float) -> "Limit":
        """Return a part of it."""
        return Limit(*(None if value is None else value * share for value in self))

    @property
    def over(self) -> bool:
        """Return whether nothing is left."""
        return (self.seconds is not None and self.seconds <= 0) or (self.effort is not None and self.effort <= 0)


class Stop:
    """Ends what is running, and whatever would be begun afterwards, from any thread."""

    def __init__(self) -> None:
        self.asked = False
        self._lock = Lock()
        self._running: Callable[[], object] | None = None

    def stop(self) -> None:
        """Ask for the end; returns at once."""
        with self._lock:
            self.asked = True
            if self._running:
                self._running()

    def begin(self, interrupt: Callable[[], object]) -> bool:
        """Say how to interrupt what begins now; False: it must not begin any more."""
        with self._lock:
            self._running = None if self.asked else interrupt
            return not self.asked

    def end(self) -> None:
        """Say that it has ended."""
        with self._lock:
            self._running = None
