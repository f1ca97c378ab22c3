"""Where the simulator's own time goes: told beside the figures, never in them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


def _stands_still() -> float:
    return 0.0


@dataclass
class Spent:
    """Seconds of the computer's clock; a stopwatch is handed in, for the simulation itself reads no clock.

    Attributes
    ----------
    clock : callable
        Monotonic, in seconds.
    booking_s, planning_s, dispatching_s, closing_s : float
        Answering calls; planning evenings and publishing; running days; closing and counting them.
    """

    clock: Callable[[], float] = _stands_still
    booking_s: float = 0.0
    planning_s: float = 0.0
    dispatching_s: float = 0.0
    closing_s: float = 0.0

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Add what the block takes to `booking`, `planning`, `dispatching` or `closing`."""
        began = self.clock()
        try:
            yield
        finally:
            name = f"{what}_s"
            setattr(self, name, getattr(self, name) + self.clock() - began)

    @property
    def whole_s(self) -> float:
        """All of it."""
        return self.booking_s + self.planning_s + self.dispatching_s + self.closing_s
