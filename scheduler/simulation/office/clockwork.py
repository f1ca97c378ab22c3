"""The simulated clock: seconds of a discrete-event simulation as instants, and the other way round."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import simpy

type Steps = Generator[simpy.Event, Any, None]
"""What a simpy process is written as."""


class SimulatedClock:
    """The domain's `Clock` on a simpy environment, whose unit is the second.

    Parameters
    ----------
    begins : datetime
        What it shows when the simulation begins.
    """

    def __init__(self, begins: datetime) -> None:
        self.env = simpy.Environment()
        self._begins = begins.astimezone(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self._begins + timedelta(seconds=self.env.now)

    def until(self, moment: datetime) -> simpy.Timeout:
        """Return what happens at an instant, or at once if that is over; instants are whole seconds, rounded up."""
        left = moment.astimezone(UTC) - self.now()
        return self.env.timeout(max(0, -(-left // timedelta(seconds=1))))

    def after(self, length: timedelta) -> simpy.Timeout:
        """Return what happens after so long, in whole seconds, rounded up."""
        return self.until(self.now() + length)
