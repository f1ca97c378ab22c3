"""Travel by the calibrated great circle: the last resort that is always there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.policy import Policy, TravelSpeed
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import TravelMatrix, TravelPoint
from scheduler.travel.by_districts import by_districts
from scheduler.travel.detours import Detours
from scheduler.travel.engine import PROFILES, Profile
from scheduler.travel.lines import encoded

EARTH_RADIUS_M = 6_371_008.8
type Floats = NDArray[np.float64]


class StraightTravel:
    """The `TravelTimes` port by `fixed + rate x great-circle distance`, per travel mode of a town's policy.

    With the default rates for a car it was 13-20 % off the road networks of Rzeszów and Chełm, with the detours of a
    town's own map 9-14 %.

    Parameters
    ----------
    policy : Policy
        Its speeds and, for mode TABLE, its minutes by district pair.
    detours : mapping of Profile to Detours, optional
        What a town's road network said of its detours.
    version : str
        Of that network.
    """

    def __init__(self, policy: Policy, detours: Mapping[Profile, Detours] | None = None, version: str = "") -> None:
        self._speeds = policy.speeds
        self._district_minutes = policy.district_minutes
        self._detours = detours or {}
        self._label = f"straight {version}" if self._detours else "straight"

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return durations and distances between all points, rounded up.

        Raises
        ------
        KeyError
            If the policy has no speed for `mode`.
        """
        if mode is TravelMode.TABLE:
            return by_districts(points, self._district_minutes, self.matrix(points, TravelMode.FOOT))
        lat = np.array([p.point.lat for p in points], dtype=np.float64)
        lon = np.array([p.point.lon for p in points], dtype=np.float64)
        detours = self._detours.get(PROFILES[mode])
        longer = detours.between(lat, lon) if detours is not None and len(points) else (1.0, 1.0)
        apart_m = great_circle_m(np.radians(lat), np.radians(lon))
        return replace(_by_speed(apart_m, self._speeds[mode], *longer), engine=self._label)

    def ways(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[str, ...]:  # noqa: ARG002  # the port's
        """Return straight lines between consecutive points."""
        return tuple(straight_way(a, b) for a, b in pairwise(points))


def straight_way(a: TravelPoint, b: TravelPoint) -> str:
    """Return the straight line between two points as an encoded polyline."""
    return encoded((a.point, b.point))


def great_circle_m(lat: Floats, lon: Floats) -> Floats:
    """Return pairwise distances in metres of points in radians (haversine), shape (n, n)."""
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    inner = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    distance: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))
    return distance


def _by_speed(
    apart_m: Floats, speed: TravelSpeed, longer_s: Floats | float = 1.0, longer_m: Floats | float = 1.0
) -> TravelMatrix:
    elsewhere = apart_m > 0
    seconds = speed.fixed_s + np.ceil(apart_m * speed.s_per_km / 1000)
    metres = speed.fixed_m + np.ceil(apart_m * speed.detour_permille / 1000)
    return TravelMatrix(
        seconds=np.where(elsewhere, np.ceil(seconds * longer_s), 0).astype(np.int32),
        metres=np.where(elsewhere, np.ceil(metres * longer_m), 0).astype(np.int32),
    )
