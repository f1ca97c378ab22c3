"""Chance on the streets: how much longer, or shorter, a drive takes than the planner believes.

Each drive has a number of its own, named by the seed, the day and the door that it leads to. So a scenario in which
somebody else drives there, or at another hour, meets the same luck: common random numbers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from scheduler.domain.capacity.chances import Lognormal
from scheduler.simulation.demand.streams import Stream

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Streets:
    """Travel as it really is: lognormal factors of mean 1 on planned times, one for the day and one for each drive.

    Attributes
    ----------
    seed : int
        Of the replication.
    of_day, of_drive : float
        Standard deviations of the factors' logarithms; 0: as planned.

    Notes
    -----
    Lognormal travel times are what probe vehicles show in towns; that a whole day is slower (rain, a closed bridge) and
    single legs scatter around it is why there are two factors.
    """

    seed: int
    of_day: float = 0.06
    of_drive: float = 0.15

    def drive(self, day: date, door: str, planned: timedelta) -> timedelta:
        """Return how long a drive really takes, in whole seconds."""
        factor = self._factor(self.of_day, day.isoformat()) * self._factor(self.of_drive, day.isoformat(), door)
        return round(planned * factor / _SECOND) * _SECOND

    def _factor(self, spread: float, *names: str) -> float:
        if not spread:
            return 1.0
        mean_1 = Lognormal(median=exp(-spread * spread / 2), sigma=spread)
        return mean_1.pick(Stream(self.seed).uniform("street", *names))
