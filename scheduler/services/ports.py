"""What use cases need from outside, as protocols. Adapters live in their own rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.ids import DistrictId
from scheduler.domain.place import GeoPoint
from scheduler.domain.roster import TravelMode


@dataclass(frozen=True, kw_only=True)
class TravelPoint:
    """A point and the district it lies in (public transport is timed by district pairs)."""

    point: GeoPoint
    district_id: DistrictId | None = None


@dataclass(frozen=True, kw_only=True)
class TravelMatrix:
    """Free-flow travel between points, from row to column.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (points, points)
        Zero on the diagonal and between equal points; rounded up.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]


class TravelTimes(Protocol):
    """Durations and distances by travel mode."""

    @property
    def name(self) -> str:
        """Whose times these are, as the plan tells it."""
        ...

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return the travel matrix of `points` in their order."""
        ...
