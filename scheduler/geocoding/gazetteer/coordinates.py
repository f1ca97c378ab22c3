"""Coordinates of address registers: from EPSG:2180 or degrees, with the axes in either order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from scheduler.geocoding.gazetteer.problems import refused
from scheduler.services.ports import BoundingBox

type Floats = NDArray[np.float64]
type Booleans = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Points in degrees.

    Attributes
    ----------
    lat, lon : ndarray of float64, shape (points,)
        Not finite where a point is not on the globe.
    inside : ndarray of bool, shape (points,)
        Whether it lies in the town's box.
    swapped : bool
        Whether the first column pointed north.
    """

    lat: Floats
    lon: Floats
    inside: Booleans
    swapped: bool


def place(first: Floats, second: Floats, box: BoundingBox, *, metric: bool, file: str) -> Placed:
    """Return points in degrees, in the order of axes that puts most of them into the town's box.

    Poland's geodesists call the axis that points north x; most programs call it y. Nothing in a file says which is
    meant, and both orders lie in Poland.

    Parameters
    ----------
    first, second : ndarray of float64, shape (points,)
        Metres of EPSG:2180 if `metric`, else degrees; as the file calls them x and y, or longitude and latitude.

    Raises
    ------
    InputError
        If neither order puts any point into the box.
    """
    straight = _placed(first, second, box, metric=metric, swapped=False)
    swapped = _placed(second, first, box, metric=metric, swapped=True)
    best = max(straight, swapped, key=lambda each: (int(each.inside.sum()), not each.swapped))
    if not best.inside.any():
        unit = "metres of EPSG:2180" if metric else "degrees"
        where = f"{box.south:.3f} to {box.north:.3f} north, {box.west:.3f} to {box.east:.3f} east"
        example = f"{first[0]:.6g}, {second[0]:.6g}" if first.size else "none"
        wrong = f"has no point in the town's box ({where}), whichever axis comes first; its first point is {example}"
        right = f"give the export of this town, with coordinates in {unit}, or correct the box"
        raise refused(file, wrong, right)
    return best


def _placed(east: Floats, north: Floats, box: BoundingBox, *, metric: bool, swapped: bool) -> Placed:
    lon, lat = _from_metres(east, north) if metric else (east, north)
    with np.errstate(invalid="ignore"):
        inside = (lat >= box.south) & (lat <= box.north) & (lon >= box.west) & (lon <= box.east)
    return Placed(lat=lat, lon=lon, inside=inside, swapped=swapped)


def _from_metres(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    transformer = Transformer.from_crs(2180, 4326, always_xy=True)
    lon, lat = transformer.transform(east, north)
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
