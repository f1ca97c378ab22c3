"""Which straight ways cross a closed road: on a plane around it, in metres, as a town is small."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.live_day import RoadClosed
from scheduler.domain.place import GeoPoint

_M_PER_DEGREE = 111_195.0

type Floats = NDArray[np.float64]


def crossed(points: Sequence[GeoPoint], road: RoadClosed) -> NDArray[np.bool_]:
    """Return from which points to which the straight way touches a closed road; shape (points, points).

    Parameters
    ----------
    points : sequence of GeoPoint
        Where ways begin and end.
    """
    here = _plane(points, road.line[0])
    closed = _plane(road.line, road.line[0])
    if road.radius_m:
        return _within(here, closed[0], road.radius_m)
    found = np.zeros((len(here), len(here)), dtype=np.bool_)
    for a, b in pairwise(closed):
        found |= _meets(here, a, b)
    return found


def _plane(points: Sequence[GeoPoint], origin: GeoPoint) -> Floats:
    """Return metres east and north of an origin; shape (points, 2)."""
    degrees = np.array([(point.lon - origin.lon, point.lat - origin.lat) for point in points], dtype=np.float64)
    return degrees.reshape(-1, 2) * (_M_PER_DEGREE * np.cos(np.radians(origin.lat)), _M_PER_DEGREE)


def _meets(here: Floats, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Return which ways have a point in common with the stretch from `a` to `b`, ends included."""
    side = _turn(a, b, here)  # of each door, seen along the stretch
    ends = [_turn(here[:, None], here[None, :], end) for end in (a, b)]  # of the stretch, seen along each way
    apart = (side[:, None] * side[None, :] > 0) | (ends[0] * ends[1] > 0)
    low, high = np.minimum(here[:, None], here[None, :]), np.maximum(here[:, None], here[None, :])
    # Where all four lie on one line, nobody is on either side: then their boxes decide.
    beside = ((high < np.minimum(a, b)) | (low > np.maximum(a, b))).any(axis=2)
    return ~apart & ~beside


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    """Return the cross product of the ways from `a` to `b` and from `a` to `c`: left of it, on it, right of it."""
    (x, y), (u, v) = np.moveaxis(b - a, -1, 0), np.moveaxis(c - a, -1, 0)
    turn: Floats = x * v - y * u
    return turn


def _within(here: Floats, centre: Floats, radius_m: float) -> NDArray[np.bool_]:
    """Return which ways come nearer to a centre than a radius."""
    way = here[None, :] - here[:, None]
    out = centre - here[:, None]
    length = (way**2).sum(axis=2)
    along = np.clip((way * out).sum(axis=2) / np.where(length > 0, length, 1), 0, 1)
    nearest = here[:, None] + along[:, :, None] * way
    found: NDArray[np.bool_] = np.hypot(*np.moveaxis(nearest - centre, -1, 0)) <= radius_m
    return found
