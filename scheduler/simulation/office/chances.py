"""Chance on the streets: how much longer, or shorter, a drive takes than the planner believes.

Each drive has a number of its own, named by the seed, the day and the door that it leads to. So a scenario in which
somebody else drives there, or at another hour, meets the same luck: common random numbers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from math import exp
from statistics import NormalDist

_NORMAL = NormalDist()
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
        factor = self._factor(self.of_day, day.isoformat()) * self._factor(self.of_drive, f"{day.isoformat()} {door}")
        return round(planned * factor / _SECOND) * _SECOND

    def _factor(self, spread: float, name: str) -> float:
        if not spread:
            return 1.0
        return exp(spread * _NORMAL.inv_cdf(uniform(self.seed, f"street {name}")) - spread * spread / 2)


def uniform(seed: int, name: str) -> float:
    """Return the number in (0, 1) that a seed gives a name; the same on every machine."""
    digest = sha256(f"{seed} {name}".encode()).digest()
    return (int.from_bytes(digest[:7]) + 0.5) / 2**56
