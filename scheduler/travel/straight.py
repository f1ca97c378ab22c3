"""Travel by the calibrated great circle: the last resort that is always there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scheduler.domain.policy import Policy
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix, TravelPoint, widened
from scheduler.travel.by_districts import by_districts
from scheduler.travel.detours import TownDetours
from scheduler.travel.engine import PROFILES
from scheduler.travel.great_circle import Floats, by_speed, great_circle_m
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
        self._of_nothing: dict[TravelMode, TravelMatrix] = {}
        self._last: dict[TravelMode, tuple[TravelMatrix, tuple[TravelPoint, ...], TravelMatrix]] = {}

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return durations and distances between all points, rounded up.

        Raises
        ------
        KeyError
            If the policy has no speed for `mode`.
        """
        return self._between(points, points, mode)

    def grown(self, known: TravelMatrix, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix | None:
        """Return the matrix by its new rows and columns, if the known ones are of these detours.

        The last answer is kept: what somebody asks for on the telephone is asked again when it is booked.
        """
        made = self._of_nothing.get(mode) or self._of_nothing.setdefault(mode, self._between((), (), mode))
        if (made.engine, made.version, made.notes) != (known.engine, known.version, known.notes):
            return None
        n = len(known.seconds)
        old, new = points[:n], tuple(points[n:])
        if not new:
            return known
        last = self._last.get(mode)
        if last is None or last[0] is not known or last[1] != new:
            columns = self._between(old, new, mode)
            last = known, new, widened(known, self._between(new, points, mode), columns)
            self._last[mode] = last
        return last[2]

    def _between(
        self, origins: Sequence[TravelPoint], destinations: Sequence[TravelPoint], mode: TravelMode
    ) -> TravelMatrix:
        if mode is TravelMode.TABLE:
            walking = self._between(origins, destinations, TravelMode.FOOT)
            return by_districts(origins, self._policy.district_minutes, walking, destinations)
        here, there = _degrees(origins), _degrees(destinations)
        apart_m = great_circle_m(*map(np.radians, (*here, *there)))
        detours = self._town.of(PROFILES[mode]) if self._town is not None else None
        if self._town is None or detours is None:
            return by_speed(apart_m, self._policy.speeds[mode])
        longer_s, longer_m = detours.between(*here, *there)
        slower = self._policy.roads.time_permille.get(mode, 1000) / 1000
        fitted = by_speed(apart_m, detours.rates, longer_s * slower, longer_m)
        return replace(fitted, version=self._town.version(detours))

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:  # noqa: ARG002  # the port's
        """Return straight lines between consecutive points."""
        return tuple(straight_way(a, b) for a, b in pairwise(points))


def _degrees(points: Sequence[TravelPoint]) -> tuple[Floats, Floats]:
    lat = np.array([p.point.lat for p in points], dtype=np.float64)
    lon = np.array([p.point.lon for p in points], dtype=np.float64)
    return lat, lon


def straight_way(a: TravelPoint, b: TravelPoint) -> str:
    """Return the straight line between two points as an encoded polyline."""
    return encoded((a.point, b.point))
