"""Travel by the calibrated great circle: the last resort that is always there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix, TravelPoint
from scheduler.travel.by_districts import by_districts
from scheduler.travel.detours import TownDetours
from scheduler.travel.engine import PROFILES
from scheduler.travel.great_circle import by_speed, great_circle_m
from scheduler.travel.lines import encoded


class StraightTravel:
    """The `TravelTimes` port by `fixed + rate x great-circle distance`, per travel mode of a town's policy.

    With the default rates for a car it was 14-20 % off the road networks of Rzeszów and Chełm, with the detours of a
    town's own map 11-15 %.

    Parameters
    ----------
    policy : Policy
        Its speeds and, for mode TABLE, its minutes by district pair.
    town : TownDetours, optional
        What a town's road network said of its detours; they bring the rates they were fitted to, and take the policy's
        multipliers of road times.
    """

    def __init__(self, policy: Policy, town: TownDetours | None = None) -> None:
        self._policy = policy
        self._town = town

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return durations and distances between all points, rounded up.

        Raises
        ------
        KeyError
            If the policy has no speed for `mode`.
        """
        if mode is TravelMode.TABLE:
            return by_districts(points, self._policy.district_minutes, self.matrix(points, TravelMode.FOOT))
        lat = np.array([p.point.lat for p in points], dtype=np.float64)
        lon = np.array([p.point.lon for p in points], dtype=np.float64)
        apart_m = great_circle_m(np.radians(lat), np.radians(lon))
        detours = self._town.of(PROFILES[mode]) if self._town is not None else None
        if self._town is None or detours is None or not len(points):
            return by_speed(apart_m, self._policy.speeds[mode])
        longer_s, longer_m = detours.between(lat, lon)
        slower = self._policy.roads.time_permille.get(mode, 1000) / 1000
        fitted = by_speed(apart_m, detours.rates, longer_s * slower, longer_m)
        return replace(fitted, version=self._town.version(detours))

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:  # noqa: ARG002  # the port's
        """Return straight lines between consecutive points."""
        return tuple(straight_way(a, b) for a, b in pairwise(points))


def straight_way(a: TravelPoint, b: TravelPoint) -> str:
    """Return the straight line between two points as an encoded polyline."""
    return encoded((a.point, b.point))
