"""Which straight ways cross a closed road: on a plane around it, in metres, as a town is small."""

from collections.abc import Iterator, Sequence
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
    ends = list(_sides_of_ways(here, closed))
    for k, (a, b) in enumerate(pairwise(closed)):
        found |= _meets(here, a, b, ends[k] * ends[k + 1] <= 0)
    return found | found.T  # a way that only touches may be rounded otherwise on the way back


def _plane(points: Sequence[GeoPoint], origin: GeoPoint) -> Floats:
    """Return metres east and north of an origin; shape (points, 2)."""
    degrees = np.array([(point.lon - origin.lon, point.lat - origin.lat) for point in points], dtype=np.float64)
    return degrees.reshape(-1, 2) * (_M_PER_DEGREE * np.cos(np.radians(origin.lat)), _M_PER_DEGREE)


def _sides_of_ways(here: Floats, closed: Floats) -> Iterator[Floats]:
    """Yield for each point of a line on which side of each way it lies; shape (points, points)."""
    (x, y), way = here.T, here[None, :] - here[:, None]
    east, north = way[..., 0], way[..., 1]
    begin = east * y[:, None] - north * x[:, None]
    for u, v in closed:
        yield east * v - north * u - begin


def _meets(here: Floats, a: Floats, b: Floats, between: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which ways have a point in common with the stretch from `a` to `b`, ends included.

    Parameters
    ----------
    between : ndarray of bool, shape (points, points)
        Whether the stretch begins and ends on different sides of a way, or on it.
    """
    (x, y), (u, v) = b - a, (here - a).T
    side = x * v - y * u  # of each door, seen along the stretch
    meets: NDArray[np.bool_] = between & (side[:, None] * side[None, :] <= 0)
    on_line = np.flatnonzero(side == 0)
    # Where all four lie on one line, nobody is on either side: then their boxes decide.
    square = np.ix_(on_line, on_line)
    low, high = (pick(here[on_line, None], here[None, on_line]) for pick in (np.minimum, np.maximum))
    meets[square] &= ~((high < np.minimum(a, b)) | (low > np.maximum(a, b))).any(axis=2)
    return meets


def _within(here: Floats, centre: Floats, radius_m: float) -> NDArray[np.bool_]:
    """Return which ways come nearer to a centre than a radius."""
    way = here[None, :] - here[:, None]
    out = centre - here[:, None]
    length = (way**2).sum(axis=2)
    along = np.clip((way * out).sum(axis=2) / np.where(length > 0, length, 1), 0, 1)
    nearest = here[:, None] + along[:, :, None] * way
    found: NDArray[np.bool_] = np.hypot(*np.moveaxis(nearest - centre, -1, 0)) <= radius_m
    return found
