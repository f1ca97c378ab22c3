"""Travel by the calibrated great circle: the last resort that is always there."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.ids import DistrictId
from scheduler.domain.policy import Policy, TravelSpeed
from scheduler.domain.roster import TravelMode
from scheduler.services.ports import Line, TravelMatrix, TravelPoint

EARTH_RADIUS_M = 6_371_008.8
type Floats = NDArray[np.float64]


class StraightTravel:
    """The `TravelTimes` port by `fixed + rate x great-circle distance`, per travel mode of a town's policy.

    With the default rates for a car it was within 12-15 % of the road networks of Chełm and Rzeszów.

    Parameters
    ----------
    policy : Policy
        Its speeds and, for mode TABLE, its minutes by district pair.
    """

    def __init__(self, policy: Policy) -> None:
        self._speeds = policy.speeds
        self._district_minutes = policy.district_minutes

    def matrix(self, points: Sequence[TravelPoint], mode: TravelMode) -> TravelMatrix:
        """Return durations and distances between all points, rounded up.

        Raises
        ------
        KeyError
            If the policy has no speed for `mode`.
        """
        lat = np.radians([p.point.lat for p in points])
        lon = np.radians([p.point.lon for p in points])
        apart_m = great_circle_m(lat, lon)
        if mode is TravelMode.TABLE:
            return self._by_districts(points, apart_m)
        return _by_speed(apart_m, self._speeds[mode])

    def lines(self, points: Sequence[TravelPoint], mode: TravelMode) -> tuple[Line, ...]:  # noqa: ARG002  # the port's
        """Return straight lines between consecutive points."""
        return straight_lines(points)

    def _by_districts(self, points: Sequence[TravelPoint], apart_m: Floats) -> TravelMatrix:
        walking = _by_speed(apart_m, self._speeds[TravelMode.FOOT])
        ridden = _district_seconds(points, self._district_minutes)
        # Nobody waits for a bus that is slower than their feet; pairs the table lacks are walked.
        seconds = np.where(ridden >= 0, np.minimum(ridden, walking.seconds), walking.seconds)
        return TravelMatrix(seconds=seconds.astype(np.int32), metres=walking.metres)


def straight_lines(points: Sequence[TravelPoint]) -> tuple[Line, ...]:
    """Return the straight lines between consecutive points, one fewer than points."""
    return tuple((a.point, b.point) for a, b in pairwise(points))


def great_circle_m(lat: Floats, lon: Floats) -> Floats:
    """Return pairwise distances in metres of points in radians (haversine), shape (n, n)."""
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    inner = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    distance: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))
    return distance


def _by_speed(apart_m: Floats, speed: TravelSpeed) -> TravelMatrix:
    elsewhere = apart_m > 0
    seconds = np.where(elsewhere, speed.fixed_s + np.ceil(apart_m * speed.s_per_km / 1000), 0)
    metres = np.where(elsewhere, speed.fixed_m + np.ceil(apart_m * speed.detour_permille / 1000), 0)
    return TravelMatrix(seconds=seconds.astype(np.int32), metres=metres.astype(np.int32))


def _district_seconds(
    points: Sequence[TravelPoint], minutes: Mapping[tuple[DistrictId, DistrictId], timedelta]
) -> NDArray[np.int64]:
    names = [p.district_id for p in points]
    known = sorted({name for name in names if name is not None})
    position = {name: index for index, name in enumerate(known)}
    table = np.full((len(known) + 1, len(known) + 1), -1, dtype=np.int64)
    for (origin, destination), length in minutes.items():
        if origin in position and destination in position:
            table[position[origin], position[destination]] = -(-length // _SECOND)
    index = np.asarray([len(known) if name is None else position[name] for name in names], dtype=np.int64)
    return table[index[:, None], index[None, :]]


_SECOND = timedelta(seconds=1)
